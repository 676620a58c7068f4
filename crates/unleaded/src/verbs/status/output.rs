//! The state of a workspace, in words and as JSON (`schemas/workspace-status-v1.schema.json`).

use std::fmt::Write as _;

use serde_json::{Value, json};
use unleaded_app::coverage::{Coverage, Missing};
use unleaded_model::diagnostic::Language;
use unleaded_store::{Kind, Made};

use super::{Bom, IndexState, Status};
use crate::verbs::json;

/// Missing parts that are named for a person.
const FEW: usize = 10;

/// The word, and what is said of it in English and Chinese.
fn index(state: IndexState) -> (&'static str, &'static str, &'static str) {
    match state {
        IndexState::Current => ("current", "up to date", "最新"),
        IndexState::Stale => ("stale", "was old, and is up to date now", "已过时，现已更新"),
        IndexState::Made(Made::Damaged) => {
            ("damaged", "was damaged, and is made again", "已损坏，现已重建")
        }
        IndexState::Made(Made::Foreign) => {
            ("foreign", "was something else, and is made again", "不是索引，现已重建")
        }
        IndexState::Made(Made::InMemory) => ("in-memory", "can't be written", "无法写入"),
        IndexState::Made(Made::Missing) => {
            ("missing", "was not there, and is made", "原先没有，现已建立")
        }
        IndexState::Made(Made::OtherVersion) => {
            ("other-version", "was of another version, and is made again", "版本不同，现已重建")
        }
    }
}

pub(super) fn json(status: &Status) -> String {
    json::document(&json!({
        "schema": "unleaded/workspace-status/v1",
        "sound": status.is_sound(),
        "verified": status.verified,
        "documents": status.documents(),
        "with_envelope": status.with_envelope(),
        "with_errors": status.with_errors(),
        "statements": status.of(Kind::Statement).count(),
        "bytes": status.bytes(),
        "index": index(status.index).0,
        "leftovers": status.leftovers,
        "boms": status.boms.iter().map(bom).collect::<Vec<_>>(),
        "diagnostics": status.faults.iter().map(json::diagnostic).collect::<Vec<_>>(),
    }))
}

fn bom(bom: &Bom) -> Value {
    let coverage = bom.coverage.as_ref().ok();
    let missing = |one: &Missing| json!({"part": one.part, "makers": one.makers});
    json!({
        "file": bom.file,
        "sha256": bom.sha256,
        "products": coverage.map(|coverage| coverage.products),
        "needed": coverage.map(|coverage| coverage.needed),
        "missing": coverage.map(|coverage| coverage.missing.iter().map(missing).collect::<Vec<_>>()),
        "diagnostics": bom.coverage.as_ref().err().into_iter().flatten().map(json::diagnostic).collect::<Vec<_>>(),
    })
}

pub(super) fn text(status: &Status, language: Language) -> String {
    let (_, en, zh) = index(status.index);
    let (documents, statements) = (status.documents(), status.of(Kind::Statement).count());
    let (signed, wrong, left) = (status.with_envelope(), status.with_errors(), status.leftovers);
    let megabytes = status.bytes().div_ceil(1_000_000);
    let mut text = match language {
        Language::En => format!(
            "workspace {}\n  documents: {documents}, {signed} with a signature beside them, {wrong} with errors; {megabytes} MB\n  statements: {statements}\n  index: {en}\n",
            status.root
        ),
        Language::Zh => format!(
            "工作区 {}\n  文件：{documents} 个，其中 {signed} 个附有签名，{wrong} 个有错误；{megabytes} MB\n  声明：{statements} 份\n  索引：{zh}\n",
            status.root
        ),
    };
    if left > 0 {
        text += &match language {
            Language::En => format!(
                "  half written by a run that was ended: {left}; the next `unleaded add` removes them\n"
            ),
            Language::Zh => {
                format!("  中断的运行留下的未完成内容：{left} 项；下次“unleaded add”会清除\n")
            }
        };
    }
    for bom in &status.boms {
        match &bom.coverage {
            Ok(coverage) => text += &covered(&bom.file, coverage, language),
            Err(_) => {
                text += &match language {
                    Language::En => format!("{}: can't be used\n", bom.file),
                    Language::Zh => format!("{}：无法使用\n", bom.file),
                }
            }
        }
    }
    text += match (status.is_sound(), status.verified, language) {
        (true, true, Language::En) => "sound: every document is as it was when it was added\n",
        (true, true, Language::Zh) => "完好：所有文件均与添加时一致\n",
        (true, false, Language::En) => "sound; `--verify` compares every document with its hash\n",
        (true, false, Language::Zh) => "完好；“--verify”会逐一核对文件的哈希\n",
        (false, _, Language::En) => "not sound\n",
        (false, _, Language::Zh) => "不完好\n",
    };
    text
}

fn covered(file: &str, coverage: &Coverage, language: Language) -> String {
    let (needed, missing) = (coverage.needed, coverage.missing.len());
    let (products, declared) = (coverage.products, needed - missing);
    let mut text = match language {
        Language::En => {
            format!("{file}\n  products: {products}\n  parts declared: {declared} of {needed}\n")
        }
        Language::Zh => {
            format!("{file}\n  产品：{products}\n  已声明的部件：{declared}/{needed}\n")
        }
    };
    for one in coverage.missing.iter().take(FEW) {
        let makers = one.makers.join(", ");
        let makers = if makers.is_empty() { String::new() } else { format!(" ({makers})") };
        let word = match language {
            Language::En => "missing",
            Language::Zh => "缺少",
        };
        // Writing to a string can't fail.
        let _ = writeln!(text, "  {word}: {}{makers}", one.part);
    }
    if missing > FEW {
        let more = missing - FEW;
        text += &match language {
            Language::En => format!("  and {more} more; `--format json` lists all\n"),
            Language::Zh => format!("  另有 {more} 个；“--format json”列出全部\n"),
        };
    }
    text
}
