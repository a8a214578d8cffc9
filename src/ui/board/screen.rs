//! What the window does with the board: its place, its wishes, the evening that is looked at.

use std::path::Path;

use egui::{Frame, Margin, Panel, Ui};

use super::sheet::SheetEnd;
use super::{BoardAsk, BoardOrder};
use crate::model::FeatureKey;
use crate::plan::{Board, Body, Fields, FieldsSet, PlanChange};
use crate::session::{Act, ActPart, Command, Evening, Outcome};
use crate::ui::context::{Ticket, UiCtx};
use crate::ui::dialogs::{AsOfDialog, Days, Dialog};
use crate::ui::evening_band::{BandAsk, EveningBand};
use crate::ui::handles::name_pane_handle;
use crate::ui::notices::Tone;
use crate::ui::screen::Screen;
use crate::ui::search_box::SearchAsk;
use crate::ui::view_state::{ListTab, Middle};

/// From this width on the board stands beside the map; below it takes the map's place.
const BESIDE_MAP_POINTS: f32 = 1600.0;
/// Where list and card leave less than both of these, the map waits until one of them is put away.
const BOARD_MIN_POINTS: f32 = 700.0;
const MAP_MIN_POINTS: f32 = 320.0;

impl Screen {
    pub(in crate::ui) fn toggle_board(&mut self) {
        self.view.toggle_middle(Middle::Board);
    }

    /// Whether the board has the window to itself.
    pub(in crate::ui) fn gives_board_all(&mut self, ui: &Ui) -> bool {
        self.board_is_alone = ui.available_width() < BESIDE_MAP_POINTS;
        self.board_is_alone && self.view.middle == Middle::Board
    }

