//! What to ask next: the unknowns, by how far an answer could move this score.

use crate::score_sheet::Gap;

/// Below this an answer changes nothing that anybody would notice.
const WORTH_ASKING: f64 = 0.05;

/// The unknowns that are worth asking about, the most telling first, at most `max`.
pub fn ask_next(mut unknown: Vec<Gap>, max: usize) -> Vec<Gap> {
    unknown.retain(|gap| gap.could_move >= WORTH_ASKING);
    unknown.sort_by(|a, b| {
        b.could_move.total_cmp(&a.could_move).then_with(|| a.indicator.cmp(&b.indicator))
    });
    unknown.truncate(max);
    unknown
}
