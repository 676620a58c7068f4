//! `trust list`: whose keys are accepted, for what, and for when.

use jiff::civil::Date;
use serde_json::{Value, json};
use unleaded_trust::{Cause, TrustStore, TrustedKey};

use crate::args::Format;
use crate::exit::{Exit, Outcome};
use crate::files;
use crate::printer::{Printer, visible};
use crate::verbs::json::document;

/// Show whose keys are accepted
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  unleaded trust list --trust trust.json")]
pub(crate) struct List {
    /// The trust file
    #[arg(long, value_name = "TRUST.json")]
    trust: String,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result; by default standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
}

impl List {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let store = super::load(&self.trust)?.store;
        let text = match self.format {
            Format::Human => store.keys().map(|(id, key)| line(id, key, printer)).collect(),
            Format::Json => document(&wire(&store)),
        };
        files::write(self.output.as_deref(), text.as_bytes())?;
        Ok(Exit::Yes)
    }
}

fn line(id: &str, key: &TrustedKey, printer: &Printer) -> String {
    let day = |date: Option<Date>| date.map_or_else(|| "…".to_owned(), |d| d.to_string());
    let mut text = format!("{id}  {}", visible(&key.organisation.to_string()));
    if key.from.is_some() || key.to.is_some() {
        text += &format!("  {} .. {}", day(key.from), day(key.to));
    }
    if key.key.ed25519().is_none() {
        text += &format!("  {}", key.key.algorithm());
    }
    if !key.roles.is_empty() {
        let roles: Vec<&str> = key.roles.iter().map(|role| role.name()).collect();
        text += &format!("  {}", roles.join(", "));
    }
    if !key.scope.is_everything() {
        let items: Vec<String> =
            key.scope.prefixes().map(|item| visible(item).to_string()).collect();
        text += &format!("  {}{}", printer.word("items: ", "物料："), items.join(", "));
    }
    if let Some(from) = &key.imported {
        text += &format!("  {}{}", printer.word("imported from ", "导入自 "), visible(from));
    }
    if let Some(revocation) = &key.revocation {
        let word = match revocation.cause {
            Cause::Compromised => printer.word("compromised", "已泄露"),
            Cause::Ended => printer.word("revoked", "已吊销"),
        };
        text += &format!("  {word} {} {}", revocation.date, visible(&revocation.reason));
    }
    text + "\n"
}

fn wire(store: &TrustStore) -> Value {
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    let keys = |name: &str| -> Vec<Value> {
        store
            .keys()
            .filter(|(_, key)| key.organisation == name)
            .map(|(id, key)| wire_key(id, key))
            .collect()
    };
    let organisation = |organisation: &unleaded_trust::Organisation| {
        json!({
            "name": organisation.name(),
            "ids": organisation.ids().iter().map(ToString::to_string).collect::<Vec<_>>(),
            "threshold": store.threshold(organisation.name()),
            "keys": keys(organisation.name()),
        })
    };
    let import = |(name, import): (&str, &unleaded_trust::Import)| {
        json!({
            "organisation": name,
            "version": import.version,
            "expires": import.expires.to_string(),
            "sha256": import.sha256.to_string(),
        })
    };
    json!({
        "schema": "unleaded/trust-list/v1",
        "version": store.version(),
        "expires": day(store.expires()),
        "organisations": store.organisations().map(organisation).collect::<Vec<_>>(),
        "imports": store.imports().map(import).collect::<Vec<_>>(),
    })
}

fn wire_key(id: &str, key: &TrustedKey) -> Value {
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    let revocation = key.revocation.as_ref().map(|revocation| {
        json!({
            "from": revocation.date.to_string(),
            "cause": match revocation.cause {
                Cause::Compromised => "compromised",
                Cause::Ended => "ended",
            },
            "reason": revocation.reason,
        })
    });
    json!({
        "id": id,
        "algorithm": key.key.algorithm(),
        "from": day(key.from),
        "to": day(key.to),
        "roles": key.roles.iter().map(|role| role.name()).collect::<Vec<_>>(),
        "scope": key.scope.prefixes().collect::<Vec<_>>(),
        "imported": key.imported,
        "revocation": revocation,
    })
}
