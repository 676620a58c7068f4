//! `trust`: whose keys are accepted.

use std::path::Path;

use jiff::civil::Date;
use unleaded_app::documents::Trust;
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{
    Grant, Organisation, Role, SIGNATURE_LIMIT, Scope, TrustError, TrustStore, sha256_hex,
};

use crate::exit::{Both, Exit, Failure, Outcome};
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
Examples:
  unleaded trust add supplier.pub.pem --org \"Supplier A\" \\
      --id uscc:91350100M000100Y43 --trust trust.json
  unleaded trust add agent.pub.pem --org \"Agent B\" --role authorised-representative \\
      --from 2026-01-01 --to 2026-12-31 --trust trust.json

Compare the key id with the supplier by another way than the one the key came by, e.g. by telephone.")]
pub(crate) struct Add {
    /// The public key, as `keygen` writes it beside the private one
    #[arg(value_name = "KEY.pub.pem")]
    key: String,
    /// The name of the organisation
    #[arg(long, value_name = "NAME")]
    org: String,
    /// An identifier of it: uscc: (social credit code of China), lei:, duns: or name: (can be repeated)
    #[arg(long, value_name = "SCHEME:VALUE")]
    id: Vec<String>,
    /// The first day on which the key is good, e.g. 2026-01-01; by default it was good ever since
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    from: Option<Date>,
    /// The last day on which the key is good; by default it has none
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    to: Option<Date>,
    /// What the key is for (can be repeated); by default what its organisation says, as a supplier or an aggregator
    #[arg(long, value_name = "ROLE", value_parser = clap::builder::PossibleValuesParser::new(Role::ALL.map(Role::name)))]
    role: Vec<String>,
    /// The items that it may speak of, by the beginning of their numbers; `*` is all (can be repeated)
    #[arg(long, value_name = "PREFIX", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    scope: Vec<String>,
    /// How many keys of the organisation must sign a document; by default one
    #[arg(long, value_name = "N", value_parser = threshold)]
    threshold: Option<u32>,
    /// Accept an RSA or ECDSA key, which counts for XML signatures and time stamps alone
    #[arg(long)]
    other_algorithm: bool,
    /// The trust file
    #[arg(long, value_name = "TRUST.json")]
    trust: String,
}

/// Stop accepting a key from a day on
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded trust revoke 4f5c...e1 --from 2026-11-22 \\
      --compromised --reason \"laptop stolen\" --trust trust.json

From that day on whatever it signed is bad, unless a time stamp or a witnessed log shows that the signature is older. A revocation is final:
it is neither lifted nor moved to a later day.")]
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
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
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
            false => keys::of_documents(&self.key)?,
        };
        let id = key.id();
        let refused = |error: TrustError| failure(&error, &self.trust);
        let organisation = Organisation::new(&self.org, &self.id).map_err(refused)?;
        let name = organisation.name().to_owned();
        // The values are those of the roles, which the parser has checked.
        let roles = self.role.iter().filter_map(|role| role.parse().ok()).collect();
        let scope = (!self.scope.is_empty()).then(|| Scope::new(self.scope.iter().cloned()));
        let (from, to) = (self.from, self.to);
        let remarks = change(&self.trust, Missing::Made, |store| {
            store.check_name(&organisation).map_err(refused)?;
            let grant = Grant { key, organisation, from, to, roles, scope };
            let remarks = store.grant(grant).map_err(refused)?;
            if let Some(threshold) = self.threshold {
                store.require(&name, threshold).map_err(refused)?;
            }
            Ok(Some(remarks))
        })?;
        printer.diagnostics(&remarks.unwrap_or_default());
        printer.note(&format!("{}{id} = {}", printer.word("trusted: ", "已信任："), self.org));
        Ok(Exit::Yes)
    }
}

impl Revoke {
    fn run(self, printer: &Printer) -> Outcome {
        change(&self.trust, Missing::Refused, |store| {
            let ended = match self.compromised {
                true => store.compromise(&self.key, self.from, &self.reason),
                false => store.revoke(&self.key, self.from, &self.reason),
            };
            ended.map(Some).map_err(|e| failure(&e, &self.trust))
        })?;
        printer.note(&format!("{}{}", printer.word("revoked: ", "已吊销："), self.key));
        Ok(Exit::Yes)
    }
}

/// Parses how many keys must sign: no more than an envelope can hold.
fn threshold(text: &str) -> Result<u32, Both> {
    let count = text.parse().ok().filter(|count| (1..=SIGNATURE_LIMIT).contains(count));
    count.and_then(|count| u32::try_from(count).ok()).ok_or_else(|| {
        let zh = format!("请给出 1 至 {SIGNATURE_LIMIT} 的整数");
        Both::from((format!("a whole number from 1 to {SIGNATURE_LIMIT}"), zh))
    })
}

/// What becomes of a trust file that is to be changed and is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    /// It is made.
    Made,
    /// It is asked for.
    Refused,
}

/// Does `work` on the trust file at `path` and writes it as the next version, while no other run changes it; where `work` comes to
/// nothing, so does that.
fn change<T>(
    path: &str,
    missing: Missing,
    work: impl FnOnce(&mut TrustStore) -> Result<Option<T>, Box<Failure>>,
) -> Result<Option<T>, Box<Failure>> {
    if path == files::STANDARD {
        return Err(Failure::new(
            (
                "a trust file is changed where it is, and `-` is none",
                "信任文件在原处修改，而“-”不是文件",
            ),
            ("name the file: `--trust TRUST.json`", "请指定文件：`--trust TRUST.json`"),
        ));
    }
    files::alone(path, || {
        let mut store = match missing {
            Missing::Made if !Path::new(path).exists() => TrustStore::empty(),
            _ => load(path)?.store,
        };
        let done = work(&mut store)?;
        if done.is_some() {
            store.count_change();
            files::update(path, store.to_json().as_bytes())?;
        }
        Ok(done)
    })
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
