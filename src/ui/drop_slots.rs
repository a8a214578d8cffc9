//! Places that dropped files can fill: a slot says so as it is drawn, and is asked when something was dropped on it.

use egui::{Context, Id, Pos2, Rect, Response, Ui};

use super::forms::Content;

/// The slots of one frame.
#[derive(Clone, Default)]
struct Slots {
    pass_no: u64,
    slots: Vec<(Rect, Content)>,
}

fn id() -> Id {
    Id::unique("slots that files can be dropped on")
}

/// Files that are dropped on `slot` go into this form.
pub fn offer_slot(ui: &Ui, slot: &Response, content: Content) {
    let pass_no = ui.ctx().cumulative_pass_nr();
    let seen = slot.rect.intersect(ui.clip_rect());
    ui.data_mut(|data| {
        let slots: &mut Slots = data.get_temp_mut_or_default(id());
        if slots.pass_no != pass_no {
            *slots = Slots { pass_no, slots: Vec::new() };
        }
        slots.slots.push((seen, content));
    });
}

/// The form of the slot that was drawn at this point in the frame before.
pub fn slot_at(ctx: &Context, point: Pos2) -> Option<Content> {
    let slots: Slots = ctx.data(|data| data.get_temp(id()))?;
    if slots.pass_no + 1 != ctx.cumulative_pass_nr() {
        return None;
    }
    let hit = |(rect, _): &&(Rect, Content)| rect.contains(point);
    slots.slots.iter().find(hit).map(|(_, content)| content.clone())
}
