//! The command line: parses arguments, calls the library, prints.

mod cohort;
mod convert;
mod corpus;
mod data_dir;
mod drift;
mod evaluate;
mod import;
mod lists;
mod models;
mod print;
mod read_file;
mod score;
mod seed;
mod serve;
mod simulate;
mod tenant;
mod token;
mod train;
mod train_tenant;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Finds fake applicants from evidence. The reasons are the score.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service
    Serve(serve::Arguments),
    /// Print an access token for the API
    Token(token::Arguments),
    /// Invite users to the console
    User(user::Arguments),
    /// Load the seed profiles for a tenant
    Seed(seed::Arguments),
    /// Decide on every line of a file of profiles
    Import(import::Arguments),
    /// Convert other formats to profile documents
    Convert(convert::Arguments),
    /// Score a stream of profiles, one document per line, without a database
    Score(score::Arguments),
    /// Import threat lists
    Lists(lists::Arguments),
    /// List, import, promote and roll back models
    Models(models::Arguments),
    /// Print simulated applicants, one profile document per line
    Simulate(simulate::Arguments),
    /// Train a model on a tenant's labels or on labelled profiles
    Train(train::Arguments),
    /// Read one file within limits (used by the service)
    #[command(hide = true)]
    ReadFile(read_file::Arguments),
    /// Compare recent decisions with the data a tenant's model was trained on
    Drift(drift::Arguments),
    /// Measure a model on labelled profiles
    Evaluate(evaluate::Arguments),
    /// Run invented honest people and rings through the pipeline and print who is flagged
    Corpus(corpus::Arguments),
    /// Print the OpenAPI document
    Openapi,
    /// Print the documentation of every indicator
    Indicators,
    /// Print every setting with its default and meaning
    Config,
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Token(arguments) => token::run(&arguments),
        Command::User(arguments) => user::run(&arguments),
        Command::Seed(arguments) => seed::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Score(arguments) => score::run(&arguments),
        Command::Lists(arguments) => lists::run(&arguments),
        Command::Models(arguments) => models::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Train(arguments) => train::run(&arguments),
        Command::ReadFile(arguments) => read_file::run(&arguments),
        Command::Drift(arguments) => drift::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Openapi => print::print(&crate::http::openapi::document()),
        Command::Indicators => print::print(&evidence::indicators::page()),
        Command::Config => print::print(crate::config::DEFAULTS),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The chain of causes, on one line.
            let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
            eprintln!("bonafide: {}", causes.join(": "));
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    #[test]
    fn every_command_can_be_parsed() {
        super::Arguments::command().debug_assert();
    }

    #[test]
    fn data_dir_can_come_before_or_after_a_subcommand() {
        let import = ["lists", "import", "--name", "one", "--kind", "email", "one.txt"];
        let invite = [
            "user",
            "invite",
            "--tenant",
            "demo",
            "--email",
            "a@example.com",
            "--role",
            "reviewer",
        ];
        for words in [&["models", "list"][..], &import, &invite] {
            for at in [1, 2, words.len()] {
                let (before, after) = words.split_at(at);
                let line = [&["bonafide"], before, &["--data-dir", "there"], after].concat();
                let parsed = super::Arguments::try_parse_from(&line).unwrap();
                assert!(format!("{parsed:?}").contains("data_dir: \"there\""), "{line:?}");
            }
        }
    }
}
