//! The command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    bonafide::cli::main()
}
