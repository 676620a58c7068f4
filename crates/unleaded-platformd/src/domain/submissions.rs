//! What the owner may read of a submission.

use rusqlite::{OptionalExtension, Transaction};
use unleaded_platform::contract::answers::{Event, Status, Submission};
use unleaded_platform::contract::check::Warning;
use unleaded_platform::contract::error::ErrorCode;
use unleaded_platform::contract::operation::BASE_PATH;
use unleaded_platform::contract::receipt::Deadline;

use super::filing::time_text;
use super::{sender, workflow};
use crate::call::{Call, JSON, Reply};
use crate::failure::{Failure, refused};
use crate::platform::Platform;

/// A submission as the database holds it.
pub(crate) struct Row {
    pub(crate) submission_no: String,
    pub(crate) public_id: String,
    pub(crate) body_sha256: String,
    pub(crate) received_at: i64,
    pub(crate) status: Status,
    pub(crate) deadline: Deadline,
    pub(crate) warnings: Vec<Warning>,
}

/// Returns the answer that shows `row`.
pub(crate) fn answer(row: Row) -> Submission {
    let path = format!("{BASE_PATH}/submissions/{}", row.submission_no);
    Submission {
        submission_no: row.submission_no,
        status: row.status.name().to_owned(),
        status_text: row.status.text(),
        received_at: time_text(row.received_at),
        payload_sha256: row.body_sha256,
        deadline: row.deadline,
        warnings: row.warnings,
        public_id: row.public_id,
        receipt_url: format!("{path}/receipt"),
        status_url: path,
        events: Vec::new(),
    }
}

/// Answers with the state and history of a submission.
pub(crate) fn status(platform: &Platform, call: &Call) -> Result<Reply, Failure> {
    let now = platform.now();
    platform.store.transact(|tx| {
        let id = owned(tx, call, now)?;
        workflow::publish_due(tx, now)?;
        let mut submission = answer(load(tx, id)?);
        submission.events = events(tx, id)?;
        Reply::json(200, &submission)
    })
}

/// Answers with the receipt of a submission, the same bytes every time.
pub(crate) fn receipt(platform: &Platform, call: &Call) -> Result<Reply, Failure> {
    let now = platform.now();
    platform.store.transact(|tx| {
        let id = owned(tx, call, now)?;
        let envelope =
            tx.query_row("SELECT envelope FROM receipts WHERE submission_id = ?1", [id], |row| {
                row.get(0)
            })?;
        Ok(Reply::bytes(200, JSON, envelope))
    })
}

/// Returns the database's id of the submission in the path, if it is the sender's.
fn owned(tx: &Transaction<'_>, call: &Call, now: jiff::Timestamp) -> Result<i64, Failure> {
    let enterprise = sender::verify(tx, call, now)?.to_string();
    let found: Option<(i64, String)> = tx
        .query_row(
            "SELECT id, enterprise FROM submissions WHERE submission_no = ?1",
            [&call.id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let (id, owner) = found.ok_or_else(|| refused(ErrorCode::NotFound))?;
    if owner == enterprise { Ok(id) } else { Err(refused(ErrorCode::NoAuth)) }
}

fn load(tx: &Transaction<'_>, id: i64) -> Result<Row, Failure> {
    let (row, status, due_on, warnings) = tx.query_row(
        "SELECT submission_no, public_id, body_sha256, received_at, late, status, due_on, warnings
         FROM submissions WHERE id = ?1",
        [id],
        |row| {
            let (no, public_id, sha256) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (received_at, late): (i64, bool) = (row.get(3)?, row.get(4)?);
            let texts: (String, String, String) = (row.get(5)?, row.get(6)?, row.get(7)?);
            Ok(((no, public_id, sha256, received_at, late), texts.0, texts.1, texts.2))
        },
    )?;
    let (submission_no, public_id, body_sha256, received_at, late) = row;
    let due_on = serde_json::from_value(due_on.into())?;
    Ok(Row {
        submission_no,
        public_id,
        body_sha256,
        received_at,
        status: Status::parse(&status).unwrap_or(Status::Submitted),
        deadline: Deadline { due_on, late },
        warnings: serde_json::from_str(&warnings)?,
    })
}

fn events(tx: &Transaction<'_>, id: i64) -> Result<Vec<Event>, Failure> {
    let mut find =
        tx.prepare_cached("SELECT at, status FROM events WHERE submission_id = ?1 ORDER BY id")?;
    let events =
        find.query_map([id], |row| Ok(Event { at: time_text(row.get(0)?), status: row.get(1)? }))?;
    Ok(events.collect::<Result<_, _>>()?)
}
