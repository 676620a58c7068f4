//! What anyone may read: published records, by number or by enterprise and model.

use rusqlite::{OptionalExtension, Row, named_params};
use unleaded_platform::contract::answers::{Page, PublicRecord, PublicRecords, Status};
use unleaded_platform::contract::error::ErrorCode;
use unleaded_platform::contract::text::Text;

use super::filing::time_text;
use super::workflow;
use crate::call::{Call, Reply};
use crate::failure::{Failure, refused, refused_at};
use crate::platform::Platform;

/// Records on a page unless the query says otherwise, and at most.
const PAGE: u32 = 50;
const LARGEST_PAGE: u32 = 100;

/// Answers with one record.
pub(crate) fn one(platform: &Platform, call: &Call) -> Result<Reply, Failure> {
    let now = platform.now();
    platform.store.transact(|tx| {
        workflow::publish_due(tx, now)?;
        let found = tx
            .query_row(
                "SELECT id, record, published_at FROM submissions WHERE public_id = ?1 AND status = 'PUBLISHED'",
                [&call.id],
                stored,
            )
            .optional()?;
        let found = found.ok_or_else(|| refused(ErrorCode::NotFound))?;
        Reply::json(200, &shown(&found)?)
    })
}

/// Answers with a page of records, newest first.
pub(crate) fn search(platform: &Platform, call: &Call) -> Result<Reply, Failure> {
    let page_size = number(call.query.page_size.as_deref(), "page_size", 1, LARGEST_PAGE.into())?;
    let page_size = page_size.and_then(|n| u32::try_from(n).ok()).unwrap_or(PAGE);
    let before = number(call.query.cursor.as_deref(), "cursor", 0, i64::MAX)?.unwrap_or(i64::MAX);
    let now = platform.now();
    platform.store.transact(|tx| {
        workflow::publish_due(tx, now)?;
        let mut find = tx.prepare_cached(
            "SELECT id, record, published_at FROM submissions
             WHERE id < :before AND status = 'PUBLISHED'
               AND (:uscc IS NULL OR enterprise = :uscc)
               AND (:model IS NULL OR id IN (SELECT submission_id FROM natural_keys WHERE model = :model))
             ORDER BY id DESC LIMIT :limit",
        )?;
        // One more than shown tells whether there is a next page.
        let query = named_params! {
            ":before": before, ":uscc": call.query.uscc, ":model": call.query.model, ":limit": page_size + 1,
        };
        let mut found = find.query_map(query, stored)?.collect::<Result<Vec<_>, _>>()?;
        let more = found.len() > page_size as usize;
        found.truncate(page_size as usize);
        let next_cursor = found.last().filter(|_| more).map(|last| last.id.to_string());
        let data = found.iter().map(shown).collect::<Result<_, _>>()?;
        Reply::json(200, &PublicRecords { data, page: Page { next_cursor, page_size } })
    })
}

struct Stored {
    id: i64,
    record: String,
    published_at: i64,
}

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored { id: row.get(0)?, record: row.get(1)?, published_at: row.get(2)? })
}

fn shown(stored: &Stored) -> Result<PublicRecord, Failure> {
    let record: PublicRecord = serde_json::from_str(&stored.record)?;
    let status = Status::Published.name().to_owned();
    Ok(PublicRecord { status, published_at: time_text(stored.published_at), ..record })
}

/// Returns the number in the parameter `name`, between `low` and `high`.
fn number(text: Option<&str>, name: &str, low: i64, high: i64) -> Result<Option<i64>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let value = text.parse().ok().filter(|value| (low..=high).contains(value));
    value.map(Some).ok_or_else(|| {
        let issue = Text::both(
            format!("应为 {low} 至 {high} 的整数"),
            format!("it must be a whole number from {low} to {high}"),
        );
        refused_at(ErrorCode::ParamError, name, Some(text), issue)
    })
}
