//! The folded list: a strip with its tabs, each a way to unfold it.

use egui::Ui;

use super::context::UiCtx;
use super::pane_focus::Pane;
use super::screen::Screen;
use super::view_state::ListTab;

impl Screen {
    /// The folded list: its tabs with their counts, each a way to unfold it.
    pub(super) fn strip_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        self.begin_pane(ctx, ui, Pane::List);
        let centred = egui::Layout::top_down_justified(egui::Align::Center);
        ui.with_layout(centred, |ui| self.strip_buttons_ui(ctx, ui));
    }

    fn strip_buttons_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        // As high as there is room for: all of them are in sight in a low window too.
        let is_low = ctx.is_low(ui.ctx());
        let sizes = &ctx.palette.sizes;
        let gap_points = if is_low { 3.0 } else { ui.spacing().item_spacing.y };
        let one_line = is_very_low(ctx, ui);
        let buttons = ListTab::ALL.len() as f32 + 2.0;
        let room_points = ui.available_height() / buttons - gap_points;
        let padding = egui::vec2(2.0, if is_low { 1.0 } else { 4.0 });
        let room = egui::vec2(ui.available_width(), room_points) - 2.0 * padding;
        let tabs: Vec<(ListTab, String, String)> = ListTab::ALL
            .map(|tab| {
                let name = ctx.fill(tab.text(), &[("n", &self.list.rows.counts.of(tab))]);
                let words = match name.rsplit_once(' ').filter(|_| !one_line) {
                    Some((words, count)) => format!("{words}\n{count}"),
                    None => name.clone(),
                };
                (tab, words, name)
            })
            .into();
        // As large as the strip lets them be.
        let fits = |points: &f32| {
            let font = egui::FontId::proportional(*points);
            tabs.iter().all(|(_, words, _)| {
                let colour = ctx.palette.text;
                let size = ui.painter().layout_no_wrap(words.clone(), font.clone(), colour).size();
                size.x <= room.x && size.y <= room.y
            })
        };
        let text_points = Some(sizes.body_points).filter(fits);
        let low_points = if is_low { 0.92 } else { 1.0 } * sizes.small_points;
        let text_points = text_points.unwrap_or(low_points);
        ui.spacing_mut().button_padding = padding;
        ui.spacing_mut().item_spacing.y = gap_points;
        ui.spacing_mut().interact_size.y = room_points.min(sizes.row_points);
        let mut button = |words: String, name: String| {
            let size = egui::vec2(ui.available_width(), (sizes.row_points * 1.4).min(room_points));
            let text = egui::RichText::new(words).size(text_points);
            ui.add(egui::Button::new(text).min_size(size)).accessible_name(name).clicked()
        };
        let mut unfold = button("▶".to_owned(), ctx.t("act.list").to_owned());
        for (tab, words, name) in tabs {
            if button(words, name) {
                self.view.list_tab = tab;
                self.view.layers_shown = false;
                unfold = true;
            }
        }
        if button(ctx.t("left.layers_short").to_owned(), ctx.t("act.layers").to_owned()) {
            self.view.layers_shown = true;
            unfold = true;
        }
        if unfold {
            self.fold_list();
        }
    }
}

/// How wide the folded list is: English words are longer, and in a very low window a count stands beside its word.
pub fn strip_points(ctx: &UiCtx<'_>, ui: &Ui) -> f32 {
    let is_long = ctx.lang() == crate::model::Lang::En || is_very_low(ctx, ui);
    if is_long { 72.0 } else { 46.0 }
}

/// At twice the text size a laptop's screen has some ten rows.
fn is_very_low(ctx: &UiCtx<'_>, ui: &Ui) -> bool {
    ui.ctx().content_rect().height() < 14.0 * ctx.palette.sizes.row_points
}
