//! 沿河看: a strip along a river, outfalls as ticks with their stage's symbol, sections as flags, in the order of the
//! water. Arrow keys walk downstream; map and list follow.

use egui::{
    Align2, ComboBox, EventFilter, FontId, Key, Pos2, Rect, RichText, Role, ScrollArea, Sense,
    Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::spread::spread;
use crate::map::StageLook;
use crate::model::{FeatureKey, Kind};
use crate::session::{Flow, RiverView};
use crate::ui::context::UiCtx;
use crate::ui::forms::place_line::metres_in_words;
use crate::ui::section_flag::section_flag;
use crate::ui::stage_symbol;
use crate::ui::view_state::ViewState;

/// Room of one tick, points.
const GAP_POINTS: f32 = 36.0;
const HEIGHT_POINTS: f32 = 76.0;

#[derive(Debug, Default)]
pub struct StripView {
    river: Option<RiverView>,
    ticks: Vec<Tick>,
}

#[derive(Debug, Default)]
pub struct RiverStrip {
    of: Option<(u64, String, bool, crate::model::Lang)>,
    view: StripView,
    rivers: Vec<(FeatureKey, String)>,
    /// The tick that is to get the keyboard.
    focus_wanted: Option<FeatureKey>,
    /// The one last seen selected: a new one is scrolled to.
    seen: Option<FeatureKey>,
}

/// One stop of the strip.
#[derive(Debug)]
struct Tick {
    key: FeatureKey,
    /// The end of its name, by which neighbours differ.
    short: String,
    spoken: String,
    look: Option<StageLook>,
    /// A section's class; `—` where none is known.
    class: Option<String>,
    overdue: bool,
}

/// What a person wants of the strip.
#[derive(Clone, Debug, PartialEq)]
pub enum StripAsk {
    Select(FeatureKey),
    /// Choose all of these together.
    Mark(Vec<FeatureKey>),
    Close,
}

impl RiverStrip {
    /// Opens on the river of what is selected, else on the first; `false` where there is none.
    pub fn open(&mut self, ctx: &UiCtx<'_>, view: &mut ViewState) -> bool {
        let selected = view.selected_key();
        let own = selected.as_ref().and_then(|key| ctx.snapshot.river_of(key));
        let first = || ctx.snapshot.rivers().into_iter().next().map(|(key, _)| key);
        let Some(river) = own.or_else(first) else { return false };
        view.strip_river = Some(river.to_string());
        // A river that is itself chosen is no stop: the way begins at its first.
        self.refresh(ctx, view, river.as_str());
        let stop = |key: &FeatureKey| self.view.ticks.iter().any(|tick| tick.key == *key);
        let first = self.view.ticks.first().map(|tick| tick.key.clone());
        self.focus_wanted = selected.filter(stop).or(first);
        true
    }

    fn refresh(&mut self, ctx: &UiCtx<'_>, view: &ViewState, river: &str) {
        let turned = view.turned_rivers.contains(river);
        let of = Some((ctx.snapshot_no, river.to_owned(), turned, ctx.lang()));
        if self.of == of {
            return;
        }
        self.of = of;
        self.rivers = ctx.snapshot.rivers();
        let flow = if turned { Flow::Turned } else { Flow::AsDrawn };
        let along = FeatureKey::parse(river).and_then(|key| ctx.snapshot.along_river(&key, flow));
        let river_name = along.as_ref().map(|it| ctx.name_of(&it.river)).unwrap_or_default();
        let ticks = along.iter().flat_map(|along| &along.stops).map(|stop| {
            let far = metres_in_words(stop.at.along_m);
            tick_of(ctx, &stop.feature, &far, &river_name)
        });
        self.view = StripView { ticks: ticks.collect(), river: along };
    }

    /// Draws the strip.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) -> Option<StripAsk> {
        let river = view.strip_river.clone()?;
        self.refresh(ctx, view, &river);
        let ask = self.head_ui(ctx, ui, view, &river);
        let walked = self.ticks_ui(ctx, ui, view.selected_key());
        walked.map(StripAsk::Select).or(ask)
    }

    fn head_ui(
        &self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &mut ViewState,
        river: &str,
    ) -> Option<StripAsk> {
        let mut ask = None;
        let is_low = ctx.is_low(ui.ctx());
        let line_ui = |ui: &mut Ui| {
            ui.spacing_mut().button_padding.x = if is_low { 4.0 } else { 6.0 };
            let name = self.rivers.iter().find(|(key, _)| key.as_str() == river);
            ComboBox::from_id_salt("river")
                .selected_text(name.map_or(river, |(_, name)| name.as_str()))
                .width(130.0)
                .show_ui(ui, |ui| {
                    for (key, name) in &self.rivers {
                        let chosen = key.as_str() == river;
                        if ui.selectable_label(chosen, name).clicked() {
                            view.strip_river = Some(key.to_string());
                        }
                    }
                })
                .response
                .accessible_name(ctx.t("strip.river"));
            if let Some(along) = &self.view.river {
                let far = metres_in_words(along.length_m);
                let flags = self.view.ticks.iter().filter(|tick| tick.class.is_some()).count();
                let outfalls = self.view.ticks.len() - flags;
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("far", &far), ("n", &outfalls), ("flags", &flags)];
                // In a low window the strip has one line above its ticks.
                let words = if is_low { "strip.counts_short" } else { "strip.counts" };
                ui.label(ctx.fill(words, &values));
            }
            if ui.button(ctx.t("strip.turn")).clicked() && !view.turned_rivers.remove(river) {
                view.turned_rivers.insert(river.to_owned());
            }
            let outfalls: Vec<FeatureKey> = self
                .view
                .ticks
                .iter()
                .map(|tick| &tick.key)
                .filter(|key| key.kind().code() == Kind::OUTFALL)
                .cloned()
                .collect();
            if !outfalls.is_empty() && ui.button(ctx.t("strip.mark")).clicked() {
                ask = Some(StripAsk::Mark(outfalls));
            }
            if ui.button(ctx.t("strip.close")).clicked() {
                ask = Some(StripAsk::Close);
            }
        };
        match is_low {
            // In a low window the controls are one line, which scrolls.
            true => {
                let line = ScrollArea::horizontal().id_salt("strip head");
                line.show(ui, |ui| ui.horizontal(line_ui));
            }
            false => {
                ui.horizontal_wrapped(line_ui);
            }
        }
        ask
    }

    fn ticks_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        selected: Option<FeatureKey>,
    ) -> Option<FeatureKey> {
        let ticks = &self.view.ticks;
        let Some(river) = self.view.river.as_ref().filter(|_| !ticks.is_empty()) else {
            ui.label(RichText::new(ctx.t("strip.nothing")).color(ctx.palette.weak));
            return None;
        };
        let shares: Vec<f64> =
            river.stops.iter().map(|stop| stop.at.along_m / river.length_m.max(1.0)).collect();
        let scale = ctx.palette.sizes.body_points / 15.0;
        let (places, width) = spread(&shares, ui.available_width(), GAP_POINTS * scale);
        let is_new = selected != self.seen;
        self.seen.clone_from(&selected);
        let wanted = self.focus_wanted.take();
        let mut walked = None;
        ScrollArea::horizontal().id_salt("river strip").auto_shrink([false, true]).show(ui, |ui| {
            let size = vec2(width, HEIGHT_POINTS * scale);
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            let water = rect.top() + 42.0 * scale;
            paint_water(ctx, ui, rect, water);
            for (nth, (tick, x)) in ticks.iter().zip(&places).enumerate() {
                let at = pos2(rect.left() + x, water);
                let area = Rect::from_min_max(
                    pos2(at.x - GAP_POINTS * scale / 2.0, rect.top()),
                    pos2(at.x + GAP_POINTS * scale / 2.0, rect.bottom()),
                );
                let is_selected = selected.as_ref() == Some(&tick.key);
                let id = ui.scope_id().with(("tick", tick.key.as_str()));
                let response = ui.interact(area, id, Sense::click()).on_hover_text(&tick.spoken);
                let spoken = tick.spoken.clone();
                response.widget_info(|| {
                    WidgetInfo::selected(Role::ListBoxOption, true, is_selected, &spoken)
                });
                if wanted.as_ref() == Some(&tick.key) {
                    response.request_focus();
                }
                if is_selected && is_new {
                    ui.scroll_to_rect(area, None);
                }
                if response.has_focus() {
                    let to = step(ui, id);
                    let next = nth.checked_add_signed(to).and_then(|nth| ticks.get(nth));
                    if let Some(next) = next.filter(|_| to != 0) {
                        self.focus_wanted = Some(next.key.clone());
                        walked = Some(next.key.clone());
                    }
                }
                if is_selected {
                    ui.painter().rect_filled(area, 4.0, ctx.palette.selected);
                }
                if response.has_focus() {
                    let width = ctx.palette.sizes.line_points.max(2.0);
                    let edge = Stroke::new(width, ctx.palette.accent);
                    ui.painter().rect_stroke(area.shrink(1.0), 4.0, edge, StrokeKind::Inside);
                }
                if response.clicked() {
                    response.request_focus();
                    walked = Some(tick.key.clone());
                }
                paint_tick(ctx, ui, at, scale, tick, is_selected);
            }
        });
        walked
    }
}

