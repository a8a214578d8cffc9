//! Taking files in: one command each, one report when the last has answered.

use std::path::PathBuf;
use std::sync::Arc;

use super::context::{Ask, UiCtx};
use super::dialogs::{ImportReport, arrivals};
use super::file_sorts::is_table;
use super::notices::Tone;
use super::screen::Screen;
use crate::plan::Plans;
use crate::session::{Command, Import, ImportMode, ImportReport as TakenIn, Outcome};

/// Files on their way, and what came of those that are done.
#[derive(Debug, Default)]
pub struct TakingIn {
    pub open: usize,
    report: ImportReport,
    /// The plans as they were before the first of them.
    before: Option<Arc<Plans>>,
    /// They were named when the program was started: what was here before needs no word.
    at_start: bool,
    /// Named while the workspace was being opened: they are taken in once it is.
    waiting: Vec<PathBuf>,
}

impl TakingIn {
    /// Whether one file is on its way and none came before it.
    pub(super) fn is_one(&self) -> bool {
        self.open == 1 && self.report.names().is_empty()
    }
}

impl Screen {
    /// Takes files in that a person has just named: layers and workspaces at once, a laboratory's table once it was
    /// looked at.
    pub fn open_files(&mut self, ctx: &UiCtx<'_>, paths: Vec<PathBuf>) {
        self.taking_in.at_start = false;
        let (tables, layers): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| is_table(path));
        for table in tables {
            ctx.outbox.ask(Ask::ReadTable(table));
        }
        self.import_all(ctx, layers);
    }

    /// Takes files in that were named when the program was started.
    pub fn open_files_at_start(&mut self, ctx: &UiCtx<'_>, paths: Vec<PathBuf>) {
        self.taking_in.at_start = true;
        self.import_all(ctx, paths);
    }

    pub(super) fn import_answer(
        &mut self,
        ctx: &UiCtx<'_>,
        name: String,
        outcome: Result<Outcome, String>,
    ) {
        let result = match outcome {
            Ok(Outcome::Imported(report)) => Ok(*report),
            Ok(Outcome::WouldMix { path, .. }) => {
                Ok(TakenIn { left_out: vec![path], ..TakenIn::default() })
            }
            Ok(Outcome::Refused(refusal)) => {
                let why: Vec<&str> =
                    refusal.missing.iter().map(|missing| ctx.say(&missing.message)).collect();
                Err(why.join("；"))
            }
            Ok(_) => return,
            Err(why) => Err(why),
        };
        self.taking_in.report.add(name, result);
        self.taking_in.open = self.taking_in.open.saturating_sub(1);
        if self.taking_in.open > 0 {
            return;
        }
        let mut report = std::mem::take(&mut self.taking_in.report);
        if let Some(before) = self.taking_in.before.take() {
            report.arrived = arrivals(&before, &ctx.snapshot.plans, &report.conflicts());
        }
        if self.view.camera.is_none() {
            self.map.show_first(ctx);
        }
        // What was said of files before is no word on these.
        self.notices.put_confirmations_away();
        if report.is_empty() {
            let words = ctx.fill("import.nothing_there", &[("name", &report.names())]);
            return self.notices.add(Tone::Plain, words);
        }
        match (report.brings_nothing_new(), self.taking_in.at_start) {
            (true, true) => {}
            (true, false) if !report.wants_reading() => {
                self.notices.add(Tone::Plain, ctx.t("import.nothing_new"));
            }
            _ if report.wants_reading() => {
                // What stands there unread is not covered by what came after it.
                let unread = self.report.take().filter(|old| !old.is_folded);
                self.report = Some(report.with(unread.unwrap_or_default()).worst_first());
            }
            _ => self.notices.add(Tone::Good, report.summary(ctx)),
        }
    }

    /// The workspace is open, or could not be opened: takes in, or refuses, what was named meanwhile.
    pub fn open_waiting_files(&mut self, ctx: &UiCtx<'_>) {
        let waiting = std::mem::take(&mut self.taking_in.waiting);
        if !waiting.is_empty() {
            self.open_files(ctx, waiting);
        }
    }

    fn import_all(&mut self, ctx: &UiCtx<'_>, paths: Vec<PathBuf>) {
        if self.opening {
            self.taking_in.waiting.extend(paths);
            return;
        }
        if ctx.snapshot.read_only && !paths.is_empty() {
            // At the start the files are usually those that the workspace holds already.
            if !self.taking_in.at_start {
                match ctx.snapshot.evening {
                    Some(_) => self.refuse_to_record(ctx),
                    None => self.notices.add(Tone::Bad, ctx.t("read_only.no_files")),
                }
            }
            return;
        }
        self.taking_in.before.get_or_insert_with(|| Arc::clone(&ctx.snapshot.plans));
        for path in paths {
            ctx.outbox.command(Command::Import(Import {
                path,
                kind: None,
                datum: None,
                mode: ImportMode::Auto,
                mix_synthetic: false,
            }));
        }
    }
}
