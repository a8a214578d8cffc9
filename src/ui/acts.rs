//! What each action of the table does.

use super::actions::KeyAct;
use super::context::{Ask, PickFor, UiCtx};
use super::dialogs::{
    AboutDialog, BackupDialog, Dialog, ExportDialog, LogDialog, OpenPathDialog, PrintDialog,
    ReportDialog, ReportKind,
};
use super::forms::Content;
use super::notices::Tone;
use super::save_place::FileSort;
use super::screen::{AfterWho, Screen};
use super::search_box::SearchAsk;
use super::theme::TEXT_SCALES;
use super::today;
use super::view_state::{CardTab, ListTab, Middle, ThemeMode};
use crate::model::{FeatureKey, Lang};
use crate::session::Desk;

/// How much larger one press makes everything.
const SCALE_STEP: f32 = 0.1;
/// Looking at typed coordinates shows about a village.
const PLACE_ZOOM_LEVEL: f64 = 15.0;

impl Screen {
    /// A report into the folder of the last one, under its usual name: no file there is replaced.
    pub(in crate::ui) fn make_at_once(&mut self, ctx: &UiCtx<'_>, kind: ReportKind) {
        let order = self.report_dialog(ctx, kind).at_once(ctx);
        ctx.outbox.ask(Ask::Print(order));
    }

    fn report_dialog(&mut self, ctx: &UiCtx<'_>, kind: ReportKind) -> ReportDialog {
        self.list.rows.refresh(ctx, &self.view);
        let folder = self.save_folder(FileSort::Report);
        ReportDialog::new(ctx, &self.view, &self.list.rows, kind, &folder)
    }

    /// Does what was asked for by key, menu or search.
    pub fn act(&mut self, ctx: &UiCtx<'_>, act: KeyAct) {
        if self.review_act(ctx, act) {
            return;
        }
        match act {
            KeyAct::Open => self.pick(ctx, PickFor::Layers),
            KeyAct::TypePath => self.dialog = Some(Dialog::OpenPath(OpenPathDialog::default())),
            KeyAct::Workspaces => {
                self.dialog = Some(Dialog::Workspaces(self.workspaces.clone()));
            }
            KeyAct::Export => {
                let key = self.view.selected_key();
                let layer = key.and_then(|key| ctx.place(&key)).map(|(layer, _)| layer.id);
                let folder = self.save_folder(FileSort::Layer);
                self.dialog = Some(Dialog::Export(ExportDialog::of_layer(layer, &folder)));
            }
            KeyAct::Print => {
                let folder = self.save_folder(FileSort::Sheet);
                self.dialog = Some(Dialog::Print(PrintDialog::new(ctx, &self.view, &folder)));
            }
            KeyAct::Report(kind) => {
                self.dialog = Some(Dialog::Report(Box::new(self.report_dialog(ctx, kind))));
            }
            KeyAct::Backup => {
                let folder = self.save_folder(FileSort::Backup);
                self.dialog = Some(Dialog::Backup(BackupDialog::new(ctx, &folder)));
            }
            KeyAct::Saved => {
                // Said once it is so: the letters just typed go to the disk before.
                self.forms.keep_drafts_now(ctx);
                self.notices.add(Tone::Good, ctx.t("notice.all_saved"));
            }
            KeyAct::Find | KeyAct::Coordinates => self.search.find(),
            KeyAct::Actions => self.search.find_action(),
            KeyAct::List => self.fold_list(),
            KeyAct::Layers => self.toggle_layers(),
            KeyAct::Legend => self.map.toggle_legend(&mut self.view),
            KeyAct::Table => {
                self.view.toggle_middle(Middle::Table);
                self.table.show_selected();
            }
            KeyAct::Board => self.toggle_board(),
            KeyAct::AsOf => self.choose_evening(ctx),
            KeyAct::Review => self.show_review(None),
            KeyAct::Conflicts => self.show_review(Some(Desk::Conflict)),
            KeyAct::Return => self.notices.add(Tone::Plain, ctx.t("review.open_first")),
            // Remarks are the review's: elsewhere there is nothing to remark on.
            KeyAct::Remark(_) => {}
            KeyAct::Everything => self.map.show_everything(),
            KeyAct::Outdoor => self.view.outdoor = !self.view.outdoor,
            KeyAct::Theme => {
                self.view.outdoor = false;
                self.view.theme = match ctx.palette.dark {
                    true => ThemeMode::Light,
                    false => ThemeMode::Dark,
                };
            }
            KeyAct::Language => {
                // A confirmation in the other language has been read.
                self.notices.put_confirmations_away();
                self.view.lang = match self.view.lang {
                    Lang::Zh => Lang::En,
                    Lang::En => Lang::Zh,
                };
            }
            KeyAct::Larger => self.scale_by(SCALE_STEP),
            KeyAct::Smaller => self.scale_by(-SCALE_STEP),
            KeyAct::UsualSize => self.view.text_scale = None,
            KeyAct::FullScreen => ctx.outbox.ask(Ask::FullScreen),
            KeyAct::NextPane => self.pane_focus.next_wanted = true,
            KeyAct::Visit | KeyAct::Photo | KeyAct::Sample | KeyAct::NextStep | KeyAct::Rare(_)
                if ctx.snapshot.read_only =>
            {
                self.refuse_to_record(ctx);
            }
            KeyAct::Visit | KeyAct::Photo | KeyAct::Sample | KeyAct::NextStep | KeyAct::Rare(_) => {
                match self.view.selected_key() {
                    Some(key) => self.form_key(ctx, act, &key),
                    None => self.notices.add(Tone::Plain, ctx.t("notice.choose_first")),
                }
            }
            KeyAct::Patrol
            | KeyAct::Bulk
            | KeyAct::NewFeature
            | KeyAct::MovePlace
            | KeyAct::Marking
            | KeyAct::BoxSelect
            | KeyAct::Lasso
            | KeyAct::Unmark
            | KeyAct::River => self.field_act(ctx, act),
            KeyAct::Record if self.forms.is_open() || self.field.is_open() => self.record(ctx),
            KeyAct::Record => {}
            KeyAct::Tray => self.tray.open(),
            KeyAct::NextTodo => self.walk_todo(ctx, 1),
            KeyAct::LastTodo => self.walk_todo(ctx, -1),
            KeyAct::Today => {
                if let Some(key) = self.view.selected_key() {
                    today::toggle(ctx, &key);
                }
            }
            KeyAct::Undo => self.take_back(ctx, AfterWho::Undo),
            KeyAct::Redo => self.take_back(ctx, AfterWho::Redo),
            KeyAct::Person => self.ask_who(ctx),
            KeyAct::KeySheet => self.dialog = Some(Dialog::Keys),
            KeyAct::Log => {
                let log = LogDialog::new(ctx, &self.notices, &self.log_file);
                self.dialog = Some(Dialog::Log(log));
            }
            KeyAct::About => self.dialog = Some(Dialog::About(AboutDialog::new(ctx))),
            KeyAct::Escape if self.report.is_some() => self.report = None,
            KeyAct::Escape if self.field_escape(ctx) => {}
            KeyAct::Escape if self.forms.is_open() => self.forms.close(ctx),
            KeyAct::Escape => {}
            KeyAct::Tab(nth) => {
                if let Some(tab) = CardTab::ALL.get(nth) {
                    self.forms.close_all(ctx);
                    self.view.card_tab = *tab;
                }
            }
        }
    }

