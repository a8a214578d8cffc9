//! The two top lines: menus, the usual actions and the search; whose data these are and who is at the keyboard.

use egui::{Align, Button, Layout, RichText, Ui};

use super::actions::{ACTIONS, KeyAct};
use super::context::UiCtx;
use super::menus::menus_ui;
use super::search_box::{SearchAsk, SearchBox};
use super::shortcuts::{name_of, names_of};
use super::view_state::{Middle, ViewState};
use super::work_rows::{ReturnedCount, WorkRows};
use crate::model::Lang;
use crate::plan::Actor;

/// Narrower than this the menus share one button, and what they hold stands only there.
const WIDE_POINTS: f32 = 900.0;
const ROOMY_POINTS: f32 = 1180.0;
/// The second line's width in heights of a letter: narrower than this it does not say of which day the story is.
const DAY_EMS: f32 = 56.0;
/// Narrower than this it says things shortly, so that who is here and who goes along keep their places.
const LONG_WORDS_EMS: f32 = 64.0;

/// The first line. Answers what was asked for in it.
pub fn top_bar_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    view: &mut ViewState,
    search: &mut SearchBox,
    rows: &WorkRows,
) -> Option<SearchAsk> {
    let mut ask = None;
    let outdoor_scale = ctx.palette.sizes.body_points / 15.0;
    let width = ui.available_width() / outdoor_scale;
    ui.horizontal(|ui| {
        let name = RichText::new(ctx.t("app.short")).size(ctx.palette.sizes.heading_points);
        ui.label(name.color(ctx.palette.accent));
        let mut asked = menus_ui(ctx, ui, view, width >= WIDE_POINTS);
        let usual: &[(KeyAct, &str)] = match width {
            width if width >= ROOMY_POINTS => &[
                (KeyAct::Open, "top.open"),
                (KeyAct::Export, "top.export"),
                (KeyAct::Board, "top.board"),
                (KeyAct::Undo, "top.undo"),
                (KeyAct::Redo, "top.redo"),
            ],
            width if width >= WIDE_POINTS => {
                &[(KeyAct::Open, "top.open"), (KeyAct::Board, "top.board")]
            }
            _ => &[],
        };
        for (act, words) in usual {
            let ready = ACTIONS.iter().any(|one| one.act == *act && one.is_ready(ctx, view));
            if ready && ui.button(ctx.t(words)).on_hover_text(name_of(*act)).clicked() {
                asked = Some(*act);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let outdoor = Button::selectable(view.outdoor, ctx.t("top.outdoor"));
            if ui.add(outdoor).on_hover_text(names_of(KeyAct::Outdoor)).clicked() {
                asked = Some(KeyAct::Outdoor);
            }
            if as_of_ui(ctx, ui, width >= WIDE_POINTS) {
                asked = Some(KeyAct::AsOf);
            }
            let width = (ui.available_width() - 2.0 * ui.spacing().item_spacing.x).max(80.0);
            ask = search.ui(ctx, ui, view, rows, width.min(460.0 * outdoor_scale));
        });
        ask = asked.map(SearchAsk::Act).or(ask.take());
    });
    ask
}

/// 截至: the evening that is shown; a button to choose another. Where there is no room it is short, never gone.
fn as_of_ui(ctx: &UiCtx<'_>, ui: &mut Ui, is_wide: bool) -> bool {
    let day = match ctx.snapshot.evening {
        Some(evening) => ctx.day(evening.day),
        None => ctx.t("top.today").to_owned(),
    };
    let words = ctx.fill("top.as_of", &[("day", &day)]);
    let short = ctx.fill("top.as_of_short", &[("day", &day)]);
    let shown = if is_wide { words.as_str() } else { short.as_str() };
    let button = Button::selectable(ctx.snapshot.evening.is_some(), shown);
    let is_ready = !ctx.snapshot.layers.is_empty();
    let added = ui.add_enabled(is_ready, button).on_hover_text(name_of(KeyAct::AsOf));
    added.accessible_name(words).clicked()
}

