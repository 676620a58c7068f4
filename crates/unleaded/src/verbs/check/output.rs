//! The result of a check: a line per file and a total for people, a document for scripts.

use serde_json::{Value, json};
use unleaded_app::check::{Checked, Request};
use unleaded_app::profile::Profile;
use unleaded_model::diagnostic::{Diagnostic, Language, Severity, sort};

use crate::language::counted;
use crate::verbs::json::{diagnostic, document};

/// The findings of many files, counted.
#[derive(Clone, Copy, Default)]
struct Counts {
    files: usize,
    products: u64,
    errors: usize,
    warnings: usize,
    suppressed: usize,
}

impl Counts {
    fn of(all: &[(String, Checked)], profile: &Profile) -> Self {
        let mut counts = Self { files: all.len(), ..Self::default() };
        for (_, checked) in all {
            let of = |severity| count(&checked.diagnostics, severity);
            let lowered =
                checked.diagnostics.iter().filter(|d| profile.suppressed(d.code).is_some());
            counts.products += checked.products;
            counts.errors += of(Severity::Error);
            counts.warnings += of(Severity::Warning);
            counts.suppressed += checked.off.len() + lowered.count();
        }
        counts
    }
}

fn count(found: &[Diagnostic], severity: Severity) -> usize {
    found.iter().filter(|d| d.severity == severity).count()
}

/// The line of one file.
pub(super) fn line(path: &str, checked: &Checked, language: Language) -> String {
    let errors = count(&checked.diagnostics, Severity::Error);
    let warnings = count(&checked.diagnostics, Severity::Warning);
    let products = checked.products;
    match language {
        Language::En => format!("{path}: {}\n", english(products, errors, warnings)),
        Language::Zh => {
            format!("{path}：{products} 个部件，{errors} 个错误，{warnings} 个警告\n")
        }
    }
}

/// The closing line over all files; `None` where the line of the one file has said it all.
pub(super) fn total(
    all: &[(String, Checked)],
    profile: &Profile,
    language: Language,
) -> Option<String> {
    let counts = Counts::of(all, profile);
    if counts.files < 2 && profile.name.is_empty() {
        return None;
    }
    let Counts { files, products, errors, warnings, suppressed } = counts;
    let name = &profile.name;
    Some(match language {
        Language::En => {
            let own = english(products, errors, warnings);
            let by = match (name.is_empty(), suppressed) {
                (true, _) => String::new(),
                (false, 0) => format!(", nothing suppressed by profile `{name}`"),
                (false, n) => format!(
                    ", {n} suppressed by profile `{name}` (--format json shows them with the reasons)"
                ),
            };
            format!("{}: {own}{by}", counted(files as u64, "file"))
        }
        Language::Zh => {
            let by = match (name.is_empty(), suppressed) {
                (true, _) => String::new(),
                (false, 0) => format!("，配置“{name}”未抑制任何项"),
                (false, n) => {
                    format!("，配置“{name}”抑制 {n} 项（--format json 给出各项及理由）")
                }
            };
            format!("共 {files} 个文件：{products} 个部件，{errors} 个错误，{warnings} 个警告{by}")
        }
    })
}

fn english(products: u64, errors: usize, warnings: usize) -> String {
    let (errors, warnings) = (counted(errors as u64, "error"), counted(warnings as u64, "warning"));
    format!("{}, {errors}, {warnings}", counted(products, "part"))
}

/// The whole result, described by `schemas/diagnostics-v1.schema.json`.
pub(super) fn json(all: &[(String, Checked)], request: &Request<'_>) -> String {
    let profile = request.profile;
    let files = all.iter().map(|(path, checked)| {
        json!({
            "file": path,
            "products": checked.products,
            "diagnostics": findings(checked, profile),
        })
    });
    let counts = Counts::of(all, profile);
    let name = Some(profile.name.as_str()).filter(|name| !name.is_empty());
    document(&json!({
        "schema": "unleaded/diagnostics/v1",
        "files": files.collect::<Vec<_>>(),
        "summary": {
            "as_of": request.as_of.to_string(),
            "errors": counts.errors,
            "profile": name,
            "suppressed": counts.suppressed,
            "warnings": counts.warnings,
        },
    }))
}

/// All findings by place, with those that are turned off: as notes, so that who counts severities is not misled.
fn findings(checked: &Checked, profile: &Profile) -> Vec<Value> {
    let mut all = checked.diagnostics.clone();
    let off = checked.off.iter().cloned();
    all.extend(off.map(|found| Diagnostic { severity: Severity::Info, ..found }));
    sort(&mut all);
    let value = |found: &Diagnostic| {
        let mut value = diagnostic(found);
        if let (Some(why), Value::Object(fields)) = (profile.suppressed(found.code), &mut value) {
            let why = json!({
                "profile": why.profile,
                "reason": why.reason,
                "severity": why.severity.word(),
            });
            fields.insert("suppressed".to_owned(), why);
        }
        value
    };
    all.iter().map(value).collect()
}
