//! From proven rows to the declaration that they are, and to nothing that they don't say.
//!
//! A row is read for what it says, wherever it stands; then the rows of what was read are made again. Unless these are the very same
//! rows, in their order, the copy is refused. So a row has one place and one spelling, and no member of it is passed over.

use std::collections::VecDeque;

use unleaded_model::declaration::{
    Answer, Declaration, DeclaredPart, DeclaredSubstance, ExemptionClaim, Extent, Intent, Item,
    ListAnswers, Material, MaterialGroup, Query, QueryList, Withheld,
};
use unleaded_model::diagnostic::{FileName, Place};
use unleaded_model::identity::{Cas, Ec};
use unleaded_rules::ListStanding;
use unleaded_trust::rows::Row;

use super::amount::{read_mass, read_share};
use super::encode;
use super::header::{self, read_kept, read_yes_or_no};

/// What stands for a hidden identity: words that the tables know to name nothing.
const HIDDEN: &str = "confidential";

/// The deepest part in parts.
const DEEPEST: usize = 64;

/// A declaration that was made of rows.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) declaration: Declaration,
    /// The substances whose identity is hidden, in the order of their rows.
    pub(super) hidden: Vec<HiddenIdentity>,
}

/// A substance whose identity is hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HiddenIdentity {
    /// The number of the identity's row, from 0.
    pub(super) row: usize,
    /// The name of its material.
    pub(super) material: String,
    /// The lists that the supplier says it is on.
    pub(super) on: Vec<String>,
}

/// Why rows are no declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defect {
    /// A row is hidden that must be shown.
    Hidden(usize),
    /// A row is none that version 1 has at that place.
    NotUnderstood(usize),
}

/// Returns the declaration that `rows` are. Places in it are `file` as a whole.
pub(super) fn decode(rows: &[Option<Row>], file: &FileName) -> Result<Decoded, Defect> {
    let place = Place::file(file);
    let first = rows.first().ok_or(Defect::NotUnderstood(0))?;
    let header = header::read(first.as_ref().ok_or(Defect::Hidden(0))?, &place);
    let header = header.ok_or(Defect::NotUnderstood(0))?;
    let mut decoder = Decoder {
        place,
        products: Vec::new(),
        open: Vec::new(),
        said: VecDeque::new(),
        hidden: Vec::new(),
        identity_next: false,
    };
    for (at, row) in rows.iter().enumerate().skip(1) {
        match row {
            Some(row) => decoder.row(row).ok_or(Defect::NotUnderstood(at))?,
            None => decoder.hide(at).ok_or(Defect::Hidden(at))?,
        }
    }
    if decoder.identity_next {
        return Err(Defect::NotUnderstood(rows.len()));
    }
    decoder.close_to(0);
    let Decoder { products, mut said, hidden, .. } = decoder;
    let declaration = Declaration { header, products };
    let again = encode::rows(&declaration, &mut |_| said.pop_front().unwrap_or_default());
    let differs =
        |(shown, again): (&Option<Row>, &Row)| shown.as_ref().is_some_and(|row| row != again);
    match rows.iter().zip(&again).position(differs) {
        Some(at) => Err(Defect::NotUnderstood(at)),
        None if again.len() != rows.len() => {
            Err(Defect::NotUnderstood(again.len().min(rows.len())))
        }
        None => Ok(Decoded { declaration, hidden }),
    }
}

struct Decoder {
    place: Place,
    products: Vec<DeclaredPart>,
    /// The part that rows are read into, last, and those around it.
    open: Vec<DeclaredPart>,
    /// What each substance is said to be towards lists, in their order.
    said: VecDeque<ListStanding>,
    hidden: Vec<HiddenIdentity>,
    /// Whether the next row must be the identity of the substance before it.
    identity_next: bool,
}

