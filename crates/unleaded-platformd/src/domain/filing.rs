//! The filing of a self-declaration: record, receipt, idempotency row and events in one transaction.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use unleaded_platform::contract::answers::{PublicRecord, Status, Submission};
use unleaded_platform::contract::check::{self, Issue, Warning};
use unleaded_platform::contract::day::{Day, shanghai_date, shanghai_time};
use unleaded_platform::contract::declaration::ConformityDeclaration;
use unleaded_platform::contract::enterprise::EnterpriseId;
use unleaded_platform::contract::error::ErrorCode;
use unleaded_platform::contract::operation::Operation;
use unleaded_platform::contract::receipt::{Deadline, Receipt, sign_receipt};
use unleaded_platform::contract::text::Text;
use unleaded_trust::sha256_hex;

use super::{idempotency, sender, submissions, workflow};
use crate::call::{Call, Reply, parse_body, pointer_step};
use crate::failure::{Failure, duplicate, refused_at, refused_for};
use crate::platform::Platform;

/// The route of a self-declaration, in the natural key.
const ROUTE: &str = "self_declaration";

/// Files the declaration in `call`.
pub(crate) fn file(platform: &Platform, call: &Call) -> Result<Reply, Failure> {
    let now = platform.now();
    platform.store.transact(|tx| {
        let enterprise = sender::verify(tx, call, now)?;
        let id = enterprise.to_string();
        idempotency::once(tx, &id, Operation::FileDeclaration, call, now, || {
            let (declaration, warnings, due_on) = read(call, &enterprise, now)?;
            refuse_duplicate(tx, &id, &declaration)?;
            let filing = Filing { platform, tx, call, enterprise: &id, now };
            Reply::json(202, &filing.write(&declaration, warnings, due_on)?)
        })
    })
}

/// Reads and checks the body. Returns the remarks and the day it is due.
fn read(
    call: &Call,
    enterprise: &EnterpriseId,
    now: Timestamp,
) -> Result<(ConformityDeclaration, Vec<Warning>, Day), Failure> {
    let declaration: ConformityDeclaration = parse_body(&call.body)?;
    let unknown = match call.query.strict.as_deref() {
        Some("true") => UnknownFields::Refused,
        _ => UnknownFields::Ignored,
    };
    refuse_shape(&call.body, &declaration, unknown)?;
    let findings = check::check(&declaration, shanghai_date(now));
    if !findings.issues.is_empty() {
        return Err(refused_for(findings.issues));
    }
    if check::enterprise_of(&declaration.declarant).as_ref() != Ok(enterprise) {
        let issue = Text::both("声明者与签名者不一致", "the declarant is not the signer");
        return Err(refused_at(ErrorCode::NotDelegated, "/declarant", None, issue));
    }
    let placed = declaration.product.placed_on_market_on;
    let due_on = check::due_on(placed.0).ok_or_else(|| {
        let issue = Text::both("日期超出范围", "the date is too far away");
        let field = "/product/placed_on_market_on";
        refused_at(ErrorCode::RuleViolation, field, Some(&placed.to_string()), issue)
    })?;
    Ok((declaration, findings.warnings, Day(due_on)))
}

/// What becomes of fields that the contract does not have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UnknownFields {
    Ignored,
    Refused,
}

/// Refuses lists that stand for objects (the parser takes either) and, if wanted, unknown fields: those that are lost when the
/// declaration is written again.
fn refuse_shape(
    body: &[u8],
    declaration: &ConformityDeclaration,
    unknown: UnknownFields,
) -> Result<(), Failure> {
    let sent: serde_json::Value = parse_body(body)?;
    let mut issues = Vec::new();
    compare(&sent, &serde_json::to_value(declaration)?, (String::new(), unknown), &mut issues);
    if issues.is_empty() { Ok(()) } else { Err(refused_for(issues)) }
}

