//! The search box on top: finds features (name, code, pinyin), actions and places, and narrows the list by words.
//!
//! The list follows every letter; what lies under the box is for the hand that stays on the keys: arrows, Enter.

use egui::{Area, Button, Frame, Id, Key, Modifiers, Order, RichText, ScrollArea, TextEdit, Ui};

use super::actions::{ACTIONS, KeyAct};
use super::context::UiCtx;
use super::coordinates::parse_place;
use super::lines::select_all;
use super::shortcuts::name_of;
use super::view_state::{ListTab, ViewState};
use super::work_lines::row_at;
use super::work_rows::WorkRows;
use crate::model::{FeatureKey, LonLat};
use crate::session::{holds_all, sought};

/// So many features are offered under the box; the list has them all.
pub(super) const FEATURES_SHOWN: usize = 6;
const ACTIONS_SHOWN: usize = 6;

/// What was chosen under the box.
#[derive(Clone, Debug, PartialEq)]
pub enum SearchAsk {
    Act(KeyAct),
    Feature(FeatureKey),
    Place(LonLat),
}

#[derive(Debug, Default)]
pub struct SearchBox {
    open: bool,
    /// The line that Enter takes.
    cursor: usize,
    /// By a key, in this frame: the line is brought into sight.
    cursor_moved: bool,
    focus_wanted: bool,
    /// Ctrl+K: actions are offered before anything is typed.
    actions_wanted: bool,
    /// Enter was pressed before what was typed had been looked for: it takes the first line once there is one.
    enter_waits: bool,
}

/// The name of the box's text field.
pub fn search_id() -> Id {
    Id::unique("search box")
}

impl SearchBox {
    /// Ctrl+F, Ctrl+G: the box gets the keyboard, its old words are selected.
    pub fn find(&mut self) {
        self.focus_wanted = true;
        self.actions_wanted = false;
    }

    /// Whether somebody is searching.
    pub fn is_open(&self) -> bool {
        self.open || self.focus_wanted
    }

    /// Ctrl+K: the same, with the actions under it.
    pub fn find_action(&mut self) {
        self.focus_wanted = true;
        self.actions_wanted = true;
    }