impl Decoder {
    /// Reads a row that is shown; `None`: it is none of version 1, or can't stand here.
    fn row(&mut self, row: &Row) -> Option<()> {
        let kind = row.find("kind")?;
        if self.identity_next != (kind == "identity") {
            return None;
        }
        match kind {
            "part" => self.part(row)?,
            "group" => {
                let group = self.group(row)?;
                self.open.last_mut()?.groups.push(group);
            }
            "query-list" => {
                let (authority, identity) = (row.text_of("authority"), row.text_of("identity"));
                let (queries, place) = (Vec::new(), self.place.clone());
                let list = QueryList { authority, identity, queries, place };
                self.open.last_mut()?.queries.push(list);
            }
            "query" => {
                let query = self.query(row);
                self.open.last_mut()?.queries.last_mut()?.queries.push(query);
            }
            "list" => {
                let (authority, identity) = (row.text_of("authority"), row.text_of("identity"));
                let (answers, place) = (Vec::new(), self.place.clone());
                let list = ListAnswers { authority, identity, answers, place };
                self.open.last_mut()?.lists.push(list);
            }
            "answer" => {
                let answer = self.answer(row)?;
                self.open.last_mut()?.lists.last_mut()?.answers.push(answer);
            }
            "material" => {
                let material = self.material(row)?;
                self.open.last_mut()?.materials.push(material);
            }
            "substance" => self.substance(row)?,
            "identity" => self.identity(row)?,
            _ => return None,
        }
        Some(())
    }

    /// Takes note of a hidden row; `None`: it is not the identity of a substance.
    fn hide(&mut self, at: usize) -> Option<()> {
        if !std::mem::take(&mut self.identity_next) {
            return None;
        }
        let material = self.open.last_mut()?.materials.last_mut()?;
        let (substance, said) = (material.substances.last_mut()?, self.said.back()?);
        // By its number the row can be asked for.
        substance.name = format!("{HIDDEN} (row {at})");
        HIDDEN.clone_into(&mut substance.id_raw);
        substance.withheld = Some(Box::new(Withheld { not_on: said.not_on.clone() }));
        let (material, on) = (material.name.clone(), said.on.clone());
        self.hidden.push(HiddenIdentity { row: at, material, on });
        Some(())
    }

