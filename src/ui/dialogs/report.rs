//! 报表: which report, of what, as of when, and where it goes. Made off the frame; the dialog says what came of it.

use std::path::Path;

use egui::{ComboBox, Label, RichText, Ui};

use super::report_kind::ReportKind;
use super::report_scope::ScopeForm;
use super::{DialogEnd, Printed, foot_ui, line_ui, named_in, said_ui, save_line_ui};
use crate::model::Day;
use crate::report::{Ending, Form, IfThere, ReportOrder, ReportWhat, SheetSize};
use crate::ui::context::{Ask, PickFor, UiCtx};
use crate::ui::dates::parse_day;
use crate::ui::forms::path_of;
use crate::ui::save_place::dated_name;
use crate::ui::view_state::ViewState;
use crate::ui::work_rows::WorkRows;

#[derive(Debug)]
pub struct ReportDialog {
    kind: ReportKind,
    scope: ScopeForm,
    as_of: String,
    size: SheetSize,
    form: Option<Form>,
    ending: Ending,
    /// What this report can be written as.
    endings: &'static [Ending],
    template: String,
    to: String,
    waiting: bool,
    said: Option<Result<String, String>>,
    remarks: Vec<String>,
    /// Where a file stands in the way: pressing once more, with the same place, replaces it.
    replacing: Option<String>,
}

impl ReportDialog {
    pub fn new(
        ctx: &UiCtx<'_>,
        view: &ViewState,
        rows: &WorkRows,
        kind: ReportKind,
        folder: &Path,
    ) -> Self {
        let mut dialog = Self {
            kind,
            scope: ScopeForm::new(ctx, view, rows),
            as_of: String::new(),
            size: SheetSize::default(),
            form: None,
            ending: Ending::Pdf,
            endings: &[],
            template: String::new(),
            to: folder.to_string_lossy().into_owned(),
            waiting: false,
            said: None,
            remarks: Vec::new(),
            replacing: None,
        };
        dialog.begin(kind);
        dialog
    }

    /// Another report was chosen: what does not fit it is chosen anew.
    fn begin(&mut self, kind: ReportKind) {
        self.kind = kind;
        self.scope.begin(kind);
        self.endings = self.what().endings();
        self.end_with(self.endings.first().copied().unwrap_or(Ending::Pdf));
        (self.said, self.replacing) = (None, None);
        self.remarks.clear();
        // The next report stands beside the last one.
        let to = path_of(&self.to);
        if let (Some(_), Some(folder)) = (to.extension(), to.parent()) {
            self.to = folder.to_string_lossy().into_owned();
        }
    }

    /// The order that pressing the button of the dialog as it begins would give; no file that is there is replaced.
    pub fn at_once(self, ctx: &UiCtx<'_>) -> ReportOrder {
        let to = path_of(&self.to).join(self.file_name(ctx));
        ReportOrder { what: self.what(), as_of: None, to, if_there: IfThere::Beside }
    }

    /// The system's dialog named a place.
    pub fn put_path(&mut self, path: &Path) {
        self.to = path.to_string_lossy().into_owned();
    }

    /// What became of the file.
    pub fn answer(&mut self, ctx: &UiCtx<'_>, printed: Printed) {
        self.waiting = false;
        self.said = Some(match printed {
            Printed::Done { file, remarks } => {
                self.remarks = remarks;
                Ok(ctx.fill("report.done", &[("file", &file.display())]))
            }
            Printed::WouldReplace(file) => {
                self.replacing = Some(self.to.clone());
                Err(ctx.fill("print.exists", &[("file", &file.display())]))
            }
            Printed::Failed(why) => Err(ctx.fill("notice.failed", &[("why", &why)])),
        });
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        self.kind_ui(ctx, ui);
        self.scope.ui(ctx, ui, self.kind);
        match self.kind {
            ReportKind::WallMap => self.size_ui(ctx, ui),
            ReportKind::Approval => self.form_ui(ctx, ui),
            _ => {}
        }
        self.ending_ui(ctx, ui);
        if self.kind == ReportKind::Ledger {
            let hint = ctx.t("report.template_hint");
            line_ui(ui, ctx.t("report.template"), &mut self.template, hint);
        }
        let hint = ctx.snapshot.today.to_string();
        line_ui(ui, ctx.t("report.as_of"), &mut self.as_of, &hint);
        let usual = self.file_name(ctx);
        save_line_ui(ctx, ui, &mut self.to, &usual, &usual);
        self.said_ui(ctx, ui);
        let mut end = None;
        foot_ui(ui, |ui| {
            let overwrite = self.replacing.as_ref() == Some(&self.to);
            let words = if overwrite { "export.replace" } else { "report.do" };
            let ready = !self.waiting && self.scope.is_ready();
            if ui.add_enabled(ready, egui::Button::new(ctx.t(words))).clicked() {
                self.order(ctx, overwrite);
            }
            if ui.button(ctx.t("export.choose")).clicked() {
                ctx.outbox.pick_files(PickFor::Export(named_in(&self.to, &usual)));
            }
            if ui.button(ctx.t("dialog.close")).clicked() {
                end = Some(DialogEnd::Closed);
            }
        });
        end
    }