/// The second line: whose data, what was sent back, what waits for a verdict (for those who judge), who is here.
pub fn who_bar_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    view: &ViewState,
    returned: ReturnedCount,
    waiting: Option<usize>,
) -> Option<WhoAsk> {
    let mut ask = None;
    ui.horizontal(|ui| {
        workspace_mark_ui(ctx, ui);
        // Of a past evening there is nothing to do any more.
        if returned != ReturnedCount::default() && ctx.snapshot.evening.is_none() {
            let words = returned_words(ctx, ui.ctx(), returned);
            let words = RichText::new(words).color(ctx.palette.bad);
            if ui.add(Button::new(words)).clicked() {
                ask = Some(WhoAsk::Returned);
            }
        }
        if let Some(waiting) = waiting {
            let words = ctx.fill("review.top", &[("n", &waiting)]);
            let is_shown = view.middle == Middle::Review;
            let button = Button::selectable(is_shown, RichText::new(words).strong());
            if ui.add(button.frame_when_inactive(true)).clicked() {
                ask = Some(WhoAsk::Act(KeyAct::Review));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // Each language is named in itself: who cannot read the one finds the other.
            let other = match view.lang {
                Lang::Zh => "English",
                Lang::En => "中文",
            };
            if ui.button(other).clicked() {
                ask = Some(WhoAsk::Act(KeyAct::Language));
            }
            let names = view.companions.trim();
            let shown = ctx.actor.map(|actor| person_words(ctx, ui, actor, names));
            let (person, beside, name) = match shown {
                Some(Shown::Beside(words)) => (ctx.t("top.switch").to_owned(), words, "top.switch"),
                // Where there is no room beside the button, it bears the name of who is here.
                Some(Shown::OnButton(words)) => (words, String::new(), "top.switch"),
                None => (ctx.t("top.who").to_owned(), String::new(), "top.who"),
            };
            let button = ui.add(Button::new(person).truncate());
            let button = button.accessible_name(ctx.t(name));
            let whole = ctx.actor.map(|actor| whole_words(ctx, actor, names)).unwrap_or_default();
            if button.on_hover_text(whole).clicked() {
                ask = Some(WhoAsk::Act(KeyAct::Person));
            }
            if !beside.is_empty() {
                ui.add(egui::Label::new(beside).truncate());
            }
        });
    });
    ask
}

/// Where the second line says who is here.
enum Shown {
    Beside(String),
    OnButton(String),
}

/// Who is here and who goes with them.
fn whole_words(ctx: &UiCtx<'_>, actor: &Actor, companions: &str) -> String {
    let whole = ctx.person(actor);
    match companions {
        "" => whole,
        names => format!("{whole}  {}", ctx.fill("top.with", &[("names", &names)])),
    }
}

/// Who is here, as much as there is room for: first the button's own word gives way, then whoever goes with them, then
/// the unit. The role stays.
fn person_words(ctx: &UiCtx<'_>, ui: &Ui, actor: &Actor, companions: &str) -> Shown {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let width = |words: &str| {
        let galley = ui.painter().layout_no_wrap(words.to_owned(), font.clone(), ctx.palette.text);
        galley.size().x
    };
    let spacing = ui.spacing();
    let padding = 2.0 * spacing.button_padding.x + spacing.item_spacing.x;
    let room = ui.available_width() - padding;
    let whole = whole_words(ctx, actor, companions);
    if width(&whole) + width(ctx.t("top.switch")) + spacing.item_spacing.x <= room {
        return Shown::Beside(whole);
    }
    let mut tries = [whole, ctx.person(actor)].into_iter();
    let words = tries.find(|words| width(words) <= room);
    Shown::OnButton(words.unwrap_or_else(|| ctx.name_and_role(actor)))
}

/// What waits to be put right, and what is answered and only waits to be taken up again.
fn returned_words(ctx: &UiCtx<'_>, egui_ctx: &egui::Context, returned: ReturnedCount) -> String {
    let ReturnedCount { to_correct, answered } = returned;
    let words = match is_wider(ctx, egui_ctx, LONG_WORDS_EMS) {
        true => [("top.returned", to_correct), ("top.answered", answered)],
        false => [("top.returned_short", to_correct), ("top.answered_short", answered)],
    };
    let words = words.into_iter().filter(|(_, n)| *n > 0);
    words.map(|(key, n)| ctx.fill(key, &[("n", &n)])).collect::<Vec<_>>().join(" · ")
}

/// What was asked for in the second line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhoAsk {
    Act(KeyAct),
    /// Show what was sent back.
    Returned,
}

/// Whether the second line is wider than so many heights of a letter.
fn is_wider(ctx: &UiCtx<'_>, egui_ctx: &egui::Context, ems: f32) -> bool {
    egui_ctx.content_rect().width() > ems * ctx.palette.sizes.body_points
}

/// Invented data wear a mark; real ones the name of their workspace.
fn workspace_mark_ui(ctx: &UiCtx<'_>, ui: &mut Ui) {
    if !ctx.snapshot.synthetic {
        ui.label(RichText::new(ctx.workspace_name()).color(ctx.palette.weak));
        return;
    }
    egui::Frame::new()
        .fill(ctx.palette.warn_ground)
        .stroke(egui::Stroke::new(ctx.palette.sizes.line_points, ctx.palette.warn))
        .corner_radius(4)
        .inner_margin(egui::Margin::symmetric(8, 2))
        .show(ui, |ui| {
            let mark = match is_wider(ctx, ui.ctx(), LONG_WORDS_EMS) {
                true => ctx.t("top.synthetic"),
                false => ctx.t("top.synthetic_short"),
            };
            // A past evening says itself which day is looked at.
            let has_room = is_wider(ctx, ui.ctx(), DAY_EMS);
            let says_day = has_room && ctx.snapshot.evening.is_none();
            let words = match ctx.snapshot.demonstration_day().filter(|_| says_day) {
                Some(day) => format!("{mark} · {}", ctx.fill("top.story_day", &[("day", &day)])),
                None => mark.to_owned(),
            };
            ui.label(RichText::new(words).color(ctx.palette.warn))
                .on_hover_text(ctx.t("top.synthetic_why"));
        });
}
