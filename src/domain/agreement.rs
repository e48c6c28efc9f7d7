//! How far people agree on the same cases.

use learning::label::Verdict;

/// How far two people agree, or one person and what is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// On how many cases both said something.
    pub cases: usize,
    /// On which share of them they said the same.
    pub observed: f64,
    /// On which share they would by chance, each saying what they say as often as they do.
    pub expected: f64,
    /// Cohen's kappa; nothing where chance alone would agree on all.
    pub kappa: Option<f64>,
}

/// How far the two of each pair agree; nothing without any.
///
/// Cohen's kappa: κ = (pₒ − pₑ) / (1 − pₑ), where pₒ is the share of cases on which both said the same, and
/// pₑ = Σ p₁(v)·p₂(v) over the verdicts v. J. Cohen, "A coefficient of agreement for nominal scales", Educational and
/// Psychological Measurement 20 (1960), 37–46, formula (1).
#[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 cases")]
pub fn agreement(pairs: &[(Verdict, Verdict)]) -> Option<Agreement> {
    let cases = pairs.len();
    if cases == 0 {
        return None;
    }
    let share = |count: usize| count as f64 / cases as f64;
    let observed = share(pairs.iter().filter(|(one, other)| one == other).count());
    let by_chance = |verdict: Verdict| {
        let one = share(pairs.iter().filter(|pair| pair.0 == verdict).count());
        let other = share(pairs.iter().filter(|pair| pair.1 == verdict).count());
        one * other
    };
    let expected = Verdict::ALL.into_iter().map(by_chance).sum::<f64>();
    let room = 1.0 - expected;
    let kappa = (room > 1e-12).then(|| (observed - expected) / room);
    Some(Agreement { cases, observed, expected, kappa })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Verdict::{Fake, Genuine, Unsure};

    fn pairs(table: &[(Verdict, Verdict, usize)]) -> Vec<(Verdict, Verdict)> {
        table.iter().flat_map(|(one, other, n)| vec![(*one, *other); *n]).collect()
    }

    #[test]
    fn kappa_is_what_a_hand_computes() {
        // 50 cases: both fake 20, both genuine 15, fake/genuine 5, genuine/fake 10.
        // pₒ = 0.7; pₑ = (25/50)(30/50) + (25/50)(20/50) = 0.5; κ = 0.4.
        let found = agreement(&pairs(&[
            (Fake, Fake, 20),
            (Genuine, Genuine, 15),
            (Fake, Genuine, 5),
            (Genuine, Fake, 10),
        ]));
        let found = found.unwrap();
        assert_eq!((found.cases, found.observed), (50, 0.7));
        assert!((found.expected - 0.5).abs() < 1e-12 && (found.kappa.unwrap() - 0.4).abs() < 1e-12);
        // Three kinds, 10 cases: both fake 3, both genuine 3, both unsure 1, fake/unsure 2, unsure/genuine 1.
        // pₒ = 0.7; pₑ = 0.5·0.3 + 0.3·0.4 + 0.2·0.3 = 0.33; κ = 0.37/0.67 = 0.55223880597…
        let found = agreement(&pairs(&[
            (Fake, Fake, 3),
            (Genuine, Genuine, 3),
            (Unsure, Unsure, 1),
            (Fake, Unsure, 2),
            (Unsure, Genuine, 1),
        ]));
        assert!((found.unwrap().kappa.unwrap() - 0.552_238_805_970_149_3).abs() < 1e-12);
    }

    #[test]
    fn those_who_never_agree_are_below_chance_and_one_answer_tells_nothing() {
        let opposed = agreement(&pairs(&[(Fake, Genuine, 4), (Genuine, Fake, 4)])).unwrap();
        assert_eq!(opposed.kappa, Some(-1.0));
        let alike = agreement(&pairs(&[(Genuine, Genuine, 9)])).unwrap();
        assert_eq!((alike.observed, alike.kappa), (1.0, None));
        assert_eq!(agreement(&[]), None);
    }
}