    fn kind_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let label = ui.label(ctx.t("report.kind"));
        let mut kind = self.kind;
        ComboBox::from_id_salt("report kind")
            .selected_text(ctx.t(kind.text()))
            .width(ui.available_width())
            .show_ui(ui, |ui| {
                for one in ReportKind::ALL {
                    ui.selectable_value(&mut kind, one, ctx.t(one.text()));
                }
            })
            .response
            .labelled_by(label.id);
        if kind != self.kind {
            self.begin(kind);
        }
        let what = RichText::new(ctx.t(self.kind.what())).small().color(ctx.palette.weak);
        ui.add(Label::new(what).wrap());
    }

    fn size_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.label(ctx.t("report.paper"));
            for size in SheetSize::ALL {
                ui.radio_value(&mut self.size, size, size.code().to_uppercase());
            }
        });
    }

    fn form_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.label(ctx.t("report.form"));
            ui.radio_value(&mut self.form, None, ctx.t("report.form_fitting"));
            for form in Form::ALL {
                let words = match form {
                    Form::Plan => "report.form_plan",
                    Form::SignOff => "report.form_sign_off",
                    Form::Extension => "report.form_extension",
                };
                ui.radio_value(&mut self.form, Some(form), ctx.t(words));
            }
        });
    }

    fn ending_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let mut chosen = self.ending;
        ui.horizontal(|ui| {
            ui.label(ctx.t("report.file_type"));
            for ending in self.endings {
                ui.radio_value(&mut chosen, *ending, ending.code().to_uppercase());
            }
        });
        if chosen != self.ending {
            self.end_with(chosen);
        }
    }

    /// The place keeps its name; its ending follows.
    fn end_with(&mut self, ending: Ending) {
        self.ending = ending;
        let to = path_of(&self.to);
        if to.extension().is_some() {
            self.to = to.with_extension(ending.code()).to_string_lossy().into_owned();
        }
    }

    fn said_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        if self.waiting {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(ctx.t("report.making"));
            });
        }
        said_ui(ctx, ui, self.said.as_ref());
        for remark in &self.remarks {
            ui.add(Label::new(RichText::new(remark).color(ctx.palette.warn)).wrap());
        }
    }

    fn what(&self) -> ReportWhat {
        let scope = self.scope.scope(self.kind);
        match (self.kind, self.scope.feature()) {
            (ReportKind::Programme, _) => ReportWhat::Programme,
            (ReportKind::Ranking, _) => ReportWhat::Ranking,
            (ReportKind::Ledger, _) => {
                let template = Some(self.template.trim()).filter(|path| !path.is_empty());
                ReportWhat::Ledger { scope, template: template.map(path_of) }
            }
            (ReportKind::Dossier, _) => ReportWhat::Dossier(scope),
            (ReportKind::Approval, Some(feature)) => {
                ReportWhat::Approval { feature: feature.clone(), form: self.form }
            }
            // Without a feature the button is grey: its file would be one on pages.
            (ReportKind::Approval, None) => ReportWhat::Programme,
            (ReportKind::Briefing, _) => ReportWhat::Briefing,
            (ReportKind::WallMap, _) => ReportWhat::WallMap { scope, size: self.size },
            (ReportKind::Waters, _) => ReportWhat::Publishable(scope),
        }
    }

    /// `台账 排污口 2022-05-12.xlsx`, `审批表 示例排口031 2022-05-12.pdf`.
    fn file_name(&self, ctx: &UiCtx<'_>) -> String {
        let day = self.day(ctx).ok().flatten().unwrap_or(ctx.snapshot.today);
        let of = self.scope.name(ctx, self.kind);
        dated_name(&[ctx.t(self.kind.text()), &of], day, self.ending.code())
    }

    fn order(&mut self, ctx: &UiCtx<'_>, overwrite: bool) {
        (self.replacing, self.said) = (None, None);
        self.remarks.clear();
        if self.to.trim().is_empty() {
            self.said = Some(Err(ctx.t("export.path_wanted").to_owned()));
            return;
        }
        let as_of = match self.day(ctx) {
            Ok(as_of) => as_of,
            Err(why) => {
                self.said = Some(Err(why.to_owned()));
                return;
            }
        };
        let to = named_in(&self.to, &self.file_name(ctx));
        self.to = to.to_string_lossy().into_owned();
        self.waiting = true;
        let if_there = if overwrite { IfThere::Replace } else { IfThere::Ask };
        ctx.outbox.ask(Ask::Print(ReportOrder { what: self.what(), as_of, to, if_there }));
    }

    /// The typed day; `None` where none is: the day of the workspace.
    fn day(&self, ctx: &UiCtx<'_>) -> Result<Option<Day>, &'static str> {
        match self.as_of.trim() {
            "" => Ok(None),
            typed => match parse_day(typed, ctx.snapshot.today) {
                Some(day) => Ok(Some(day)),
                None => Err(ctx.t("form.day_unread")),
            },
        }
    }
}