    /// Does what was chosen under the search box.
    pub(super) fn search_ask(&mut self, ctx: &UiCtx<'_>, ask: SearchAsk) {
        match ask {
            SearchAsk::Act(act) => self.act(ctx, act),
            SearchAsk::Feature(key) => {
                self.select(ctx, &key);
                self.map.show(ctx, &key);
                self.list.show_selected();
                self.list.take_keyboard();
                self.table.show_selected();
            }
            SearchAsk::Place(at) => self.map.look_at(at, PLACE_ZOOM_LEVEL),
        }
    }

    /// The next feature that waits, or the one before.
    fn walk_todo(&mut self, ctx: &UiCtx<'_>, places: isize) {
        if matches!(self.view.list_tab, ListTab::All) && self.view.list_query.trim().is_empty() {
            self.view.list_tab = ListTab::Todo;
        }
        self.list.rows.refresh(ctx, &self.view);
        match self.list.neighbour(ctx, &self.view, places) {
            Some(key) => self.search_ask(ctx, SearchAsk::Feature(key)),
            None => self.notices.add(Tone::Plain, ctx.t("notice.no_more_todo")),
        }
    }

    /// The review, or the map again; `desk`: under this heading.
    fn show_review(&mut self, desk: Option<Desk>) {
        match desk {
            Some(_) => self.view.middle = Middle::Review,
            None => self.view.toggle_middle(Middle::Review),
        }
        self.view.review.desk = desk;
    }

    fn scale_by(&mut self, step: f32) {
        let scale = self.view.text_scale.unwrap_or(1.0) + step;
        let scale = scale.clamp(*TEXT_SCALES.start(), *TEXT_SCALES.end());
        // Tenths, so that going up and down comes back to 1.
        self.view.text_scale = Some((scale * 10.0).round() / 10.0);
    }

    fn toggle_layers(&mut self) {
        self.view.layers_shown = !self.view.layers_shown || self.list_is_folded();
        if self.list_is_folded() {
            self.fold_list();
        }
    }

    fn form_key(&mut self, ctx: &UiCtx<'_>, act: KeyAct, key: &FeatureKey) {
        use super::forms::PhotosForm;
        let content = match act {
            KeyAct::Visit => super::plan_card::new_visit(ctx, key, &self.view),
            KeyAct::Photo => Content::Photos(PhotosForm::of_kind("")),
            KeyAct::Sample => Content::Sample(super::plan_card::new_sample(ctx, key, &self.view)),
            KeyAct::Rare(form) => form.form(),
            _ => {
                let steps = self.card.steps(ctx, key);
                let Some(step) = super::plan_card::best_step(&steps) else {
                    self.notices.add(Tone::Plain, ctx.t("step.none"));
                    return;
                };
                step.form()
            }
        };
        self.open_form(ctx, key, content);
    }
}
