//! Reports as signed aggregates: what the verbs that make them share.

use jiff::civil::Date;
use unleaded_app::aggregate::made_from as commitment;
use unleaded_app::signing::{NotSigned, is_report, sign_report};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{
    Aggregate, ENVELOPE_SUFFIX, Outcome, SigningKey, Terms, Tree, TrustStore, verify_file,
};

use crate::clock;
use crate::exit::Failure;
use crate::files;
use crate::printer::Printer;

/// Signs the report `bytes` and returns the envelope.
pub(crate) fn signed(
    file: &FileName,
    bytes: &[u8],
    keys: &[&dyn SigningKey],
    issued: Date,
) -> Result<Vec<u8>, Box<Failure>> {
    sign_report(file, bytes, keys, issued).map_err(|error| match error {
        NotSigned::Report(defect) => Failure::of(&defect),
        NotSigned::Sign(error) => crate::verbs::sign::failure(&error),
    })
}

/// Signs the report `bytes`, which `output` holds, and writes the envelope beside it.
pub(crate) fn sign_beside(
    output: &str,
    bytes: &[u8],
    key: &dyn SigningKey,
    printer: &Printer,
) -> Result<(), Box<Failure>> {
    let envelope = signed(&FileName::new(output), bytes, &[key], clock::today())?;
    let beside = format!("{output}{ENVELOPE_SUFFIX}");
    files::write(Some(&beside), &envelope)?;
    printer.note(&format!("{}{beside}", printer.word("signed: ", "已签名：")));
    Ok(())
}

/// Returns what a document commits to that was made from the report at `path`.
pub(crate) fn made_from(path: &str) -> Result<Tree, Box<Failure>> {
    let (_, envelope) = report_and_envelope(path)?;
    Ok(commitment(&envelope))
}

/// Reads the report at `path` and the envelope beside it, and makes sure that this speaks of the report. Whose key it is, is not asked.
pub(crate) fn report_and_envelope(path: &str) -> Result<(Vec<u8>, Vec<u8>), Box<Failure>> {
    let bytes = files::need(path)?;
    if !is_report(&bytes) {
        return Err(Failure::new(
            (format!("`{path}` is no report"), format!("“{path}”不是报告")),
            (
                "make one with `unleaded rollup --format json -o REPORT.json`",
                "请用“unleaded rollup --format json -o REPORT.json”生成",
            ),
        ));
    }
    let envelope = files::need(&format!("{path}{ENVELOPE_SUFFIX}"))?;
    let store = TrustStore::empty();
    let terms = Terms::new(&store, clock::today());
    match verify_file::<Aggregate>(path, &bytes, &envelope, &terms) {
        Outcome::Bad(reason) => Err(Failure::of(&reason.diagnostic(&FileName::new(path)))),
        Outcome::Good(_) | Outcome::UnknownKey { .. } => Ok((bytes, envelope)),
    }
}

/// The failure where a report is said to be made from a report.
pub(crate) fn not_of_reports() -> Box<Failure> {
    Failure::new(
        (
            "a report is signed as it is: it names itself what it was made from",
            "报告按原样签名，并已自行列出所依据的文件",
        ),
        (
            "leave out `--made-from`, `--rows`, `--supersedes`, `--valid-until` and `--delegation`",
            "请去掉 `--made-from`、`--rows`、`--supersedes`、`--valid-until` 和 `--delegation`",
        ),
    )
}