    /// The board over the whole width.
    pub(in crate::ui) fn board_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let frame = Frame::new().fill(ctx.palette.panel).inner_margin(Margin::same(8));
        let ask = frame.show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            self.board.ui(ctx, ui, &mut self.view.board)
        });
        if let Some(ask) = ask.inner {
            self.board_ask(ctx, ask);
        }
    }

    /// The board beside the map, where there is room for both.
    pub(in crate::ui) fn board_and_map_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let most = ui.available_width() - MAP_MIN_POINTS;
        if most < BOARD_MIN_POINTS {
            return self.board_ui(ctx, ui);
        }
        let usual = (ui.available_width() * 0.62).clamp(BOARD_MIN_POINTS, most);
        let board = Panel::left("board").frame(Frame::NONE).default_size(usual).max_size(most);
        board.show(ui, |ui| self.board_ui(ctx, ui));
        name_pane_handle(ui, "board", ctx.t("handle.board"));
        self.map_ui(ctx, ui);
    }

    fn board_ask(&mut self, ctx: &UiCtx<'_>, ask: BoardAsk) {
        match ask {
            BoardAsk::Show { title, keys } => {
                let mut keys_in_order = keys.iter();
                let (first, more) = (keys_in_order.next().cloned(), keys_in_order.next().is_some());
                self.list.rows.show_only(title, keys);
                self.view.list_tab = ListTab::All;
                self.view.list_kind = None;
                self.view.list_query.clear();
                self.view.layers_shown = false;
                if self.list_is_folded() {
                    self.fold_list();
                }
                self.map.show_all(ctx, self.list.rows.only_keys());
                self.leave_board_for_map();
                if let Some(first) = first.filter(|_| !more) {
                    self.select(ctx, &first);
                }
            }
            BoardAsk::Feature(key) => self.leave_board_to(ctx, key),
            BoardAsk::ChooseDay => self.choose_evening(ctx),
            BoardAsk::Make(kind) => self.make_at_once(ctx, kind),
            BoardAsk::Map => self.view.middle = Middle::Map,
            BoardAsk::Changes(_)
            | BoardAsk::SinceFile
            | BoardAsk::Frozen(_)
            | BoardAsk::Briefing
            | BoardAsk::Freeze
            | BoardAsk::ZeroReport(_) => {}
        }
    }

    fn leave_board_to(&mut self, ctx: &UiCtx<'_>, key: FeatureKey) {
        self.leave_board_for_map();
        self.search_ask(ctx, SearchAsk::Feature(key));
    }

    /// Where both have room, the board stays.
    fn leave_board_for_map(&mut self) {
        if self.board_is_alone {
            self.view.middle = Middle::Map;
        }
    }

    /// Takes the numbers that were ordered.
    pub fn board_counted(&mut self, order: BoardOrder, board: Board) {
        self.board.take(order, board);
    }

    /// Takes what changed since a file.
    pub fn changes_found(&mut self, file: &Path, found: Result<Vec<PlanChange>, String>) {
        if let Some(since) = self.board.since_file() {
            since.take(file, found);
        }
    }

    /// Takes the file that changes are told against.
    pub(in crate::ui) fn compare_with(&mut self, ctx: &UiCtx<'_>, file: &Path) {
        if let Some(since) = self.board.since_file() {
            since.put_path(ctx, file);
        }
    }

    /// What lies over the board.
    pub(in crate::ui) fn board_sheet_ui(&mut self, ctx: &UiCtx<'_>, ui: &Ui) {
        if let Some(end) = self.board.sheet_ui(ctx, ui.ctx()) {
            self.sheet_ended(ctx, end);
        }
    }

    /// Does what was decided over the board.
    pub(in crate::ui) fn sheet_ended(&mut self, ctx: &UiCtx<'_>, end: SheetEnd) {
        match end {
            SheetEnd::Feature(key) => self.leave_board_to(ctx, key),
            // It is done at once where it is known who is here; else that is asked first.
            SheetEnd::Freeze { .. } | SheetEnd::ZeroReport(_) if !self.knows_who(ctx) => {
                self.board_pending = Some(end);
                self.ask_who(ctx);
            }
            SheetEnd::Freeze { note } => {
                let as_of = ctx.snapshot.today;
                let ticket = ctx.outbox.command(Command::Freeze { as_of, note });
                self.board_asked = Some(ticket);
            }
            SheetEnd::ZeroReport(district) => {
                let act = Command::Record(zero_report(ctx, district));
                self.board_asked = Some(ctx.outbox.command(act));
            }
        }
    }

    /// Takes the answer to what the board recorded; `false` where it was nothing of the board's.
    pub(in crate::ui) fn board_answer(
        &mut self,
        ctx: &UiCtx<'_>,
        ticket: Ticket,
        outcome: &Result<Outcome, String>,
    ) -> bool {
        if self.board_asked != Some(ticket) {
            return false;
        }
        self.board_asked = None;
        match outcome {
            Ok(Outcome::Refused(refusal)) => {
                let why: Vec<&str> =
                    refusal.missing.iter().map(|missing| ctx.say(&missing.message)).collect();
                self.notices.add(Tone::Bad, why.join("；"));
            }
            Ok(_) => self.notices.add(Tone::Good, ctx.t("board.recorded")),
            Err(why) => self.notices.add(Tone::Bad, ctx.fill("notice.failed", &[("why", why)])),
        }
        true
    }

    /// Ctrl+D: which evening to look at.
    pub(in crate::ui) fn choose_evening(&mut self, ctx: &UiCtx<'_>) {
        let days = Days::of(ctx.snapshot);
        self.dialog = Some(Dialog::AsOf(AsOfDialog::new(self.view.evening, days)));
    }

    /// Looks at an evening, or at the present again. Half-typed forms wait as drafts.
    pub(in crate::ui) fn look_at_evening(&mut self, ctx: &UiCtx<'_>, evening: Option<Evening>) {
        self.field.put_away(ctx);
        self.forms.close_all(ctx);
        self.view.evening = evening;
        self.band = EveningBand::default();
    }

    pub(in crate::ui) fn band_ask(&mut self, ctx: &UiCtx<'_>, ask: Option<BandAsk>) {
        match ask {
            Some(BandAsk::Back) => self.look_at_evening(ctx, None),
            Some(BandAsk::Choose) => self.choose_evening(ctx),
            None => {}
        }
    }
}

/// 经排查未发现: the district's survey is complete.
fn zero_report(ctx: &UiCtx<'_>, district: FeatureKey) -> Act {
    let mut fields = Fields::new();
    fields.insert("bow_survey".to_owned(), "zero_report".into());
    fields.insert("bow_survey_on".to_owned(), ctx.today().to_string().into());
    let body = Body::Fields(FieldsSet { fields, note: String::new() });
    Act {
        feature: district,
        on: None,
        on_behalf_of: None,
        parts: vec![ActPart { body, attachment: None }],
    }
}
