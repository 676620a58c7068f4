//! Lists of rules made of any bytes.

use unleaded_model::diagnostic::{Diagnostic, FileName, any_error, codes};

use super::RuleList;
use crate::lists::reading::defects::MOST;
use crate::lists::{LARGEST_TOML, ListFile, Lists, OwnList, Source};

const TOML: &[u8] =
    include_bytes!("../../../../../fixtures/lists/valid--company/acme-restricted.toml");
const TABLE: &[u8] =
    include_bytes!("../../../../../fixtures/lists/valid--company/acme-restricted.csv");

fn read(toml: &[u8], table: &[u8]) -> (Option<RuleList>, Vec<Diagnostic>) {
    let (file, beside) = (FileName::new("a.toml"), FileName::new("a.csv"));
    let toml = Source { file: &file, bytes: toml };
    let table = Some(Source { file: &beside, bytes: table });
    let (list, defects) = Lists::shipped().read_own(&ListFile { toml, table });
    assert_eq!(list.is_some(), !any_error(&defects), "{defects:?}");
    let rules = |list| match list {
        OwnList::Rules(list) => Some(list),
        _ => None,
    };
    (list.and_then(rules), defects)
}

#[test]
fn any_bytes_are_a_list_or_told_why_not() {
    assert_eq!(read(TOML, TABLE).0.map(|list| list.entries.len()), Some(4));
    for cut in (0..TOML.len()).step_by(7) {
        read(&TOML[..cut], TABLE);
    }
    for cut in 0..TABLE.len() {
        read(TOML, &TABLE[..cut]);
    }
    for byte in [0u8, b'"', b',', b'\n', b'[', b'=', b'|', 0xff] {
        for at in (0..TOML.len()).step_by(5) {
            let mut changed = TOML.to_vec();
            changed[at] = byte;
            read(&changed, TABLE);
        }
        for at in 0..TABLE.len() {
            let mut changed = TABLE.to_vec();
            changed[at] = byte;
            read(TOML, &changed);
        }
    }
}

#[test]
fn places_count_the_mark_of_the_encoding_in_bytes_alone() {
    let bad = String::from_utf8_lossy(TOML).replace("335-67-1", "335-67-2");
    let place = |text: &str| read(text.as_bytes(), TABLE).1[0].places[0].to_string();
    assert_eq!(place(&bad), place(&format!("\u{feff}{bad}")));
    let table = format!("\u{feff}{}", String::from_utf8_lossy(TABLE));
    assert!(read(TOML, table.as_bytes()).0.is_some());
}

/// Many defects, and places far down, take no time that grows with their product.
#[test]
fn hostile_lists_are_read_in_bounds() {
    let table = "é,\"\n".repeat(100_000);
    read(TOML, table.as_bytes());
    let header = "key,name_en,level,legal_reference,confidence\n";
    let (_, defects) = read(TOML, format!("{header}{}", "k,\n".repeat(300_000)).as_bytes());
    assert_eq!(defects.len(), MOST + 1);
    let same = "k,n,article,c,confirmed\n".repeat(60_000);
    let (_, defects) = read(TOML, format!("{header}{same}").as_bytes());
    assert_eq!(defects.last().map(|d| d.code), Some(codes::rule_lists::RULE_LIST_CUT));
    let keys: String = (0..100_000).map(|at| format!("k{at} = 1\n")).collect();
    read(keys.as_bytes(), b"");
    read(",".repeat(1_000_000).as_bytes(), ",".repeat(4_000_000).as_bytes());
    read("[".repeat(1_000_000).as_bytes(), b"");
    let (_, defects) = read(&vec![b' '; LARGEST_TOML as usize + 1], b"");
    assert_eq!(defects[0].code, codes::xml::FILE_TOO_LARGE);
}
