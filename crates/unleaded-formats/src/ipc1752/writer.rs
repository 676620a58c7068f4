//! From the model to a document.

use unleaded_model::declaration::{
    Class, Company, Contact, Declaration, DeclaredPart, Format, Header,
};
use unleaded_model::diagnostic::codes::xml as codes;
use unleaded_model::diagnostic::{Diagnostic, Place};

use self::keeper::Keeper;
use self::markup::Markup;
use self::sayable::Around;
use super::keep::segment;
use super::scalars::letter;
use super::vocabulary::Kind;
use super::{MATERIAL_SECTION, NAMESPACE, VERSION};

mod groups;
mod keeper;
mod markup;
mod product;
mod sayable;
mod units;

/// Where the company that asks stands.
const REQUEST_COMPANY: &str = "BusinessInfo/Request/RequestCompany";

pub(super) fn write(declaration: &Declaration) -> (String, Vec<Diagnostic>) {
    let mut writer = Writer {
        markup: Markup::new(),
        losses: Vec::new(),
        format: declaration.header.format,
        supplier: supplier(declaration).to_owned(),
    };
    writer.document(declaration);
    let (text, replaced) = writer.markup.finish();
    if replaced > 0 {
        let lost = Diagnostic::unplaced(codes::WRITE_LOSS);
        writer
            .losses
            .push(lost.with("what", "U+0000-U+001F, U+FFFE, U+FFFF").with("value", replaced));
    }
    (text, writer.losses)
}

/// Returns the diagnostic for a value that has no place in the format.
fn loss(what: &str, value: &str, place: &Place) -> Diagnostic {
    Diagnostic::new(codes::WRITE_LOSS, place.clone()).with("what", what).with("value", value)
}

struct Writer {
    markup: Markup,
    losses: Vec<Diagnostic>,
    /// The form that the declaration came in.
    format: Format,
    /// The company that the document names as the supplier.
    supplier: String,
}

impl Writer {
    fn document(&mut self, declaration: &Declaration) {
        let header = &declaration.header;
        let mut kept = Keeper::new(&header.kept, &[Kind::MainDeclaration.name()]);
        self.markup.start(Kind::MainDeclaration.name());
        self.markup.attribute("xmlns", NAMESPACE);
        kept.attributes_but("", &["@xmlns", "@version"], &mut self.markup);
        self.markup.attribute("version", VERSION);
        self.business_info(declaration, &mut kept);
        self.include(declaration, &mut kept);
        for product in &declaration.products {
            self.part(Kind::Product, product, 1, Around::Unweighed);
        }
        kept.children("", &mut self.markup);
        self.markup.end();
        kept.finish(&mut self.losses);
    }

    fn business_info(&mut self, declaration: &Declaration, kept: &mut Keeper<'_>) {
        let header = &declaration.header;
        self.markup.start("BusinessInfo");
        let mode = match header.mode.as_str() {
            "" => "Distribute",
            mode => mode,
        };
        self.markup.attribute("mode", mode);
        kept.attributes("BusinessInfo", &mut self.markup);
        if header.request.is_some() || kept.has("BusinessInfo/Request") {
            self.request(header, kept);
        }
        self.response(header, kept);
        if let Some(legal) = &header.legal {
            self.markup.start("Declaration");
            self.markup.attribute("legalType", &legal.kind);
            if let Some(accepted) = legal.accepted {
                self.markup.attribute("supplierAcceptance", &accepted.to_string());
            }
            self.markup.attribute("legalDef", &legal.text);
            self.markup.attribute("uncertaintyStatement", &legal.uncertainty);
            self.finish("BusinessInfo/Declaration", kept);
        }
        kept.children("BusinessInfo", &mut self.markup);
        self.markup.end();
    }

    fn request(&mut self, header: &Header, kept: &mut Keeper<'_>) {
        let path = "BusinessInfo/Request";
        let request = header.request.as_ref();
        self.markup.start("Request");
        if let Some(request) = request {
            self.markup.attribute("date", &request.date_raw);
            self.markup.attribute("docID", &request.document_id);
            self.markup.attribute("respondByDate", &request.respond_by);
            self.markup.attribute("comment", &request.comment);
        }
        kept.attributes(path, &mut self.markup);
        if let Some(request) = request {
            let company = &request.company;
            if !company.name.is_empty() || !company.ids.is_empty() || kept.has(REQUEST_COMPANY) {
                self.company("RequestCompany", &company.name, company, path, kept);
            }
            kept.child(path, "Authorizer", &mut self.markup);
            if let Some(contact) = &request.contact {
                self.contact("Contact", contact, path, kept);
            }
        }
        self.finish_children(path, kept);
    }

