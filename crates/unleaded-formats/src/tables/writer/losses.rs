//! What a table has no place for.

use unleaded_model::declaration::{
    Company, Contact, DeclaredPart, DeclaredSubstance, Header, Item, Kept, Legal, Material, Request,
};
use unleaded_model::diagnostic::codes::{writing, xml};
use unleaded_model::diagnostic::{Argument, Diagnostic, Place};

/// Collects what is lost or renamed.
#[derive(Default)]
pub(super) struct Losses {
    pub(super) all: Vec<Diagnostic>,
}

impl Losses {
    /// Reports `value`, which is left out; nothing where it is blank.
    pub(super) fn lost(&mut self, what: &str, value: &str, place: Option<&Place>) {
        if !value.trim().is_empty() {
            let lost = at(xml::WRITE_LOSS, place);
            self.all.push(lost.with("what", Argument::in_both(what)).with("value", value));
        }
    }

    /// Reports that `value` is written as `written`.
    pub(super) fn renamed(&mut self, what: &str, value: &str, written: &str, place: &Place) {
        self.all.push(
            Diagnostic::new(writing::WRITE_RENAMED, place.clone())
                .with("what", Argument::in_both(what))
                .with("value", value)
                .with("written", written),
        );
    }

    /// Reports what stands once in a document.
    pub(super) fn header(&mut self, header: &Header) {
        let mut lost = |what, value: &str| self.lost(what, value, None);
        lost("document id (文件编号)", &header.document_id);
        lost("comment (备注)", &header.comment);
        if header.mode != "Distribute" {
            lost("mode (模式)", &header.mode);
        }
        self.company("supplier id (供应商代码)", &header.supplier);
        if let Some(contact) = &header.authorizer {
            self.contact("authorizer (授权人)", contact);
        }
        if let Some(contact) = &header.contact {
            self.contact("contact (联系人)", contact);
        }
        if let Some(request) = &header.request {
            self.request(request);
        }
        if let Some(legal) = &header.legal {
            self.legal(legal);
        }
        self.kept(&header.kept);
    }

    fn company(&mut self, what: &str, company: &Company) {
        for (authority, identity) in &company.ids {
            self.lost(what, &format!("{authority} {identity}"), None);
        }
    }

    fn contact(&mut self, what: &str, contact: &Contact) {
        let said = [&contact.name, &contact.title].into_iter();
        for text in said.chain(&contact.emails).chain(&contact.phones) {
            self.lost(what, text, None);
        }
    }

    fn request(&mut self, request: &Request) {
        let what = "request (请求)";
        let said = [
            &request.company.name,
            &request.document_id,
            &request.date_raw,
            &request.respond_by,
            &request.comment,
        ];
        said.into_iter().for_each(|text| self.lost(what, text, None));
        self.company(what, &request.company);
        if let Some(contact) = &request.contact {
            self.contact(what, contact);
        }
    }

    fn legal(&mut self, legal: &Legal) {
        let what = "legal statement (法律声明)";
        let accepted = legal.accepted.map(|accepted| accepted.to_string()).unwrap_or_default();
        for text in [&legal.kind, &legal.text, &accepted, &legal.uncertainty] {
            self.lost(what, text, None);
        }
    }

    /// Reports elements that no reader of this program knows.
    pub(super) fn kept(&mut self, all: &[Kept]) {
        for kept in all {
            self.lost(&kept.path, &kept.raw, Some(&kept.place));
        }
    }

    /// Reports what a part says beside its composition.
    pub(super) fn part(&mut self, part: &DeclaredPart) {
        let place = Some(&part.place);
        if part.unit_type != "Each" {
            self.lost("unit type (计量类型)", &part.unit_type, place);
        }
        if part.instances.trim() != "1" {
            self.lost("number of instances (数量)", &part.instances, place);
        }
        self.lost("comment (备注)", &part.comment, place);
        for list in &part.lists {
            let name = format!("{} {}", list.authority, list.identity);
            self.lost("answers to the list (清单答复)", &name, Some(&list.place));
        }
        for list in &part.queries {
            let name = format!("{} {}", list.authority, list.identity);
            self.lost("answers to queries (询问答复)", &name, Some(&list.place));
        }
        for group in &part.groups {
            let name = format!("{} {}", group.code, group.name);
            self.lost("mass of the material group (材料类别质量)", &name, Some(&group.place));
        }
        for file in &part.attachments {
            self.lost("attachment (附件)", &file.name, Some(&file.place));
        }
        self.kept(&part.kept);
    }

    /// Reports what an identity says beside number, name and maker.
    pub(super) fn item(&mut self, item: &Item) {
        let place = Some(&item.place);
        self.lost("version (版本)", &item.version, place);
        self.lost("site (生产地)", &item.site, place);
        self.lost("requester's number (客户料号)", &item.requester_number, place);
        self.lost("requester's name (客户品名)", &item.requester_name, place);
    }

    /// Reports what a material says beside its name, group, mass and substances.
    pub(super) fn material(&mut self, material: &Material) {
        self.lost("comment (备注)", &material.comment, Some(&material.place));
        self.kept(&material.kept);
    }

    /// Reports what a substance says beside its identity and amounts.
    pub(super) fn substance(&mut self, substance: &DeclaredSubstance) {
        let place = Some(&substance.place);
        self.lost("level (级别)", &substance.level, place);
        self.lost("use (用途)", &substance.use_description, place);
        self.lost("comment (备注)", &substance.comment, place);
        self.kept(&substance.kept);
    }
}

fn at(code: unleaded_model::diagnostic::Code, place: Option<&Place>) -> Diagnostic {
    match place {
        Some(place) => Diagnostic::new(code, place.clone()),
        None => Diagnostic::unplaced(code),
    }
}
