//! `trust`: whose keys are accepted.

use std::io::ErrorKind;

use jiff::civil::Date;
use unleaded_app::documents::Trust;
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{Grant, Organisation, Role, Scope, TrustError, TrustStore, sha256_hex};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::{dates, keys};

mod allowed_signers;
mod exchange;
mod list;
mod statements;

/// Say whose keys you accept
#[derive(Debug, clap::Subcommand)]
#[command(
    after_help = "Example:\n  unleaded trust add supplier.pub.pem --org \"Supplier A\" --trust trust.json"
)]
pub(crate) enum Action {
    Add(Add),
    AllowedSigners(allowed_signers::AllowedSigners),
    Delegate(statements::Delegate),
    Export(exchange::Export),
    Import(exchange::Import),
    List(list::List),
    Revoke(Revoke),
    Rotate(statements::Rotate),
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
    /// What the key is for (can be repeated); by default what its organisation says, as a supplier or an aggregator
    #[arg(long, value_name = "ROLE", value_parser = clap::builder::PossibleValuesParser::new(Role::ALL.map(Role::name)))]
    role: Vec<String>,
    /// The items that it may speak of, by the beginning of their numbers; `*` is all (can be repeated)
    #[arg(long, value_name = "PREFIX")]
    scope: Vec<String>,
    /// How many keys of the organisation must sign a document
    #[arg(long, value_name = "N")]
    threshold: Option<u32>,
    /// Accept an RSA or ECDSA key, which counts for XML signatures and time stamps alone
    #[arg(long)]
    other_algorithm: bool,
    /// The trust file
    #[arg(long, value_name = "TRUST.json")]
    trust: String,
}

/// Accept a key no more from a day on
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded trust revoke 4f5c...e1 --from 2026-11-22 \\
      --compromised --reason \"laptop stolen\" --trust trust.json")]
pub(crate) struct Revoke {
    /// The id of the key, as `trust list` shows it
    #[arg(value_name = "KEY-ID")]
    key: String,
    /// The first day on which the key is no longer good
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    from: Date,
    /// Others may have the key: only what is shown to be older by independent evidence stays good
    #[arg(long)]
    compromised: bool,
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
            Self::AllowedSigners(allowed) => allowed.run(),
            Self::Delegate(delegate) => delegate.run(printer),
            Self::Export(export) => export.run(printer),
            Self::Import(import) => import.run(printer),
            Self::List(list) => list.run(printer),
            Self::Revoke(revoke) => revoke.run(printer),
            Self::Rotate(rotate) => rotate.run(printer),
        }
    }
}

impl Add {
    fn run(self, printer: &Printer) -> Outcome {
        let key = match self.other_algorithm {
            true => keys::accepted(&self.key)?,
            false => keys::public(&self.key)?.into(),
        };
        let mut store = match files::read(&self.trust) {
            Err(error) if error.kind() == ErrorKind::NotFound => TrustStore::empty(),
            _ => load(&self.trust)?.store,
        };
        let id = key.id();
        let refused = |error: TrustError| failure(&error, &self.trust);
        let organisation = Organisation::new(&self.org, &self.id).map_err(refused)?;
        store.check_name(&organisation).map_err(refused)?;
        let name = organisation.name().to_owned();
        // The values are those of the roles, which the parser has checked.
        let roles = self.role.iter().filter_map(|role| role.parse().ok()).collect();
        let scope = (!self.scope.is_empty()).then(|| Scope::new(self.scope.iter().cloned()));
        let (from, to) = (self.from, self.to);
        let remarks =
            store.grant(Grant { key, organisation, from, to, roles, scope }).map_err(refused)?;
        if let Some(threshold) = self.threshold {
            store.require(&name, threshold).map_err(refused)?;
        }
        printer.diagnostics(&remarks);
        save(&self.trust, store)?;
        printer.note(&format!("{}{id} = {}", printer.word("trusted: ", "已信任："), self.org));
        Ok(Exit::Yes)
    }
}

impl Revoke {
    fn run(self, printer: &Printer) -> Outcome {
        let mut store = load(&self.trust)?.store;
        let ended = match self.compromised {
            true => store.compromise(&self.key, self.from, &self.reason),
            false => store.revoke(&self.key, self.from, &self.reason),
        };
        ended.map_err(|e| failure(&e, &self.trust))?;
        save(&self.trust, store)?;
        printer.note(&format!("{}{}", printer.word("revoked: ", "已吊销："), self.key));
        Ok(Exit::Yes)
    }
}

/// Writes a trust file that was changed, as the next version.
fn save(path: &str, mut store: TrustStore) -> Result<(), Box<Failure>> {
    store.count_change();
    files::update(path, store.to_json().as_bytes())
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
