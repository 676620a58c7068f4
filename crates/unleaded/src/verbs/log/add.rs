//! `log add`: envelopes into the log.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use unleaded_app::documents::{Documents, unreadable};
use unleaded_model::diagnostic::codes::logs as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use unleaded_trust::log::{
    CHECKPOINT_PATH, Checkpoint, Edge, LogFiles, LogTree, SignatureKind, VerifierKey, entry,
    leftovers,
};
use unleaded_trust::{BadReason, Digest, ENVELOPE_SUFFIX, PrivateKey};

use super::{Telling, Told, broken, open, wire_entry};
use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::files::log_folder::LogFolder;
use crate::printer::{Printer, visible};
use crate::verbs::keys;

/// Add signatures to a log, and sign its new checkpoint
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded log add log part.xml.dsse.json --key log.pem

What goes in is the SHA-256 of each signature's file, which tells nothing of its content. One that is in the log already is not added again.
Exits 0 when all are in the log, 1 when one is no signature, 2 when one can't be read.")]
pub(crate) struct Args {
    /// The log's folder
    #[arg(value_name = "DIR")]
    folder: String,
    /// The signatures, or folders with some
    #[arg(required = true, value_name = "FILE.dsse.json")]
    files: Vec<String>,
    /// The log's private key
    #[arg(long, value_name = "LOGKEY.pem")]
    key: String,
    /// Where the passphrase of the key is: `env:NAME`, `fd:NUMBER` or `file:PATH`
    #[arg(long, value_name = "FROM")]
    passphrase: Option<String>,
    #[command(flatten)]
    telling: Telling,
}

/// What became of one file.
enum Fate {
    /// Its entry, and the number that it got; not known yet: not in the log.
    Entry { digest: Digest, index: Option<u64>, outcome: &'static str },
    /// It is no envelope.
    Refused(Diagnostic),
    /// It can't be read.
    Unreadable(Diagnostic),
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let key = keys::of_file(&self.key, self.passphrase.as_deref())?;
        let names = envelopes(&self.files)?;
        let mut fates: Vec<Fate> = names.iter().map(|name| fate(name)).collect();
        let folder = LogFolder::write(&self.folder)?;
        let checkpoint = self.grow(&folder, &key, &mut fates)?;
        let all = || names.iter().zip(&fates);
        if self.telling.format == Format::Human {
            let found: Vec<Diagnostic> =
                fates.iter().filter_map(Fate::diagnostic).cloned().collect();
            printer.diagnostics(&found);
        }
        let mut text: String = all().map(|(name, fate)| fate.line(name, printer)).collect();
        let word = printer.word("entries in the log: ", "日志条数：");
        text += &format!("{word}{}\n", checkpoint.size());
        let entries = all().map(|(name, fate)| fate.wire(name)).collect();
        self.telling.tell(Told {
            checkpoint: Some(&checkpoint),
            entries,
            diagnostics: &[],
            text,
        })?;
        Ok(fates.iter().map(Fate::exit).fold(Exit::Yes, Exit::worse))
    }

    /// Adds what is not in the log yet, and returns the checkpoint that covers it.
    fn grow(
        &self,
        folder: &LogFolder,
        key: &PrivateKey,
        fates: &mut [Fate],
    ) -> Result<Checkpoint, Box<Failure>> {
        let verifier = verifier(folder, key)?;
        let old = open(folder, &verifier)?;
        let fail = |error| broken(error, folder, &verifier);
        let wanted: BTreeSet<Digest> = fates.iter().filter_map(Fate::digest).collect();
        let known = LogTree::new(folder, &old).find(&wanted).map_err(fail)?;
        let mut edge = Edge::read(folder, &old).map_err(fail)?;
        let mut new = Vec::new();
        let mut numbers: BTreeMap<Digest, u64> = known;
        for fate in fates.iter_mut() {
            let Fate::Entry { digest, index, outcome } = fate else { continue };
            *index = Some(*numbers.entry(*digest).or_insert_with(|| {
                *outcome = "added";
                new.push(*digest);
                old.size() + new.len() as u64 - 1
            }));
        }
        // What an interrupted run left must not be taken for entries, whether any are added now or not.
        folder.clear(&leftovers(&folder.paths()?, old.size()))?;
        if new.is_empty() {
            return Ok(old);
        }
        let appended = edge.append(&new);
        let checkpoint = Checkpoint::sign(old.origin(), edge.size(), edge.root(), key);
        let checkpoint = checkpoint
            .map_err(|error| Failure::of(&error.diagnostic(&FileName::new(&self.folder))))?;
        folder.commit(&appended.files, &checkpoint.to_text())?;
        Ok(checkpoint)
    }
}

