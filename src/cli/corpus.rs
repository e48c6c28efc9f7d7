//! `bonafide corpus`.

use learning::corpus::{self, Lists, Options, Tricks, page};

use super::print::print;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The random seed; the same seed gives the same corpus
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many tenants have honest people; more narrow the intervals
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    copies: u16,
    /// Also run it with network and threat lists, as a second report
    #[arg(long)]
    lists: bool,
    /// Print JSON, one report per line
    #[arg(long)]
    json: bool,
}

/// Prints who is flagged.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let runs: &[Lists] = if arguments.lists { &[Lists::None, Lists::All] } else { &[Lists::None] };
    for lists in runs {
        let report = corpus::run(&Options {
            seed: arguments.seed,
            copies: usize::from(arguments.copies),
            lists: *lists,
            tricks: Tricks::EachAndTogether,
        })?;
        if arguments.json {
            print(&format!("{}\n", serde_json::to_string(&report)?))?;
        } else {
            print(&format!("{}\n", page(&report)))?;
        }
    }
    Ok(())
}
