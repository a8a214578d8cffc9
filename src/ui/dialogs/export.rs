//! 导出: which layer, where to, as of which day; then what was written.

use std::path::{Path, PathBuf};

use egui::{Label, RichText, Ui};

use super::write_back::WriteBack;
use super::{DialogEnd, entered, focus_at_first, foot_ui, line_ui, offered_line_ui};
use crate::model::Day;
use crate::session::{Command, Evening, Export, Purpose};
use crate::ui::context::{PickFor, Ticket, UiCtx};
use crate::ui::dates::parse_day;
use crate::ui::forms::path_of;
use crate::ui::save_place::dated_name;

#[derive(Debug, Default)]
pub struct ExportDialog {
    /// `None`: every layer, into a folder.
    layer: Option<u64>,
    to: String,
    /// The place that was offered last.
    offered: String,
    folder: PathBuf,
    as_of: String,
    pub write_back: WriteBack,
    personal: bool,
    hand_in: bool,
    pub waiting: Option<Ticket>,
    problem: Option<String>,
    done: Option<String>,
    /// Where files stand in the way: pressing once more, with the same place, replaces them.
    replacing: Option<String>,
}

impl ExportDialog {
    /// The layer of the selected feature is offered first, and a place in `folder`.
    pub fn of_layer(layer: Option<u64>, folder: &Path) -> Self {
        Self { layer, folder: folder.to_owned(), ..Self::default() }
    }

    /// Where nobody named a place, one fitting the chosen layer stands there.
    fn offer(&mut self, ctx: &UiCtx<'_>) {
        if self.to != self.offered || self.folder.as_os_str().is_empty() {
            return;
        }
        let layer =
            self.layer.and_then(|id| ctx.snapshot.layers.iter().find(|layer| layer.id == id));
        let to = match layer {
            Some(layer) => self.folder.join(self.file_name(ctx, &layer.layer.name)),
            None => self.folder.join(self.folder_name(ctx)),
        };
        self.to = to.to_string_lossy().into_owned();
        self.offered.clone_from(&self.to);
    }

    /// What a layer's file is called: never as the source itself, for it bears a day.
    fn file_name(&self, ctx: &UiCtx<'_>, layer: &str) -> String {
        dated_name(&[layer], self.shown_day(ctx), "geojson")
    }

    fn folder_name(&self, ctx: &UiCtx<'_>) -> String {
        dated_name(&[&ctx.workspace_name()], self.shown_day(ctx), "")
    }

    /// The day that it is of.
    fn shown_day(&self, ctx: &UiCtx<'_>) -> Day {
        self.day(ctx).ok().flatten().unwrap_or(ctx.today())
    }

    /// The place as it is named.
    pub fn place(&self) -> PathBuf {
        path_of(&self.to)
    }

    /// The system's dialog named a place.
    pub fn put_path(&mut self, path: &std::path::Path) {
        self.to = path.to_string_lossy().into_owned();
    }

    /// The session has answered.
    pub fn answer(&mut self, outcome: Result<String, String>) {
        self.waiting = None;
        match outcome {
            Ok(done) => (self.done, self.problem) = (Some(done), None),
            Err(problem) => (self.done, self.problem) = (None, Some(problem)),
        }
    }

