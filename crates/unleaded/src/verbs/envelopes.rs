//! Writing signatures: what another key signed is never lost by it.

use std::collections::BTreeSet;

use unleaded_model::diagnostic::FileName;
use unleaded_trust::{
    Aggregate, ENVELOPE_LIMIT, ENVELOPE_SUFFIX, Form, PREDICATE_TYPE, SshSignature,
    claimed_subject, claimed_type, stated_keys,
};

use crate::exit::Failure;
use crate::files;

/// The name of the document that the envelope at `path` is beside: words about an envelope say that one.
pub(crate) fn document_of(path: &str) -> FileName {
    FileName::new(path.strip_suffix(ENVELOPE_SUFFIX).unwrap_or(path))
}

/// Refuses an envelope that makes a statement of another kind than `C`, in `words`: what it is not, and what makes one. One that can't be
/// read is told of by whoever reads it.
pub(crate) fn refuse_other_kind<C: Form>(
    path: &str,
    envelope: &[u8],
    ((en, zh), help): ((&str, &str), (&'static str, &'static str)),
) -> Result<(), Box<Failure>> {
    match claimed_type(envelope) {
        Some(kind) if kind != C::TYPE => Err(Failure::new(
            (format!("`{path}` is signed, but is no {en}"), format!("“{path}”已签名，但不是{zh}")),
            help,
        )),
        _ => Ok(()),
    }
}

/// Writes `envelope` to `path`. What is there already gives way only where it is an envelope whose keys signed this one as well.
pub(crate) fn write(path: &str, envelope: &[u8]) -> Result<(), Box<Failure>> {
    if path == files::STANDARD {
        return files::print(envelope);
    }
    files::alone(path, || {
        refuse_loss(path, envelope)?;
        files::write(Some(path), envelope)
    })
}

/// Refuses where `envelope` would take the place of something else than an earlier envelope of the same keys that says the same kind of
/// thing about a file of the same name.
pub(crate) fn refuse_loss(path: &str, envelope: &[u8]) -> Result<(), Box<Failure>> {
    let Some(there) = files::there(path, ENVELOPE_LIMIT)? else { return Ok(()) };
    if there.is_empty() {
        return Ok(());
    }
    let signs: BTreeSet<String> = signers(envelope).into_iter().flatten().collect();
    let Some(lost) = signers(&there) else { return Err(no_envelope(path)) };
    if let Some((kind, name)) = claimed_subject(&there)
        && claimed_subject(envelope).is_some_and(|new| new != (kind, name.clone()))
    {
        return Err(of_other(path, &name));
    }
    match lost.iter().find(|key| !signs.contains(*key)) {
        Some(key) => Err(of_another(path, key, &there)),
        None => Ok(()),
    }
}

/// The keys that an envelope, or its twin for OpenSSH, says it is signed by; `None`: it is neither.
fn signers(envelope: &[u8]) -> Option<Vec<String>> {
    let twin = || SshSignature::parse(envelope).ok().map(|twin| vec![twin.key().id()]);
    stated_keys(envelope).ok().or_else(twin)
}

fn no_envelope(path: &str) -> Box<Failure> {
    Failure::new(
        (
            format!("`{path}` exists and is no signature, so it is not written over"),
            format!("“{path}”已存在且不是签名文件，不会被覆盖"),
        ),
        (
            "name another file to write to, or remove this one",
            "请指定另一个输出文件，或先删除该文件",
        ),
    )
}

fn of_other(path: &str, name: &str) -> Box<Failure> {
    Failure::new(
        (
            format!("`{path}` holds another signed statement, about `{name}`, which would be lost"),
            format!("“{path}”中有另一份关于“{name}”的签名声明，覆盖后将丢失"),
        ),
        (
            "put that file away first, or name another one to write to",
            "请先将该文件移走，或指定另一个输出文件",
        ),
    )
}

fn of_another(path: &str, key: &str, there: &[u8]) -> Box<Failure> {
    let key = if key.is_empty() { "-" } else { key };
    let is_on_document =
        claimed_type(there).is_some_and(|kind| [PREDICATE_TYPE, Aggregate::TYPE].contains(&&*kind));
    let help = match is_on_document {
        true => (
            "add yours to it with `sign --add`, or put that file away first",
            "请用 `sign --add` 追加签名，或先将该文件移走",
        ),
        false => (
            "put that file away first, or name another one to write to",
            "请先将该文件移走，或指定另一个输出文件",
        ),
    };
    Failure::new(
        (
            format!("`{path}` holds the signature of another key ({key}), which would be lost"),
            format!("“{path}”中有另一密钥（{key}）的签名，覆盖后将丢失"),
        ),
        help,
    )
}
