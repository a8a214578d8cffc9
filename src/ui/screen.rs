//! The whole window without its frame: panels side by side, the forms, the dialogs, the keys, the answers.
//!
//! Knows no clock, no files and no threads: `app` brings snapshots and answers and takes what is asked for.

use std::collections::BTreeMap;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::actions::KeyAct;
use super::answers::Waiting;
use super::board::{BoardPanel, SheetEnd};
use super::clock_watch::ClockWatch;
use super::composing::keep_letters;
use super::context::{Ask, PickFor, Ticket, UiCtx};
use super::dialogs::{
    BackupDialog, Dialog, DialogEnd, ImportReport, OpenPathDialog, ReportAsk, WorkspacesDialog,
};
use super::direct_act::DirectActs;
use super::dropping::Dropping;
use super::evening_band::EveningBand;
use super::field::{Field, RiverStrip};
use super::form_pane::FormPane;
use super::forms::OpenForm;
use super::imports::TakingIn;
use super::keep_view::KeptView;
use super::layer_panel::LayerPanel;
use super::map_panel::MapPanel;
use super::notices::Notices;
use super::pane_focus::PaneFocus;
use super::plan_card::{PictureSize, PlanCard};
use super::review::{Review, Way};
use super::search_box::{SearchAsk, SearchBox, search_id};
use super::status_bar::{MapNews, StatusAsk, Trouble, status_bar_ui};
use super::table::FeatureTable;
use super::top_bar::{WhoAsk, top_bar_ui, who_bar_ui};
use super::tray::Tray;
use super::unsaved::Unsaved;
use super::view_state::{ListTab, Middle, ViewState};
use super::welcome::{Begin, opening_ui, welcome_ui};
use super::work_list::WorkList;
use crate::model::Text;

/// A field that is scrolled to is in sight after fewer frames than these.
const FRAMES_TO_COMPOSE: u8 = 4;

/// Where the keyboard was in the frame before.
#[derive(Debug, Default)]
pub(super) struct KeyboardAt {
    at: Option<egui::Id>,
    /// Frames in which it may still come into sight.
    frames_left: u8,
    /// Where words were composed.
    ime: Option<egui::output::IMEOutput>,
}

/// Everything on the screen that is not in the snapshot.
#[derive(Debug, Default)]
pub struct Screen {
    pub view: ViewState,
    pub notices: Notices,
    pub map: MapPanel,
    pub(super) forms: FormPane,
    pub(super) dropping: Dropping,
    pub(super) keyboard: KeyboardAt,
    pub(super) field: Field,
    pub(super) strip: RiverStrip,
    pub(super) card: PlanCard,
    pub(super) dialog: Option<Dialog>,
    pub(super) waiting: BTreeMap<Ticket, Waiting>,
    /// The workspace is still being opened: what is not there yet is not said to be missing.
    pub opening: bool,
    /// Why nothing can be recorded here, where that is so.
    pub read_only_why: Text,
    /// The process whose window can, where that is why.
    pub other_window: Option<u32>,
    /// A person said that looking is all that is wanted.
    pub(super) only_looks: bool,
    /// Not even that: there is nothing of the workspace on the screen.
    pub not_opened: bool,
    /// Where the program writes down what it does, for whoever helps; `app` says.
    pub log_file: std::path::PathBuf,
    /// Where reports go until a person names another place; `app` says.
    pub papers_folder: std::path::PathBuf,
    pub(super) clock: ClockWatch,
    pub(super) pane_focus: PaneFocus,
    /// The workspaces a person may go to, as `app` knows them.
    pub workspaces: WorkspacesDialog,
    /// The files being taken in, until the last has answered.
    pub(super) taking_in: TakingIn,
    /// What the last files came to, while it is read.
    pub(super) report: Option<ImportReport>,
    pub(super) list: WorkList,
    pub(super) tray: Tray,
    pub(super) search: SearchBox,
    pub(super) table: FeatureTable,
    pub(super) board: BoardPanel,
    /// What was decided over the board before it was known who is here.
    pub(super) board_pending: Option<SheetEnd>,
    /// What the board has recorded and not heard of yet.
    pub(super) board_asked: Option<Ticket>,
    pub(super) band: EveningBand,
    /// Too little room for board and map beside each other.
    pub(super) board_is_alone: bool,
    pub(super) review: Review,
    pub(super) direct: DirectActs,
    pub(super) layers: LayerPanel,
    /// What to do once it is known who is here.
    pub(super) after_who: Option<AfterWho>,
    pub(super) kept: KeptView,
    pub(super) unsaved: Unsaved,
    /// Too little room for list, map and card beside each other.
    pub(super) is_narrow: bool,
}