    pub fn ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &mut ViewState,
        rows: &WorkRows,
        width: f32,
    ) -> Option<SearchAsk> {
        if !view.list_query.is_empty() {
            let clear = ui.button("×").accessible_name(ctx.t("list.clear_search"));
            if clear.on_hover_text(ctx.t("list.clear_search")).clicked() {
                view.list_query.clear();
                self.open = false;
            }
        }
        let width = width.min(ui.available_width() - 8.0);
        let response = ui
            .add(
                TextEdit::singleline(&mut view.list_query)
                    .desired_width(width)
                    .id(search_id())
                    .align(egui::Align2::LEFT_CENTER)
                    .hint_text(hint(ctx, ui, width)),
            )
            .accessible_name(ctx.t("list.find"));
        if std::mem::take(&mut self.focus_wanted) {
            response.request_focus();
            // The next letter replaces the old words.
            select_all(ui, search_id(), &view.list_query);
            self.open = true;
            self.cursor = 0;
        }
        if response.changed() {
            self.open = true;
            self.cursor = 0;
            self.actions_wanted = false;
            self.enter_waits = false;
            // Words look everywhere.
            view.list_tab = ListTab::All;
            // The list is narrowed by them in the next frame, and what is offered here follows the list.
            ui.ctx().request_repaint();
        }
        // Enter takes the first line also where none was drawn yet.
        let entered = ui.input(|input| input.key_pressed(Key::Enter)) && response.lost_focus();
        self.open |= entered && !view.list_query.trim().is_empty();
        if !self.open {
            return None;
        }
        // Only what was looked for by these very words is theirs to open.
        let is_answered = self.actions_wanted || rows.answers(&view.list_query);
        self.enter_waits |= entered && !is_answered;
        let lines = self.lines(ctx, view, rows);
        let mut ask = None;
        let has_keyboard = response.has_focus() || response.lost_focus();
        if is_answered && std::mem::take(&mut self.enter_waits) {
            ask = lines.first().map(|(ask, ..)| ask.clone());
        } else if has_keyboard && is_answered {
            ask = self.keys(ui, &lines);
        }
        if ui.input(|input| input.key_pressed(Key::Escape)) && has_keyboard {
            self.open = false;
            view.list_query.clear();
            return None;
        }
        if !lines.is_empty() {
            let (chosen, area) = self.lines_ui(ctx, ui, &response, &lines);
            ask = chosen.or(ask);
            let pressed_elsewhere = ui.input(|input| {
                let at = input.pointer.press_origin();
                let outside = |at| !area.contains(at) && !response.rect.contains(at);
                input.pointer.any_pressed() && at.is_some_and(outside)
            });
            self.open &= !pressed_elsewhere;
        } else {
            self.open &= response.has_focus() || self.enter_waits;
        }
        if ask.is_some() {
            self.open = false;
            response.surrender_focus();
            if matches!(ask, Some(SearchAsk::Act(_) | SearchAsk::Place(_))) {
                view.list_query.clear();
            }
        }
        ask
    }

    /// Arrows move the line, Enter takes it.
    fn keys(&mut self, ui: &Ui, lines: &[(SearchAsk, String, String)]) -> Option<SearchAsk> {
        let (step, entered) = ui.input_mut(|input| {
            let down = isize::from(input.consume_key(Modifiers::NONE, Key::ArrowDown));
            let up = isize::from(input.consume_key(Modifiers::NONE, Key::ArrowUp));
            (down - up, input.key_pressed(Key::Enter) && !input.modifiers.any())
        });
        self.cursor_moved = step != 0;
        let last = lines.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(step).min(last);
        if !entered {
            return None;
        }
        lines.get(self.cursor).map(|(ask, ..)| ask.clone())
    }

    fn lines_ui(
        &self,
        ctx: &UiCtx<'_>,
        ui: &Ui,
        response: &egui::Response,
        lines: &[(SearchAsk, String, String)],
    ) -> (Option<SearchAsk>, egui::Rect) {
        let mut chosen = None;
        let area = Area::new(Id::unique("search lines"))
            .order(Order::Foreground)
            .fixed_pos(response.rect.left_bottom() + egui::vec2(0.0, 3.0))
            .show(ui.ctx(), |ui| {
                Frame::popup(ui.style()).show(ui, |ui| {
                    ui.set_width(response.rect.width().max(320.0));
                    ui.spacing_mut().item_spacing.y = 2.0;
                    let below = ui.ctx().content_rect().bottom() - response.rect.bottom();
                    let height = (below - 30.0).max(90.0);
                    // As high as wanted at once: the area remembers how few lines it had last.
                    let scrolled = ScrollArea::vertical().max_height(height);
                    let scrolled = scrolled.min_scrolled_height(height);
                    scrolled.auto_shrink([false, true]).show(ui, |ui| {
                        for (nth, (ask, words, side)) in lines.iter().enumerate() {
                            let side = RichText::new(side).small().color(ctx.palette.weak);
                            let button = Button::selectable(nth == self.cursor, words.as_str())
                                .right_text(side)
                                .min_size(egui::vec2(ui.available_width(), 0.0));
                            let line = ui.add(button).accessible_name(words);
                            if line.clicked() {
                                chosen = Some(ask.clone());
                            }
                            if nth == self.cursor && self.cursor_moved {
                                line.scroll_to_me(None);
                            }
                        }
                    });
                });
            });
        (chosen, area.response.rect)
    }

    /// What is offered: places, features, actions. Each with its words and what stands at its side.
    fn lines(
        &self,
        ctx: &UiCtx<'_>,
        view: &ViewState,
        rows: &WorkRows,
    ) -> Vec<(SearchAsk, String, String)> {
        let query = view.list_query.trim().to_lowercase();
        let mut lines = Vec::new();
        // The words of an earlier search are selected, and the next letter replaces them: they narrow nothing.
        if self.actions_wanted {
            lines.extend(actions(ctx, view, "", usize::MAX));
            return lines;
        }
        if query.is_empty() {
            return lines;
        }
        if let Some(at) = parse_place(&query) {
            let words = ctx.fill(
                "search.place",
                &[("lon", &format!("{:.5}", at.lon_deg)), ("lat", &format!("{:.5}", at.lat_deg))],
            );
            lines.push((SearchAsk::Place(at), words, String::new()));
        }
        for row in rows.best.iter().filter_map(|at| row_at(ctx, *at)) {
            let name = if row.name.is_empty() { row.code.as_str() } else { &row.name };
            lines.push((SearchAsk::Feature(row.key.clone()), name.to_owned(), row.code.clone()));
        }
        lines.extend(actions(ctx, view, &query, ACTIONS_SHOWN));
        lines
    }
}

/// The actions that fit the words and that can be done now.
fn actions(
    ctx: &UiCtx<'_>,
    view: &ViewState,
    query: &str,
    most: usize,
) -> Vec<(SearchAsk, String, String)> {
    let words = sought(query);
    let is_ready =
        |act: KeyAct| ACTIONS.iter().any(|action| action.act == act && action.is_ready(ctx, view));
    let named = ACTIONS.iter().map(|action| (action.act, ctx.t(action.text)));
    named
        .filter(|(act, label)| holds_all(label, &words) && is_ready(*act))
        .take(most)
        .map(|(act, label)| (SearchAsk::Act(act), label.to_owned(), name_of(act)))
        .collect()
}

/// The edges of the search's line, and the sign before its words.
const HINT_EDGE_POINTS: f32 = 28.0;

/// What can be typed, as much of it as the box has room for.
fn hint(ctx: &UiCtx<'_>, ui: &Ui, room_points: f32) -> &'static str {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let fits = |words: &str| {
        let galley = ui.painter().layout_no_wrap(words.to_owned(), font.clone(), ctx.palette.weak);
        galley.size().x + HINT_EDGE_POINTS <= room_points
    };
    let all = ["list.find_hint", "list.find_hint_short"].map(|key| ctx.t(key));
    all.into_iter().find(|words| fits(words)).unwrap_or(ctx.t("list.find_hint_least"))
}
