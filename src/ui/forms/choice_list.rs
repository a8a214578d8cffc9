//! A list of choices folded into one line. It opens where it has room, lies within the window, and is walked with
//! the arrow keys: the chosen line has the keyboard when it opens, the folded line gets it back.

use egui::{Align, ComboBox, Response, Ui};

use super::widgets::Offer;

/// A longer list than this scrolls, even where there is room.
const HEIGHT_MAX_POINTS: f32 = 420.0;
const HEIGHT_MIN_POINTS: f32 = 120.0;
/// The folded line itself, and the list's frame.
const AROUND_POINTS: f32 = 46.0;

/// Draws the folded line, and the list while it is open. `shown` stands in the line while nothing is chosen.
pub fn choice_list_ui(
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
        .truncate();
    let response = list
        .show_ui(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let current = offers.iter().position(|offer| offer.code == *value).unwrap_or(0);
            for (nth, offer) in offers.iter().enumerate() {
                let line = ui.selectable_label(offer.code == *value, &offer.label);
                if !was_open && nth == current {
                    line.request_focus();
                    line.scroll_to_me(Some(Align::Center));
                } else if line.gained_focus() {
                    line.scroll_to_me(None);
                }
                if line.clicked() {
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
