//! Pictures of figures as all panels draw them.

use egui_plot::{AxisHints, HLine, Plot, PlotUi};

use super::theme::Palette;

/// The lines of a picture's grid in the sun.
const SUN_LINE_POINTS: f32 = 1.5;

/// A picture of figures: nothing in it is dragged or zoomed, so that the board scrolls under the pointer. Names at
/// its axes are in full ink however close they stand; its grid, which is of hairlines, is left out in the sun.
pub fn plain_plot(palette: &Palette, name: &'static str, height: f32) -> Plot<'static> {
    const NEVER_PALE: std::ops::RangeInclusive<f32> = 0.5..=1.0;
    let x = AxisHints::new_x().label_spacing(NEVER_PALE).tick_label_color(palette.text);
    let y = AxisHints::new_y().label_spacing(NEVER_PALE).tick_label_color(palette.text);
    Plot::new(name)
        .height(height)
        .custom_x_axes(vec![x])
        .custom_y_axes(vec![y])
        .show_grid(!has_no_hairlines(palette))
        .grid_color(palette.line)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_x(false)
        .set_margin_fraction(egui::vec2(0.02, 0.12))
}

/// Lines are as thick as a reader in the sun wants them.
fn has_no_hairlines(palette: &Palette) -> bool {
    palette.sizes.line_points > 1.5
}

/// Lines across a picture at these values, where its grid is left out.
pub fn lines_across(palette: &Palette, plot: &mut PlotUi<'_>, values: &[f64]) {
    if !has_no_hairlines(palette) {
        return;
    }
    for value in values {
        let line = HLine::new("", *value).color(palette.line).width(SUN_LINE_POINTS);
        plot.hline(line.allow_hover(false));
    }
}
