//! Lines of words: lower than lines of buttons, so that several facts stand close together.

use egui::{
    Button, InnerResponse, ProgressBar, Response, RichText, Role, Stroke, StrokeKind, TextStyle,
    Ui, WidgetInfo, vec2,
};

use super::context::UiCtx;
use super::theme::Palette;

/// The least height of a line of words, points: what a link in it is hit by.
const WORDS_POINTS: f32 = 20.0;

/// Words and links side by side, wrapping; as high as they are, not as buttons would be.
pub fn words_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    // The height of a line is settled when the line begins: what is set within it comes too late.
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = WORDS_POINTS;
        ui.horizontal_wrapped(add)
    })
    .inner
}

/// A button as low as the words beside it; in the sun as high as any other, for a thumb is to hit it.
pub fn small<'a>(ctx: &UiCtx<'_>, button: Button<'a>) -> Button<'a> {
    match ctx.palette.sizes.hit_points {
        0.0 => button.small(),
        points => button.min_size(vec2(0.0, points)),
    }
}

/// A link to what is to be done: in the sun as high as a button, for a thumb is to hit it.
pub fn task_link(ctx: &UiCtx<'_>, ui: &mut Ui, words: RichText) -> Response {
    let hit_points = ctx.palette.sizes.hit_points;
    if hit_points == 0.0 {
        return ui.link(words);
    }
    let spoken = words.text().to_owned();
    let words = words.color(ctx.palette.accent).underline();
    let link = Button::new(words).frame(false).wrap().min_size(vec2(0.0, hit_points));
    let link = ui.add(link);
    link.widget_info(|| WidgetInfo::labeled(Role::Link, true, &spoken));
    link
}

/// The line that begins here is as high as the small buttons among its words: these stand in the buttons' middle.
pub fn strut_ui(ctx: &UiCtx<'_>, ui: &mut Ui) {
    let gap_points = std::mem::take(&mut ui.spacing_mut().item_spacing.x);
    ui.allocate_space(vec2(0.0, ctx.palette.sizes.hit_points));
    ui.spacing_mut().item_spacing.x = gap_points;
}

/// From here on the lines of `ui` are `points` high, or as high as the small buttons in them.
pub fn low_lines(palette: &Palette, ui: &mut Ui, points: f32) {
    ui.spacing_mut().interact_size.y = points.max(palette.sizes.hit_points);
}

/// How wide buttons with these words are beside each other, with the gaps before them.
pub fn buttons_points(ui: &Ui, style: &TextStyle, words: &[&str]) -> f32 {
    let font = style.resolve(ui.style());
    let (padding, gap) = (ui.spacing().button_padding.x, ui.spacing().item_spacing.x);
    let width = |words: &&str| {
        let galley =
            ui.painter().layout_no_wrap((*words).to_owned(), font.clone(), Default::default());
        galley.size().x + 2.0 * padding + gap + 2.0
    };
    words.iter().map(width).sum()
}

/// As much of a button's words as has room, ending in "…" where that is not all.
pub fn elided(ui: &Ui, words: &str, room_points: f32) -> String {
    let ends = words.char_indices().map(|(at, _)| format!("{}…", words[..at].trim_end()));
    let mut tries: Vec<String> = ends.skip(3).collect();
    tries.push(words.to_owned());
    let fitting = tries
        .iter()
        .rposition(|words| buttons_points(ui, &TextStyle::Button, &[words]) <= room_points);
    tries.swap_remove(fitting.unwrap_or_default())
}

/// Selects all that stands in a line of text: the next letter replaces it.
pub fn select_all(ui: &Ui, id: egui::Id, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
    state.store(ui.ctx(), id);
}

/// A bar of what is done, with an edge: in the sun its ground is as white as what lies around it. Its ends are straight:
/// a round one would show something done where nothing is.
pub fn progress_ui(ctx: &UiCtx<'_>, ui: &mut Ui, bar: ProgressBar) -> Response {
    let shown = ui.add(bar.corner_radius(0.0));
    let edge = Stroke::new(ctx.palette.sizes.line_points.min(1.5), ctx.palette.line);
    ui.painter().rect_stroke(shown.rect, 0.0, edge, StrokeKind::Inside);
    shown
}

/// What lies over the window, with the name that a screen reader says of it.
pub fn named_modal(ctx: &egui::Context, id: egui::Id, name: impl ToString) -> egui::Modal {
    let layer = egui::LayerId::new(egui::Order::Foreground, id);
    if !ctx.memory(|memory| memory.areas().visible_last_frame(&layer)) {
        // A tip of what lies under it would stay over it for as long as the pointer rests where it is.
        ctx.input_mut(|input| input.pointer = egui::PointerState::default());
    }
    egui::Modal::new(id).area(egui::Modal::default_area(id).accessible_name(name.to_string()))
}
