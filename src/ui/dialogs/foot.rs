//! The last line of a dialog, its buttons: below what scrolls where the window is low, else where it stands.

use egui::{Align, Id, Layout, Rect, Sense, Ui, UiBuilder, vec2};

fn place_id() -> Id {
    Id::unique("place of the dialog's buttons")
}

/// The buttons stand after the rows: nothing scrolls.
pub fn inline(ui: &Ui) {
    ui.data_mut(|data| data.remove::<Rect>(place_id()));
}

/// Makes room for the buttons here: they are drawn into it from the next frame on.
pub fn place(ui: &mut Ui, height_points: f32) {
    let size = vec2(ui.available_width(), height_points);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let before = ui.data(|data| data.get_temp::<Rect>(place_id()));
    if before != Some(rect) {
        ui.data_mut(|data| data.insert_temp(place_id(), rect));
        ui.ctx().request_repaint();
    }
}

/// Draws the buttons of a dialog.
pub fn foot_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let Some(place) = ui.data(|data| data.get_temp::<Rect>(place_id())) else {
        return ui.horizontal_wrapped(add).inner;
    };
    let layout = Layout::left_to_right(Align::Center);
    let mut foot = ui.new_child(UiBuilder::new().id_salt("foot").max_rect(place).layout(layout));
    // What scrolls is clipped; the buttons are not of it.
    foot.set_clip_rect(ui.ctx().content_rect());
    add(&mut foot)
}
