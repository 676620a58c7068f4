//! Lists, limits and exemptions with editions, and verdicts as of a date.