/// The public half of the key of the log in `folder`, under the name that its checkpoint states: that the key signed it under this name
/// is checked when it is opened.
fn verifier(folder: &LogFolder, key: &PrivateKey) -> Result<VerifierKey, Box<Failure>> {
    let bytes = folder.file(CHECKPOINT_PATH)?;
    let origin = String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().to_owned();
    VerifierKey::new(&origin, SignatureKind::Log, key.public()).map_err(|error| {
        Failure::of(&error.diagnostic(&FileName::new(&folder.name(CHECKPOINT_PATH))))
    })
}

/// The files, in place of a folder the envelopes in it, in the order of their names.
fn envelopes(inputs: &[String]) -> Result<Vec<String>, Box<Failure>> {
    let mut found = Vec::new();
    for input in inputs {
        if !Path::new(input).is_dir() {
            found.push(input.clone());
            continue;
        }
        let names = files::Folder::new(input).names();
        let mut names = names.map_err(|error| files::unreadable(input, &error))?;
        names.retain(|name| name.ends_with(ENVELOPE_SUFFIX));
        if names.is_empty() {
            return Err(Failure::new(
                (
                    format!("the folder `{input}` holds no signature"),
                    format!("文件夹“{input}”中没有签名文件"),
                ),
                (
                    "name files FILE.dsse.json, or a folder with some",
                    "请指定签名文件 FILE.dsse.json，或含有签名文件的文件夹",
                ),
            ));
        }
        names.sort();
        found.extend(names);
    }
    Ok(found)
}

fn fate(name: &str) -> Fate {
    let bytes = match files::read(name) {
        Ok(bytes) => bytes,
        Err(error) => return Fate::Unreadable(unreadable(&FileName::new(name), &error)),
    };
    match entry(&bytes) {
        Ok(digest) => Fate::Entry { digest, index: None, outcome: "present" },
        Err(error) => Fate::Refused(match name.strip_suffix(ENVELOPE_SUFFIX) {
            Some(document) => BadReason::from(error).diagnostic(&FileName::new(document)),
            None => {
                let file = FileName::new(name);
                Diagnostic::new(codes::LOG_NO_ENVELOPE, Place::file(&file)).with("file", name)
            }
        }),
    }
}

impl Fate {
    fn digest(&self) -> Option<Digest> {
        match self {
            Self::Entry { digest, .. } => Some(*digest),
            Self::Refused(_) | Self::Unreadable(_) => None,
        }
    }

    fn diagnostic(&self) -> Option<&Diagnostic> {
        match self {
            Self::Entry { .. } => None,
            Self::Refused(diagnostic) | Self::Unreadable(diagnostic) => Some(diagnostic),
        }
    }

    fn outcome(&self) -> &'static str {
        match self {
            Self::Entry { outcome, .. } => outcome,
            Self::Refused(_) => "refused",
            Self::Unreadable(_) => "unreadable",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Entry { .. } => Exit::Yes,
            Self::Refused(_) => Exit::No,
            Self::Unreadable(_) => Exit::Failed,
        }
    }

    fn line(&self, name: &str, printer: &Printer) -> String {
        let (outcome, colon) = (self.outcome(), printer.word(": ", "："));
        let word = match outcome {
            "added" => printer.word("added", "已写入"),
            "present" => printer.word("in the log already", "已在日志中"),
            "refused" => printer.word("no signature", "不是签名文件"),
            _ => printer.word("can't be read", "无法读取"),
        };
        let number = match self {
            Self::Entry { index: Some(index), .. } => {
                format!("{}{index}", printer.word(", entry ", "，条目 "))
            }
            _ => String::new(),
        };
        format!("{}{colon}{word}{number}\n", visible(name))
    }

    fn wire(&self, name: &str) -> Value {
        let index = match self {
            Self::Entry { index, .. } => *index,
            Self::Refused(_) | Self::Unreadable(_) => None,
        };
        wire_entry(name, (self.digest(), index, self.outcome()), Vec::new(), self.diagnostic())
    }
}
