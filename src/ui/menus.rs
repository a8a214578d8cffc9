//! The menus: the table of actions, unfolded. Nothing is offered here that the table does not have.

use egui::{Button, RichText, ScrollArea, TextStyle, Ui};

use super::actions::{ACTIONS, Action, KeyAct, Menu};
use super::context::UiCtx;
use super::shortcuts::names_of;
use super::view_state::ViewState;

/// Between words and keys, heights of a letter.
const GAP_EMS: f32 = 1.5;
/// Longer words are cut: no menu is wider.
const WIDTH_EMS_MAX: f32 = 24.0;

/// What a menu as high as the window leaves of it.
const EDGES_POINTS: f32 = 40.0;

/// The menus beside each other, or where there is little room all in one.
pub fn menus_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view: &ViewState, wide: bool) -> Option<KeyAct> {
    if !wide {
        return ui.menu_button(ctx.t("menu.all"), |ui| each_ui(ctx, ui, view, &Menu::ALL)).inner?;
    }
    ui.spacing_mut().button_padding.x = 8.0;
    each_ui(ctx, ui, view, &Menu::ALL)
}

fn each_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view: &ViewState, menus: &[Menu]) -> Option<KeyAct> {
    let mut asked = None;
    for menu in menus {
        let shown = ui.menu_button(ctx.t(menu.text()), |ui| menu_ui(ctx, ui, view, *menu));
        asked = shown.inner.flatten().or(asked);
    }
    asked
}

fn menu_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view: &ViewState, menu: Menu) -> Option<KeyAct> {
    let lines: Vec<&Action> = ACTIONS.iter().filter(|action| action.menu == menu).collect();
    let width = lines.iter().map(|action| line_points(ctx, ui, action)).fold(0.0, f32::max);
    ui.set_width(width.min(WIDTH_EMS_MAX * ctx.palette.sizes.body_points));
    ui.spacing_mut().item_spacing.y = 1.0;
    in_sight(ui, |ui| {
        let mut asked = None;
        for action in lines {
            let keys = RichText::new(names_of(action.act)).color(ctx.palette.weak);
            let button = Button::new(ctx.t(action.text)).right_text(keys).frame(false);
            let button = button.min_size(egui::vec2(ui.available_width(), 0.0));
            let ready = action.is_ready(ctx, view);
            if ui.add_enabled(ready, button).accessible_name(ctx.t(action.text)).clicked() {
                asked = Some(action.act);
                ui.close();
            }
        }
        each_ui(ctx, ui, view, menu.holds()).or(asked)
    })
}

/// What a menu holds: in a low window a long one scrolls rather than leaves it.
pub fn in_sight<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let height = ui.ctx().content_rect().height() - EDGES_POINTS;
    let scrolled = ScrollArea::vertical().max_height(height).min_scrolled_height(height);
    scrolled.show(ui, add).inner
}

/// What a line takes with its keys at its right.
fn line_points(ctx: &UiCtx<'_>, ui: &Ui, action: &Action) -> f32 {
    let font = TextStyle::Button.resolve(ui.style());
    let points =
        |words: String| ui.painter().layout_no_wrap(words, font.clone(), ctx.palette.text).size().x;
    let gap = GAP_EMS * ctx.palette.sizes.body_points + 2.0 * ui.spacing().button_padding.x;
    points(ctx.t(action.text).to_owned()) + points(names_of(action.act)) + gap
}
