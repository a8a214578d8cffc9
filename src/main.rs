//! The program: one match between the window and the command line, errors to exit codes.

use std::process::ExitCode;

use yice::app::{self, AppError, Start};
use yice::cli::{self, Exit, Invocation};
use yice::model::Lang;

fn main() -> ExitCode {
    let exit = match cli::parse(std::env::args_os()) {
        Invocation::Command(run) => cli::run(run),
        Invocation::Answered(exit) => exit,
        Invocation::Window { paths, lang, frame_log } => {
            let start = Start { paths: &paths, frame_log: frame_log.as_deref() };
            window(&start, lang)
        }
    };
    exit.into()
}

fn window(start: &Start<'_>, lang: Option<Lang>) -> Exit {
    match app::run(start, &cli::data_dir()) {
        Ok(()) => Exit::Fine,
        Err(AppError::NoDisplay(_)) => cli::no_display(start.paths, lang),
        Err(error) => {
            eprintln!("yice: {error}");
            Exit::Failed
        }
    }
}
