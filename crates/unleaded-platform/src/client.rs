//! The client: from a filing to a stored receipt.
//!
//! [`Declarant`] files and a [`Filing`] give the body; [`Outbox`] keeps it; [`Client`] delivers it. What happens on the way is a
//! value ([`Outcome`]) with diagnostics; only the failure of the own disk is an error.

pub use self::address::{PlainHttp, PlatformUrl};
pub use self::declarant::{
    Declarant, DeclarantFile, EuFacts, EuParty, Manufacturer, ProductFacts, Signing,
    parse_declarant, parse_manufacturer,
};
pub use self::deliver::{Client, EnrolmentPolicy, Filed, Outcome, Retried, When};
pub use self::exchange::RetryPolicy;
pub use self::filing::Filing;
pub use self::outbox::{Entry, EntryState, Listed, Outbox, OutboxError, Reason};
pub use self::ports::{NoRandomness, Retry, Surroundings, System};
pub use self::prepare::{PreparedRequest, Sender, Stamp, idempotency_key, prepare_filing};
pub use self::transport::{
    Answer, HttpTransport, LARGEST_ANSWER, Timeouts, Transport, TransportError,
};

mod address;
mod declarant;
mod deliver;
mod exchange;
mod filing;
mod outbox;
mod ports;
mod prepare;
mod transport;
