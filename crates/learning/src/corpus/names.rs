//! How strictly the crate's own comparison treats names of different cultures.

use evidence::profile::{Agreement, PersonName};
use serde::{Deserialize, Serialize};

use super::stats::Share;

/// People of a culture, each with several ways to write the name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Culture {
    culture: String,
    people: Vec<Vec<String>>,
}

/// The mistakes of name comparison in a culture.
#[derive(Clone, Debug, Serialize)]
pub struct NameReport {
    pub culture: String,
    /// Two people whose names agree.
    pub false_matches: Share,
    /// One person whose two ways to write the name differ.
    pub misses: Share,
    /// One person whose names are compared without a result, which is never held against anyone.
    pub undecided: Share,
    /// The pairs that are false matches or misses.
    pub mistakes: Vec<[String; 2]>,
}

pub(super) fn compare() -> Vec<NameReport> {
    let cultures: Vec<Culture> =
        serde_json::from_str(include_str!("names.json")).expect("a test reads the table");
    cultures.iter().map(Culture::compare).collect()
}

impl Culture {
    fn compare(&self) -> NameReport {
        let mut report = NameReport {
            culture: self.culture.clone(),
            false_matches: Share::default(),
            misses: Share::default(),
            undecided: Share::default(),
            mistakes: Vec::new(),
        };
        for (i, forms) in self.people.iter().enumerate() {
            for (j, form) in forms.iter().enumerate() {
                for other in &forms[j + 1..] {
                    report.same(form, other);
                }
                for other in self.people[i + 1..].iter().flatten() {
                    report.different(form, other);
                }
            }
        }
        report
    }
}

impl NameReport {
    fn same(&mut self, one: &str, other: &str) {
        let Some(agreement) = agreement(one, other) else { return };
        let differs = agreement == Agreement::Differ;
        self.misses.count(differs);
        self.undecided.count(matches!(agreement, Agreement::Unclear) || !agreement.is_known());
        if differs {
            self.mistakes.push([one.to_owned(), other.to_owned()]);
        }
    }

    fn different(&mut self, one: &str, other: &str) {
        let agrees = agreement(one, other) == Some(Agreement::Agree);
        self.false_matches.count(agrees);
        if agrees {
            self.mistakes.push([one.to_owned(), other.to_owned()]);
        }
    }
}

fn agreement(one: &str, other: &str) -> Option<Agreement> {
    Some(PersonName::new(one)?.agrees_with(&PersonName::new(other)?))
}
