//! The program: one match between the window and the command line, errors to exit codes.

use std::path::PathBuf;
use std::process::ExitCode;

use yice::app::{self, AppError};
use yice::cli::{self, Exit, Invocation};
use yice::model::Lang;

fn main() -> ExitCode {
    let exit = match cli::parse(std::env::args_os()) {
        Invocation::Command(run) => cli::run(run),
        Invocation::Answered(exit) => exit,
        Invocation::Window { paths, lang } => window(&paths, lang),
    };
    exit.into()
}

fn window(paths: &[PathBuf], lang: Option<Lang>) -> Exit {
    match app::run(paths, &cli::data_dir()) {
        Ok(()) => Exit::Fine,
        Err(AppError::NoDisplay(_)) => cli::no_display(paths, lang),
        Err(error) => {
            eprintln!("yice: {error}");
            Exit::Failed
        }
    }
}
