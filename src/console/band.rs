//! A band as pages show it.

use scoring::decision::Band;

use super::shell::Shell;

/// A band as a word and as dots, never only as a colour.
#[derive(Clone)]
pub struct BandView {
    pub name: &'static str,
    pub text: String,
    pub dots: &'static str,
}

impl BandView {
    pub fn new(s: &Shell, band: Band) -> Self {
        let dots = match band {
            Band::InsufficientEvidence => "○○○",
            Band::Low => "●○○",
            Band::Elevated => "●●○",
            Band::High => "●●●",
        };
        Self { name: band.name(), text: s.named("band", band.name()), dots }
    }
}
