//! Agreement between reviewers.

use learning::label::Verdict;

/// The agreement of two reviewers, or of a reviewer with known truths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// The number of cases with a verdict from both.
    pub cases: usize,
    /// The share of cases with equal verdicts.
    pub observed: f64,
    /// The share expected by chance, from the frequency of each verdict for each reviewer.
    pub expected: f64,
    /// Cohen's kappa. `None` if agreement by chance is certain.
    pub kappa: Option<f64>,
}

/// The agreement of pairs of verdicts. `None` without any pairs.
///
/// Cohen's kappa: κ = (pₒ − pₑ) / (1 − pₑ), where pₒ is the share of cases with equal verdicts, and
/// pₑ = Σ p₁(v)·p₂(v) over the verdicts v. J. Cohen, "A coefficient of agreement for nominal scales", Educational and
/// Psychological Measurement 20 (1960), 37–46, formula (1).
#[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 cases")]
pub fn agreement(pairs: &[(Verdict, Verdict)]) -> Option<Agreement> {
    let cases = pairs.len();
    if cases == 0 {
        return None;
    }
    let share = |count: usize| count as f64 / cases as f64;
    let observed = share(pairs.iter().filter(|(first, second)| first == second).count());
    let by_chance = |verdict: Verdict| {
        let first = share(pairs.iter().filter(|pair| pair.0 == verdict).count());
        let second = share(pairs.iter().filter(|pair| pair.1 == verdict).count());
        first * second
    };
    let expected = Verdict::ALL.into_iter().map(by_chance).sum::<f64>();
    let max_gain = 1.0 - expected;
    let kappa = (max_gain > 1e-12).then(|| (observed - expected) / max_gain);
    Some(Agreement { cases, observed, expected, kappa })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Verdict::{Fake, Genuine, Unsure};

    fn pairs(table: &[(Verdict, Verdict, usize)]) -> Vec<(Verdict, Verdict)> {
        table.iter().flat_map(|(first, second, n)| vec![(*first, *second); *n]).collect()
    }

    #[test]
    fn kappa_matches_a_calculation_by_hand() {
        // 50 cases: both fake 20, both genuine 15, fake/genuine 5, genuine/fake 10.
        // pₒ = 0.7; pₑ = (25/50)(30/50) + (25/50)(20/50) = 0.5; κ = 0.4.
        let result = agreement(&pairs(&[
            (Fake, Fake, 20),
            (Genuine, Genuine, 15),
            (Fake, Genuine, 5),
            (Genuine, Fake, 10),
        ]));
        let result = result.unwrap();
        assert_eq!((result.cases, result.observed), (50, 0.7));
        assert!((result.expected - 0.5).abs() < 1e-12);
        assert!((result.kappa.unwrap() - 0.4).abs() < 1e-12);
        // Three kinds, 10 cases: both fake 3, both genuine 3, both unsure 1, fake/unsure 2, unsure/genuine 1.
        // pₒ = 0.7; pₑ = 0.5·0.3 + 0.3·0.4 + 0.2·0.3 = 0.33; κ = 0.37/0.67 = 0.55223880597…
        let result = agreement(&pairs(&[
            (Fake, Fake, 3),
            (Genuine, Genuine, 3),
            (Unsure, Unsure, 1),
            (Fake, Unsure, 2),
            (Unsure, Genuine, 1),
        ]));
        assert!((result.unwrap().kappa.unwrap() - 0.552_238_805_970_149_3).abs() < 1e-12);
    }

    #[test]
    fn permanent_disagreement_is_below_chance_and_a_single_verdict_has_no_kappa() {
        let opposed = agreement(&pairs(&[(Fake, Genuine, 4), (Genuine, Fake, 4)])).unwrap();
        assert_eq!(opposed.kappa, Some(-1.0));
        let equal = agreement(&pairs(&[(Genuine, Genuine, 9)])).unwrap();
        assert_eq!((equal.observed, equal.kappa), (1.0, None));
        assert_eq!(agreement(&[]), None);
    }
}
