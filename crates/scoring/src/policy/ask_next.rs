//! What to ask next: unknown indicators, ordered by how far an answer could move the score.

use crate::score_sheet::Gap;

/// An answer that moves the log-odds by less makes no visible difference.
const WORTH_ASKING: f64 = 0.05;

/// The unknown indicators worth asking about, the largest effect first, at most `max`.
pub fn ask_next(mut unknown: Vec<Gap>, max: usize) -> Vec<Gap> {
    unknown.retain(|gap| gap.could_move >= WORTH_ASKING);
    unknown.sort_by(|a, b| {
        b.could_move.total_cmp(&a.could_move).then_with(|| a.indicator.cmp(&b.indicator))
    });
    unknown.truncate(max);
    unknown
}
