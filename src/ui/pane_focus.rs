//! F10: the keyboard goes from pane to pane, list, middle, card, and round again; Tab walks within and beyond them.

use egui::{FocusDirection, Id, Rect, Sense, Ui, WidgetInfo, vec2};

use super::context::UiCtx;
use super::screen::Screen;
use super::view_state::Middle;

/// The parts of the window that lie beside each other, from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    List,
    Middle,
    Right,
}

impl Pane {
    const ALL: [Self; 3] = [Self::List, Self::Middle, Self::Right];

    /// The key of its words.
    const fn text(self) -> &'static str {
        match self {
            Self::List => "pane.list",
            Self::Middle => "pane.middle",
            Self::Right => "pane.right",
        }
    }
}

#[derive(Debug, Default)]
pub struct PaneFocus {
    /// Where each pane was drawn in this frame, or the last.
    places: [Option<Rect>; 3],
    /// F10 was pressed: which pane comes next is found out as they are drawn.
    pub next_wanted: bool,
    wanted: Option<Pane>,
    /// The keyboard stands before the first widget of this pane, and is to go on to it.
    before: Option<Pane>,
}

impl PaneFocus {
    pub fn place(&mut self, pane: Pane, rect: Option<Rect>) {
        self.places[pane as usize] = rect;
    }

    /// The pane after the one that has the keyboard, of those that are there.
    fn next(&self, ctx: &egui::Context) -> Option<Pane> {
        let focused = ctx.memory(|memory| memory.focused());
        let at = focused.and_then(|id| ctx.read_response(id)).map(|response| response.rect);
        let holds = |pane: &Pane| {
            let place = self.places[*pane as usize];
            place.zip(at).is_some_and(|(place, at)| place.contains(at.center()))
        };
        let here = Pane::ALL.iter().position(holds);
        let order = (1..=3).map(|step| Pane::ALL[here.map_or(step - 1, |here| (here + step) % 3)]);
        order.into_iter().find(|pane| self.places[*pane as usize].is_some())
    }

    fn take(&mut self, pane: Pane) -> bool {
        let is_wanted = self.wanted == Some(pane);
        self.wanted = self.wanted.filter(|_| !is_wanted);
        is_wanted
    }
}

impl Screen {
    /// Finds the pane that is to have the keyboard, before they are drawn.
    pub(super) fn find_next_pane(&mut self, egui_ctx: &egui::Context) {
        if std::mem::take(&mut self.pane_focus.next_wanted) {
            self.pane_focus.wanted = self.pane_focus.next(egui_ctx);
        }
    }

    /// Begins to draw a pane: where the keyboard was asked for, it gets it.
    pub(super) fn begin_pane(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, pane: Pane) {
        if self.pane_focus.take(pane) && !self.focus_in(ctx, pane) {
            self.pane_focus.before = Some(pane);
            stand_before_ui(ctx, ui, pane).request_focus();
            ui.ctx().request_repaint();
        } else if self.pane_focus.before == Some(pane) {
            // A moment before the first widget, so that the way on leads to it, whichever it is.
            self.pane_focus.before = None;
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::Next));
            stand_before_ui(ctx, ui, pane);
        }
    }

    /// Where a pane knows better than its first widget: the chosen row, the map itself, the row last typed into.
    fn focus_in(&mut self, ctx: &UiCtx<'_>, pane: Pane) -> bool {
        match pane {
            Pane::List if self.list_is_folded() || self.view.layers_shown => false,
            Pane::List => self.list.focus_row(ctx, self.view.selected_key()),
            Pane::Middle if self.view.middle == Middle::Map => {
                self.map.focus_wanted = true;
                true
            }
            Pane::Right if !self.field.is_open() => {
                self.forms.top_mut().is_some_and(super::forms::OpenForm::focus_again)
            }
            Pane::Middle | Pane::Right => false,
        }
    }
}

fn stand_before_ui(ctx: &UiCtx<'_>, ui: &mut Ui, pane: Pane) -> egui::Response {
    let spot = Rect::from_min_size(ui.max_rect().min, vec2(1.0, 1.0));
    let response = ui.interact(spot, Id::unique(("before pane", pane.text())), Sense::FOCUSABLE);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, ctx.t(pane.text())));
    response
}