/// How far the arrows ask to walk: right and down with the water.
fn step(ui: &Ui, id: egui::Id) -> isize {
    let arrows =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
    ui.input(|input| {
        let pressed = |key| isize::from(input.key_pressed(key));
        pressed(Key::ArrowRight) + pressed(Key::ArrowDown)
            - pressed(Key::ArrowLeft)
            - pressed(Key::ArrowUp)
    })
}

/// The water's line with an arrow the way it flows.
fn paint_water(ctx: &UiCtx<'_>, ui: &Ui, rect: Rect, y: f32) {
    let style = ctx.map_theme.kind(&Kind::new(Kind::RIVER));
    let stroke = Stroke::new(3.0, stage_symbol::colour(style.line));
    let end = pos2(rect.right() - 2.0, y);
    ui.painter().line_segment([pos2(rect.left() + 2.0, y), end], stroke);
    for side in [-5.0, 5.0] {
        ui.painter().line_segment([end + vec2(-8.0, side), end], stroke);
    }
}

fn paint_tick(ctx: &UiCtx<'_>, ui: &Ui, at: Pos2, scale: f32, tick: &Tick, is_selected: bool) {
    let painter = ui.painter();
    let ink = if is_selected { ctx.palette.accent } else { ctx.palette.text };
    let stem = Stroke::new(1.5, ink);
    let small = FontId::proportional(ctx.palette.sizes.small_points);
    match (&tick.look, &tick.class) {
        (_, Some(class)) => {
            let top = at - vec2(0.0, 36.0 * scale);
            painter.line_segment([at, top], stem);
            let (w, h) = (24.0 * scale, 17.0 * scale);
            // At the end of the strip the flag flies backwards.
            let way = if top.x + w > painter.clip_rect().right() { -1.0 } else { 1.0 };
            let corners = vec![
                top,
                top + vec2(way * w, 0.0),
                top + vec2(way * (w - 5.0), h / 2.0),
                top + vec2(way * w, h),
                top + vec2(0.0, h),
            ];
            painter.add(Shape::closed_line(corners, stem));
            let middle = top + vec2(way * (w / 2.0 - 2.0), h / 2.0);
            painter.text(middle, Align2::CENTER_CENTER, class, small.clone(), ink);
        }
        (Some(look), None) => {
            painter.line_segment([at, at - vec2(0.0, 14.0 * scale)], stem);
            let side = 22.0 * scale;
            let symbol = Rect::from_center_size(at - vec2(0.0, 25.0 * scale), vec2(side, side));
            stage_symbol::paint(ctx, painter, symbol, look);
            if tick.overdue {
                let corner = symbol.right_top() + vec2(2.0, 2.0);
                painter.text(corner, Align2::CENTER_CENTER, "!", small.clone(), ctx.palette.bad);
            }
        }
        (None, None) => {
            painter.circle_filled(at - vec2(0.0, 14.0 * scale), 4.0, ink);
        }
    }
    let below = at + vec2(0.0, 6.0 * scale);
    painter.text(below, Align2::CENTER_TOP, &tick.short, small, ink);
}