    /// Puts the parts that are open below `depth` into those around them.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            // There is one more than `depth`.
            let Some(part) = self.open.pop() else { return };
            match self.open.last_mut() {
                Some(outer) => outer.subparts.push(part),
                None => self.products.push(part),
            }
        }
    }

    fn part(&mut self, row: &Row) -> Option<()> {
        let depth = row.find("part")?.split('.').count() - 1;
        if depth > self.open.len() || depth > DEEPEST {
            return None;
        }
        self.close_to(depth);
        let items = row.objects_of("items").into_iter().map(|item| self.item(item));
        let part = DeclaredPart {
            items: items.collect::<Option<_>>()?,
            unit_type: row.text_of("unit_type"),
            instances: row.text_of("instances"),
            comment: row.text_of("comment"),
            materials: Vec::new(),
            subparts: Vec::new(),
            lists: Vec::new(),
            queries: Vec::new(),
            groups: Vec::new(),
            attachments: Vec::new(),
            exemptions: self.claims(row),
            kept: read_kept(row, &self.place),
            place: self.place.clone(),
        };
        self.open.push(part);
        Some(())
    }

    fn item(&self, row: &Row) -> Option<Item> {
        Some(Item {
            number: row.text_of("number"),
            name: row.text_of("name"),
            maker: row.text_of("maker"),
            version: row.text_of("version"),
            site: row.text_of("site"),
            requester_number: row.text_of("requester_number"),
            requester_name: row.text_of("requester_name"),
            mass: read_mass(row, "mass_ag", &self.place)?,
            place: self.place.clone(),
        })
    }

    fn group(&self, row: &Row) -> Option<MaterialGroup> {
        Some(MaterialGroup {
            authority: row.text_of("authority"),
            code: row.text_of("code"),
            name: row.text_of("name"),
            mass: read_mass(row, "mass_ag", &self.place)?,
            share_of_part: read_share(row, "share_of_part", &self.place)?,
            comment: row.text_of("comment"),
            kept: read_kept(row, &self.place),
            place: self.place.clone(),
        })
    }

    fn query(&self, row: &Row) -> Query {
        Query {
            code_authority: row.text_of("code_authority"),
            code: row.text_of("code"),
            statement: row.text_of("statement"),
            response: row.text_of("response"),
            kept: read_kept(row, &self.place),
            place: self.place.clone(),
        }
    }

    fn answer(&self, row: &Row) -> Option<Answer> {
        Some(Answer {
            name: row.text_of("name"),
            application: row.text_of("application"),
            code_authority: row.text_of("code_authority"),
            code: row.text_of("code"),
            over: read_yes_or_no(row, "over"),
            threshold: row.text_of("threshold"),
            share_of_material: read_share(row, "share_of_material", &self.place)?,
            share_of_part: read_share(row, "share_of_part", &self.place)?,
            mass: read_mass(row, "mass_ag", &self.place)?,
            exemptions: self.claims(row),
            kept: read_kept(row, &self.place),
            place: self.place.clone(),
        })
    }

    fn material(&self, row: &Row) -> Option<Material> {
        Some(Material {
            extent: extent(row.find("extent")?)?,
            subpart: row.text_of("subpart"),
            name: row.text_of("name"),
            group: row.text_of("group"),
            mass: read_mass(row, "mass_ag", &self.place)?,
            share_of_part: read_share(row, "share_of_part", &self.place)?,
            substances: Vec::new(),
            exemptions: self.claims(row),
            comment: row.text_of("comment"),
            kept: read_kept(row, &self.place),
            place: self.place.clone(),
        })
    }

    /// Reads what stays shown of a substance; its identity comes next.
    fn substance(&mut self, row: &Row) -> Option<()> {
        let substance = DeclaredSubstance {
            name: String::new(),
            id_raw: String::new(),
            id_authority: String::new(),
            cas: None,
            ec: None,
            level: row.text_of("level"),
            mass: read_mass(row, "mass_ag", &self.place)?,
            share: read_share(row, "share", &self.place)?,
            share_of_part: read_share(row, "share_of_part", &self.place)?,
            has_unread_amount: row.find("unread").is_some(),
            intent: intent(row.find("intent").unwrap_or_default())?,
            use_description: String::new(),
            exemptions: Vec::new(),
            comment: String::new(),
            kept: Vec::new(),
            withheld: None,
            place: self.place.clone(),
        };
        let (on, not_on) = (row.texts_of("on"), row.texts_of("not_on"));
        self.said.push_back(ListStanding { on, not_on });
        self.open.last_mut()?.materials.last_mut()?.substances.push(substance);
        self.identity_next = true;
        Some(())
    }

    /// Reads the identity of the substance before it.
    fn identity(&mut self, row: &Row) -> Option<()> {
        self.identity_next = false;
        let (exemptions, kept) = (self.claims(row), read_kept(row, &self.place));
        let cas = match row.find("cas") {
            Some(raw) => Some(Cas::parse(raw).ok()?),
            None => None,
        };
        let ec = match row.find("ec") {
            Some(raw) => Some(Box::new(Ec::parse(raw)?)),
            None => None,
        };
        let substance = self.open.last_mut()?.materials.last_mut()?.substances.last_mut()?;
        substance.name = row.text_of("name");
        substance.id_raw = row.text_of("id");
        substance.id_authority = row.text_of("id_authority");
        substance.cas = cas;
        substance.ec = ec;
        substance.has_unread_amount = row.find("unread_amount").is_some();
        substance.use_description = row.text_of("use");
        substance.exemptions = exemptions;
        substance.comment = row.text_of("comment");
        substance.kept = kept;
        Some(())
    }

    fn claims(&self, row: &Row) -> Vec<ExemptionClaim> {
        let claim = |claim: &Row| ExemptionClaim {
            authority: claim.text_of("authority"),
            list: claim.text_of("list"),
            id: claim.text_of("id"),
            place: self.place.clone(),
        };
        row.objects_of("exemptions").into_iter().map(claim).collect()
    }
}

fn extent(word: &str) -> Option<Extent> {
    Some(match word {
        "closed" => Extent::Closed,
        "listed" => Extent::Listed,
        "loose" => Extent::Loose,
        "whole" => Extent::Whole,
        _ => return None,
    })
}

fn intent(word: &str) -> Option<Intent> {
    Some(match word {
        "impurity" => Intent::Impurity,
        "intended" => Intent::Intended,
        "" => Intent::Unknown,
        _ => return None,
    })
}
