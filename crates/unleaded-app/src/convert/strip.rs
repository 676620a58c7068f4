//! A declaration without anything that tells who supplied.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::declaration::{
    Answer, Company, Contact, Declaration, DeclaredPart, DeclaredSubstance, ExemptionClaim, Item,
    Kept, Legal, Material, Request,
};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::exchange;

use self::text::{folded, folded_markup, is_telling, split};

mod text;

/// What stands in place of a name in a text that has to stay.
const HIDDEN: &str = "(hidden)";
/// No word, address or number is as long; what is longer is taken for coded bytes.
const LONGEST_WORD: usize = 60;

/// A kind of thing that is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hidden {
    /// Files inside the document.
    Attachment,
    /// Who authorised it.
    Authorizer,
    /// Remarks.
    Comment,
    /// Whom to ask.
    Contact,
    /// The document's identifier.
    DocumentId,
    /// Elements and attributes that the program does not know.
    Kept,
    /// The legal text and its acceptance.
    Legal,
    /// The maker of a part.
    Maker,
    /// A hidden name inside another text.
    Mention,
    /// A manufacturing site.
    Site,
    /// The company that supplies.
    Supplier,
    /// Its identifiers.
    SupplierId,
}

impl Hidden {
    /// The word of the JSON form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Attachment => "attachment",
            Self::Authorizer => "authorizer",
            Self::Comment => "comment",
            Self::Contact => "contact",
            Self::DocumentId => "document-id",
            Self::Kept => "unknown-element",
            Self::Legal => "legal-text",
            Self::Maker => "maker",
            Self::Mention => "mention",
            Self::Site => "site",
            Self::Supplier => "supplier",
            Self::SupplierId => "supplier-id",
        }
    }

    /// The words for a person, English and Chinese.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Attachment => ("attachments", "附件"),
            Self::Authorizer => ("authorizer", "授权人"),
            Self::Comment => ("comments", "备注"),
            Self::Contact => ("contacts", "联系人"),
            Self::DocumentId => ("document identifiers", "文件编号"),
            Self::Kept => ("unknown elements and attributes", "未知元素和属性"),
            Self::Legal => ("legal text and acceptance", "法律声明及确认"),
            Self::Maker => ("makers of parts", "部件制造商"),
            Self::Mention => ("names inside other texts", "其他文字中的名称"),
            Self::Site => ("manufacturing sites", "生产地点"),
            Self::Supplier => ("supplier", "供应商"),
            Self::SupplierId => ("supplier identifiers", "供应商标识"),
        }
    }
}

/// How many things of each kind were hidden.
pub type HiddenCounts = BTreeMap<Hidden, u64>;

/// Takes away who supplied; what the requester wrote stays. An item number that holds a hidden name is an error.
pub(super) fn strip(declaration: &mut Declaration) -> (HiddenCounts, Vec<Diagnostic>) {
    let mut stripper = Stripper::default();
    stripper.header(declaration);
    declaration.products.iter_mut().for_each(|part| stripper.part(part));
    let names = stripper.names();
    let mut mentions = Mentions { names: &names, count: 0, defects: Vec::new() };
    mentions.request(declaration);
    declaration.products.iter_mut().for_each(|part| mentions.part(part));
    let Mentions { count, defects, .. } = mentions;
    if count > 0 {
        stripper.counts.insert(Hidden::Mention, count);
    }
    (stripper.counts, defects)
}

#[derive(Default)]
struct Stripper {
    counts: HiddenCounts,
    texts: BTreeSet<String>,
}

impl Stripper {
    fn header(&mut self, declaration: &mut Declaration) {
        let header = &mut declaration.header;
        let Company { name, ids } = std::mem::take(&mut header.supplier);
        self.text(Hidden::Supplier, name);
        for (_, identity) in ids {
            self.text(Hidden::SupplierId, identity);
        }
        self.contact(Hidden::Authorizer, header.authorizer.take());
        self.contact(Hidden::Contact, header.contact.take());
        self.text(Hidden::DocumentId, std::mem::take(&mut header.document_id));
        self.remark(&mut header.comment);
        let (stays, mut goes): (Vec<Kept>, Vec<Kept>) =
            std::mem::take(&mut header.kept).into_iter().partition(is_of_requester);
        header.kept = stays;
        self.kept(&mut goes);
        let (mut files, stays) = std::mem::take(&mut header.kept).into_iter().partition(is_file);
        header.kept = stays;
        self.files(&mut files);
        if let Some(legal) = header.legal.take() {
            self.count(Hidden::Legal);
            // That nobody answers for it tells not who.
            let accepted = legal.accepted.filter(|accepted| !accepted);
            header.legal = accepted.map(|_| Legal { accepted, ..Legal::default() });
        }
    }

