//! A pane of three parts: a head and a foot that stay, and a middle that scrolls between them.
//!
//! Where the window is so low that too little of the middle would be seen, the head scrolls with it; where that is
//! not enough either – type of twice the size on a laptop – so does the foot.

use egui::{CentralPanel, Frame, Id, Panel, Rect, ScrollArea, Ui, UiBuilder, vec2};

use super::context::UiCtx;

/// So many rows of the middle are always seen.
const MIDDLE_ROWS_MIN: f32 = 5.0;

/// Which part is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Head,
    Middle,
    Foot,
}

/// How high head and foot were when they were last drawn, points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Heights {
    head: f32,
    foot: f32,
}

impl Heights {
    /// Whether the head, and whether the foot, leaves its place and scrolls.
    fn scrolling(self, room_points: f32, middle_points: f32) -> (bool, bool) {
        let head = room_points - self.head - self.foot < middle_points;
        (head, head && room_points - self.foot < middle_points)
    }
}

/// Draws the parts. `shown`: what the middle shows, by name; each stays scrolled to where it was left.
pub fn pane_parts_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    pane: &'static str,
    shown: Id,
    mut draw: impl FnMut(Part, &mut Ui),
) {
    let id = Id::unique(("pane parts", pane));
    // A part that begins or ceases to scroll stays the same to egui: what had the keyboard in it keeps it.
    let mut draw = |part, ui: &mut Ui| {
        let of = if part == Part::Middle { shown } else { id };
        let scope = UiBuilder::new().scope_id(of.with(part));
        ui.scope_builder(scope, |ui| draw(part, ui));
    };
    let was: Heights = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let middle_points = MIDDLE_ROWS_MIN * ctx.palette.sizes.row_points;
    let room_points = ui.available_height();
    let (head_scrolls, foot_scrolls) = was.scrolling(room_points, middle_points);
    let mut now = Heights::default();
    if !head_scrolls {
        let panel = Panel::top(id.with("head")).frame(Frame::NONE).show_separator_line(false);
        let drawn = panel.show(ui, |ui| draw(Part::Head, ui));
        now.head = drawn.response.rect.height();
    }
    if !foot_scrolls {
        let panel = Panel::bottom(id.with("foot")).frame(Frame::NONE).show_separator_line(false);
        let drawn = panel.show(ui, |ui| {
            ui.add_space(4.0);
            draw(Part::Foot, ui);
        });
        now.foot = drawn.response.rect.height();
    }
    CentralPanel::no_frame().show(ui, |ui| {
        let area = ScrollArea::vertical().auto_shrink([false, false]).id_salt(shown);
        area.show(ui, |ui| {
            // What is too wide is cut at the right: it does not push the pane out of the window.
            let room = ui.available_rect_before_wrap();
            let mut inside = ui.new_child(UiBuilder::new().id_salt("inside").max_rect(room));
            if head_scrolls {
                now.head = inside.scope(|ui| draw(Part::Head, ui)).response.rect.height();
            }
            inside.add_space(4.0);
            draw(Part::Middle, &mut inside);
            inside.add_space(4.0);
            if foot_scrolls {
                now.foot = inside.scope(|ui| draw(Part::Foot, ui)).response.rect.height();
            }
            let size = vec2(room.width(), inside.min_rect().height());
            ui.advance_cursor_after_rect(Rect::from_min_size(room.min, size));
        });
    });
    if now != was {
        ui.data_mut(|data| data.insert_temp(id, now));
        if now.scrolling(room_points, middle_points) != (head_scrolls, foot_scrolls) {
            ui.ctx().request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_and_foot_leave_their_places_only_where_the_middle_needs_them() {
        let heights = Heights { head: 120.0, foot: 80.0 };
        assert_eq!(heights.scrolling(400.0, 96.0), (false, false));
        assert_eq!(heights.scrolling(220.0, 96.0), (true, false));
        assert_eq!(heights.scrolling(170.0, 96.0), (true, true));
    }
}
