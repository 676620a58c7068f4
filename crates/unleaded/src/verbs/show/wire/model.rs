//! The typed model as JSON values: every field, amounts as decimal strings with what is printed beside them.

use serde_json::{Value, json};
use unleaded_model::amount::{FractionRange, MassRange};
use unleaded_model::declaration::{
    Answer, Attachment, Class, Company, Contact, DeclaredPart, DeclaredSubstance, ExemptionClaim,
    Format, Header, Intent, Item, Kept, Legal, ListAnswers, Material, MaterialGroup, Query,
    QueryList, Request, Stated,
};

use crate::verbs::json::place;

fn all<T>(items: &[T], one: fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(one).collect())
}

fn optional<T>(item: Option<&T>, one: fn(&T) -> Value) -> Value {
    item.map_or(Value::Null, one)
}

pub(super) fn header(header: &Header) -> Value {
    json!({
        "format": format(header.format),
        "classes": all(&header.classes, class),
        "mode": header.mode,
        "date_raw": header.date_raw,
        "date": header.date.map(|date| date.to_string()),
        "document_id": header.document_id,
        "supplier": company(&header.supplier),
        "request": optional(header.request.as_ref(), request),
        "authorizer": optional(header.authorizer.as_ref(), contact),
        "contact": optional(header.contact.as_ref(), contact),
        "legal": optional(header.legal.as_ref(), legal),
        "comment": header.comment,
        "kept": all(&header.kept, kept),
    })
}

fn format(format: Format) -> &'static str {
    match format {
        Format::ChemSherpa => "chemsherpa",
        Format::Csv => "csv",
        Format::Iec62474 => "iec62474",
        Format::Ipc1752a => "ipc1752a",
        Format::Ipc1752b => "ipc1752b",
        Format::Xlsx => "xlsx",
    }
}

fn class(class: &Class) -> Value {
    Value::from(match class {
        Class::A => "A",
        Class::B => "B",
        Class::C => "C",
        Class::D => "D",
    })
}

fn company(company: &Company) -> Value {
    let ids = company.ids.iter();
    let ids = ids.map(|(authority, id)| json!({"authority": authority, "identity": id}));
    json!({"name": company.name, "ids": ids.collect::<Vec<_>>()})
}

fn contact(contact: &Contact) -> Value {
    json!({
        "name": contact.name,
        "title": contact.title,
        "emails": contact.emails,
        "phones": contact.phones,
    })
}

fn request(request: &Request) -> Value {
    json!({
        "company": company(&request.company),
        "contact": optional(request.contact.as_ref(), contact),
        "document_id": request.document_id,
        "date_raw": request.date_raw,
        "respond_by": request.respond_by,
        "comment": request.comment,
    })
}

fn legal(legal: &Legal) -> Value {
    json!({
        "kind": legal.kind,
        "text": legal.text,
        "accepted": legal.accepted,
        "uncertainty": legal.uncertainty,
    })
}

/// A part with all that is inside it; parts are nested as deep as readers allow.
pub(super) fn part(part: &DeclaredPart) -> Value {
    json!({
        "items": all(&part.items, item),
        "unit_type": part.unit_type,
        "instances": part.instances,
        "comment": part.comment,
        "materials": all(&part.materials, material),
        "subparts": all(&part.subparts, self::part),
        "lists": all(&part.lists, list),
        "queries": all(&part.queries, query_list),
        "groups": all(&part.groups, group),
        "attachments": all(&part.attachments, attachment),
        "exemptions": all(&part.exemptions, exemption),
        "kept": all(&part.kept, kept),
        "place": place(&part.place),
    })
}

fn item(item: &Item) -> Value {
    json!({
        "number": item.number,
        "name": item.name,
        "maker": item.maker,
        "version": item.version,
        "site": item.site,
        "requester_number": item.requester_number,
        "requester_name": item.requester_name,
        "mass": optional(item.mass.as_deref(), mass),
        "place": place(&item.place),
    })
}

fn material(material: &Material) -> Value {
    json!({
        "subpart": material.subpart,
        "name": material.name,
        "group": material.group,
        "mass": optional(material.mass.as_deref(), mass),
        "share_of_part": optional(material.share_of_part.as_deref(), share),
        "substances": all(&material.substances, substance),
        "exemptions": all(&material.exemptions, exemption),
        "comment": material.comment,
        "kept": all(&material.kept, kept),
        "place": place(&material.place),
    })
}