    /// Files stand in the way: says which, and asks.
    pub fn ask_to_replace(&mut self, problem: String) {
        self.waiting = None;
        self.replacing = Some(self.to.clone());
        self.problem = Some(problem);
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        let label = ui.label(ctx.t("export.layer"));
        let every = ctx.t("export.every_layer");
        let shown =
            self.layer.and_then(|id| ctx.snapshot.layers.iter().find(|layer| layer.id == id));
        egui::ComboBox::from_id_salt("export layer")
            .selected_text(shown.map_or(every, |layer| layer.layer.name.as_str()))
            .width(ui.available_width())
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut self.layer, None, every);
                for layer in &ctx.snapshot.layers {
                    ui.selectable_value(&mut self.layer, Some(layer.id), &layer.layer.name);
                }
            })
            .response
            .labelled_by(label.id);
        let (to, hint) = match self.layer {
            Some(_) => ("export.to_file", "export.file_hint"),
            None => ("export.to_folder", "export.folder_hint"),
        };
        self.offer(ctx);
        let line = offered_line_ui(ui, ctx.t(to), &mut self.to, ctx.t(hint));
        focus_at_first(ui, &line, &self.to);
        let entered = entered(ui, &line);
        if ui.button(ctx.t("export.choose")).clicked() {
            let in_folder = |name: String| self.folder.join(name);
            ctx.outbox.pick_files(match shown {
                Some(layer) => PickFor::Export(in_folder(self.file_name(ctx, &layer.layer.name))),
                None => PickFor::ExportFolder(in_folder(self.folder_name(ctx))),
            });
        }
        line_ui(ui, ctx.t("export.as_of"), &mut self.as_of, ctx.t("export.as_of_hint"));
        ui.checkbox(&mut self.personal, ctx.t("export.personal"));
        ui.checkbox(&mut self.hand_in, ctx.t("export.hand_in"));
        let words = if self.hand_in { "export.handed_in_means" } else { "export.own_use_means" };
        let words = RichText::new(ctx.t(words)).small().color(ctx.palette.weak);
        ui.add(Label::new(words).wrap());
        if let Ok(as_of) = self.day(ctx) {
            self.write_back.ui(ctx, ui, self.layer, as_of);
        }
        ui.add(
            Label::new(RichText::new(ctx.t("export.what")).small().color(ctx.palette.weak)).wrap(),
        );
        if let Some(problem) = &self.problem {
            ui.add(Label::new(RichText::new(problem).color(ctx.palette.bad)).wrap());
        }
        if let Some(done) = &self.done {
            ui.add(Label::new(RichText::new(done).color(ctx.palette.good)).wrap());
        }
        if self.waiting.is_some() {
            ui.label(ctx.t("export.writing"));
        }
        let mut end = None;
        foot_ui(ui, |ui| {
            let overwrite = self.replacing.as_ref() == Some(&self.to);
            let words = if overwrite { "export.replace" } else { "export.do" };
            let button = egui::Button::new(ctx.t(words));
            let ready = self.waiting.is_none();
            if ui.add_enabled(ready, button).clicked() || (entered && ready) {
                self.export(ctx, overwrite);
            }
            if ui.button(ctx.t("dialog.close")).clicked() {
                end = Some(DialogEnd::Closed);
            }
        });
        end
    }

    fn export(&mut self, ctx: &UiCtx<'_>, overwrite: bool) {
        self.done = None;
        self.replacing = None;
        if self.to.trim().is_empty() {
            self.problem = Some(ctx.t("export.path_wanted").to_owned());
            return;
        }
        let as_of = match self.day(ctx) {
            Ok(as_of) => as_of,
            Err(problem) => {
                self.problem = Some(problem.to_owned());
                return;
            }
        };
        self.problem = None;
        self.waiting = Some(ctx.outbox.command(Command::Export(Export {
            layer: self.layer,
            to: path_of(&self.to),
            as_of: as_of.map(Evening::by_what_happened),
            write_back: self.write_back.codes(),
            personal: self.personal,
            overwrite,
            purpose: if self.hand_in { Purpose::HandIn } else { Purpose::OwnUse },
        })));
    }

    /// The typed day; `None` where none is.
    fn day(&self, ctx: &UiCtx<'_>) -> Result<Option<Day>, &'static str> {
        match self.as_of.trim() {
            "" => Ok(None),
            typed => match parse_day(typed, ctx.today()) {
                Some(day) => Ok(Some(day)),
                None => Err(ctx.t("form.day_unread")),
            },
        }
    }
}
