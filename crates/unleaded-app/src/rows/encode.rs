//! From a declaration to its rows. Every field is named, so that a new one can't be forgotten.

use unleaded_model::declaration::{
    Answer, Declaration, DeclaredPart, DeclaredSubstance, ExemptionClaim, Extent, Intent, Item,
    ListAnswers, Material, MaterialGroup, Query, QueryList,
};
use unleaded_rules::ListStanding;
use unleaded_trust::rows::Row;

use super::Said;
use super::amount::{mass, share};
use super::header::{self, kept_row, yes_or_no};

/// Returns the rows of `declaration` in their order; `said` tells how a substance stands towards lists.
pub(super) fn rows(declaration: &Declaration, said: Said<'_>) -> Vec<Row> {
    let Declaration { header, products } = declaration;
    let mut encoder = Encoder { rows: vec![header::row(header)], said };
    for (at, product) in products.iter().enumerate() {
        encoder.part(product, &at.to_string());
    }
    encoder.rows
}

struct Encoder<'s> {
    rows: Vec<Row>,
    said: Said<'s>,
}

impl Encoder<'_> {
    /// The depth of parts in parts is bounded by the readers.
    fn part(&mut self, part: &DeclaredPart, path: &str) {
        let DeclaredPart {
            items,
            unit_type,
            instances,
            comment,
            materials,
            subparts,
            lists,
            queries,
            groups,
            // They stay with the document that was signed: a file inside may tell what rows hide.
            attachments: _,
            exemptions,
            kept,
            place: _,
        } = part;
        let row = at("part", path)
            .objects("items", items.iter().map(item))
            .text("unit_type", unit_type)
            .text("instances", instances)
            .text("comment", comment)
            .objects("exemptions", exemptions.iter().map(claim))
            .objects("kept", kept.iter().map(kept_row));
        self.rows.push(row);
        for (number, group) in groups.iter().enumerate() {
            self.rows.push(group_row(group, path, number));
        }
        for (number, list) in queries.iter().enumerate() {
            self.queries(list, path, number);
        }
        for (number, list) in lists.iter().enumerate() {
            self.answers(list, path, number);
        }
        for (number, material) in materials.iter().enumerate() {
            self.material(material, path, number);
        }
        for (number, inner) in subparts.iter().enumerate() {
            self.part(inner, &format!("{path}.{number}"));
        }
    }

    fn queries(&mut self, list: &QueryList, path: &str, number: usize) {
        let QueryList { authority, identity, queries, place: _ } = list;
        let row = numbered(at("query-list", path), "list", number);
        self.rows.push(row.text("authority", authority).text("identity", identity));
        for (at_query, query) in queries.iter().enumerate() {
            let Query { code_authority, code, statement, response, kept, place: _ } = query;
            let row = numbered(at("query", path), "list", number);
            let row = numbered(row, "query", at_query)
                .text("code_authority", code_authority)
                .text("code", code)
                .text("statement", statement)
                .text("response", response)
                .objects("kept", kept.iter().map(kept_row));
            self.rows.push(row);
        }
    }

    fn answers(&mut self, list: &ListAnswers, path: &str, number: usize) {
        let ListAnswers { authority, identity, answers, place: _ } = list;
        let row = numbered(at("list", path), "list", number);
        self.rows.push(row.text("authority", authority).text("identity", identity));
        for (at_answer, answer) in answers.iter().enumerate() {
            let row = numbered(numbered(at("answer", path), "list", number), "answer", at_answer);
            self.rows.push(answer_row(row, answer));
        }
    }

    fn material(&mut self, material: &Material, path: &str, number: usize) {
        let Material {
            extent,
            subpart,
            name,
            group,
            mass: stated,
            share_of_part,
            substances,
            exemptions,
            comment,
            kept,
            place: _,
        } = material;
        let row = numbered(at("material", path), "material", number)
            .text("extent", extent_word(*extent))
            .text("subpart", subpart)
            .text("name", name)
            .text("group", group)
            .object("mass_ag", stated.as_deref().map(mass))
            .object("share_of_part", share_of_part.as_deref().map(share))
            .objects("exemptions", exemptions.iter().map(claim))
            .text("comment", comment)
            .objects("kept", kept.iter().map(kept_row));
        self.rows.push(row);
        for (at_substance, substance) in substances.iter().enumerate() {
            let place = |kind| {
                let row = numbered(at(kind, path), "material", number);
                numbered(row, "substance", at_substance)
            };
            let said = (self.said)(substance);
            self.rows.push(substance_row(place("substance"), substance, &said));
            self.rows.push(identity_row(place("identity"), substance));
        }
    }
}

