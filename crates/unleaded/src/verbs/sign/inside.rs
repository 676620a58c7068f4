//! `sign --xml`: a copy of an XML document with the signature in it.

use unleaded_trust::{XmlSignError, sign_xml};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::keys::{Key, is_private, not_a_document, not_signed};

/// Signs the document `file` and writes the signed copy to `output`. The document itself is not changed.
pub(super) fn signed(file: &str, output: Option<&str>, keys: &[Key], printer: &Printer) -> Outcome {
    let [key] = keys else {
        return Err(Failure::new(
            ("a document holds one signature", "文件内只能有一个签名"),
            ("give one key, or sign without `--xml`", "请只给一个密钥，或不带 `--xml` 签名"),
        ));
    };
    let Some(output) = output else {
        return Err(Failure::new(
            (
                "a signature inside the document makes another document of it",
                "在文件内签名会产生另一个文件",
            ),
            ("say with `-o FILE` where the signed copy goes", "请用 `-o FILE` 指定签名副本的位置"),
        ));
    };
    files::refuse_same(file, output)?;
    let document = files::need(file)?;
    if is_private(&document) {
        return Err(not_a_document(file));
    }
    let signature = sign_xml(document.as_slice(), key).map_err(|error| refused(&error, file))?;
    files::write(Some(output), &signature.insert_into(&document))?;
    if output != files::STANDARD {
        printer.note(&format!("{}{output}", printer.word("signed: ", "已签名：")));
    }
    Ok(Exit::Yes)
}

fn refused(error: &XmlSignError, file: &str) -> Box<Failure> {
    if let XmlSignError::Key(error) = error {
        return not_signed(error);
    }
    let zh = error.in_chinese();
    let help = match error {
        XmlSignError::AlreadySigned => {
            ("sign it beside the document, without `--xml`", "请不带 `--xml`，在文件之外签名")
        }
        _ => (
            "save it as plain XML in UTF-8 without a DOCTYPE, or sign without `--xml`",
            "请另存为不含 DOCTYPE 的 UTF-8 XML，或不带 `--xml` 签名",
        ),
    };
    Failure::new(
        (
            format!("`{file}` can't be signed inside: {error}"),
            format!("无法在“{file}”内签名：{zh}"),
        ),
        help,
    )
}