fn tick_of(ctx: &UiCtx<'_>, key: &FeatureKey, far: &str, river: &str) -> Tick {
    let name = ctx.name_of(key);
    let state = ctx.state(key).map(AsRef::as_ref);
    let look = stage_symbol::look_of(ctx, key, state);
    let overdue = state.is_some_and(|state| ctx.is_overdue(key, state));
    let is_section = key.kind().code() == Kind::SECTION;
    let class = is_section.then(|| section_flag(ctx, key).to_owned());
    let standing = match (&look, &class) {
        (_, Some(class)) => class.clone(),
        (Some(look), None) => ctx.say(&look.label).to_owned(),
        (None, None) => String::new(),
    };
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("name", &name), ("standing", &standing), ("far", &far)];
    let spoken = ctx.fill("strip.tick", &values);
    Tick { short: short_name(&name, river), key: key.clone(), spoken, look, class, overdue }
}

/// The digits a name ends in; else what tells it apart, three characters of it: neither the river's name before it
/// nor what it is after it.
fn short_name(name: &str, river: &str) -> String {
    let digits = name.chars().rev().take_while(char::is_ascii_digit).count();
    if digits > 0 {
        return name.chars().skip(name.chars().count() - digits.min(4)).collect();
    }
    let own = name.strip_prefix(river).filter(|own| !own.is_empty()).unwrap_or(name);
    let plain =
        ["断面", "示例"].iter().fold(own, |own, what| own.strip_suffix(what).unwrap_or(own));
    let own = if plain.is_empty() { own } else { plain };
    own.chars().take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn neighbours_on_a_river_are_told_apart_by_what_differs() {
        assert_eq!(short_name("示例排口031", "海河"), "031");
        assert_eq!(short_name("北排水河入海示例断面", "北排水河"), "入海");
        assert_eq!(short_name("三岔口断面", "海河"), "三岔口");
        assert_eq!(short_name("海河", "海河"), "海河");
    }
}
