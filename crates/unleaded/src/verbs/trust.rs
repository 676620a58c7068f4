//! `trust`: whose keys are accepted.

use std::io::ErrorKind;

use jiff::civil::Date;
use unleaded_app::documents::Trust;
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{Organisation, TrustError, TrustStore, sha256_hex};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::{Printer, visible};
use crate::verbs::{dates, keys};

/// Say whose keys you accept
#[derive(Debug, clap::Subcommand)]
#[command(
    after_help = "Example:\n  unleaded trust add supplier.pub.pem --org \"Supplier A\" --trust trust.json"
)]
pub(crate) enum Action {
    Add(Add),
    List(List),
    Revoke(Revoke),
}

/// Accept a key as one of an organisation; makes the trust file when it is not there
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded trust add supplier.pub.pem --org \"Supplier A\" \\
      --id uscc:91350100M000100Y43 --trust trust.json

Compare the key id with the supplier by another way than the one the key came by, e.g. by telephone.")]
pub(crate) struct Add {
    /// The public key
    #[arg(value_name = "KEY.pub.pem")]
    key: String,
    /// The name of the organisation
    #[arg(long, value_name = "NAME")]
    org: String,
    /// An identifier of it: uscc:, lei:, duns: or name: (can be repeated)
    #[arg(long, value_name = "SCHEME:VALUE")]
    id: Vec<String>,
    /// The first day on which the key is good
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    from: Option<Date>,
    /// The last day on which the key is good
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    to: Option<Date>,
    /// The trust file
    #[arg(long, value_name = "TRUST.json")]
    trust: String,
}

/// Show whose keys are accepted
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  unleaded trust list --trust trust.json")]
pub(crate) struct List {
    /// The trust file
    #[arg(long, value_name = "TRUST.json")]
    trust: String,
}

/// Accept a key no more from a day on
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded trust revoke 4f5c...e1 --from 2026-11-22 \\
      --reason \"laptop stolen\" --trust trust.json")]
pub(crate) struct Revoke {
    /// The id of the key, as `trust list` shows it
    #[arg(value_name = "KEY-ID")]
    key: String,
    /// The first day on which the key is no longer good
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    from: Date,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// The trust file
    #[arg(long, value_name = "TRUST.json")]
    trust: String,
}

impl Action {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        match self {
            Self::Add(add) => add.run(printer),
            Self::List(list) => list.run(printer),
            Self::Revoke(revoke) => revoke.run(printer),
        }
    }
}

impl Add {
    fn run(self, printer: &Printer) -> Outcome {
        let key = keys::public(&self.key)?;
        let mut store = match files::read(&self.trust) {
            Err(error) if error.kind() == ErrorKind::NotFound => TrustStore::empty(),
            _ => load(&self.trust)?.store,
        };
        let id = key.id();
        let organisation =
            Organisation::new(&self.org, &self.id).map_err(|e| failure(&e, &self.trust))?;
        let remarks = store
            .add(key, organisation, self.from, self.to)
            .map_err(|e| failure(&e, &self.trust))?;
        printer.diagnostics(&remarks);
        files::update(&self.trust, store.to_json().as_bytes())?;
        printer.note(&format!("{}{id} = {}", printer.word("trusted: ", "已信任："), self.org));
        Ok(Exit::Yes)
    }
}

impl List {
    fn run(self, printer: &Printer) -> Outcome {
        let store = load(&self.trust)?.store;
        let mut text = String::new();
        for (id, key) in store.keys() {
            let day = |date: Option<Date>| date.map_or_else(|| "…".to_owned(), |d| d.to_string());
            text += &format!("{id}  {}", visible(&key.organisation.to_string()));
            if key.from.is_some() || key.to.is_some() {
                text += &format!("  {} .. {}", day(key.from), day(key.to));
            }
            if let Some(revocation) = &key.revocation {
                let word = printer.word("revoked", "已吊销");
                text += &format!("  {word} {} {}", revocation.date, visible(&revocation.reason));
            }
            text.push('\n');
        }
        files::print(text.as_bytes())?;
        Ok(Exit::Yes)
    }
}

impl Revoke {
    fn run(self, printer: &Printer) -> Outcome {
        let mut store = load(&self.trust)?.store;
        store.revoke(&self.key, self.from, &self.reason).map_err(|e| failure(&e, &self.trust))?;
        files::update(&self.trust, store.to_json().as_bytes())?;
        printer.note(&format!("{}{}", printer.word("revoked: ", "已吊销："), self.key));
        Ok(Exit::Yes)
    }
}

/// Reads a trust file.
pub(crate) fn load(path: &str) -> Result<Trust, Box<Failure>> {
    let bytes = files::need(path)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| {
        Failure::new(
            (
                format!("`{path}` is no trust file: it is not text"),
                format!("“{path}”不是信任文件：它不是文本文件"),
            ),
            ("make one with `unleaded trust add`", "请用 `unleaded trust add` 生成"),
        )
    })?;
    let store = TrustStore::parse(text).map_err(|e| failure(&e, path))?;
    Ok(Trust { store, sha256: sha256_hex(&bytes) })
}

fn failure(error: &TrustError, path: &str) -> Box<Failure> {
    Failure::of(&error.diagnostic(&FileName::new(path)))
}
