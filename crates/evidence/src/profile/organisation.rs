//! Recognises names of organisations by their legal form, such as "Ltd" or "有限公司". The law of most countries makes it
//! part of the name. The forms are the frequent ones of ISO 20275 (Entity Legal Forms), in all scripts alike.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Legal forms without dots, in lower case. No one has them as a name.
const FORMS: &[&str] = &[
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "llc",
    "llp",
    "ltd",
    "limited",
    "plc",
    "pty",
    "pvt", // English
    "gmbh",
    "mbh",
    "kgaa",
    "gbr",
    "ohg", // German
    "sarl",
    "sasu",
    "eurl",
    "sprl",
    "bvba",
    "eirl",
    "srl",
    "srls", // French, Italian, Spanish, Romanian
    "ltda",
    "lda",
    "eireli",
    "slu",
    "sapi", // Spanish, Portuguese
    "aps",
    "oy",
    "oyj",
    "oü",
    "ehf",
    "uab", // Danish, Finnish, Estonian, Icelandic, Lithuanian
    "sro",
    "spzoo",
    "oo",
    "kft",
    "zrt",
    "nyrt",
    "doo",
    "dooel",
    "ood",
    "eood", // Central Europe
    "şti",
    "sti",
    "tnhh",
    "tbk",
    "sdn",
    "bhd",
    "fze",
    "fzco",
    "dmcc", // Turkish, Vietnamese, Malay, UAE
    "ооо",
    "оао",
    "зао",
    "пао",
    "тов",
    "прат",
    "тоо",
    "ооод",
    "еоод",
    "оод",
    "доо", // Cyrillic
    "αε",
    "επε",
    "ικε",
    "בעמ",
    "شركة",
    "ذمم",
    "შპს",
    "սպը",
    "लिमिटेड",
    "লিমিটেড",
    "லிமிடெட்",
];

/// Legal forms that are also names of people. They count only in upper case or with dots.
const UPPER_CASE_FORMS: &[&str] = &[
    "ab", "ad", "ag", "aş", "as", "asa", "bv", "cv", "eg", "hf", "kg", "kk", "lp", "nv", "ooo",
    "pt", "sa", "sas", "se", "sia", "sl", "spa", "tov", "too", "ug",
];

/// Legal forms that are written without a space.
const JOINED_FORMS: &[&str] = &[
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "(株)",
    "(有)",
    "有限公司",
    "有限责任公司",
    "有限責任公司",
    "股份公司",
    "주식회사",
    "유한회사",
    "(주)",
    "(유)",
    "บริษัท",
    "จำกัด",
];

static FORM_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| FORMS.iter().copied().collect());

/// Whether the name has a legal form.
pub(crate) fn is_organisation(written: &str) -> bool {
    let written: String = written.nfkc().collect();
    let joined: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let is_joined = |form: &&str| joined.starts_with(*form) || joined.ends_with(*form);
    if !joined.is_ascii() && JOINED_FORMS.iter().any(is_joined) {
        return true;
    }
    let mut words = written.split(is_separator).filter(|word| !word.is_empty());
    let first = words.next();
    let last = words.next_back();
    // A form alone is no name.
    last.is_some() && first.into_iter().chain(last).any(is_form)
}

/// The words of a name without its legal forms, in lower case.
pub(crate) fn words_without_form(written: &str) -> Vec<String> {
    let written: String = written.nfkc().collect();
    let mut written = written.as_str();
    for form in JOINED_FORMS {
        written = written.trim().trim_start_matches(*form).trim_end_matches(*form);
    }
    let words = written.split(is_separator).filter(|word| !is_form(word));
    words.map(plain).filter(|word| !word.is_empty()).collect()
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '-' | '–' | '&' | '+')
}

fn is_form(word: &str) -> bool {
    let form = plain(word);
    if FORM_WORDS.contains(form.as_str()) {
        return true;
    }
    let is_marked = word.contains('.') || word.contains('/') || !word.contains(char::is_lowercase);
    is_marked && UPPER_CASE_FORMS.contains(&form.as_str())
}

/// A word in lower case, without dots, quotation marks and slashes.
fn plain(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric() || is_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether the character is a vowel sign of an Indic script or the like.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_of_all_scripts_mark_an_organisation() {
        for name in [
            "DM Consulting LLC",
            "Example Studio, Inc.",
            "Beispiel GmbH",
            "Exemple S.A.",
            "Ejemplo S.R.L.",
            "Exemplo Ltda",
            "Eksempel A/S",
            "Przykład Sp. z o.o.",
            "Örnek A.Ş.",
            "ООО «Пример»",
            "ТОВ Приклад",
            "株式会社サンプル",
            "示例科技有限公司",
            "(주)예시",
            "예시 주식회사",
            "דוגמה בע\"מ",
            "शर्मा प्राइवेट लिमिटेड",
            "PT Contoh",
            "ABC Sdn. Bhd.",
        ] {
            assert!(is_organisation(name), "{name}");
        }
    }

    #[test]
    fn names_of_people_are_not_organisations() {
        for name in [
            "Sam Example",
            "Maria Sa",
            "Asa Butter",
            "Kim Min-su",
            "김민수",
            "王小明",
            "Sia Sample",
            "Se Young Kim",
            "Іван Приклад",
            "محمد علي",
            "LLC",
            "An Co",
            "Nguyễn Văn An",
        ] {
            assert!(!is_organisation(name), "{name}");
        }
    }

    #[test]
    fn employers_are_compared_without_their_legal_form() {
        for (written, words) in [
            ("Acme, Inc.", vec!["acme"]),
            ("ACME", vec!["acme"]),
            ("株式会社サンプル", vec!["サンプル"]),
            ("Przykład Sp. z o.o.", vec!["przykład", "sp", "z"]),
        ] {
            assert_eq!(words_without_form(written), words, "{written}");
        }
    }
}
