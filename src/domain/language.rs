//! The languages of the console, the notices and the appeal page.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Language of notices and appeal pages.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
pub enum Language {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "ko")]
    Korean,
    #[serde(rename = "ja")]
    Japanese,
    #[serde(rename = "es")]
    Spanish,
}

impl Language {
    /// In the order of the variants.
    pub const ALL: [Self; 4] = [Self::English, Self::Korean, Self::Japanese, Self::Spanish];

    /// The ISO 639-1 code, which is also the BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
            Self::Japanese => "ja",
            Self::Spanish => "es",
        }
    }

    /// The language's name in that language.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Korean => "한국어",
            Self::Japanese => "日本語",
            Self::Spanish => "Español",
        }
    }

    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The first supported language of an `Accept-Language` header (RFC 9110 §12.5.4), or English. Weights are
    /// ignored, because browsers list languages in the order of their weights.
    pub fn from_accept_language(header: &str) -> Self {
        let tag = |part: &str| part.trim().chars().take(2).collect::<String>().to_lowercase();
        header.split(',').find_map(|part| Self::from_tag(&tag(part))).unwrap_or(Self::English)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_its_first_supported_language() {
        let language = Language::from_accept_language;
        assert_eq!(language("fr-CH, ko;q=0.8, en;q=0.7"), Language::Korean);
        assert_eq!(language("es-419"), Language::Spanish);
        assert_eq!(language(""), Language::English);
    }
}
