//! What stands at the top of every list, and how the files are read.

use std::fmt;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use unleaded_model::diagnostic::Place;

/// The identity of a list and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListHeader {
    /// Our name of the list, e.g. `eu-rohs`.
    pub id: String,
    /// Who issues the law or list, e.g. `European Union`; `unleaded` for tables of our own.
    pub authority: String,
    /// The name the authority gives it, e.g. `Directive 2011/65/EU Annex II`.
    pub identity: String,
    /// The edition, as stated in reports.
    pub edition: String,
    /// When the edition was issued; `None`: not known.
    pub issued: Option<Date>,
    /// From when it applies; `None`: the entries carry their own dates.
    pub effective: Option<Date>,
    /// From when it applies no more; `None`: no end is known.
    pub repealed: Option<Date>,
    /// From when we knew the edition; `None`: since it was issued, or not known.
    pub known: Option<Date>,
    /// Whether it is law, or to become law.
    pub standing: Standing,
    /// How far the table was checked, in words.
    pub status: String,
    /// Where the facts come from.
    pub source: String,
    /// What is known about reuse.
    pub licence: String,
    /// SHA-256 of the file in lower-case hex; of the header file followed by the table where there are two.
    pub sha256: String,
    /// Where the user's file names it; `None`: it is shipped.
    pub place: Option<Place>,
}

impl ListHeader {
    /// The name of its rule set: its own, and of a draft with the edition, so that nobody takes the one for the other.
    pub(super) fn rule_set(&self) -> String {
        match self.standing {
            Standing::Draft => format!("{}@{}", self.id, self.edition),
            Standing::InForce => self.id.clone(),
        }
    }

    /// The first day on which the edition was known to us; `None`: nobody noted it.
    pub fn known_from(&self) -> Option<Date> {
        self.known.or(self.issued)
    }
}

/// Whether an edition binds anybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// It is proposed: it may be tried, and gives no binding verdict.
    Draft,
    /// It is law, or agreed upon, for the time of its dates.
    #[default]
    InForce,
}

impl Standing {
    /// The word of the files and of JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InForce => "in-force",
        }
    }
}

/// Why a list can't be read. The shipped lists are tested never to give one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListError {
    /// A file is not the TOML or CSV that it should be.
    Malformed {
        /// The file.
        file: &'static str,
        /// What the parser said.
        detail: String,
    },
    /// A value is not what its column or field calls for.
    Value {
        /// The file.
        file: &'static str,
        /// The column or field.
        field: &'static str,
        /// The value.
        value: String,
    },
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { file, detail } => write!(f, "{file}: {detail}"),
            Self::Value { file, field, value } => {
                write!(f, "{file}: `{value}` is not a value of `{field}`")
            }
        }
    }
}

impl std::error::Error for ListError {}

/// The header as the TOML files write it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeaderWire {
    id: String,
    authority: String,
    identity: String,
    edition: String,
    #[serde(default)]
    issued: String,
    #[serde(default)]
    effective: String,
    #[serde(default)]
    repealed: String,
    #[serde(default)]
    known: String,
    /// Of an edition of one's own alone, where it is read before.
    #[serde(default, rename = "standing")]
    _standing: String,
    status: String,
    source: String,
    #[serde(default)]
    licence: String,
}

impl HeaderWire {
    pub(super) fn header(self, at: File<'_>) -> Result<ListHeader, ListError> {
        Ok(ListHeader {
            issued: at.optional_date("issued", &self.issued)?,
            effective: at.optional_date("effective", &self.effective)?,
            repealed: at.optional_date("repealed", &self.repealed)?,
            known: at.optional_date("known", &self.known)?,
            standing: Standing::InForce,
            place: None,
            id: self.id,
            authority: self.authority,
            identity: self.identity,
            edition: self.edition,
            status: self.status,
            source: self.source,
            licence: self.licence,
            sha256: at.sha256(),
        })
    }
}

/// A shipped file, or a header with its table.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) name: &'static str,
    /// The TOML: a whole list, or the header of a table.
    pub(super) toml: &'a str,
    /// The table in CSV; empty: none.
    pub(super) csv: &'a str,
}

/// A file that holds nothing but a header.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OnlyHeader {
    list: HeaderWire,
}

impl File<'_> {
    pub(super) fn toml<T: DeserializeOwned>(self) -> Result<T, ListError> {
        toml::from_str(self.toml).map_err(|error| self.malformed(&error))
    }

    /// Reads a header of its own and the rows of the table.
    pub(super) fn table<T: DeserializeOwned>(self) -> Result<(ListHeader, Vec<T>), ListError> {
        let only: OnlyHeader = self.toml()?;
        Ok((only.list.header(self)?, self.rows()?))
    }

    /// Reads the rows of the table; none where there is none.
    pub(super) fn rows<T: DeserializeOwned>(self) -> Result<Vec<T>, ListError> {
        let mut reader = csv::Reader::from_reader(self.csv.as_bytes());
        let rows = reader.deserialize().collect::<Result<_, _>>();
        rows.map_err(|error| self.malformed(&error))
    }

    pub(super) fn date(self, field: &'static str, text: &str) -> Result<Date, ListError> {
        text.parse().map_err(|_| self.value(field, text))
    }

    pub(super) fn optional_date(
        self,
        field: &'static str,
        text: &str,
    ) -> Result<Option<Date>, ListError> {
        if text.is_empty() { Ok(None) } else { self.date(field, text).map(Some) }
    }

    pub(super) fn value(self, field: &'static str, value: &str) -> ListError {
        ListError::Value { file: self.name, field, value: value.to_owned() }
    }

    pub(super) fn malformed(self, error: &dyn fmt::Display) -> ListError {
        ListError::Malformed { file: self.name, detail: error.to_string() }
    }

    fn sha256(self) -> String {
        let digest = Sha256::new().chain_update(self.toml).chain_update(self.csv).finalize();
        hex(&digest)
    }
}

/// Bytes in lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the parts of a cell that holds several values, separated by `|`; none when it is empty.
pub(super) fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|part| !part.is_empty())
}