fn compare(
    sent: &serde_json::Value,
    kept: &serde_json::Value,
    (at, unknown): (String, UnknownFields),
    issues: &mut Vec<Issue>,
) {
    use serde_json::Value;
    match (sent, kept) {
        (Value::Object(sent), Value::Object(kept)) => {
            for (name, value) in sent {
                let at = format!("{at}/{}", pointer_step(name));
                match kept.get(name) {
                    Some(kept) => compare(value, kept, (at, unknown), issues),
                    // A text without English is written without the name.
                    None if value.is_null() && name == "en" => {}
                    None if unknown == UnknownFields::Refused => {
                        let issue = Text::both("未知字段", "the contract has no such field");
                        issues.push(Issue::new(ErrorCode::ParamError, at, None, issue));
                    }
                    None => {}
                }
            }
        }
        (Value::Array(sent), Value::Array(kept)) => {
            for (index, (sent, kept)) in sent.iter().zip(kept).enumerate() {
                compare(sent, kept, (format!("{at}/{index}"), unknown), issues);
            }
        }
        (Value::Array(_), Value::Object(_)) => {
            let issue = Text::both("应为对象", "it must be an object");
            issues.push(Issue::new(ErrorCode::ParamError, at, None, issue));
        }
        _ => {}
    }
}

/// The number by which the declarant knows the document; the checks left at least one.
fn doc_no(declaration: &ConformityDeclaration) -> &str {
    declaration.support_documents.first().map_or("", |document| &document.doc_no)
}

/// Refuses a declaration of a model that the same document and revision declared before.
fn refuse_duplicate(
    tx: &Transaction<'_>,
    enterprise: &str,
    declaration: &ConformityDeclaration,
) -> Result<(), Failure> {
    let mut find = tx.prepare_cached(
        "SELECT s.submission_no FROM natural_keys k JOIN submissions s ON s.id = k.submission_id
         WHERE k.enterprise = ?1 AND k.route = ?2 AND k.model = ?3 AND k.limit_set = ?4
           AND k.doc_no = ?5 AND k.revision = ?6",
    )?;
    let (limit_set, doc_no) = (&declaration.basis.limit_set, doc_no(declaration));
    for model in &declaration.product.models {
        let key = params![enterprise, ROUTE, model, limit_set, doc_no, declaration.revision];
        if let Some(existing) = find.query_row(key, |row| row.get(0)).optional()? {
            return Err(duplicate(existing));
        }
    }
    Ok(())
}

/// What the writing of one declaration shares.
struct Filing<'a> {
    platform: &'a Platform,
    tx: &'a Transaction<'a>,
    call: &'a Call,
    enterprise: &'a str,
    now: Timestamp,
}

