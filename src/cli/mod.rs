//! The command line: arguments become commands of the session, answers become text, findings become exit codes.
//!
//! A thin skin: it decides nothing. What may be recorded is the session's and the rules' business, what a file
//! holds that of `formats`, how the map looks that of `map`. No window.

mod act;
mod args;
mod bench;
mod bench_clock;
mod bench_frames;
mod bench_identify;
mod check;
mod check_text;
mod complaint;
mod demo;
mod evidence;
mod export;
mod feature;
mod fields;
mod files;
mod import;
mod log;
mod no_display;
mod opening;
mod print;
mod record;
mod record_args;
mod references;
mod render;
mod report;
mod report_args;
mod settle;
mod summary;
mod summary_changes;
mod summary_programme;
mod surroundings;
mod values;
mod verify;
mod writing;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;

use clap::{CommandFactory as _, Parser as _};

use crate::model::{Lang, Stamp};

pub use args::Command;
use args::{Cli, Shared};
use complaint::complain;
pub use no_display::no_display as no_display_in;
use surroundings::shown;
pub use surroundings::{Exit, Surroundings, data_dir};

/// What the program was started for.
#[derive(Debug)]
pub enum Invocation {
    /// The window, with files and folders to open and, where they were named, the language of messages and the file
    /// that is told how long each frame takes.
    Window { paths: Vec<PathBuf>, lang: Option<Lang>, frame_log: Option<PathBuf> },
    /// Something without a window.
    Command(Run),
    /// Help was asked for or the arguments were bad: it has been said, only the exit code is left.
    Answered(Exit),
}

/// A subcommand with what all subcommands understand.
#[derive(Debug)]
pub struct Run {
    command: Command,
    shared: Shared,
}

/// Reads the arguments, the program's own name first. Help and complaints are printed here.
pub fn parse<I, T>(args: I) -> Invocation
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let args: Vec<OsString> = args.into_iter().map(Into::into).collect();
    let lang = asked_lang(&args).unwrap_or_else(surroundings::system_lang);
    match Cli::try_parse_from(args) {
        Ok(Cli { command: Some(command), shared, paths, .. }) if paths.is_empty() => {
            Invocation::Command(Run { command, shared })
        }
        Ok(Cli { command: Some(_), paths, .. }) => {
            let first = paths.first().map(|path| path.display().to_string()).unwrap_or_default();
            let kind = clap::error::ErrorKind::ArgumentConflict;
            if lang == Lang::Zh {
                eprintln!("yice：子命令要写在前面，{first:?} 却在它之前。");
                return Invocation::Answered(Exit::Failed);
            }
            let words = format!("a subcommand comes first: found the path {first:?} before it");
            say_flags(&Cli::command().error(kind, words), lang)
        }
        Ok(Cli { paths, frame_log, command: None, shared }) => match shared.lang() {
            Ok(lang) => Invocation::Window { paths, lang, frame_log },
            Err(error) => {
                eprintln!("yice: {}", shown(&complaint::line(&error, lang)));
                Invocation::Answered(Exit::Failed)
            }
        },
        Err(error) => say_flags(&error, lang),
    }
}

/// The language that `--lang` names, read before anything else: complaints about the rest are made in it.
fn asked_lang(args: &[OsString]) -> Option<Lang> {
    let words: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    let after = words.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    match after.or(joined)? {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// Prints help, the version or what is wrong with the arguments.
fn say_flags(error: &clap::Error, lang: Lang) -> Invocation {
    // Where the terminal is gone there is nobody left to tell.
    let _ = match (error.use_stderr(), lang) {
        (true, Lang::Zh) => {
            writeln!(io::stderr(), "{}", shown(&complaint::flags_zh(error)))
        }
        (true, Lang::En) | (false, _) => error.print(),
    };
    Invocation::Answered(if error.use_stderr() { Exit::Failed } else { Exit::Fine })
}

/// Runs a subcommand on this computer: its clock, its data folder, its terminal.
pub fn run(run: Run) -> Exit {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr();
    let exit = run_in(run, Surroundings::of_this_machine(&mut out, &mut err));
    match out.flush() {
        Ok(()) => exit,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit,
        Err(error) => {
            let _ = writeln!(err, "yice: could not write the answer: {error}");
            Exit::Failed
        }
    }
}

/// Says on this terminal that there is no display, what the layers hold and how to draw them.
pub fn no_display(paths: &[PathBuf], lang: Option<Lang>) -> Exit {
    let (mut out, mut err) = (io::stdout(), io::stderr());
    let surroundings = Surroundings::of_this_machine(&mut out, &mut err);
    let lang = lang.unwrap_or(surroundings.lang);
    no_display_in(paths, Surroundings { lang, ..surroundings })
}

/// Runs a subcommand in given surroundings, and says on `err` why it failed, if it did.
pub fn run_in(run: Run, mut surroundings: Surroundings<'_>) -> Exit {
    let outcome = prepare(&run.shared, &mut surroundings)
        .and_then(|()| dispatch(run.command, &mut surroundings));
    match outcome {
        Ok(exit) => exit,
        // `yice log … | head` is no failure.
        Err(error) if is_broken_pipe(&error) => Exit::Fine,
        Err(error) => {
            let line = complaint::line(&error, surroundings.lang);
            surroundings.tell_plain(&format!("yice: {line}"));
            Exit::Failed
        }
    }
}

fn prepare(shared: &Shared, surroundings: &mut Surroundings<'_>) -> anyhow::Result<()> {
    if let Some(now) = &shared.now {
        surroundings.now = Stamp::parse(now)?;
    }
    surroundings.lang = shared.lang()?.unwrap_or(surroundings.lang);
    Ok(())
}

impl Shared {
    /// The language asked for, if one was.
    fn lang(&self) -> anyhow::Result<Option<Lang>> {
        match self.lang.as_deref() {
            None => Ok(None),
            Some("zh") => Ok(Some(Lang::Zh)),
            Some("en") => Ok(Some(Lang::En)),
            Some(other) => anyhow::bail!(complain!(
                "--lang 填 zh 或 en，得到 {other:?}",
                "--lang is zh or en, found {other:?}"
            )),
        }
    }
}

fn dispatch(command: Command, surroundings: &mut Surroundings<'_>) -> anyhow::Result<Exit> {
    match command {
        Command::Check(args) => check::run(&args, surroundings),
        Command::Demo(args) => demo::run(&args, surroundings),
        Command::Import(args) => import::run(&args, surroundings),
        Command::Record(args) => record::run(&args, surroundings),
        Command::Settle(args) => settle::run(&args, surroundings),
        Command::Log(args) => log::run(&args, surroundings),
        Command::Verify(args) => verify::run(&args, surroundings),
        Command::Export(args) => export::run(&args, surroundings),
        Command::Summary(args) => summary::run(&args, surroundings),
        Command::Print(args) => print::run(&args, surroundings),
        Command::Report(args) => report::run(&args, surroundings),
        Command::Render(args) => render::run(&args, surroundings),
        Command::Bench(args) => bench::run(&args, surroundings),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|error| error.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}
