//! 打印: the chosen feature's sheet, or the list of the day with a blank sheet for each, as a PDF file.

use std::path::{Path, PathBuf};

use egui::{Label, RichText, Ui};

use super::{DialogEnd, entered, focus_at_first, foot_ui, named_in, said_ui, save_line_ui};
use crate::model::FeatureKey;
use crate::report::{IfThere, ReportOrder, ReportWhat};
use crate::ui::context::{Ask, PickFor, UiCtx};
use crate::ui::save_place::dated_name;
use crate::ui::today;
use crate::ui::view_state::ViewState;

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Printed {
    Done {
        file: PathBuf,
        /// What a person should know of it.
        remarks: Vec<String>,
    },
    /// There is a file already; nothing was written.
    WouldReplace(PathBuf),
    /// Why not, in the screen's language.
    Failed(String),
}

#[derive(Debug)]
pub struct PrintDialog {
    feature: Option<(FeatureKey, String)>,
    day: Vec<FeatureKey>,
    day_wanted: bool,
    to: String,
    waiting: bool,
    said: Option<Result<String, String>>,
    /// Where a file stands in the way: pressing once more, with the same place, replaces it.
    replacing: Option<String>,
}

impl PrintDialog {
    /// A place in `folder` is offered.
    pub fn new(ctx: &UiCtx<'_>, view: &ViewState, folder: &Path) -> Self {
        let day = today::items(ctx).iter().map(|item| item.feature.clone()).collect();
        let feature = view.selected_key().map(|key| {
            let name = ctx.name_of(&key);
            (key, name)
        });
        Self {
            day_wanted: feature.is_none(),
            feature,
            day,
            to: folder.to_string_lossy().into_owned(),
            waiting: false,
            said: None,
            replacing: None,
        }
    }

    /// The system's dialog named a place.
    pub fn put_path(&mut self, path: &Path) {
        self.to = path.to_string_lossy().into_owned();
    }

    /// What became of the file.
    pub fn answer(&mut self, ctx: &UiCtx<'_>, printed: Printed) {
        self.waiting = false;
        self.said = Some(match printed {
            Printed::Done { file, .. } => Ok(ctx.fill("print.done", &[("file", &file.display())])),
            Printed::WouldReplace(file) => {
                self.replacing = Some(self.to.clone());
                Err(ctx.fill("print.exists", &[("file", &file.display())]))
            }
            Printed::Failed(why) => Err(ctx.fill("notice.failed", &[("why", &why)])),
        });
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        if let Some((_, name)) = &self.feature {
            let words = ctx.fill("print.feature", &[("name", name)]);
            ui.radio_value(&mut self.day_wanted, false, words);
        }
        let words = ctx.fill("print.day", &[("n", &self.day.len())]);
        ui.radio_value(&mut self.day_wanted, true, words);
        if self.day_wanted && self.day.is_empty() {
            let words = RichText::new(ctx.t("print.day_empty")).color(ctx.palette.warn);
            ui.add(Label::new(words).wrap());
        }
        let usual = self.file_name(ctx);
        let line = save_line_ui(ctx, ui, &mut self.to, &usual, ctx.t("print.hint"));
        focus_at_first(ui, &line, &self.to);
        let entered = entered(ui, &line);
        if ui.button(ctx.t("export.choose")).clicked() {
            let place = named_in(&self.to, &self.file_name(ctx));
            ctx.outbox.pick_files(PickFor::Export(place));
        }
        said_ui(ctx, ui, self.said.as_ref());
        let mut end = None;
        foot_ui(ui, |ui| {
            let overwrite = self.replacing.as_ref() == Some(&self.to);
            let words = if overwrite { "export.replace" } else { "print.do" };
            let ready = !self.waiting && (!self.day_wanted || !self.day.is_empty());
            let button = ui.add_enabled(ready, egui::Button::new(ctx.t(words)));
            if button.clicked() || (entered && ready) {
                self.print(ctx, overwrite);
            }
            if ui.button(ctx.t("dialog.close")).clicked() {
                end = Some(DialogEnd::Closed);
            }
        });
        end
    }

    fn file_name(&self, ctx: &UiCtx<'_>) -> String {
        match (&self.feature, self.day_wanted) {
            (Some((_, name)), false) => dated_name(&[name], ctx.today(), "pdf"),
            _ => dated_name(&[ctx.t("print.day_file")], ctx.today(), "pdf"),
        }
    }

    fn print(&mut self, ctx: &UiCtx<'_>, overwrite: bool) {
        self.replacing = None;
        if self.to.trim().is_empty() {
            self.said = Some(Err(ctx.t("export.path_wanted").to_owned()));
            return;
        }
        let what = match (&self.feature, self.day_wanted) {
            (Some((key, _)), false) => ReportWhat::Sheet(key.clone()),
            _ => ReportWhat::Day { day: ctx.snapshot.clock_day, features: self.day.clone() },
        };
        let to = named_in(&self.to, &self.file_name(ctx));
        self.to = to.to_string_lossy().into_owned();
        (self.said, self.waiting) = (None, true);
        let if_there = if overwrite { IfThere::Replace } else { IfThere::Ask };
        ctx.outbox.ask(Ask::Print(ReportOrder { what, as_of: None, to, if_there }));
    }
}
