//! `trust rotate` and `trust delegate`: what organisations say about their keys.

use jiff::civil::Date;
use unleaded_trust::{Delegation, Digest, KeyRotation, Organisation, Party, sign_statement};

use super::{Missing, change, failure};
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::{dates, envelopes, keys, sign};

/// What is said of an envelope that is no rotation.
const ROTATION: ((&str, &str), (&str, &str)) = (
    ("rotation of keys", "密钥更换声明"),
    (
        "name the file that `trust rotate --old KEY.pem --new KEY.pem -o FILE` wrote",
        "请指定由 `trust rotate --old KEY.pem --new KEY.pem -o FILE` 写出的文件",
    ),
);

/// Go on to a new key of your own, or accept the new key of another
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded trust rotate --old company.pem --new company-2027.pem \\
      -o company-2027.rotation.dsse.json
  unleaded trust rotate company-2027.rotation.dsse.json --trust trust.json

The rotation is signed by both keys. Whoever trusts the old one accepts the new one with it, for the same items and roles; what the old
one signed stays good as long as it was. A stolen or lost key can't hand over: then the new one is compared anew, and accepted with `trust add`.")]
pub(crate) struct Rotate {
    /// The rotation to accept
    #[arg(value_name = "ROTATION.dsse.json", conflicts_with_all = ["old", "new"], requires = "trust")]
    file: Option<String>,
    /// The private key that was used so far
    #[arg(long, value_name = "KEY.pem", required_unless_present = "file", requires = "new")]
    old: Option<String>,
    /// The private key to use from now on
    #[arg(long, value_name = "KEY.pem", requires = "output")]
    new: Option<String>,
    /// Where the passphrases of the two keys are: `env:NAME`, `fd:NUMBER` or `file:PATH` (can be repeated: of the old one, then of the new one)
    #[arg(long, value_name = "FROM", conflicts_with = "file")]
    passphrase: Vec<String>,
    /// The first day of the new key; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse, conflicts_with = "file")]
    from: Option<Date>,
    /// Where to write the rotation
    #[arg(short, long, value_name = "ROTATION.dsse.json", conflicts_with = "file")]
    output: Option<String>,
    /// The trust file that is to accept it
    #[arg(long, value_name = "TRUST.json", conflicts_with = "old")]
    trust: Option<String>,
    /// The date on which the old key must be good; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse, conflicts_with = "old")]
    as_of: Option<Date>,
}

impl Rotate {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let today = crate::clock::today();
        match (&self.file, &self.trust, &self.old, &self.new) {
            (Some(file), Some(trust), ..) => {
                let (bytes, as_of) = (files::need(file)?, self.as_of.unwrap_or(today));
                envelopes::refuse_other_kind::<KeyRotation>(file, &bytes, ROTATION)?;
                let at = envelopes::document_of(file);
                let trusted = change(trust, Missing::Refused, |store| {
                    let rotation = store
                        .rotate(&bytes, as_of)
                        .map_err(|error| Failure::of(&error.diagnostic(&at)))?;
                    let name = rotation.organisation().name();
                    Ok(Some(format!("{} = {name}", rotation.predicate().new_key.id())))
                })?;
                let trusted = trusted.unwrap_or_default();
                printer.note(&format!("{}{trusted}", printer.word("trusted: ", "已信任：")));
                Ok(Exit::Yes)
            }
            (_, _, Some(old), Some(new)) => self.make(&[old.clone(), new.clone()], today, printer),
            // The parser lets nothing else through.
            _ => Ok(Exit::Failed),
        }
    }

    fn make(&self, pair: &[String], today: Date, printer: &Printer) -> Outcome {
        let signing = keys::several(pair, &self.passphrase)?;
        let [old, new] = signing.as_slice() else { return Ok(Exit::Failed) };
        let (old_key, new_key) = (keys::ed25519(old)?, keys::ed25519(new)?);
        if old_key == new_key {
            return Err(Failure::new(
                ("the new key is the old one", "新密钥与旧密钥相同"),
                ("make a new one with `keygen`", "请用 `keygen` 生成新密钥"),
            ));
        }
        let rotation = KeyRotation {
            old_key,
            new_key,
            from: self.from.unwrap_or(today),
            issued_at: today.to_string(),
        };
        let subject = Digest::of(&new_key.to_spki_der());
        let name = format!("{}.pub.pem", new_key.id());
        let envelope = sign_statement(&name, &subject, &rotation, &[old, new]);
        let envelope = envelope.map_err(|error| sign::failure(&error))?;
        // The parser asks for it beside the keys.
        envelopes::write(self.output.as_deref().unwrap_or(files::STANDARD), &envelope)?;
        let id = new_key.id();
        printer.note(&format!("{}{id}", printer.word("new key: ", "新密钥：")));
        Ok(Exit::Yes)
    }
}

/// Let another organisation sign for yours
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded trust delegate representative.pub.pem --org \"Representative B\" \\
      --scope CR- --from 2026-01-01 --to 2026-12-31 \\
      --key company.pem -o b.delegation.dsse.json

The representative names it with `sign --delegation`; who receives its documents puts it beside them. A representative can't
delegate further.")]
pub(crate) struct Delegate {
    /// The public key of the representative
    #[arg(value_name = "KEY.pub.pem")]
    delegate: String,
    /// The name of the representative
    #[arg(long, value_name = "NAME")]
    org: String,
    /// An identifier of it: uscc: (social credit code of China), lei:, duns: or name: (can be repeated)
    #[arg(long, value_name = "SCHEME:VALUE")]
    id: Vec<String>,
    /// The items that it may sign for, by the beginning of their numbers; `*` is all (can be repeated)
    #[arg(long, value_name = "PREFIX", required = true, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    scope: Vec<String>,
    /// The first day on which it may sign
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    from: Date,
    /// The last day on which it may sign
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    to: Date,
    /// Your private key (can be repeated: each signs)
    #[arg(long, value_name = "KEY.pem", required = true)]
    key: Vec<String>,
    /// Where the passphrase of the key is: `env:NAME`, `fd:NUMBER` or `file:PATH` (can be repeated, in the order of the keys)
    #[arg(long, value_name = "FROM")]
    passphrase: Vec<String>,
    /// Where to write the delegation
    #[arg(short, long, value_name = "FILE.dsse.json")]
    output: String,
}

impl Delegate {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let delegate = keys::of_documents(&self.delegate)?;
        let refused = |error| failure(&error, &self.delegate);
        let organisation = Organisation::new(&self.org, &self.id).map_err(refused)?;
        if self.from > self.to {
            return Err(refused(unleaded_trust::TrustError::PeriodEmpty {
                from: self.from,
                to: self.to,
            }));
        }
        let signing = keys::several(&self.key, &self.passphrase)?;
        let signing = keys::each(&signing);
        let delegation = Delegation {
            delegate: Party { name: organisation.name().to_owned(), ids: self.id },
            scope: self.scope,
            from: self.from,
            to: self.to,
            issued_at: crate::clock::today().to_string(),
        };
        let subject = Digest::of(&delegate.to_spki_der());
        let envelope = sign_statement(&self.delegate, &subject, &delegation, &signing);
        let envelope = envelope.map_err(|error| sign::failure(&error))?;
        envelopes::write(&self.output, &envelope)?;
        if self.output != files::STANDARD {
            let word = printer.word("delegation: ", "授权：");
            printer.note(&format!("{word}{}", self.output));
        }
        Ok(Exit::Yes)
    }
}
