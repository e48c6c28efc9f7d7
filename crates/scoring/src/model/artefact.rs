//! The artefact: a model definition with its digest, as readable JSON.

use std::collections::{BTreeMap, BTreeSet};

use evidence::identifier::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::rise::{self, Step};
use super::terms::{Cap, Cause, Pair, Term};

/// The version of the file format.
const SCHEMA: &str = "bonafide.model/v1";

/// The content of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// The version of the file format.
    pub schema: String,
    /// What the model is and what it was trained on, in a sentence.
    pub description: String,
    pub trained: Trained,
    /// Added to the log-odds of the base rate before any evidence.
    pub shift: f64,
    /// How far each family can move the log-odds.
    pub caps: BTreeMap<String, Cap>,
    /// How far the indicators that one act triggers can move the log-odds together, by the name of the cause. Artefacts
    /// of earlier versions have none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub causes: BTreeMap<String, Cause>,
    /// How far all evidence together can move the log-odds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Cap>,
    pub terms: Vec<Term>,
    pub pairs: Vec<Pair>,
}

/// How a model was trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trained {
    /// Whether the training data was simulated.
    pub synthetic: bool,
    /// The number of training examples.
    pub rows: usize,
    pub fakes: usize,
    pub seed: u64,
}

/// A validated definition with its digest.
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

/// Why a file or definition is not a valid model.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("the model file cannot be read")]
    Json(#[from] serde_json::Error),
    #[error("the model file has schema `{0}`, this build reads `{SCHEMA}`")]
    Schema(String),
    #[error(
        "the model file states digest {stated}, but its content has {actual}: it was changed after it was written"
    )]
    Digest { stated: String, actual: String },
    /// A table breaks an invariant of [`Term`] or [`Pair`].
    #[error("the model's table of `{indicator}` {problem}")]
    Table { indicator: String, problem: &'static str },
    /// A pair of indicators in different families or causes could lower a score.
    #[error(
        "`{first}` and `{second}` are in different families or causes, so their pair can only add, but an entry {problem}"
    )]
    Entry {
        first: String,
        second: String,
        /// The pair, the grade of its first indicator, the grade of its second.
        cell: [usize; 3],
        problem: &'static str,
    },
    #[error("the model's cause `{cause}` {problem}")]
    Cause { cause: String, problem: &'static str },
    #[error("there is already a pair of `{first}` and `{second}`; their order does not matter")]
    Duplicate {
        first: String,
        second: String,
        /// The position of the second of the two pairs.
        pair: usize,
    },
    /// Several pairs together could lower a score for more of a red flag.
    #[error(
        "`{indicator}` rises by {rise} at {step}, but its pairs can together take away {total_fall}: more of a red flag \
         would lower the score"
    )]
    Falls {
        indicator: String,
        /// The step, in words.
        step: String,
        rise: f64,
        total_fall: f64,
        /// The cell with the largest fall: the pair, the grade of its first indicator, the grade of its second.
        cell: [usize; 3],
    },
}

impl Definition {
    /// The name of an indicator's cause, if it has one.
    pub fn cause_of(&self, indicator: &str) -> Option<&str> {
        let is_member = |cause: &Cause| cause.indicators.iter().any(|member| member == indicator);
        self.causes.iter().find(|(_, cause)| is_member(cause)).map(|(name, _)| name.as_str())
    }

    /// Reads the definition in a stored file. It was validated when it was stored, by the rules of that time.
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
    /// The version of the file format that this build writes.
    pub const SCHEMA: &'static str = SCHEMA;

    /// Validates a definition.
    pub fn new(definition: Definition) -> Result<Self, ModelError> {
        if definition.schema != SCHEMA {
            return Err(ModelError::Schema(definition.schema));
        }
        check(&definition)?;
        let digest = digest(&definition)?;
        let id = format!("mod_{}", &digest["sha256:".len()..][..16]);
        Ok(Self { definition, digest, id })
    }

    /// Reads a file. Its digest can be missing, but not wrong.
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

    /// The text of the file. Equal models give equal bytes.
    pub fn to_json(&self) -> String {
        let file = File { digest: Some(self.digest.clone()), definition: self.definition.clone() };
        let mut text =
            serde_json::to_string_pretty(&file).expect("a checked model has finite numbers");
        text.push('\n');
        text
    }

    /// `sha256:` and the hexadecimal digest of the definition.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// `mod_` and the first 16 digits of the digest.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn definition(&self) -> &Definition {
        &self.definition
    }
}

/// The digest of the definition as compact JSON, with the fields in a fixed order.
fn digest(definition: &Definition) -> Result<String, ModelError> {
    let bytes = Sha256::digest(serde_json::to_vec(definition)?);
    Ok(format!("sha256:{}", hex(&bytes)))
}

