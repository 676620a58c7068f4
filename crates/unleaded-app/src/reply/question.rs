//! What is left to answer.

use unleaded_model::declaration::Answer;
use unleaded_model::diagnostic::Language;

/// Something that only the supplier can say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The supplier's number of the part; empty: the whole document, or not known.
    pub part: String,
    /// The customer's number of the part; empty: the whole document, or not given.
    pub requester_number: String,
    /// What is asked for.
    pub wanted: Wanted,
}

/// What a question asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Somebody who accepts the legal text.
    Acceptance,
    /// The answer to an entry of a list.
    Answer {
        /// The list.
        list: String,
        /// The entry's name.
        entry: String,
        /// The entry's code; empty: not known.
        code: String,
        /// Why it could not be answered, English and Chinese.
        reason: (String, String),
        /// What was declared of it before, English and Chinese; empty: nothing.
        earlier: (String, String),
        /// CAS numbers and the Chinese name of the entry; empty: not known.
        known_as: String,
        /// The entry as the draft has it; `None`: it is not in the draft.
        asked: Option<Box<Answer>>,
    },
    /// How much of an entry there is that is over its threshold.
    Amount {
        /// The list.
        list: String,
        /// The entry's name.
        entry: String,
        /// The answer as the draft has it.
        asked: Box<Answer>,
    },
    /// The homogeneous materials and what they are made of.
    Composition,
    /// The masses by material group.
    Groups,
    /// A whole list, whose entries the program does not know.
    List {
        /// The list.
        list: String,
    },
    /// The mass of one piece.
    Mass,
    /// The supplier's number of the part.
    Number,
    /// The answer to a query.
    Query {
        /// The list of queries.
        list: String,
        /// The code of the query; empty: not known.
        code: String,
        /// What is asked.
        statement: String,
    },
    /// Who supplies.
    Supplier,
}

impl Question {
    pub(super) fn of_document(wanted: Wanted) -> Self {
        Self { part: String::new(), requester_number: String::new(), wanted }
    }
}

impl Wanted {
    /// The word of the JSON form.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Acceptance => "acceptance",
            Self::Amount { .. } => "amount",
            Self::Answer { .. } => "answer",
            Self::Composition => "composition",
            Self::Groups => "material-groups",
            Self::List { .. } => "list",
            Self::Mass => "mass",
            Self::Number => "item-number",
            Self::Query { .. } => "query",
            Self::Supplier => "supplier",
        }
    }

    /// The list that it is about; `None`: none.
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::Amount { list, .. }
            | Self::Answer { list, .. }
            | Self::List { list }
            | Self::Query { list, .. } => Some(list),
            _ => None,
        }
    }

    /// The entry or query that it is about; `None`: none.
    pub fn entry(&self) -> Option<&str> {
        match self {
            Self::Amount { entry, .. } | Self::Answer { entry, .. } => Some(entry),
            Self::Query { statement, .. } => Some(statement),
            _ => None,
        }
    }

    /// Whether a row of a file of questions can hold the answer.
    pub fn fits_a_row(&self) -> bool {
        !matches!(self, Self::Acceptance | Self::Composition | Self::Groups | Self::Supplier)
    }

    /// The question in words, without the part.
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::En => self.english(),
            Language::Zh => self.chinese(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Acceptance => {
                "nobody has accepted the legal text: use `--accept --authorizer NAME`".to_owned()
            }
            Self::Amount { list, entry, .. } => format!("{list}: how much of {entry} is there?"),
            Self::Answer { list, entry, reason, .. } => {
                format!("{list}: is {entry} over the threshold? ({})", reason.0)
            }
            Self::Composition => "which materials and substances is it made of?".to_owned(),
            Self::Groups => "how much of each material group is there?".to_owned(),
            Self::List { list } => {
                format!("{list}: the entries of this list are not known here; answer all of it")
            }
            Self::Mass => "how heavy is one piece?".to_owned(),
            Self::Number => "which of your parts is it? use `--parts-map FILE`".to_owned(),
            Self::Query { list, statement, .. } => format!("{list}: {statement}"),
            Self::Supplier => "who supplies? use `--supplier NAME`".to_owned(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::Acceptance => "尚无人接受法律声明：请使用“--accept --authorizer 姓名”".to_owned(),
            Self::Amount { list, entry, .. } => format!("{list}：{entry} 的含量是多少？"),
            Self::Answer { list, entry, reason, .. } => {
                format!("{list}：{entry} 是否超过阈值？（{}）", reason.1)
            }
            Self::Composition => "由哪些材料和物质组成？".to_owned(),
            Self::Groups => "各材料组的质量是多少？".to_owned(),
            Self::List { list } => format!("{list}：此处没有该清单的条目，请全部作答"),
            Self::Mass => "单件质量是多少？".to_owned(),
            Self::Number => "对应贵司哪个料号？请使用“--parts-map 文件”".to_owned(),
            Self::Query { list, statement, .. } => format!("{list}：{statement}"),
            Self::Supplier => "供应商是谁？请使用“--supplier 名称”".to_owned(),
        }
    }
}

/// What a list edition holds beyond the one that a part answered last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The supplier's number of the part.
    pub part: String,
    /// The edition asked for.
    pub list: String,
    /// The edition answered last.
    pub since: String,
    /// The entries, in the order of the list.
    pub entries: Vec<AddedEntry>,
}

/// An entry that a list edition added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedEntry {
    /// Its name.
    pub name: String,
    /// Its code; empty: not known.
    pub code: String,
    /// Whether the part is over its threshold; `None`: a question is open.
    pub over: Option<bool>,
}
