//! What to ask next: the unknowns, by how far an answer could move this score.

use evidence::indicators::Indicator;

use crate::decision::Ask;

/// Below this an answer changes nothing that anybody would notice.
const WORTH_ASKING: f64 = 0.05;

/// The unknowns that are worth asking about, the most telling first, at most `most`.
pub fn ask_next(unknown: &[(&'static Indicator, f64)], most: usize) -> Vec<Ask> {
    let mut worth: Vec<&(&Indicator, f64)> =
        unknown.iter().filter(|(_, could_move)| *could_move >= WORTH_ASKING).collect();
    worth.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.id.cmp(b.0.id)));
    let ask = |(indicator, could_move): &(&Indicator, f64)| Ask {
        indicator: indicator.id.to_owned(),
        family: indicator.family.name().to_owned(),
        question: String::new(),
        could_move: *could_move,
    };
    worth.into_iter().take(most).map(ask).collect()
}