fn check(definition: &Definition) -> Result<(), ModelError> {
    let mut known = BTreeSet::new();
    for term in &definition.terms {
        let wrong = |problem| ModelError::Table { indicator: term.indicator.clone(), problem };
        let mut ordered = term.clone();
        ordered.make_rising();
        let numbers = term.hits.iter().chain(&term.edges).chain([&term.miss, &definition.shift]);
        if !known.insert(&term.indicator) {
            return Err(wrong("appears twice"));
        }
        if numbers.into_iter().any(|number| !number.is_finite()) {
            return Err(wrong("has a number that is not finite"));
        }
        if term.hits.len() != term.edges.len() + 1 || !divides(&term.edges) {
            return Err(wrong(
                "does not divide hits into grades: edges must be above 0 and rising, one fewer than hits",
            ));
        }
        if ordered != *term {
            return Err(wrong("would let more of a red flag lower the score"));
        }
        let cap =
            definition.caps.get(&term.family).ok_or_else(|| wrong("has no cap for its family"))?;
        if !cap.is_valid() || !definition.total.as_ref().is_none_or(Cap::is_valid) {
            return Err(wrong("has a cap that is not a range around 0"));
        }
    }
    check_causes(definition)?;
    let mut pairs = definition.pairs.iter().enumerate();
    pairs.try_for_each(|(i, pair)| check_pair(definition, i, pair))?;
    check_duplicates(&definition.pairs)?;
    rise::steps(&definition.terms, &definition.pairs).try_for_each(|step| check_step(&step))
}

/// A cause is within one family: if it held indicators of two, and one family were at its cap, a hit there would only take
/// away from the other.
fn check_causes(definition: &Definition) -> Result<(), ModelError> {
    let mut known = BTreeSet::new();
    for (name, cause) in &definition.causes {
        let wrong = |problem| Err(ModelError::Cause { cause: name.clone(), problem });
        let mut families = BTreeSet::new();
        for indicator in &cause.indicators {
            let term = definition.terms.iter().find(|term| term.indicator == *indicator);
            let Some(term) = term else { return wrong("names an indicator without a term") };
            if !known.insert(indicator) {
                return wrong("names an indicator that already has a cause");
            }
            families.insert(&term.family);
        }
        if families.len() != 1 {
            return wrong("must have indicators of one family");
        }
        if !cause.cap.is_valid() {
            return wrong("has a cap that is not a range around 0");
        }
    }
    Ok(())
}

/// A duplicate pair would count twice.
fn check_duplicates(pairs: &[Pair]) -> Result<(), ModelError> {
    let mut known = BTreeSet::new();
    for (i, pair) in pairs.iter().enumerate() {
        let (first, second) = (&pair.first, &pair.second);
        if !known.insert((first.min(second), first.max(second))) {
            let (first, second) = (first.clone(), second.clone());
            return Err(ModelError::Duplicate { first, second, pair: i });
        }
    }
    Ok(())
}

/// At no step can all pairs of a term together take away more than the term adds.
fn check_step(step: &Step<'_>) -> Result<(), ModelError> {
    let total_fall = step.total_fall();
    let worst = step.falls.iter().max_by(|a, b| a.by.total_cmp(&b.by));
    let Some(worst) = worst.filter(|_| total_fall > step.rise + ROUNDING) else { return Ok(()) };
    Err(ModelError::Falls {
        indicator: step.term.indicator.clone(),
        step: match step.grade {
            0 => "its first hit".to_owned(),
            grade => format!("a hit of grade {grade} after one of {}", grade - 1),
        },
        rise: rounded(step.rise),
        total_fall: rounded(total_fall),
        cell: [worst.pair, worst.cell[0], worst.cell[1]],
    })
}

/// The number without the rounding error of a sum.
fn rounded(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}

/// Whether hits, whose values are above 0, can reach every grade.
fn divides(edges: &[f64]) -> bool {
    edges.first().is_none_or(|first| *first > 0.0) && edges.is_sorted_by(|edge, next| edge < next)
}

fn check_pair(definition: &Definition, i: usize, pair: &Pair) -> Result<(), ModelError> {
    let wrong = |problem| ModelError::Table {
        indicator: format!("{} and {}", pair.first, pair.second),
        problem,
    };
    let term = |id: &str| definition.terms.iter().find(|term| term.indicator == id);
    let (Some(first), Some(second)) = (term(&pair.first), term(&pair.second)) else {
        return Err(wrong("names an indicator without a term"));
    };
    let has_shape = pair.hits.len() == first.hits.len()
        && pair.hits.iter().all(|row| row.len() == second.hits.len());
    if !has_shape || pair.first == pair.second {
        return Err(wrong("does not have the shape of its terms"));
    }
    if pair.hits.iter().flatten().any(|number| !number.is_finite()) {
        return Err(wrong("has a number that is not finite"));
    }
    let is_within = first.family == second.family
        && definition.cause_of(&pair.first) == definition.cause_of(&pair.second);
    if is_within { Ok(()) } else { check_across(i, pair) }
}

/// Tolerance for rounding errors when sums are compared.
const ROUNDING: f64 = 1e-9;

/// If one family or cause is at its cap, the pair still moves the other. A hit would then lower the score if the pair
/// were negative or fell with a larger hit.
fn check_across(i: usize, pair: &Pair) -> Result<(), ModelError> {
    let mut raised = pair.clone();
    raised.make_nonnegative();
    for (row, (entries, raised)) in pair.hits.iter().zip(&raised.hits).enumerate() {
        for (column, (entry, raised)) in entries.iter().zip(raised).enumerate() {
            let problem = if *entry < 0.0 {
                "is below 0"
            } else if raised - entry > ROUNDING {
                "is below that of a smaller hit"
            } else {
                continue;
            };
            let (first, second) = (pair.first.clone(), pair.second.clone());
            return Err(ModelError::Entry { first, second, cell: [i, row, column], problem });
        }
    }
    Ok(())
}
