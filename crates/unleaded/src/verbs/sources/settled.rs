//! What the settings of the workspace say of a roll-up, where the command line says nothing.

use super::{Sources, category, tolerance};
use crate::exit::Failure;
use crate::printer::Printer;
use crate::verbs::dates;
use crate::workspace::Opened;

/// Completes `sources` from the workspace that the process is in, and returns it; `None`: it is in none.
pub(super) fn complete(
    sources: &mut Sources,
    printer: &Printer,
) -> Result<Option<Opened>, Box<Failure>> {
    let Some(opened) = Opened::find(printer)? else { return Ok(None) };
    if sources.bom.is_none() {
        sources.bom = only_bom(&opened)?;
    }
    let text = |key: &str| opened.settings.text(key).map(|named| named.text.clone());
    let texts = |given: &mut Vec<String>, key: &str| {
        if given.is_empty() {
            let named = opened.settings.texts(key).iter();
            given.extend(named.map(|named| named.text.clone()));
        }
    };
    or_else(&mut sources.trust, || opened.file("trust"));
    or_else(&mut sources.mapping, || opened.file("mapping"));
    or_else(&mut sources.china_basis, || text("china_basis"));
    or_else(&mut sources.china_item, || text("china_item"));
    texts(&mut sources.product, "product");
    texts(&mut sources.rules, "rules");
    texts(&mut sources.what_if, "what_if");
    texts(&mut sources.application, "application");
    sources.own.or(opened.files("lists"));
    let named = |key: &str| opened.settings.text(key);
    if sources.category.is_none() {
        sources.category = opened.value(named("category"), "category", category, printer)?;
    }
    if sources.closure_tolerance.is_none() {
        let key = "closure_tolerance";
        sources.closure_tolerance = opened.value(named(key), key, tolerance, printer)?;
    }
    if sources.known_on.is_none() {
        sources.known_on = opened.value(named("known_on"), "known_on", dates::parse, printer)?;
    }
    sources.trust_full_disclosure |= opened.settings.is_on("trust_full_disclosure");
    sources.require_signed |= opened.settings.is_on("require_signed");
    Ok(Some(opened))
}

fn or_else<T>(given: &mut Option<T>, set: impl FnOnce() -> Option<T>) {
    if given.is_none() {
        *given = set();
    }
}

/// The bill of materials of the workspace; `None`: none is set.
fn only_bom(opened: &Opened) -> Result<Option<String>, Box<Failure>> {
    let mut all = opened.files("bom");
    match all.len() {
        0 | 1 => Ok(all.pop()),
        _ => {
            let names = all.join(", ");
            Err(Failure::new(
                (
                    format!("the workspace has several bills of materials: {names}"),
                    format!("工作区有多份物料清单：{names}"),
                ),
                ("name the one to roll up", "请指定要汇总的一份"),
            ))
        }
    }
}
