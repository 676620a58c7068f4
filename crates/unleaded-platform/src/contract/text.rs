//! Text in Chinese and English.

use serde::{Deserialize, Serialize};

/// Text for people. Chinese is mandatory: a self-declaration is made in simplified Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    /// Returns a text in both languages.
    pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: Some(en.into()) }
    }

    /// Returns a text that exists in Chinese only.
    pub fn zh(zh: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: None }
    }

    /// The English text, or the Chinese where there is none.
    pub fn english(&self) -> &str {
        self.en.as_deref().unwrap_or(&self.zh)
    }
}
