-- Times are seconds since 1970-01-01 UTC; days are YYYY-MM-DD in Asia/Shanghai.
CREATE TABLE enterprises (
    enterprise  TEXT PRIMARY KEY,
    app_id      TEXT NOT NULL,
    name        TEXT NOT NULL, -- JSON {"zh":…,"en":…}
    enrolled_at INTEGER NOT NULL
) STRICT;

CREATE TABLE keys (
    enterprise    TEXT NOT NULL REFERENCES enterprises,
    serial_no     TEXT NOT NULL,
    public_key    TEXT NOT NULL,
    registered_at INTEGER NOT NULL,
    PRIMARY KEY (enterprise, serial_no)
) STRICT;

CREATE TABLE nonces (
    serial_no TEXT NOT NULL,
    nonce     TEXT NOT NULL,
    seen_at   INTEGER NOT NULL,
    PRIMARY KEY (serial_no, nonce)
) STRICT;
CREATE INDEX nonces_by_age ON nonces (seen_at);

CREATE TABLE submissions (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    submission_no TEXT NOT NULL UNIQUE,
    public_id     TEXT NOT NULL UNIQUE,
    enterprise    TEXT NOT NULL REFERENCES enterprises,
    body          BLOB NOT NULL, -- exactly as received
    body_sha256   TEXT NOT NULL,
    received_at   INTEGER NOT NULL,
    status        TEXT NOT NULL,
    due_on        TEXT NOT NULL,
    late          INTEGER NOT NULL,
    warnings      TEXT NOT NULL, -- JSON
    publish_on    TEXT, -- NULL: never
    published_at  INTEGER, -- NULL: not yet
    record        TEXT NOT NULL -- JSON of what anyone may see
) STRICT;
CREATE INDEX submissions_to_publish ON submissions (publish_on) WHERE status = 'ACCEPTED';

CREATE TABLE receipts (
    submission_id INTEGER PRIMARY KEY REFERENCES submissions,
    envelope      BLOB NOT NULL
) STRICT;

CREATE TABLE natural_keys (
    enterprise    TEXT NOT NULL,
    route         TEXT NOT NULL,
    model         TEXT NOT NULL,
    limit_set     TEXT NOT NULL,
    doc_no        TEXT NOT NULL,
    revision      INTEGER NOT NULL,
    submission_id INTEGER NOT NULL REFERENCES submissions,
    PRIMARY KEY (enterprise, route, model, limit_set, doc_no, revision)
) STRICT;
CREATE INDEX natural_keys_by_model ON natural_keys (model, submission_id);
CREATE INDEX natural_keys_by_enterprise ON natural_keys (enterprise, submission_id);

CREATE TABLE events (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    submission_id INTEGER NOT NULL REFERENCES submissions,
    at            INTEGER NOT NULL,
    status        TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_submission ON events (submission_id, id);

CREATE TABLE idempotency (
    enterprise  TEXT NOT NULL,
    key         TEXT NOT NULL,
    operation   TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    status      INTEGER NOT NULL,
    answer      BLOB NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (enterprise, key)
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (created_at);