    fn part(&mut self, part: &mut DeclaredPart) {
        for item in &mut part.items {
            self.text(Hidden::Maker, std::mem::take(&mut item.maker));
            self.text(Hidden::Site, std::mem::take(&mut item.site));
        }
        for attachment in part.attachments.drain(..) {
            self.text(Hidden::Attachment, attachment.name);
        }
        self.remark(&mut part.comment);
        self.veil(&mut part.kept);
        for material in &mut part.materials {
            self.remark(&mut material.comment);
            self.veil(&mut material.kept);
            for substance in &mut material.substances {
                self.remark(&mut substance.comment);
                self.veil(&mut substance.kept);
            }
        }
        for group in &mut part.groups {
            self.remark(&mut group.comment);
            self.kept(&mut group.kept);
        }
        part.lists.iter_mut().flat_map(|l| &mut l.answers).for_each(|a| self.veil(&mut a.kept));
        part.queries.iter_mut().flat_map(|l| &mut l.queries).for_each(|q| self.kept(&mut q.kept));
        part.subparts.iter_mut().for_each(|part| self.part(part));
    }

    fn contact(&mut self, kind: Hidden, contact: Option<Contact>) {
        let Some(Contact { name, title: _, emails, phones }) = contact else {
            return;
        };
        self.count(kind);
        self.texts.extend([name].into_iter().chain(emails).chain(phones));
    }

    fn text(&mut self, kind: Hidden, text: String) {
        if !text.is_empty() {
            self.count(kind);
            self.texts.insert(text);
        }
    }

    /// A remark is prose: what it says is not looked for elsewhere.
    fn remark(&mut self, text: &mut String) {
        if !std::mem::take(text).is_empty() {
            self.count(Hidden::Comment);
        }
    }

    fn kept(&mut self, kept: &mut Vec<Kept>) {
        kept.drain(..).for_each(|_| self.count(Hidden::Kept));
    }

    /// What may say more of what something is made of leaves that it does: the rest is not all.
    fn veil(&mut self, kept: &mut Vec<Kept>) {
        for one in std::mem::take(kept) {
            let veiled = one.veiled();
            if veiled.as_ref() != Some(&one) {
                self.count(Hidden::Kept);
            }
            kept.extend(veiled);
        }
        // One attribute of a name stands in an element.
        kept.dedup_by(|second, first| second.path == first.path && second.path.contains("/@"));
    }

    /// What can't be searched for names.
    fn files(&mut self, kept: &mut Vec<Kept>) {
        kept.drain(..).for_each(|_| self.count(Hidden::Attachment));
    }

    fn count(&mut self, kind: Hidden) {
        *self.counts.entry(kind).or_default() += 1;
    }

    /// The hidden texts that are worth looking for, in lower case, the longest first.
    fn names(&self) -> Vec<String> {
        let folded: BTreeSet<String> = self.texts.iter().map(|text| folded(text)).collect();
        let mut names: Vec<String> = folded.into_iter().filter(|text| is_telling(text)).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names
    }
}

/// Whether the requester wrote it, and not about who supplies.
fn is_of_requester(kept: &Kept) -> bool {
    let tells = |text: &str| text.to_lowercase().contains("suppl");
    crate::request::is_of_requester(kept) && !tells(&kept.path) && !tells(&kept.raw)
}

/// Whether a kept element is a file, or holds something that can't be searched: bytes in base 64.
fn is_file(kept: &Kept) -> bool {
    let coded = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let names = [&kept.path, &kept.raw];
    names.into_iter().any(|text| text.to_lowercase().contains("attach"))
        || kept.raw.split(|c| !coded(c)).any(|run| run.len() >= LONGEST_WORD)
}

/// Looks for hidden names in what stays.
struct Mentions<'a> {
    names: &'a [String],
    count: u64,
    defects: Vec<Diagnostic>,
}

