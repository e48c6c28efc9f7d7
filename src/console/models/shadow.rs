//! The comparison of a shadow with the champion.

use learning::training::shadow_report::{Outcomes, ShadowReport};
use scoring::decision::Band;

use crate::console::band::BandView;
use crate::console::display::{share, signed};
use crate::console::shell::Shell;

pub(super) struct ShadowView {
    pub(super) decisions: usize,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) same_band: String,
    pub(super) overlap: String,
    pub(super) both: usize,
    pub(super) size: usize,
    pub(super) budget: String,
    pub(super) shift: [String; 4],
    /// One column per band of the shadow.
    pub(super) bands: Vec<BandView>,
    /// One row per band of the champion.
    pub(super) rows: Vec<BandRow>,
    pub(super) outcomes: Vec<OutcomeRow>,
}

/// The decisions in a band of the champion, by the shadow's band.
pub(super) struct BandRow {
    pub(super) band: BandView,
    pub(super) cells: Vec<BandCell>,
}

/// The decisions in a band of each model.
pub(super) struct BandCell {
    pub(super) decisions: usize,
    pub(super) is_same: bool,
    /// The darkness from 0 to 4.
    pub(super) shade: usize,
}

/// The applicants with a known label, and how many of them each model flags.
pub(super) struct OutcomeRow {
    pub(super) label: String,
    pub(super) known: usize,
    pub(super) champion_flagged: usize,
    pub(super) shadow_flagged: usize,
    pub(super) champion_in_budget: usize,
    pub(super) shadow_in_budget: usize,
}

impl ShadowView {
    pub(super) fn new(s: &Shell, report: &ShadowReport) -> Self {
        let time = |at: Option<_>| at.as_ref().map(|at| s.time(at)).unwrap_or_default();
        let shift = &report.log_odds_shift;
        Self {
            decisions: report.decisions,
            from: time(report.from),
            until: time(report.until),
            same_band: share(report.same_band),
            overlap: share(report.review_budget_overlap.overlap_share),
            both: report.review_budget_overlap.in_both,
            size: report.review_budget_overlap.decisions_each,
            budget: share(report.review_budget_overlap.review_budget),
            shift: [shift.mean, shift.p05, shift.median, shift.p95].map(signed),
            bands: Band::ALL.map(|band| BandView::new(s, band)).into(),
            rows: Band::ALL.map(|band| row(s, report, band)).into(),
            outcomes: vec![
                outcome(s.t("verdict.fake"), &report.fakes),
                outcome(s.t("verdict.genuine"), &report.genuine),
            ],
        }
    }
}

fn row(s: &Shell, report: &ShadowReport, champion: Band) -> BandRow {
    let cell = |shadow: Band| {
        let pair = report
            .band_pairs
            .iter()
            .find(|pair| pair.champion == champion.name() && pair.shadow == shadow.name());
        let decisions = pair.map_or(0, |pair| pair.decisions);
        let shade = (decisions * 4).div_ceil(report.decisions.max(1)).min(4);
        BandCell { decisions, is_same: champion == shadow, shade }
    };
    BandRow { band: BandView::new(s, champion), cells: Band::ALL.map(cell).into() }
}

fn outcome(label: String, outcomes: &Outcomes) -> OutcomeRow {
    let Outcomes {
        labelled,
        champion_flagged,
        shadow_flagged,
        champion_in_budget,
        shadow_in_budget,
    } = *outcomes;
    OutcomeRow {
        label,
        known: labelled,
        champion_flagged,
        shadow_flagged,
        champion_in_budget,
        shadow_in_budget,
    }
}
