//! The artefact: a definition and its digest, as JSON that a person can read.

use std::collections::{BTreeMap, BTreeSet};

use evidence::identifier::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::rise::{self, Step};
use super::terms::{Cap, Pair, Term};

/// The version of the file's shape.
const SCHEMA: &str = "bonafide.model/v1";

/// Everything that a model is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// The version of the file's shape.
    pub schema: String,
    /// What it is and what it was trained on, in a sentence.
    pub description: String,
    /// How it was trained.
    pub trained: Trained,
    /// What is added to the log-odds of the base rate before any evidence.
    pub shift: f64,
    /// How far each family may move the log-odds.
    pub caps: BTreeMap<String, Cap>,
    /// How far all evidence together may move them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Cap>,
    /// One for each indicator.
    pub terms: Vec<Term>,
    /// A few pairs.
    pub pairs: Vec<Pair>,
}

/// How a model was trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trained {
    /// Whether the people in the data were simulated.
    pub synthetic: bool,
    /// How many profiles.
    pub rows: usize,
    /// How many of them were fake.
    pub fakes: usize,
    /// The seed of everything random.
    pub seed: u64,
}

/// A checked definition with its digest.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    definition: Definition,
    digest: String,
    id: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    digest: Option<String>,
    definition: Definition,
}

/// Why something is not a model.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// It is no JSON of the right shape.
    #[error("the model file cannot be read")]
    Json(#[from] serde_json::Error),
    /// Another version of the shape.
    #[error("the model file has schema `{0}`, this build reads `{SCHEMA}`")]
    Schema(String),
    /// The content was changed after the digest was made.
    #[error("the model file says {stated}, its content is {actual}")]
    Digest {
        /// What the file says.
        stated: String,
        /// What its content has.
        actual: String,
    },
    /// A table does not keep its promises.
    #[error("the model's table of `{indicator}` {problem}")]
    Table {
        /// Whose table.
        indicator: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A pair of two families would lower a score.
    #[error(
        "`{first}` and `{second}` are of two families, whose pair may only add: an entry {problem}"
    )]
    Entry {
        /// One indicator.
        first: String,
        /// The other.
        second: String,
        /// Where the entry stands: the pair, the grade of the first, the grade of the second.
        place: [usize; 3],
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Two indicators are a pair twice.
    #[error("`{first}` and `{second}` are a pair already, in whichever order")]
    Doubled {
        /// One indicator.
        first: String,
        /// The other.
        second: String,
        /// Which pair stands there again.
        place: usize,
    },
    /// The pairs of a term together would lower a score with more of it.
    #[error(
        "`{indicator}` rises by {rise} with {step}, and its pairs together may take {taken} away there: more of a red \
         flag would lower the score"
    )]
    Falls {
        /// Whose pairs.
        indicator: String,
        /// At which step, in words.
        step: String,
        /// By how much the term rises.
        rise: f64,
        /// What its pairs may take away.
        taken: f64,
        /// Where the entry that takes most stands: the pair, the grade of the first, the grade of the second.
        place: [usize; 3],
    },
}

impl Definition {
    /// Reads the definition in a stored file. What is stored was checked when it came, by the rules of that time.
    pub fn stored(file: &str) -> Result<Self, ModelError> {
        let File { definition, .. } = serde_json::from_str(file)?;
        if definition.schema == SCHEMA {
            Ok(definition)
        } else {
            Err(ModelError::Schema(definition.schema))
        }
    }
}

impl Model {
    /// The version of the file's shape that this build writes.
    pub const SCHEMA: &'static str = SCHEMA;

    /// Checks a definition.
    pub fn new(definition: Definition) -> Result<Self, ModelError> {
        if definition.schema != SCHEMA {
            return Err(ModelError::Schema(definition.schema));
        }
        check(&definition)?;
        let digest = digest(&definition)?;
        let id = format!("mod_{}", &digest["sha256:".len()..][..16]);
        Ok(Self { definition, digest, id })
    }

    /// Reads a file, and refuses one that states another digest than that of its content. It may state none.
    pub fn from_json(text: &str) -> Result<Self, ModelError> {
        let File { digest: stated, definition } = serde_json::from_str(text)?;
        let model = Self::new(definition)?;
        match stated {
            Some(stated) if stated != model.digest => {
                Err(ModelError::Digest { stated, actual: model.digest })
            }
            _ => Ok(model),
        }
    }

    /// The file. The same model gives the same bytes.
    pub fn to_json(&self) -> String {
        let file = File { digest: Some(self.digest.clone()), definition: self.definition.clone() };
        let mut text =
            serde_json::to_string_pretty(&file).expect("a checked model has finite numbers");
        text.push('\n');
        text
    }

    /// `sha256:` and the digest of the definition.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// `mod_` and the digest's first 16 digits.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }
}

/// The digest of the definition as compact JSON, whose fields stand in a fixed order.
fn digest(definition: &Definition) -> Result<String, ModelError> {
    let bytes = Sha256::digest(serde_json::to_vec(definition)?);
    Ok(format!("sha256:{}", hex(&bytes)))
}

