//! What parts answer on lists and to queries, as rows of the sheet `answers`.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::declaration::{
    Answer, DeclaredPart, ExemptionClaim, Header, ListAnswers, Query, QueryList,
};

use super::lines::{numbered, with_inner};
use super::losses::Losses;
use super::substances::is_eu_rohs;
use super::text::{Fit, fit};
use crate::tables::answers::{AnswerRow, Asked, fill, unfit};
use crate::tables::compose::{TOTALS, is_fault};
use crate::tables::plain::item_number;
use crate::tables::substance::claimed;

/// Takes the answers out of `products` that the sheet can say, and returns its rows. What is left in `products` has no place
/// in the workbook.
pub(super) fn take(
    header: &Header,
    products: &mut [DeclaredPart],
    losses: &mut Losses,
) -> Vec<AnswerRow> {
    let order = order(header, products);
    let mut rows = Vec::new();
    let mut customers = BTreeMap::new();
    for part in products.iter_mut().filter(|part| !part.lists.is_empty() || has_query(part)) {
        let Some(blank) = blank(header, part, &mut customers) else { continue };
        for list in std::mem::take(&mut part.lists) {
            of_list(list, &blank, &mut rows, losses);
        }
        for list in std::mem::take(&mut part.queries) {
            of_queries(list, &blank, &mut rows, losses);
        }
    }
    for row in &mut rows {
        cut(row, losses);
        fill(row);
        let customer = customers.get(&part_of(row));
        row.requester_number = customer.cloned().unwrap_or_default();
    }
    sort(&mut rows, &order);
    rows
}

fn has_query(part: &DeclaredPart) -> bool {
    part.queries.iter().any(|list| !list.queries.is_empty())
}

/// Maker and number of a part.
type PartKey = (String, String);

fn part_of(row: &AnswerRow) -> PartKey {
    (row.maker.clone(), row.part.clone())
}

/// Where each part stands in the table: what is read of them is in that order.
fn order(header: &Header, products: &[DeclaredPart]) -> BTreeMap<PartKey, usize> {
    let mut order = BTreeMap::new();
    for (part, maker) in with_inner(header, products) {
        if let Some(item) = numbered(part) {
            let number = item_number(item.number.trim()).into_owned();
            let next = order.len();
            order.entry((maker.trim().to_owned(), number)).or_insert(next);
        }
    }
    order
}

/// A row of `part` that says nothing yet; `None`: no row can name the part. Its customer's number goes to `customers`, unless
/// there is another one already, since a part that is read has one.
fn blank(
    header: &Header,
    part: &mut DeclaredPart,
    customers: &mut BTreeMap<PartKey, String>,
) -> Option<AnswerRow> {
    let item = part.items.iter_mut().find(|item| !item.number.trim().is_empty())?;
    let own = item.maker.trim();
    let maker = if own.is_empty() { header.supplier.name.trim() } else { own }.to_owned();
    let number = item_number(item.number.trim()).into_owned();
    let is_total = TOTALS.contains(&unleaded_model::identity::key(&number).as_str());
    if number.is_empty() || is_total || is_changed(&number) || is_changed(&maker) {
        return None;
    }
    let row = AnswerRow::blank(&number, "", Asked::Entry, part.place.clone());
    let row = AnswerRow { maker, ..row };
    let customer = item_number(item.requester_number.trim()).into_owned();
    let known = customers.entry(part_of(&row)).or_default();
    let is_free = known.is_empty() || *known == customer;
    if is_free && !is_changed(&customer) {
        *known = customer;
        item.requester_number.clear();
    }
    Some(row)
}

/// Whether a cell can't hold `text` as it is.
fn is_changed(text: &str) -> bool {
    !matches!(fit(text), Fit::Whole(_)) || is_fault(text)
}

/// Puts the rows in the order in which they are read: part by part, lists before statements, all of a list together. Of those
/// that only tell that a list is asked for one is left, where nothing else tells it.
fn sort(rows: &mut Vec<AnswerRow>, order: &BTreeMap<PartKey, usize>) {
    let mut lists = BTreeMap::new();
    let mut told = BTreeSet::new();
    let mut sorted = Vec::new();
    for row in std::mem::take(rows) {
        let part = order.get(&part_of(&row)).copied();
        let is_query = row.asked == Asked::Query;
        let next = lists.len();
        let key = (part, is_query, row.authority.clone(), row.list.clone());
        let list = *lists.entry(key).or_insert(next);
        if !row.asks_only() {
            told.insert(list);
        }
        sorted.push(((part, is_query, list), row));
    }
    sorted.sort_by_key(|(at, _)| *at);
    sorted.retain(|((.., list), row)| !row.asks_only() || told.insert(*list));
    rows.extend(sorted.into_iter().map(|(_, row)| row));
}