impl Filing<'_> {
    fn write(
        &self,
        declaration: &ConformityDeclaration,
        warnings: Vec<Warning>,
        due_on: Day,
    ) -> Result<Submission, Failure> {
        let today = shanghai_date(self.now);
        let states = workflow::on_receipt(&declaration.publish, today);
        let status = *states.last().unwrap_or(&Status::Submitted);
        let deadline = Deadline { due_on, late: today > due_on.0 };
        let id: i64 = self.tx.query_row(
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'submissions'), 0) + 1",
            [],
            |row| row.get(0),
        )?;
        let submission = submissions::answer(submissions::Row {
            submission_no: format!("SD{}-{id:08}-01", today.year()),
            public_id: public_id()?,
            body_sha256: sha256_hex(&self.call.body),
            received_at: self.now.as_second(),
            status,
            deadline,
            warnings,
        });
        self.insert(id, declaration, &submission)?;
        self.insert_keys(id, declaration)?;
        for state in states {
            workflow::record(self.tx, id, *state, self.now)?;
        }
        self.insert_receipt(id, &submission)?;
        Ok(submission)
    }

    fn insert(
        &self,
        id: i64,
        declaration: &ConformityDeclaration,
        submission: &Submission,
    ) -> Result<(), Failure> {
        let published = submission.status == Status::Published.name();
        let publish_on = declaration.publish.public.then(|| {
            let planned = declaration.publish.planned_publish_on.map(|day| day.0);
            planned.unwrap_or_else(|| shanghai_date(self.now)).to_string()
        });
        let record = public_record(declaration, submission, self.enterprise);
        self.tx.execute(
            "INSERT INTO submissions (id, submission_no, public_id, enterprise, body, body_sha256, received_at,
                 status, due_on, late, warnings, publish_on, published_at, record)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            params![
                id,
                submission.submission_no,
                submission.public_id,
                self.enterprise,
                self.call.body,
                submission.payload_sha256,
                self.now.as_second(),
                submission.status,
                submission.deadline.due_on.to_string(),
                submission.deadline.late,
                serde_json::to_string(&submission.warnings)?,
                publish_on,
                published.then_some(self.now.as_second()),
                serde_json::to_string(&record)?,
            ],
        )?;
        Ok(())
    }

    fn insert_keys(&self, id: i64, declaration: &ConformityDeclaration) -> Result<(), Failure> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO natural_keys (enterprise, route, model, limit_set, doc_no, revision, submission_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let (limit_set, doc_no) = (&declaration.basis.limit_set, doc_no(declaration));
        for model in &declaration.product.models {
            let revision = declaration.revision;
            insert.execute(params![
                self.enterprise,
                ROUTE,
                model,
                limit_set,
                doc_no,
                revision,
                id
            ])?;
        }
        Ok(())
    }

    fn insert_receipt(&self, id: i64, submission: &Submission) -> Result<(), Failure> {
        let day = shanghai_date(self.now).strftime("%Y%m%d").to_string();
        let receipt = Receipt {
            receipt_no: format!("R{day}-{id:08}"),
            submission_no: submission.submission_no.clone(),
            kind: "accepted".to_owned(),
            enterprise: self.enterprise.to_owned(),
            public_id: submission.public_id.clone(),
            payload_sha256: submission.payload_sha256.clone(),
            received_at: submission.received_at.clone(),
            status: submission.status.clone(),
            deadline: submission.deadline.clone(),
            warnings: submission.warnings.clone(),
        };
        let envelope = sign_receipt(&receipt, &self.platform.key)?;
        self.tx.execute(
            "INSERT INTO receipts (submission_id, envelope) VALUES (?1, ?2)",
            params![id, envelope],
        )?;
        Ok(())
    }
}

/// A number that can't be guessed from another.
fn public_id() -> Result<String, Failure> {
    let mut bytes = [0; 10];
    getrandom::fill(&mut bytes)?;
    Ok(format!("P{}", bytes.map(|byte| format!("{byte:02x}")).concat()))
}

/// What anyone may see: no person, no table, no number about the supply chain. State and time of publication are filled in when it is shown.
fn public_record(
    declaration: &ConformityDeclaration,
    submission: &Submission,
    enterprise: &str,
) -> PublicRecord {
    PublicRecord {
        public_id: submission.public_id.clone(),
        status: String::new(),
        enterprise: enterprise.to_owned(),
        declarant: declaration.declarant.name.clone(),
        catalogue_item: declaration.product.catalogue_item.clone(),
        product: declaration.product.name.clone(),
        brand: declaration.product.brand.clone(),
        models: declaration.product.models.clone(),
        limit_set: declaration.basis.limit_set.clone(),
        assessed_on: declaration.basis.assessed_on.to_string(),
        doc_no: doc_no(declaration).to_owned(),
        revision: declaration.revision,
        published_at: String::new(),
    }
}

/// The time as the contract writes it, from the database's seconds.
pub(crate) fn time_text(seconds: i64) -> String {
    // Only times that the clock gave are stored, so the fallback is never seen.
    Timestamp::from_second(seconds).map(shanghai_time).unwrap_or_default()
}