fn check(definition: &Definition) -> Result<(), ModelError> {
    let mut seen = BTreeSet::new();
    for term in &definition.terms {
        let wrong = |problem| ModelError::Table { indicator: term.indicator.clone(), problem };
        let mut ordered = term.clone();
        ordered.hold_in_order();
        let numbers = term.hits.iter().chain(&term.edges).chain([&term.miss, &definition.shift]);
        if !seen.insert(&term.indicator) {
            return Err(wrong("stands there twice"));
        }
        if numbers.into_iter().any(|number| !number.is_finite()) {
            return Err(wrong("holds a number that is not finite"));
        }
        if term.hits.len() != term.edges.len() + 1 || !divides(&term.edges) {
            return Err(wrong(
                "does not divide hits into grades: edges are above 0 and each above the one before, one fewer than hits",
            ));
        }
        if ordered != *term {
            return Err(wrong("lets more of a red flag lower the score"));
        }
        let cap =
            definition.caps.get(&term.family).ok_or_else(|| wrong("has no cap for its family"))?;
        if !cap.is_fine() || !definition.total.as_ref().is_none_or(Cap::is_fine) {
            return Err(wrong("has a cap that is no range around 0"));
        }
    }
    let mut pairs = definition.pairs.iter().enumerate();
    pairs.try_for_each(|(place, pair)| check_pair(definition, place, pair))?;
    check_once(&definition.pairs)?;
    rise::steps(&definition.terms, &definition.pairs).try_for_each(|step| check_step(&step))
}

/// A pair that stands there twice would count twice.
fn check_once(pairs: &[Pair]) -> Result<(), ModelError> {
    let mut seen = BTreeSet::new();
    for (place, pair) in pairs.iter().enumerate() {
        let (first, second) = (&pair.first, &pair.second);
        if !seen.insert((first.min(second), first.max(second))) {
            let (first, second) = (first.clone(), second.clone());
            return Err(ModelError::Doubled { first, second, place });
        }
    }
    Ok(())
}

/// What all pairs of a term take away at a step is no more than what the term adds there.
fn check_step(step: &Step<'_>) -> Result<(), ModelError> {
    let taken = step.taken();
    let worst = step.falls.iter().max_by(|one, other| one.by.total_cmp(&other.by));
    let Some(worst) = worst.filter(|_| taken > step.rise + LAST_BITS) else { return Ok(()) };
    Err(ModelError::Falls {
        indicator: step.term.indicator.clone(),
        step: match step.grade {
            0 => "its first hit".to_owned(),
            grade => format!("a hit of grade {grade} after one of {}", grade - 1),
        },
        rise: figure(step.rise),
        taken: figure(taken),
        place: [worst.pair, worst.entry[0], worst.entry[1]],
    })
}

/// A number without the last bits of its sum.
fn figure(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}

/// Whether every grade between edges can be reached by a hit, whose value is above 0.
fn divides(edges: &[f64]) -> bool {
    edges.first().is_none_or(|first| *first > 0.0) && edges.is_sorted_by(|one, next| one < next)
}

fn check_pair(definition: &Definition, place: usize, pair: &Pair) -> Result<(), ModelError> {
    let wrong = |problem| ModelError::Table {
        indicator: format!("{} and {}", pair.first, pair.second),
        problem,
    };
    let term = |id: &str| definition.terms.iter().find(|term| term.indicator == id);
    let (Some(first), Some(second)) = (term(&pair.first), term(&pair.second)) else {
        return Err(wrong("names an indicator without a term"));
    };
    let shaped = pair.hits.len() == first.hits.len()
        && pair.hits.iter().all(|row| row.len() == second.hits.len());
    if !shaped || pair.first == pair.second {
        return Err(wrong("has another shape than its terms"));
    }
    if pair.hits.iter().flatten().any(|number| !number.is_finite()) {
        return Err(wrong("holds a number that is not finite"));
    }
    if first.family == second.family { Ok(()) } else { check_across(place, pair) }
}

/// Sums of rounded numbers may miss their bound by so much.
const LAST_BITS: f64 = 1e-9;

/// Where one family is held at its cap a pair still moves the other, so that a hit would lower the score if the pair
/// took something away or fell with more of a hit.
fn check_across(place: usize, pair: &Pair) -> Result<(), ModelError> {
    let mut raised = pair.clone();
    raised.hold_above_zero();
    for (row, (entries, raised)) in pair.hits.iter().zip(&raised.hits).enumerate() {
        for (column, (entry, raised)) in entries.iter().zip(raised).enumerate() {
            let problem = if *entry < 0.0 {
                "is below 0"
            } else if raised - entry > LAST_BITS {
                "is below that of a lesser hit"
            } else {
                continue;
            };
            let (first, second) = (pair.first.clone(), pair.second.clone());
            return Err(ModelError::Entry { first, second, place: [place, row, column], problem });
        }
    }
    Ok(())
}
