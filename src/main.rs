//! The program: one match between the window and the command line, errors to exit codes.

use std::process::ExitCode;

use yice::cli::{self, Exit, Invocation};

fn main() -> ExitCode {
    let exit = match cli::parse(std::env::args_os()) {
        Invocation::Command(run) => cli::run(run),
        Invocation::Answered(exit) => exit,
        Invocation::Window { paths } => no_window_yet(&paths),
    };
    exit.into()
}

fn no_window_yet(paths: &[std::path::PathBuf]) -> Exit {
    cli::no_display(paths)
}
