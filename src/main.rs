//! The command line.

use std::process::ExitCode;

/// A decision allocates thousands of small values on one thread and often frees them on another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    bonafide::cli::main()
}