    fn response(&mut self, header: &Header, kept: &mut Keeper<'_>) {
        let path = "BusinessInfo/Response";
        self.markup.start("Response");
        let date = match (header.date_raw.as_str(), header.date) {
            ("", Some(date)) => date.to_string(),
            (raw, _) => raw.to_owned(),
        };
        self.markup.attribute("date", &date);
        self.markup.attribute("docID", &header.document_id);
        self.markup.attribute("comment", &header.comment);
        kept.attributes(path, &mut self.markup);
        if let Some(authorizer) = &header.authorizer {
            self.contact("Authorizer", authorizer, path, kept);
        }
        let name = self.supplier.clone();
        if !name.is_empty() || !header.supplier.ids.is_empty() {
            self.company("SupplyCompany", &name, &header.supplier, path, kept);
        }
        if let Some(contact) = &header.contact {
            self.contact("Contact", contact, path, kept);
        }
        self.finish_children(path, kept);
    }

    fn contact(
        &mut self,
        name: &'static str,
        contact: &Contact,
        parent: &str,
        kept: &mut Keeper<'_>,
    ) {
        let path = format!("{parent}/{name}");
        self.markup.start(name);
        self.markup.attribute("name", &contact.name);
        self.markup.attribute("title", &contact.title);
        kept.attributes(&path, &mut self.markup);
        for (email, index) in contact.emails.iter().zip(1..) {
            self.markup.start("Email");
            self.markup.attribute("address", email);
            self.finish(&format!("{path}/{}", segment(Kind::Email, index)), kept);
        }
        kept.child(&path, "SurfaceAddress", &mut self.markup);
        for (phone, index) in contact.phones.iter().zip(1..) {
            self.markup.start("Phone");
            self.markup.attribute("number", phone);
            self.finish(&format!("{path}/{}", segment(Kind::Phone, index)), kept);
        }
        self.finish_children(&path, kept);
    }

    fn company(
        &mut self,
        element: &'static str,
        name: &str,
        company: &Company,
        parent: &str,
        kept: &mut Keeper<'_>,
    ) {
        let path = format!("{parent}/{element}");
        self.markup.start(element);
        self.markup.attribute("name", name);
        kept.attributes(&path, &mut self.markup);
        for ((authority, identity), index) in company.ids.iter().zip(1..) {
            self.markup.start("CompanyID");
            self.markup.attribute("identity", identity);
            self.markup.attribute("authority", authority);
            self.finish(&format!("{path}/{}", segment(Kind::CompanyId, index)), kept);
        }
        self.finish_children(&path, kept);
    }

    fn include(&mut self, declaration: &Declaration, kept: &mut Keeper<'_>) {
        let (classes, path) = (classes(declaration), "Include/Sectional");
        let has_section = !classes.is_empty() || kept.has(path);
        if !has_section && !kept.has("Include") {
            return;
        }
        self.markup.start("Include");
        kept.attributes("Include", &mut self.markup);
        if has_section {
            self.markup.start("Sectional");
            self.markup.attribute("name", MATERIAL_SECTION);
            kept.attributes(path, &mut self.markup);
            for (class, index) in classes.iter().zip(1..) {
                self.markup.start("SubSectional");
                self.markup.attribute("name", letter(*class));
                self.finish(&format!("{path}/{}", segment(Kind::SubSectional, index)), kept);
            }
            self.finish_children(path, kept);
        }
        self.finish_children("Include", kept);
    }

    /// Ends an element that has no children of its own, with what was kept of it at `path`.
    fn finish(&mut self, path: &str, kept: &mut Keeper<'_>) {
        kept.attributes(path, &mut self.markup);
        self.finish_children(path, kept);
    }

    /// Ends an element whose kept attributes are written, with what else was kept of it at `path`.
    fn finish_children(&mut self, path: &str, kept: &mut Keeper<'_>) {
        kept.children(path, &mut self.markup);
        self.markup.end();
    }
}

/// The name of the supplier; of a document that names a maker per part instead, the first one.
fn supplier(declaration: &Declaration) -> &str {
    let maker = || {
        let items = declaration.products.iter().flat_map(|product| &product.items);
        items.map(|item| item.maker.as_str()).find(|maker| !maker.is_empty())
    };
    match declaration.header.supplier.name.as_str() {
        "" => maker().unwrap_or_default(),
        name => name,
    }
}

/// The classes that the document says it holds, else those that its products show.
fn classes(declaration: &Declaration) -> Vec<Class> {
    if !declaration.header.classes.is_empty() {
        return declaration.header.classes.clone();
    }
    fn holds(part: &DeclaredPart, found: &impl Fn(&DeclaredPart) -> bool) -> bool {
        found(part) || part.subparts.iter().any(|subpart| holds(subpart, found))
    }
    let any = |found: &dyn Fn(&DeclaredPart) -> bool| {
        declaration.products.iter().any(|product| holds(product, &found))
    };
    let mut classes = Vec::new();
    if any(&|part| !part.queries.is_empty()) {
        classes.push(Class::A);
    }
    if any(&|part| !part.groups.is_empty()) {
        classes.push(Class::B);
    }
    if any(&|part| !part.lists.is_empty()) {
        classes.push(Class::C);
    }
    if any(&|part| !part.materials.is_empty()) {
        classes.push(Class::D);
    }
    classes
}
