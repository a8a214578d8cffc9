//! A list of choices folded into one line. It opens where it has room, lies within the window, and is walked with
//! the arrow keys: the chosen line has the keyboard when it opens, the folded line gets it back. A long one is narrowed by
//! words, as they are written or by the first letters of their pinyin; then those have the keyboard first.

use egui::{Align, ComboBox, Key, PopupCloseBehavior, Response, TextEdit, Ui};

use super::widgets::Offer;
use crate::session::{Sought, holds_all, sought};
use crate::ui::context::UiCtx;

/// A list with so many choices is narrowed by words.
const NARROWED_FROM: usize = 20;

/// A longer list than this scrolls, even where there is room.
const HEIGHT_MAX_POINTS: f32 = 420.0;
const HEIGHT_MIN_POINTS: f32 = 120.0;
/// The folded line itself, and the list's frame.
const AROUND_POINTS: f32 = 46.0;

/// Draws the folded line, and the list while it is open. `shown` stands in the line while nothing is chosen.
pub fn choice_list_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    salt: impl egui::AsIdSalt + Copy,
    shown: &str,
    width_points: f32,
    offers: &[Offer],
    value: &mut String,
) -> Response {
    let chosen = offers.iter().find(|offer| offer.code == *value && !value.is_empty());
    let shown = match chosen {
        Some(offer) => offer.label.as_str(),
        None if value.is_empty() => shown,
        None => value.as_str(),
    };
    let window = ui.ctx().content_rect();
    let (above, below) =
        (ui.cursor().top() - window.top(), window.bottom() - ui.cursor().top() - 30.0);
    let room = (above.max(below) - AROUND_POINTS).clamp(HEIGHT_MIN_POINTS, HEIGHT_MAX_POINTS);
    let id = ui.make_persistent_id(egui::IdSalt::new(salt));
    let was_open = ComboBox::is_open(ui.ctx(), id);
    let mut taken = false;
    let list = ComboBox::from_id_salt(salt)
        .selected_text(shown.to_owned())
        .width(width_points)
        .height(room)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .truncate();
    let response = list
        .show_ui(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let is_narrowed = offers.len() >= NARROWED_FROM;
            let narrowing = if is_narrowed { narrow_ui(ctx, ui) } else { Narrowing::default() };
            let fits = |offer: &&Offer| narrowing.fits(&offer.label);
            let current = offers.iter().position(|offer| offer.code == *value).unwrap_or(0);
            let current = offers.get(current).map(|offer| offer.code.as_str());
            for (nth, offer) in offers.iter().filter(fits).enumerate() {
                let line = ui.selectable_label(offer.code == *value, &offer.label);
                let is_current = Some(offer.code.as_str()) == current;
                if !was_open && is_current {
                    line.scroll_to_me(Some(Align::Center));
                }
                if (!was_open && is_current && !is_narrowed) || (nth == 0 && narrowing.steps_down) {
                    line.request_focus();
                } else if line.gained_focus() {
                    line.scroll_to_me(None);
                }
                if line.clicked() || (nth == 0 && narrowing.takes_first) {
                    value.clone_from(&offer.code);
                    taken = true;
                    // Enter on a line closes the list as a click does.
                    ui.close();
                }
            }
        })
        .response;
    if taken {
        response.request_focus();
    }
    response
}

/// What narrows a long list.
#[derive(Debug, Default)]
pub struct Narrowing {
    words: Vec<Sought>,
    /// The arrow leaves the words for the first line.
    steps_down: bool,
    /// Enter behind words takes the first line.
    takes_first: bool,
}

impl Narrowing {
    /// Whether a line is among those left: it holds each word, as written or as pinyin.
    pub fn fits(&self, label: &str) -> bool {
        holds_all(label, &self.words)
    }
}

/// The words that narrow a list, above it; they have the keyboard when it opens, and are forgotten with it.
pub fn narrow_ui(ctx: &UiCtx<'_>, ui: &mut Ui) -> Narrowing {
    let id = ui.scope_id().with("narrow");
    let frame_no = ui.ctx().cumulative_frame_nr();
    let kept: Option<(u64, String)> = ui.data(|data| data.get_temp(id));
    // Shown in the frame before, it is the same list still.
    let kept = kept.filter(|(last_no, _)| last_no + 1 >= frame_no).map(|(_, typed)| typed);
    let is_new = kept.is_none();
    let mut typed = kept.unwrap_or_default();
    let field = TextEdit::singleline(&mut typed)
        .hint_text(ctx.t("form.narrow"))
        .desired_width(ui.available_width());
    let line = ui.add(field).accessible_name(ctx.t("form.narrow"));
    if is_new {
        line.request_focus();
    }
    let (down, enter) =
        ui.input(|input| (input.key_pressed(Key::ArrowDown), input.key_pressed(Key::Enter)));
    let words = sought(&typed);
    let takes_first = line.lost_focus() && enter && !words.is_empty();
    let steps_down = line.has_focus() && down;
    ui.data_mut(|data| data.insert_temp(id, (frame_no, typed)));
    Narrowing { words, steps_down, takes_first }
}
