//! What the session answered, and what that changes on the screen.

use std::path::PathBuf;

use super::context::{Ticket, UiCtx};
use super::dialogs::{Dialog, Printed};
use super::form_pane::Recorded;
use super::forms::{Content, WithdrawForm};
use super::notices::Tone;
use super::photo_doubts::photo_doubts;
use super::save_place::FileSort;
use super::screen::Screen;
use super::view_state::VIEW_SETTING;
use crate::model::FeatureKey;
use crate::plan::Body;
use crate::session::{Command, Outcome, Recording, Rehearsed, Standing};

/// What an unanswered command was about.
#[derive(Clone, Debug)]
pub enum Waiting {
    Form,
    Tray,
    Import(String),
    Export,
    Backup(PathBuf),
    Undo,
    Redo,
    Layer,
    /// What there is to adopt of a layer, or its adoption.
    Adoption,
    /// Which values an export would replace.
    WriteBack,
    Draft,
    /// How the window looks, and what else is no loss where it is not kept.
    View,
    Quiet,
}

/// What would be lost, line by line.
fn in_the_way(ctx: &UiCtx<'_>, standing: &[Standing]) -> String {
    let lines: Vec<String> = standing.iter().map(|one| ctx.say(&one.text()).to_owned()).collect();
    lines.join("\n")
}

/// What a feature is called; of one whose making was taken back, what it had been called.
fn name_even_if_gone(ctx: &UiCtx<'_>, key: &FeatureKey) -> String {
    let made = ctx.state(key).filter(|_| ctx.place(key).is_none()).and_then(|state| {
        state.entries.iter().find_map(|entry| match &entry.record.body {
            Body::Created(created) => created.fields.get("name")?.as_str().map(str::to_owned),
            _ => None,
        })
    });
    made.filter(|name| !name.is_empty()).unwrap_or_else(|| ctx.name_of(key))
}

/// Which features the rules refuse what was asked for many, and why.
pub fn refused_in_words(ctx: &UiCtx<'_>, refused: &[Rehearsed]) -> String {
    let why = refused.iter().flat_map(|one| {
        let name = ctx.name_of(&one.feature);
        let missing = one.refusal.iter().flat_map(|refusal| &refusal.missing);
        missing.map(move |missing| format!("{name}：{}", ctx.say(&missing.message)))
    });
    why.collect::<Vec<_>>().join("；")
}

impl Screen {
    /// A command is on its way: remembers what its answer will be about.
    pub fn sent(&mut self, ticket: Ticket, command: &Command) {
        let waiting = match command {
            Command::Record(_)
            | Command::Rehearse(_)
            | Command::Withdraw { .. }
            | Command::TakeBack { .. } => Waiting::Form,
            Command::RecordFrom { recording: Recording::One(_), .. } => Waiting::Form,
            Command::RecordAll(_) | Command::RecordFrom { .. } => Waiting::Tray,
            Command::Import(import) => {
                self.taking_in.open += 1;
                Waiting::Import(super::forms::file_name(&import.path))
            }
            Command::Export(_) => Waiting::Export,
            Command::SaveCopy { to, .. } => Waiting::Backup(to.clone()),
            Command::Undo => Waiting::Undo,
            Command::Redo => Waiting::Redo,
            Command::SetLayerKind { .. }
            | Command::SetLayerDatum { .. }
            | Command::RemoveLayer { .. }
            | Command::AttachKey { .. } => Waiting::Layer,
            Command::AdoptLayer { .. } | Command::PreviewAdoption { .. } => Waiting::Adoption,
            Command::PreviewWriteBack(_) => Waiting::WriteBack,
            Command::SaveDraft(_) => Waiting::Draft,
            // What is not held still lies where it came from.
            Command::Hold { .. } => Waiting::View,
            Command::SetSetting { name, .. } if name == VIEW_SETTING => Waiting::View,
            // The window opens a chosen folder whole, its photos with it.
            Command::AdoptFiles { .. }
            | Command::DropDraft { .. }
            | Command::SetSetting { .. }
            | Command::BackUp { .. }
            | Command::Freeze { .. }
            | Command::ChangeDay { .. }
            | Command::Refresh => Waiting::Quiet,
        };
        self.waiting.insert(ticket, waiting);
    }

    /// An import went elsewhere: nobody waits for its answer here.
    pub fn drop_import(&mut self, ticket: Ticket) {
        if self.waiting.remove(&ticket).is_some() {
            self.taking_in.open = self.taking_in.open.saturating_sub(1);
        }
    }

    /// Whether nothing else was opened with this file.
    pub fn is_only_import(&self, ticket: Ticket) -> bool {
        self.waiting.contains_key(&ticket) && self.taking_in.is_one()
    }