fn substance(substance: &DeclaredSubstance) -> Value {
    let intent = match substance.intent {
        Intent::Impurity => "impurity",
        Intent::Intended => "intended",
        Intent::Unknown => "unknown",
    };
    json!({
        "name": substance.name,
        "id_raw": substance.id_raw,
        "id_authority": substance.id_authority,
        "cas": substance.cas.as_ref().map(|cas| cas.as_str()),
        "ec": substance.ec.as_ref().map(|ec| ec.as_str()),
        "level": substance.level,
        "mass": optional(substance.mass.as_deref(), mass),
        "share": optional(substance.share.as_deref(), share),
        "share_of_part": optional(substance.share_of_part.as_deref(), share),
        "intent": intent,
        "use_description": substance.use_description,
        "exemptions": all(&substance.exemptions, exemption),
        "comment": substance.comment,
        "kept": all(&substance.kept, kept),
        "place": place(&substance.place),
    })
}

fn exemption(claim: &ExemptionClaim) -> Value {
    json!({
        "authority": claim.authority,
        "list": claim.list,
        "id": claim.id,
        "place": place(&claim.place),
    })
}

fn list(list: &ListAnswers) -> Value {
    json!({
        "authority": list.authority,
        "identity": list.identity,
        "answers": all(&list.answers, answer),
        "place": place(&list.place),
    })
}

fn answer(answer: &Answer) -> Value {
    json!({
        "name": answer.name,
        "application": answer.application,
        "code_authority": answer.code_authority,
        "code": answer.code,
        "over": answer.over,
        "threshold": answer.threshold,
        "share_of_material": optional(answer.share_of_material.as_deref(), share),
        "share_of_part": optional(answer.share_of_part.as_deref(), share),
        "mass": optional(answer.mass.as_deref(), mass),
        "exemptions": all(&answer.exemptions, exemption),
        "kept": all(&answer.kept, kept),
        "place": place(&answer.place),
    })
}

fn query_list(list: &QueryList) -> Value {
    json!({
        "authority": list.authority,
        "identity": list.identity,
        "queries": all(&list.queries, query),
        "place": place(&list.place),
    })
}

fn query(query: &Query) -> Value {
    json!({
        "code_authority": query.code_authority,
        "code": query.code,
        "statement": query.statement,
        "response": query.response,
        "affirmed": query.is_affirmed(),
        "kept": all(&query.kept, kept),
        "place": place(&query.place),
    })
}

fn group(group: &MaterialGroup) -> Value {
    json!({
        "authority": group.authority,
        "code": group.code,
        "name": group.name,
        "mass": optional(group.mass.as_deref(), mass),
        "share_of_part": optional(group.share_of_part.as_deref(), share),
        "comment": group.comment,
        "kept": all(&group.kept, kept),
        "place": place(&group.place),
    })
}

fn attachment(file: &Attachment) -> Value {
    json!({
        "name": file.name,
        "media_type": file.media_type,
        "data": file.data,
        "place": place(&file.place),
    })
}

fn kept(kept: &Kept) -> Value {
    json!({"path": kept.path, "raw": kept.raw, "place": place(&kept.place)})
}

fn mass(stated: &Stated<MassRange>) -> Value {
    json!({
        "raw": stated.raw,
        "unit": stated.unit().map(|unit| unit.name()),
        "mg": mass_range(stated.value),
        "rounding_mg": mass_range(stated.rounding)["high"],
        "place": place(&stated.place),
    })
}

fn mass_range(range: MassRange) -> Value {
    json!({"low": range.low.to_string(), "high": range.high.map(|high| high.to_string())})
}

fn share(stated: &Stated<FractionRange>) -> Value {
    json!({
        "raw": stated.raw,
        "unit": stated.unit().map(|unit| unit.name()),
        "ppm": {
            "low": stated.value.low.ppm_low().to_string(),
            "high": stated.value.high.ppm_high().to_string(),
        },
        "rounding_ppm": stated.rounding.high.ppm_high().to_string(),
        "place": place(&stated.place),
    })
}