/// What waits for the question who is at the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AfterWho {
    Record,
    Undo,
    Redo,
    /// Take over what this layer states.
    Adopt(u64),
    /// The verdict on the case that is looked at.
    Judge(Way),
    /// The common verdict on those that are marked.
    JudgeAll,
    /// An act that needs no form.
    Act,
}

impl Screen {
    /// How often the list has been worked out: another number with the frame that shows another answer.
    pub const fn list_answers(&self) -> u64 {
        self.list.rows.generation
    }

    /// Draws everything. `ui` is the window's.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let now_s = ui.input(|input| input.time);
        self.watch_clock(ctx);
        keep_letters(ui.ctx());
        self.keys(ctx, ui);
        self.dropped_files(ctx, ui);
        self.pasted_files(ctx, ui);
        let bar = Frame::new().fill(ctx.palette.panel).inner_margin(Margin::symmetric(10, 3));
        let searches = ui.memory(|memory| memory.has_focus(search_id()));
        self.list.rows.expect_search(searches);
        self.list.is_being_read = self.opening;
        self.list.rows.refresh(ctx, &self.view);
        Panel::top("top").frame(bar).show(ui, |ui| self.top_ui(ctx, ui));
        if let Some(evening) = ctx.snapshot.evening {
            let band = Panel::top("evening").frame(Frame::NONE);
            let ask = band.show(ui, |ui| self.band.ui(ctx, ui, evening)).inner;
            self.band_ask(ctx, ask);
        } else if ctx.snapshot.read_only && !self.opening {
            self.read_only_band_ui(ctx, ui);
        }
        // A confirmation is said in the bottom line: nothing moves under the hand for it.
        self.notices.stamp(ctx.now);
        let said = self.notices.confirmation().map(str::to_owned);
        if self.notices.wants_reading() {
            let band = Panel::top("notices").frame(Frame::NONE);
            if let Some(does) = band.show(ui, |ui| self.notices.ui(ctx, ui)).inner {
                self.do_what_was_offered(ctx, does);
            }
        }
        Panel::bottom("status").frame(bar).show(ui, |ui| {
            // A map that is not shown has no news.
            let unseen = MapNews::default();
            let is_shown = self.view.middle == Middle::Map;
            let news = if is_shown { &self.map.news } else { &unseen };
            let trouble = match (ctx.snapshot.unstored.is_empty(), self.not_opened) {
                (false, _) => Some(Trouble::Unsaved(self.unsaved.in_a_word(ctx))),
                (true, true) => Some(Trouble::NotOpened),
                (true, false) => self.opening.then_some(Trouble::Opening),
            };
            let said = said.as_deref();
            let links = self.waiting_links(ctx);
            match status_bar_ui(ctx, ui, news, said, trouble.as_ref(), &links) {
                Some(StatusAsk::Tray) => self.tray.open(),
                Some(StatusAsk::Report) => {
                    self.report.iter_mut().for_each(|report| report.is_folded = false);
                }
                Some(StatusAsk::Unsaved) => self.look_at_unsaved(),
                None => {}
            }
        });
        let is_empty = ctx.snapshot.layers.is_empty() && ctx.snapshot.plans.is_empty();
        if is_empty && !self.map.is_growing() {
            self.map.let_go();
            self.empty_ui(ctx, ui);
        } else {
            self.panes_ui(ctx, ui, now_s);
        }
        self.report_ui(ctx, ui);
        self.dialog_ui(ctx, ui);
        let selected = self.view.selected_key();
        self.tray.ui(ctx, ui.ctx(), selected, &mut self.card.pictures);
        self.board_sheet_ui(ctx, ui);
        self.hovering_ui(ctx, ui);
        self.say_copied(ctx, ui);
        self.follow_keyboard(ui);
        self.keep_view(ctx, now_s);
        self.unsaved.try_again(ctx, now_s);
    }

    fn top_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let rows = &self.list.rows;
        if let Some(ask) = top_bar_ui(ctx, ui, &mut self.view, &mut self.search, rows) {
            self.search_ask(ctx, ask);
        }
        let returned = self.list.rows.returned;
        let waiting = self.count_review(ctx);
        match who_bar_ui(ctx, ui, &self.view, returned, waiting) {
            Some(WhoAsk::Act(act)) => self.act(ctx, act),
            Some(WhoAsk::Returned) => {
                self.view.list_query.clear();
                self.view.list_tab = ListTab::Returned;
                self.view.layers_shown = false;
                if self.list_is_folded() {
                    self.fold_list();
                }
            }
            None => {}
        }
    }

    fn empty_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        CentralPanel::default_margins().show(ui, |ui| {
            if self.opening || !ctx.jobs.is_empty() {
                return opening_ui(ctx, ui);
            }
            match welcome_ui(ctx, ui) {
                Some(Begin::Open) => self.pick(ctx, PickFor::Layers),
                Some(Begin::TypePath) => {
                    self.dialog = Some(Dialog::OpenPath(OpenPathDialog::default()));
                }
                Some(Begin::Workspaces) => self.act(ctx, KeyAct::Workspaces),
                Some(Begin::Demonstration) => ctx.outbox.ask(Ask::Demonstration),
                None => {}
            }
        });
    }

    /// A field that has just been given the keyboard says only in a later frame that words can be composed in it, once it
    /// is in sight. Until then what the field before it said stands: an input method that is sent away and called back
    /// misses the first letters. Words half composed there are given up.
    fn follow_keyboard(&mut self, ui: &Ui) {
        let now = ui.memory(|memory| memory.focused());
        let is_new = std::mem::replace(&mut self.keyboard.at, now) != now;
        if is_new {
            self.keyboard.frames_left = FRAMES_TO_COMPOSE;
        }
        let interrupts = is_new && super::shortcuts::is_composing_now(ui.ctx());
        let waits = self.keyboard.frames_left > 0 && ui.ctx().text_edit_focused();
        let said = ui.output_mut(|output| {
            let said = output.ime.is_some();
            if !said && waits {
                output.ime = self.keyboard.ime;
            }
            if let Some(ime) = &mut output.ime {
                ime.should_interrupt_composition |= interrupts;
            }
            said
        });
        if is_new || waits && !said {
            self.keyboard.frames_left = self.keyboard.frames_left.saturating_sub(1);
            ui.ctx().request_repaint();
        }
        self.keyboard.ime = ui.output(|output| output.ime);
        if let Some(ime) = &mut self.keyboard.ime {
            ime.should_interrupt_composition = false;
        }
    }

    /// A copy is not seen: it is said. What a text field or the table copies is said by them.
    fn say_copied(&mut self, ctx: &UiCtx<'_>, ui: &Ui) {
        let is_copy = |one: &egui::OutputCommand| matches!(one, egui::OutputCommand::CopyText(_));
        let is_key = |one: &egui::Event| matches!(one, egui::Event::Copy | egui::Event::Cut);
        let copied = ui.output(|output| output.commands.iter().any(is_copy));
        if copied && !ui.input(|input| input.events.iter().any(is_key)) {
            self.notices.add(super::notices::Tone::Good, ctx.t("notice.copied"));
        }
    }

    pub(super) fn pick(&mut self, ctx: &UiCtx<'_>, purpose: PickFor) {
        ctx.outbox.pick_files(purpose);
    }

    /// What was put aside and waits to be looked at again.
    fn waiting_links(&self, ctx: &UiCtx<'_>) -> Vec<(StatusAsk, String)> {
        let in_tray = self.tray.waiting();
        let tray = (in_tray > 0).then(|| ctx.fill("status.in_tray", &[("n", &in_tray)]));
        let report = self.report.as_ref().filter(|report| report.is_folded);
        let report = report.map(|_| ctx.t("import.title").to_owned());
        let links = [(StatusAsk::Tray, tray), (StatusAsk::Report, report)];
        links.into_iter().filter_map(|(what, words)| Some((what, words?))).collect()
    }

    /// The report stands beside the work: what it speaks of can be looked at while it is open.
    fn report_ui(&mut self, ctx: &UiCtx<'_>, ui: &Ui) {
        match self.report.as_mut().and_then(|report| report.ui(ctx, ui.ctx())) {
            Some(ReportAsk::Close) => self.report = None,
            Some(ReportAsk::Show(key)) => self.search_ask(ctx, SearchAsk::Feature(key)),
            None => {}
        }
    }

    fn dialog_ui(&mut self, ctx: &UiCtx<'_>, ui: &Ui) {
        let Some(dialog) = &mut self.dialog else { return };
        let Some(end) = dialog.ui(ctx, ui.ctx()) else { return };
        self.dialog = None;
        let after = self.after_who.take();
        let pending = self.board_pending.take();
        match end {
            DialogEnd::Closed => {}
            DialogEnd::Open(paths) => self.open_files(ctx, paths),
            DialogEnd::Workspace(path) => ctx.outbox.ask(Ask::OpenWorkspace(path)),
            DialogEnd::GoOnIn(path) => ctx.outbox.ask(Ask::GoOnIn(path)),
            DialogEnd::Demonstration => ctx.outbox.ask(Ask::Demonstration),
            DialogEnd::Elsewhere => {
                self.dialog = Some(Dialog::Backup(BackupDialog::to_go_on_in(ctx)));
            }
            DialogEnd::Leave => ctx.outbox.ask(Ask::Leave),
            DialogEnd::Evening(evening) => self.look_at_evening(ctx, evening),
            DialogEnd::Person { actor, companions } => {
                let is_other = ctx.actor.is_some_and(|before| *before != actor);
                self.view.actor = Some(actor.clone());
                self.take_companions(ctx.actor, &actor, &companions);
                self.view.actor_day = ctx.today().to_string();
                let ctx = UiCtx { actor: Some(&actor), ..*ctx };
                if is_other {
                    self.review_changes_hands(&ctx);
                }
                // What somebody else began is not recorded under this name without a second look.
                let is_of_another = |form: &OpenForm| form.is_of_another(Some(&actor));
                let of_another = self.forms.top().is_some_and(is_of_another);
                match after {
                    Some(AfterWho::Record) if of_another => {}
                    None if of_another => self.forms.close_all(&ctx),
                    Some(AfterWho::Record) => self.record(&ctx),
                    Some(AfterWho::Adopt(layer)) => self.adopt(&ctx, layer),
                    Some(AfterWho::Judge(way)) => self.judge(&ctx, way),
                    Some(AfterWho::Act) => self.record_what_waited(&ctx),
                    Some(AfterWho::JudgeAll) => self.review_bulk(&ctx),
                    Some(what) => self.take_back(&ctx, what),
                    None => {}
                }
                if let Some(end) = pending {
                    self.sheet_ended(&ctx, end);
                }
            }
        }
    }

    /// A picture was read.
    pub fn take_photo(
        &mut self,
        egui_ctx: &egui::Context,
        sha256: String,
        size: PictureSize,
        image: Option<egui::ColorImage>,
    ) {
        self.card.pictures.put(egui_ctx, sha256, size, image);
    }
}