    /// Whether something that was typed is on its way to the disk.
    pub fn is_storing_words(&self) -> bool {
        self.waiting.values().any(|it| matches!(it, Waiting::Draft | Waiting::Form | Waiting::Tray))
    }

    /// How many commands have no answer yet.
    pub fn unanswered(&self) -> usize {
        self.waiting.len()
    }

    /// Takes an answer. The snapshot in `ctx` is the one that followed it.
    pub fn answer(&mut self, ctx: &UiCtx<'_>, ticket: Ticket, outcome: Result<Outcome, String>) {
        let Some(waiting) = self.waiting.remove(&ticket) else { return };
        if self.field_answer(ctx, ticket, &outcome)
            || self.board_answer(ctx, ticket, &outcome)
            || self.review_answer(ctx, ticket, &outcome)
            || self.direct_answer(ctx, ticket, &outcome)
            || self.lab_answer(ctx, ticket, &outcome)
        {
            return;
        }
        match waiting {
            Waiting::Form => self.form_answer(ctx, ticket, &outcome),
            Waiting::Tray => self.tray_answer(ctx, ticket, outcome),
            Waiting::Import(name) => self.import_answer(ctx, name, outcome),
            Waiting::Export => self.export_answer(ctx, outcome),
            Waiting::Backup(to) => self.backup_answer(ctx, &to, outcome),
            Waiting::Undo => self.undo_answer(ctx, "notice.undone", outcome),
            Waiting::Redo => self.undo_answer(ctx, "notice.redone", outcome),
            Waiting::Adoption => self.adoption_answer(ctx, outcome),
            Waiting::WriteBack => self.write_back_answer(ctx, outcome),
            Waiting::Draft => self.unsaved.answered(outcome, self.forms.disk_is_full),
            Waiting::View => {}
            Waiting::Layer | Waiting::Quiet => self.layer_answer(ctx, outcome),
        }
    }

    fn form_answer(&mut self, ctx: &UiCtx<'_>, ticket: Ticket, outcome: &Result<Outcome, String>) {
        if let Some(Recorded::Done { feature, form }) = self.forms.answer(ctx, ticket, outcome) {
            let form = ctx.words.code("form_name", form);
            let name = ctx.name_of(&feature);
            let words = ctx.fill("notice.recorded", &[("form", &form), ("name", &name)]);
            self.notices.add(Tone::Good, words);
            if let Ok(Outcome::Recorded { records }) = outcome {
                for doubt in photo_doubts(ctx, records.iter().map(AsRef::as_ref)) {
                    match doubt.act {
                        Some(act) => self.notices.add_act(doubt.words, act),
                        None => self.notices.add(Tone::Plain, doubt.words),
                    }
                }
            }
            // The hand goes on from the row: up and down to the next one.
            if !self.forms.is_open() && !self.list_is_folded() && !self.view.layers_shown {
                self.list.focus_row(ctx, Some(feature));
            }
        }
    }

    fn tray_answer(&mut self, ctx: &UiCtx<'_>, ticket: Ticket, outcome: Result<Outcome, String>) {
        let result = match outcome {
            Ok(Outcome::Rehearsed(refused)) => Err(refused_in_words(ctx, &refused)),
            Ok(Outcome::Recorded { records }) => {
                Ok(records.iter().map(|record| record.hash).collect())
            }
            Ok(_) => Ok(Vec::new()),
            Err(why) => Err(why),
        };
        if let Some((filed, waiting)) = self.tray.answer(ticket, result)
            && filed > 0
        {
            let words = ctx.fill("tray.filed", &[("n", &filed), ("left", &waiting)]);
            self.notices.add(Tone::Good, words);
        }
    }

    fn export_answer(&mut self, ctx: &UiCtx<'_>, outcome: Result<Outcome, String>) {
        let result = match outcome {
            Ok(Outcome::Exported { files, records, photos }) => {
                let names: Vec<String> =
                    files.iter().map(|file| file.to_string_lossy().into_owned()).collect();
                Ok(ctx.fill(
                    "export.done",
                    &[("files", &names.join("、")), ("records", &records), ("photos", &photos)],
                ))
            }
            Ok(Outcome::WouldReplace(standing)) => {
                let words = in_the_way(ctx, &standing);
                match &mut self.dialog {
                    Some(Dialog::Export(dialog)) => dialog.ask_to_replace(words),
                    _ => self.notices.add(Tone::Bad, words),
                }
                return;
            }
            Ok(_) => return,
            Err(why) => Err(ctx.fill("notice.failed", &[("why", &why)])),
        };
        match (&mut self.dialog, result) {
            (Some(Dialog::Export(dialog)), result) => {
                if result.is_ok() {
                    self.view.saved_as(FileSort::Layer, &dialog.place());
                }
                dialog.answer(result);
            }
            (_, Ok(done)) => self.notices.add(Tone::Good, done),
            (_, Err(why)) => self.notices.add(Tone::Bad, why),
        }
    }