impl Mentions<'_> {
    /// The requester may have written to whom the request goes.
    fn request(&mut self, declaration: &mut Declaration) {
        let header = &mut declaration.header;
        for text in [&mut header.mode, &mut header.date_raw] {
            self.clean(text);
        }
        if let Some(request) = &mut header.request {
            let Request { company, contact, document_id, date_raw, respond_by, comment } = request;
            let Company { name, ids } = company;
            let texts = [name, document_id, date_raw, respond_by, comment];
            texts.into_iter().for_each(|text| self.clean(text));
            for (authority, identity) in ids {
                self.clean(authority);
                self.clean(identity);
            }
            if let Some(Contact { name, title, emails, phones }) = contact {
                let texts = [name, title].into_iter().chain(emails).chain(phones);
                texts.for_each(|text| self.clean(text));
            }
        }
        let before = header.kept.len();
        let tells = |kept: &Kept| {
            let (path, raw) = (folded(&kept.path), folded_markup(&kept.raw));
            self.names.iter().any(|name| raw.contains(name) || path.contains(name))
        };
        header.kept.retain(|kept| !tells(kept));
        self.count += (before - header.kept.len()) as u64;
    }

    fn part(&mut self, part: &mut DeclaredPart) {
        for item in &mut part.items {
            self.item(item);
        }
        for text in [&mut part.unit_type, &mut part.instances] {
            self.clean(text);
        }
        self.claims(&mut part.exemptions);
        part.materials.iter_mut().for_each(|material| self.material(material));
        for group in &mut part.groups {
            let texts = [&mut group.authority, &mut group.code, &mut group.name];
            texts.into_iter().for_each(|text| self.clean(text));
        }
        for list in &mut part.lists {
            self.clean(&mut list.authority);
            self.clean(&mut list.identity);
            list.answers.iter_mut().for_each(|answer| self.answer(answer));
        }
        for list in &mut part.queries {
            self.clean(&mut list.authority);
            self.clean(&mut list.identity);
            for query in &mut list.queries {
                let texts = [&mut query.code_authority, &mut query.code, &mut query.statement];
                texts.into_iter().for_each(|text| self.clean(text));
                self.clean(&mut query.response);
            }
        }
        part.subparts.iter_mut().for_each(|part| self.part(part));
    }

    fn item(&mut self, item: &mut Item) {
        self.clean(&mut item.name);
        self.clean(&mut item.version);
        self.clean(&mut item.requester_name);
        for number in [&item.number, &item.requester_number] {
            let text = folded(number);
            if self.names.iter().any(|name| text.contains(name)) {
                let defect = Diagnostic::new(exchange::NUMBER_TELLS, item.place.clone());
                self.defects.push(defect.with("value", number.as_str()));
            }
        }
    }

    fn material(&mut self, material: &mut Material) {
        for text in [&mut material.subpart, &mut material.name, &mut material.group] {
            self.clean(text);
        }
        self.claims(&mut material.exemptions);
        material.substances.iter_mut().for_each(|substance| self.substance(substance));
    }

    fn substance(&mut self, substance: &mut DeclaredSubstance) {
        let texts = [
            &mut substance.name,
            &mut substance.id_raw,
            &mut substance.id_authority,
            &mut substance.level,
            &mut substance.use_description,
        ];
        texts.into_iter().for_each(|text| self.clean(text));
        self.claims(&mut substance.exemptions);
    }

    fn answer(&mut self, answer: &mut Answer) {
        let texts = [
            &mut answer.name,
            &mut answer.application,
            &mut answer.code_authority,
            &mut answer.threshold,
        ];
        texts.into_iter().for_each(|text| self.clean(text));
        self.claims(&mut answer.exemptions);
    }

    fn claims(&mut self, claims: &mut [ExemptionClaim]) {
        for claim in claims {
            let texts = [&mut claim.authority, &mut claim.list, &mut claim.id];
            texts.into_iter().for_each(|text| self.clean(text));
        }
    }

    /// Replaces every hidden name in `text`, in whatever case it is written.
    fn clean(&mut self, text: &mut String) {
        let searched = folded(text);
        for name in self.names.iter().filter(|name| searched.contains(name.as_str())) {
            let mut cleaned = String::with_capacity(text.len());
            let mut rest = text.as_str();
            while let Some((before, after)) = split(rest, name) {
                cleaned.push_str(before);
                cleaned.push_str(HIDDEN);
                rest = after;
                self.count += 1;
            }
            cleaned.push_str(rest);
            *text = cleaned;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_hidden_in_whatever_case() {
        let names = ["hidden".to_owned(), "acme ltd".to_owned(), "深圳某某".to_owned()];
        let mut mentions = Mentions { names: &names, count: 0, defects: Vec::new() };
        let mut check = |text: &str, expected: &str| {
            let mut text = text.to_owned();
            mentions.clean(&mut text);
            assert_eq!(text, expected);
        };
        check("Paste of ACME Ltd, Acme LTD", "Paste of (hidden), (hidden)");
        check("of Acme\n  Ltd.", "of (hidden).");
        check("a hidden layer", "a (hidden) layer");
        check("深圳某某电阻", "(hidden)电阻");
        check("İ acme lt", "İ acme lt");
        check("", "");
    }
}
