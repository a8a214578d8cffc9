//! How wide the columns of the table stand: as a person dragged them, else as wide as their words usually want; what the
//! window has left over goes to the columns of words.

use egui::Ui;
use egui_extras::TableBuilder;

use super::column::{Column, Measure};
use crate::ui::context::UiCtx;
use crate::ui::view_state::ViewState;

/// Less than this is rounding, not dragging, points.
const DRAGGED_POINTS: f32 = 1.5;

/// What was last laid out.
#[derive(Debug, Default)]
pub struct Widths {
    /// The columns by their codes, each with its width.
    laid: Vec<(String, f32)>,
}

/// What a column wants.
#[derive(Clone, Copy, Debug)]
struct Wish {
    points: f32,
    /// Nobody dragged it, and it holds words: more room shows more of them.
    grows: bool,
}

impl Widths {
    /// The widths of the columns shown in `room_points`. A person's hand on an edge is not disturbed.
    pub fn of(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &Ui,
        view: &ViewState,
        shown: &[Column],
        room_points: f32,
    ) -> Vec<f32> {
        let is_same = self.laid.len() == shown.len()
            && self.laid.iter().zip(shown).all(|((code, _), column)| *code == column.code());
        if is_same && ui.input(|input| input.pointer.any_down()) {
            return self.laid.iter().map(|(_, points)| *points).collect();
        }
        let gap_points = ui.spacing().item_spacing.x;
        let wishes: Vec<Wish> = shown.iter().map(|column| wish(ctx, view, column)).collect();
        // One gap after each column, that of the boxes included.
        let room_points = room_points - gap_points * (shown.len() + 1) as f32;
        let points = spread(&wishes, room_points);
        self.laid = shown.iter().map(Column::code).zip(points.iter().copied()).collect();
        points
    }

    /// Tells a table that remembers other widths.
    pub fn put_on(&self, egui_ctx: &egui::Context, builder: &TableBuilder<'_>, of: egui::Id) {
        let now: Vec<u32> = self.laid.iter().map(|(_, points)| points.round() as u32).collect();
        let codes: Vec<&str> = self.laid.iter().map(|(code, _)| code.as_str()).collect();
        let now = egui::Id::unique((codes, now));
        if egui_ctx.data(|data| data.get_temp(of)) != Some(now) {
            builder.reset();
            egui_ctx.data_mut(|data| data.insert_temp(of, now));
        }
    }

    /// The column stands `points` wide: where that is not what was laid out, a person dragged it.
    pub fn stands(&self, view: &mut ViewState, place: usize, points: f32) {
        let Some((code, laid)) = self.laid.get(place) else { return };
        if (laid - points).abs() > DRAGGED_POINTS {
            view.table.widths.insert(code.clone(), points.round() as u16);
        }
    }
}

fn wish(ctx: &UiCtx<'_>, view: &ViewState, column: &Column) -> Wish {
    match view.table.widths.get(&column.code()) {
        Some(points) => Wish { points: f32::from(*points), grows: false },
        None => Wish {
            points: column.width(ctx.palette.sizes.body_points),
            grows: column.measure(ctx, view) == Measure::Words,
        },
    }
}

/// Columns of words give so much of their wish before the table scrolls sideways.
const GIVEN_MAX: f32 = 0.2;

/// Each its wish, and to those that grow their share of what is left; a little that is wanting they give.
fn spread(wishes: &[Wish], room_points: f32) -> Vec<f32> {
    let sum = |grows: &dyn Fn(&Wish) -> bool| -> f32 {
        wishes.iter().filter(|wish| grows(wish)).map(|wish| wish.points).sum()
    };
    let growing = sum(&|wish| wish.grows).max(1.0);
    let left = room_points - sum(&|_| true);
    let left = if left < -GIVEN_MAX * growing { 0.0 } else { left };
    let more = |wish: &Wish| if wish.grows { left * wish.points / growing } else { 0.0 };
    wishes.iter().map(|wish| (wish.points + more(wish)).floor()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wishes: &[(f32, bool)], room_points: f32, expected: &[f32]) {
        let wishes: Vec<Wish> =
            wishes.iter().map(|(points, grows)| Wish { points: *points, grows: *grows }).collect();
        assert_eq!(spread(&wishes, room_points), expected);
    }

    #[test]
    fn what_is_left_over_goes_to_the_columns_of_words_by_their_widths() {
        check(&[(100.0, true), (50.0, false), (50.0, true)], 350.0, &[200.0, 50.0, 100.0]);
    }

    #[test]
    fn a_little_that_is_wanting_is_given_by_the_columns_of_words() {
        check(&[(100.0, true), (50.0, false), (100.0, true)], 240.0, &[95.0, 50.0, 95.0]);
    }

    #[test]
    fn where_nothing_is_left_over_or_nothing_grows_each_stands_as_wide_as_it_wants() {
        check(&[(100.0, true), (50.0, false)], 90.0, &[100.0, 50.0]);
        check(&[(100.0, false), (50.0, false)], 900.0, &[100.0, 50.0]);
        check(&[], 900.0, &[]);
    }
}
