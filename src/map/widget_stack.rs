//! The list of what lies on one another under a click.

use egui::{Area, Frame, Id, Key, Modifiers, Order, Pos2, Ui};

use super::hit::Hit;
use super::input::{MapFeature, MapInput};
use super::widget::{id_of, spoken_name};

/// Rows shown; more than this nobody reads.
const ROWS_MAX: usize = 12;

/// Several features of one rank under one click.
#[derive(Clone, Debug)]
pub struct Stack {
    at: Pos2,
    features: Vec<MapFeature>,
}

/// What became of the list in this frame.
pub enum Choice {
    Open,
    Closed,
    Picked(MapFeature),
}

impl Stack {
    /// `None` where the click meant one thing: a symbol over a river over a district is no stack.
    pub fn of(hits: &[Hit], at: Pos2) -> Option<Self> {
        let top = hits.first()?;
        let features: Vec<_> =
            hits.iter().take_while(|hit| hit.rank == top.rank).map(|hit| hit.feature).collect();
        (features.len() > 1).then_some(Self { at, features })
    }
}

pub fn stack_ui(ui: &Ui, stack: &Stack, input: &MapInput) -> Choice {
    let id: Id = id_of(ui, "stack");
    let mut choice = Choice::Open;
    let area = Area::new(id)
        .order(Order::Foreground)
        .fixed_pos(stack.at + egui::vec2(10.0, 6.0))
        .constrain(true)
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                for feature in stack.features.iter().take(ROWS_MAX) {
                    let is_selected = input.selected.contains(feature);
                    let name = spoken_name(input, *feature);
                    if ui.selectable_label(is_selected, name).clicked() {
                        choice = Choice::Picked(*feature);
                    }
                }
                let more = stack.features.len().saturating_sub(ROWS_MAX);
                if more > 0 {
                    ui.label(format!("+ {more} …"));
                }
            });
        });
    let is_left = ui.input_mut(|input| {
        let pressed_elsewhere = input.pointer.any_pressed()
            && input.pointer.interact_pos().is_some_and(|at| !area.response.rect.contains(at));
        pressed_elsewhere || input.consume_key(Modifiers::NONE, Key::Escape)
    });
    if matches!(choice, Choice::Open) && is_left { Choice::Closed } else { choice }
}