    fn write_back_answer(&mut self, ctx: &UiCtx<'_>, outcome: Result<Outcome, String>) {
        let Some(Dialog::Export(dialog)) = &mut self.dialog else { return };
        match outcome {
            Ok(Outcome::WouldWriteBack(values)) => dialog.write_back.found(values),
            Ok(_) => {}
            Err(why) => dialog.answer(Err(ctx.fill("notice.failed", &[("why", &why)]))),
        }
    }

    fn backup_answer(
        &mut self,
        ctx: &UiCtx<'_>,
        to: &std::path::Path,
        outcome: Result<Outcome, String>,
    ) {
        let result = match outcome {
            Ok(Outcome::WouldReplace(standing)) => {
                let words = in_the_way(ctx, &standing);
                match &mut self.dialog {
                    Some(Dialog::Backup(dialog)) => dialog.ask_to_replace(words),
                    _ => self.notices.add(Tone::Bad, words),
                }
                return;
            }
            Ok(_) => Ok(ctx.fill("backup.done", &[("file", &to.display())])),
            Err(why) => Err(ctx.fill("notice.failed", &[("why", &why)])),
        };
        match (&mut self.dialog, result) {
            (Some(Dialog::Backup(dialog)), result) => {
                if result.is_ok() {
                    self.view.saved_as(FileSort::Backup, to);
                }
                dialog.answer(result);
            }
            (_, Ok(done)) => self.notices.add(Tone::Good, done),
            (_, Err(why)) => self.notices.add(Tone::Bad, why),
        }
    }

    fn undo_answer(
        &mut self,
        ctx: &UiCtx<'_>,
        key: &'static str,
        outcome: Result<Outcome, String>,
    ) {
        match outcome {
            Ok(Outcome::Undone { features, records }) => {
                self.tray.undone(ctx, &records);
                let name = match features.as_slice() {
                    [one] => name_even_if_gone(ctx, one),
                    several => ctx.fill("notice.several", &[("n", &several.len())]),
                };
                let words = ctx.fill(key, &[("name", &name), ("n", &records.len())]);
                self.notices.add(Tone::Good, words);
                match features.as_slice() {
                    // A found outfall that was taken back is gone, and its card with it.
                    [gone] if ctx.place(gone).is_none() => self.view.selected = None,
                    [feature] => self.select(ctx, feature),
                    _ => {}
                }
            }
            Ok(Outcome::Refused(refusal)) => {
                let why: Vec<&str> =
                    refusal.missing.iter().map(|missing| ctx.say(&missing.message)).collect();
                self.notices.add(Tone::Bad, why.join("；"));
            }
            Ok(Outcome::NothingToUndo) => {
                self.notices.add(Tone::Plain, ctx.t("notice.nothing_to_undo"))
            }
            // Others have it: the form says since when, and asks for the reason.
            Ok(Outcome::NeedsReason { feature: Some(feature), records, .. }) => {
                self.select(ctx, &feature);
                let form = WithdrawForm { records, note: String::new() };
                self.open_form(ctx, &feature, Content::Withdraw(form));
            }
            Ok(_) => {}
            Err(why) => self.notices.add(Tone::Bad, ctx.fill("notice.failed", &[("why", &why)])),
        }
    }

    /// Takes what became of the sheets.
    pub fn printed(&mut self, ctx: &UiCtx<'_>, printed: Printed) {
        match (&mut self.dialog, printed) {
            (Some(Dialog::Print(dialog)), printed) => {
                if let Printed::Done { file, .. } = &printed {
                    self.view.saved_as(FileSort::Sheet, file);
                }
                dialog.answer(ctx, printed);
            }
            (Some(Dialog::Report(dialog)), printed) => {
                if let Printed::Done { file, .. } = &printed {
                    self.view.saved_as(FileSort::Report, file);
                }
                dialog.answer(ctx, printed);
            }
            (_, Printed::Done { file, remarks }) => {
                for remark in remarks {
                    self.notices.add(Tone::Plain, remark);
                }
                let words = ctx.fill("print.done", &[("file", &file.display())]);
                self.notices.add_file(words, file);
            }
            (_, Printed::WouldReplace(file)) => {
                let words = ctx.fill("print.exists", &[("file", &file.display())]);
                self.notices.add(Tone::Bad, words);
            }
            (_, Printed::Failed(why)) => {
                self.notices.add(Tone::Bad, ctx.fill("notice.failed", &[("why", &why)]));
            }
        }
    }

    /// The feature on the card.
    pub fn selected(&self) -> Option<FeatureKey> {
        self.view.selected_key()
    }
}
