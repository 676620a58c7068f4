//! The words for what is wrong with a signature inside a document.

use unleaded_model::diagnostic::codes::{trust, xml_signatures as codes};
use unleaded_model::diagnostic::{Argument, Diagnostic, FileName, Place};

use super::{XmlBadReason, XmlSignError, XmlVerification};
use crate::canonical::{CanonicalError, CanonicalProblem};

impl<S> XmlVerification<S> {
    /// Returns what there is to say about the signature inside the document `file`; empty when all is well, or there is none.
    pub fn diagnostics(&self, file: &FileName) -> Vec<Diagnostic> {
        match self {
            Self::Good(_) | Self::Unsigned => Vec::new(),
            Self::Bad(reason) => vec![reason.diagnostic(file)],
            Self::UnknownKey { key_name } => {
                let keys = if key_name.is_empty() { "?" } else { key_name };
                let unknown = Diagnostic::new(trust::KEY_UNKNOWN, Place::file(file))
                    .with("file", file.as_str())
                    .with("keys", keys);
                vec![unknown]
            }
        }
    }
}

impl XmlSignError {
    /// What it says in English; why a key did not sign is not told.
    pub fn in_chinese(&self) -> String {
        match self {
            Self::AlreadySigned => "文件内已有签名".to_owned(),
            Self::Document(CanonicalError { problem, offset }) => {
                format!("{}，位于第 {offset} 字节", in_chinese(problem))
            }
            Self::Key(_) => "密钥未能签名".to_owned(),
            Self::RootEmpty => "根元素为空".to_owned(),
        }
    }
}

impl XmlBadReason {
    /// Returns the defect as a diagnostic on the document `file`.
    pub fn diagnostic(&self, file: &FileName) -> Diagnostic {
        let at = |code| Diagnostic::new(code, Place::file(file)).with("file", file.as_str());
        let malformed = |element: &str, en: String, zh: String| {
            let problem = Argument::from((en.as_str(), zh.as_str()));
            at(codes::XML_SIGNATURE_MALFORMED).with("element", element).with("problem", problem)
        };
        match self {
            Self::AlgorithmRefused { role, name } => at(codes::XML_SIGNATURE_ALGORITHM)
                .with("element", role.element())
                .with("value", name.as_str()),
            Self::Attribute { element, name } => malformed(
                element,
                format!("must have the attribute `{name}`, or must not"),
                format!("缺少属性“{name}”，或不得有该属性"),
            ),
            Self::Content { element, what } => malformed(
                element,
                format!("holds {what}"),
                format!("含有{}", content_in_chinese(what)),
            ),
            Self::Document(error) => not_canonical(error, file),
            Self::DocumentChanged => at(codes::XML_SIGNATURE_CHANGED_DOCUMENT),
            Self::ElementMissing { element, name } => {
                malformed(element, format!("lacks `{name}`"), format!("缺少“{name}”"))
            }
            Self::ElementUnexpected { element, name } => malformed(
                element,
                format!("must not hold `{name}` there"),
                format!("此处不得含有“{name}”"),
            ),
            Self::Key(reason) => reason.diagnostic(file),
            Self::Misplaced => at(codes::XML_SIGNATURE_MISPLACED),
            Self::NotBase64 { element } => {
                malformed(element, "is not base64".to_owned(), "不是 base64".to_owned())
            }
            Self::ReferenceElsewhere { uri } => {
                at(codes::XML_SIGNATURE_ELSEWHERE).with("value", uri.as_str())
            }
            Self::Several => at(codes::XML_SIGNATURE_SEVERAL),
            Self::SignatureInvalid { key_id, organisation } => at(trust::SIGNATURE_INVALID)
                .with("key", key_id.as_str())
                .with("organisation", organisation.as_str()),
            Self::TooLarge => malformed("Signature", "is too large".to_owned(), "过大".to_owned()),
        }
    }
}

fn content_in_chinese(what: &str) -> &str {
    match what {
        "a CDATA section" => "CDATA 段",
        "a comment" => "注释",
        "a processing instruction" => "处理指令",
        _ => "文字",
    }
}

fn not_canonical(error: &CanonicalError, file: &FileName) -> Diagnostic {
    let problem = (error.problem.to_string(), in_chinese(&error.problem));
    Diagnostic::new(codes::XML_NOT_CANONICAL, Place::file(file))
        .with("file", file.as_str())
        .with("offset", error.offset)
        .with("problem", Argument::from((problem.0.as_str(), problem.1.as_str())))
}

/// What [`CanonicalProblem`] says in English.
fn in_chinese(problem: &CanonicalProblem) -> String {
    match problem {
        CanonicalProblem::AttributeRepeated { name } => format!("属性“{name}”重复"),
        CanonicalProblem::AttributesTooMany => "一个元素的属性过多".to_owned(),
        CanonicalProblem::CharacterForbidden { code } => format!("不允许字符 U+{code:04X}"),
        CanonicalProblem::Doctype => "含有 DOCTYPE".to_owned(),
        CanonicalProblem::EncodingOther { name } => format!("编码为“{name}”，不是 UTF-8"),
        CanonicalProblem::EntityUndeclared { name } => format!("实体“{name}”未声明"),
        CanonicalProblem::Input { reason } => format!("无法读取：{reason}"),
        CanonicalProblem::Malformed { what } => format!("XML 格式错误：{}", form_in_chinese(what)),
        CanonicalProblem::NamespaceRelative { name } => format!("命名空间“{name}”是相对地址"),
        CanonicalProblem::NamespaceReserved { prefix } => format!("前缀“{prefix}”不得如此声明"),
        CanonicalProblem::NamespacesTooMany => "同时声明的命名空间过多".to_owned(),
        CanonicalProblem::NotUtf8 => "不是 UTF-8 字节".to_owned(),
        CanonicalProblem::Output { reason } => format!("无法写出：{reason}"),
        CanonicalProblem::PrefixUnbound { prefix } => format!("前缀“{prefix}”未声明"),
        CanonicalProblem::OutsideRoot => "根元素之外另有内容".to_owned(),
        CanonicalProblem::TokenTooLong => "标记、文字、注释或指令过长".to_owned(),
        CanonicalProblem::TooDeep => "元素嵌套过深".to_owned(),
        CanonicalProblem::Truncated => "文件过早结束".to_owned(),
    }
}

/// What is wrong with the form of a document.
fn form_in_chinese(what: &str) -> &str {
    match what {
        "`]]>` in text" => "文字中有“]]>”",
        "`<` in an attribute" => "属性中有“<”",
        "`&` that begins no reference" => "“&”之后不是引用",
        "a character reference without a number" => "字符引用没有编号",
        "a character reference with a wrong number" => "字符引用的编号错误",
        "a name that is none" => "名称无效",
        "attributes without white space between" => "属性之间没有空白",
        "an attribute without a value in quotes" => "属性没有带引号的值",
        "a prefix that is no name" => "前缀不是名称",
        "the XML declaration" => "XML 声明",
        "a version of XML other than 1.0" => "XML 版本不是 1.0",
        "an XML declaration that is not at the start" => "XML 声明不在开头",
        "`--` in a comment" => "注释中有“--”",
        "an end tag of another element" => "结束标记与元素不符",
        "a processing instruction without a name" => "处理指令没有名称",
        _ => "标记无效",
    }
}
