//! What the map shows first: what lies together, with a line about features far off.

use egui::{Frame, Margin, Panel, Ui};

use super::context::UiCtx;
use super::map_panel::MapPanel;

impl MapPanel {
    /// Shows what lies together; of features far off it is told how many there are.
    pub fn show_first(&mut self, ctx: &UiCtx<'_>) {
        let Some(far_off) = ctx.snapshot.far_off else { return self.show_everything() };
        self.state.show_bbox(far_off.bulk);
        self.far_off = Some(far_off.count);
    }

    /// Shows all there is, however far.
    pub fn show_everything(&mut self) {
        self.far_off = None;
        self.state.show_everything();
    }

    /// How many features the first view leaves out, with the ways on.
    pub fn far_off_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let Some(count) = self.far_off else { return };
        let frame = Frame::new().fill(ctx.palette.warn_ground);
        let frame = frame.inner_margin(Margin::symmetric(10, 3));
        Panel::top("far off").frame(frame).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(ctx.fill("map.far_off", &[("n", &count)]));
                if ui.button(ctx.t("map.far_off_all")).clicked() {
                    self.show_everything();
                }
                if ui.button(ctx.t("notice.read")).clicked() {
                    self.far_off = None;
                }
            });
        });
    }
}
