//! The states of a submission. Every change of state is an event.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Transaction, params};
use unleaded_platform::contract::answers::Status;
use unleaded_platform::contract::day::shanghai_date;
use unleaded_platform::contract::declaration::Publish;

use crate::failure::Failure;

/// Returns the states that a submission passes on being received on `today`: the automatic checks are passed already, then it is
/// published, waits for its day, or is put on file.
pub(crate) fn on_receipt(publish: &Publish, today: Date) -> &'static [Status] {
    match publish {
        Publish { public: false, .. } => &[Status::Submitted, Status::Accepted, Status::OnFile],
        Publish { planned_publish_on: Some(day), .. } if day.0 > today => {
            &[Status::Submitted, Status::Accepted]
        }
        Publish { .. } => &[Status::Submitted, Status::Accepted, Status::Published],
    }
}

/// Writes an event.
pub(crate) fn record(
    tx: &Transaction<'_>,
    submission: i64,
    status: Status,
    now: Timestamp,
) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO events (submission_id, at, status) VALUES (?1, ?2, ?3)",
        params![submission, now.as_second(), status.name()],
    )?;
    Ok(())
}

/// Publishes what was planned for a day that has come. Called before anything that shows states, so that no timer is needed.
pub(crate) fn publish_due(tx: &Transaction<'_>, now: Timestamp) -> Result<(), Failure> {
    let mut due = tx.prepare_cached(
        "SELECT id FROM submissions WHERE status = 'ACCEPTED' AND publish_on <= ?1",
    )?;
    let today = shanghai_date(now).to_string();
    let ids = due.query_map([today], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    for id in ids {
        tx.execute(
            "UPDATE submissions SET status = ?2, published_at = ?3 WHERE id = ?1",
            params![id, Status::Published.name(), now.as_second()],
        )?;
        record(tx, id, Status::Published, now)?;
    }
    Ok(())
}