/// What stays shown of a substance.
fn substance_row(row: Row, substance: &DeclaredSubstance, said: &ListStanding) -> Row {
    let unread = if substance.has_unread() { "yes" } else { "" };
    row.object("mass_ag", substance.mass.as_deref().map(mass))
        .object("share", substance.share.as_deref().map(share))
        .object("share_of_part", substance.share_of_part.as_deref().map(share))
        .text("unread", unread)
        .text("intent", intent_word(substance.intent))
        .text("level", &substance.level)
        .texts("on", said.on.iter().map(String::as_str))
        .texts("not_on", said.not_on.iter().map(String::as_str))
}

/// What may be hidden of a substance: who it is.
fn identity_row(row: Row, substance: &DeclaredSubstance) -> Row {
    let DeclaredSubstance {
        name,
        id_raw,
        id_authority,
        cas,
        ec,
        // What stays shown.
        level: _,
        mass: _,
        share: _,
        share_of_part: _,
        intent: _,
        has_unread_amount,
        use_description,
        exemptions,
        comment,
        kept,
        // Said by the header, once this row is hidden.
        withheld: _,
        place: _,
    } = substance;
    row.text("name", name)
        .text("id", id_raw)
        .text("id_authority", id_authority)
        .text("cas", cas.as_ref().map_or("", |cas| cas.raw()))
        .text("ec", ec.as_deref().map_or("", |ec| ec.raw()))
        .text("unread_amount", if *has_unread_amount { "yes" } else { "" })
        .text("use", use_description)
        .objects("exemptions", exemptions.iter().map(claim))
        .text("comment", comment)
        .objects("kept", kept.iter().map(kept_row))
}

fn answer_row(row: Row, answer: &Answer) -> Row {
    let Answer {
        name,
        application,
        code_authority,
        code,
        over,
        threshold,
        share_of_material,
        share_of_part,
        mass: stated,
        exemptions,
        kept,
        place: _,
    } = answer;
    row.text("name", name)
        .text("application", application)
        .text("code_authority", code_authority)
        .text("code", code)
        .text("over", yes_or_no(*over))
        .text("threshold", threshold)
        .object("share_of_material", share_of_material.as_deref().map(share))
        .object("share_of_part", share_of_part.as_deref().map(share))
        .object("mass_ag", stated.as_deref().map(mass))
        .objects("exemptions", exemptions.iter().map(claim))
        .objects("kept", kept.iter().map(kept_row))
}

fn group_row(group: &MaterialGroup, path: &str, number: usize) -> Row {
    let MaterialGroup {
        authority,
        code,
        name,
        mass: stated,
        share_of_part,
        comment,
        kept,
        place: _,
    } = group;
    numbered(at("group", path), "group", number)
        .text("authority", authority)
        .text("code", code)
        .text("name", name)
        .object("mass_ag", stated.as_deref().map(mass))
        .object("share_of_part", share_of_part.as_deref().map(share))
        .text("comment", comment)
        .objects("kept", kept.iter().map(kept_row))
}

fn item(item: &Item) -> Row {
    let Item {
        number,
        name,
        maker,
        version,
        site,
        requester_number,
        requester_name,
        mass: stated,
        place: _,
    } = item;
    Row::new()
        .text("number", number)
        .text("name", name)
        .text("maker", maker)
        .text("version", version)
        .text("site", site)
        .text("requester_number", requester_number)
        .text("requester_name", requester_name)
        .object("mass_ag", stated.as_deref().map(mass))
}

fn claim(claim: &ExemptionClaim) -> Row {
    let ExemptionClaim { authority, list, id, place: _ } = claim;
    Row::new().text("authority", authority).text("list", list).text("id", id)
}

/// A row of that kind of the part at `path`: its number, and those of the parts around it, from the product down.
fn at(kind: &str, path: &str) -> Row {
    Row::new().text("kind", kind).text("part", path)
}

fn numbered(row: Row, name: &str, number: usize) -> Row {
    // Zero is a number, not nothing.
    row.text(name, &number.to_string())
}

fn extent_word(extent: Extent) -> &'static str {
    match extent {
        Extent::Closed => "closed",
        Extent::Listed => "listed",
        Extent::Loose => "loose",
        Extent::Whole => "whole",
    }
}

fn intent_word(intent: Intent) -> &'static str {
    match intent {
        Intent::Impurity => "impurity",
        Intent::Intended => "intended",
        Intent::Unknown => "",
    }
}
