//! What the platform does, each operation in one transaction.

pub(crate) mod enrolment;
pub(crate) mod filing;
pub(crate) mod idempotency;
pub(crate) mod records;
pub(crate) mod sender;
pub(crate) mod submissions;
pub(crate) mod workflow;