/// Takes what speaks for the part out of a row that is not written as it is: what is left of its texts may say more than they
/// all did.
fn cut(row: &mut AnswerRow, losses: &mut Losses) {
    let lost: Vec<String> = unfit(row).into_iter().map(str::to_owned).collect();
    if lost.is_empty() {
        return;
    }
    let what = "answer (回答)";
    let place = row.place.clone();
    lost.iter().for_each(|text| losses.lost(what, text, Some(&place)));
    let answer = &mut row.answer;
    if answer.over.take_if(|over| !*over).is_some() {
        losses.lost(what, "no", Some(&place));
    }
    let shares = [answer.share_of_material.take(), answer.share_of_part.take()];
    for share in shares.into_iter().flatten() {
        losses.lost("concentration (浓度)", &share.raw, Some(&share.place));
    }
    if let Some(mass) = answer.mass.take() {
        losses.lost("mass (质量)", &mass.raw, Some(&mass.place));
    }
    for claim in std::mem::take(&mut answer.exemptions) {
        losses.lost("exemption (豁免)", &claim.id, Some(&claim.place));
    }
    if !is_admission(row) {
        let response = std::mem::take(&mut row.response);
        // One that is not fit itself is told already.
        if !lost.contains(&response) {
            losses.lost(what, &response, Some(&place));
        }
    }
}

/// Whether the row by itself says that a law is not met.
fn is_admission(row: &AnswerRow) -> bool {
    let query = Query {
        code_authority: String::new(),
        code: String::new(),
        statement: row.answer.name.clone(),
        response: row.response.clone(),
        kept: Vec::new(),
        place: row.place.clone(),
    };
    let list = QueryList {
        authority: String::new(),
        identity: String::new(),
        queries: vec![query],
        place: row.place.clone(),
    };
    list.admissions().next().is_some()
}

fn of_list(list: ListAnswers, blank: &AnswerRow, rows: &mut Vec<AnswerRow>, losses: &mut Losses) {
    let row = AnswerRow { authority: list.authority, list: list.identity, ..blank.clone() };
    if list.answers.is_empty() {
        rows.push(row.clone());
    }
    for answer in list.answers {
        let answer = sayable(answer, losses);
        rows.push(AnswerRow { place: answer.place.clone(), answer, ..row.clone() });
    }
}

fn of_queries(list: QueryList, blank: &AnswerRow, rows: &mut Vec<AnswerRow>, losses: &mut Losses) {
    for query in list.queries {
        losses.kept(&query.kept);
        rows.push(AnswerRow {
            asked: Asked::Query,
            authority: list.authority.clone(),
            list: list.identity.clone(),
            answer: Answer {
                name: query.statement,
                code: query.code,
                code_authority: query.code_authority,
                ..crate::blank::answer(query.place.clone())
            },
            response: query.response,
            place: query.place,
            ..blank.clone()
        });
    }
}

/// The answer as a row can say it: with one concentration, and exemptions of EU RoHS. Beside what is lost of the amounts a `no`
/// would say more than the answer did, and an amount would seem to be all that is known.
fn sayable(mut answer: Answer, losses: &mut Losses) -> Answer {
    let place = answer.place.clone();
    let mut is_whole = true;
    if answer.has_unread() {
        is_whole = false;
        for share in answer.share_of_material.take().into_iter().chain(answer.share_of_part.take())
        {
            losses.lost("concentration (浓度)", &share.raw, Some(&share.place));
        }
        if let Some(mass) = answer.mass.take() {
            losses.lost("mass (质量)", &mass.raw, Some(&mass.place));
        }
    }
    losses.kept(&std::mem::take(&mut answer.kept));
    if answer.share_of_material.is_some()
        && let Some(share) = answer.share_of_part.take()
    {
        is_whole = false;
        losses.lost("share of the part (占部件比例)", &share.raw, Some(&share.place));
    }
    if let Some(mass) = answer.mass.take_if(|mass| mass.value.high.is_none()) {
        is_whole = false;
        losses.lost("mass (质量)", &mass.raw, Some(&mass.place));
    }
    if !is_whole && answer.over.take_if(|over| !*over).is_some() {
        losses.lost("answer (回答)", "no", Some(&place));
    }
    let (own, others): (Vec<_>, Vec<_>) =
        std::mem::take(&mut answer.exemptions).into_iter().partition(is_eu_rohs);
    for claim in others {
        let text = format!("{} {} {}", claim.authority, claim.list, claim.id);
        losses.lost("exemption of another list (其他清单的豁免)", &text, Some(&place));
    }
    for claim in &own {
        let list = format!("{} {}", claim.authority, claim.list);
        losses.lost("list of exemptions (豁免清单)", &list, Some(&claim.place));
    }
    answer.exemptions = in_a_cell(own, losses);
    answer
}

/// The claims as one cell holds them: each name by itself, without its list.
fn in_a_cell(claims: Vec<ExemptionClaim>, losses: &mut Losses) -> Vec<ExemptionClaim> {
    let names = |claim: &ExemptionClaim| {
        let blank =
            ExemptionClaim { authority: String::new(), list: String::new(), ..claim.clone() };
        let named = |id: &str| ExemptionClaim { id: id.to_owned(), ..blank.clone() };
        claimed(&claim.id).map(named).collect::<Vec<_>>()
    };
    let named: Vec<_> = claims.iter().flat_map(names).collect();
    let ids: Vec<&str> = named.iter().map(|claim| claim.id.as_str()).collect();
    if !is_changed(&ids.join("; ")) {
        return named;
    }
    claims.iter().for_each(|claim| losses.lost("exemption (豁免)", &claim.id, Some(&claim.place)));
    Vec::new()
}
