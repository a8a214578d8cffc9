//! Colours and sizes: the one place they are named.
//!
//! Colours of the stages are the map's (`map::symbol`), so that list, card, legend and map agree.

use egui::{Color32, CornerRadius, FontFamily, FontId, Stroke, TextStyle, Theme, vec2};

use super::view_state::{ThemeMode, ViewState};

pub const HEADING_POINTS: f32 = 19.0;
pub const GAP_POINTS: f32 = 8.0;

/// How large things are drawn, points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizes {
    pub body_points: f32,
    pub small_points: f32,
    pub heading_points: f32,
    /// A row of a list, and the least height of what is clicked.
    pub row_points: f32,
    /// The least height of a button that stands among words; 0: as high as they are.
    pub hit_points: f32,
    /// Edges and separators.
    pub line_points: f32,
}

const INDOORS: Sizes = Sizes {
    body_points: 15.0,
    small_points: 13.0,
    heading_points: HEADING_POINTS,
    row_points: 30.0,
    hit_points: 0.0,
    line_points: 1.0,
};

/// Read at arm's length in the sun, hit with a thumb.
const OUTDOORS: Sizes = Sizes {
    body_points: 18.0,
    small_points: 16.0,
    heading_points: 22.0,
    row_points: 40.0,
    hit_points: 40.0,
    line_points: 3.0,
};

/// The colours that are not egui's own, and the sizes that go with them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    pub dark: bool,
    pub sizes: Sizes,
    pub ground: Color32,
    pub panel: Color32,
    pub text: Color32,
    pub weak: Color32,
    /// What could be typed, in a field that is still empty: never taken for what was.
    pub hint: Color32,
    pub line: Color32,
    pub accent: Color32,
    /// Behind a selected row.
    pub selected: Color32,
    pub good: Color32,
    pub bad: Color32,
    pub warn: Color32,
    /// Behind a notice or refusal.
    pub warn_ground: Color32,
    pub bad_ground: Color32,
    pub good_ground: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Text on panel ≥ 12 : 1, weak text ≥ 5 : 1, coloured text ≥ 4.5 : 1, hints ≥ 3 : 1.
pub const LIGHT: Palette = Palette {
    dark: false,
    sizes: INDOORS,
    ground: rgb(0xFFFFFF),
    panel: rgb(0xF6F7F8),
    text: rgb(0x1A1D21),
    weak: rgb(0x5B6570),
    hint: rgb(0x848E99),
    line: rgb(0xD3D8DE),
    accent: rgb(0x0B5FA8),
    selected: rgb(0xD9E9F8),
    good: rgb(0x1B7340),
    bad: rgb(0xB3261E),
    warn: rgb(0x8A5300),
    warn_ground: rgb(0xFFF4D6),
    bad_ground: rgb(0xFCE8E6),
    good_ground: rgb(0xE3F4E8),
};

pub const DARK: Palette = Palette {
    dark: true,
    sizes: INDOORS,
    ground: rgb(0x16191D),
    panel: rgb(0x1E2227),
    text: rgb(0xE8EAED),
    weak: rgb(0xA4ADB8),
    hint: rgb(0x78828D),
    line: rgb(0x3A414A),
    accent: rgb(0x6FB3F2),
    selected: rgb(0x24405C),
    good: rgb(0x7CD49A),
    bad: rgb(0xFF8F80),
    warn: rgb(0xF2BE5C),
    warn_ground: rgb(0x3A3018),
    bad_ground: rgb(0x40221F),
    good_ground: rgb(0x1C3526),
};

/// 户外: white ground, black text, no hairlines, nothing grey.
pub const OUTDOOR: Palette = Palette {
    dark: false,
    sizes: OUTDOORS,
    ground: rgb(0xFFFFFF),
    panel: rgb(0xFFFFFF),
    text: rgb(0x000000),
    weak: rgb(0x262626),
    hint: rgb(0x6E6E6E),
    line: rgb(0x000000),
    accent: rgb(0x00408A),
    selected: rgb(0xFFE45C),
    good: rgb(0x00521F),
    bad: rgb(0x9C0000),
    warn: rgb(0x6B3600),
    warn_ground: rgb(0xFFF0B8),
    bad_ground: rgb(0xFFDAD6),
    good_ground: rgb(0xD2F2DA),
};

impl Palette {
    pub const fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }
}

/// How the window is dressed: all that egui itself must be told when it changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dress {
    theme: ThemeMode,
    outdoor: bool,
    text_scale: f32,
}

/// Everything can be drawn so much larger or smaller than the system asks for.
pub const TEXT_SCALES: std::ops::RangeInclusive<f32> = 0.8..=2.0;

impl Dress {
    pub fn of(view: &ViewState) -> Self {
        let scale = view.text_scale.unwrap_or(1.0);
        let text_scale = match scale.is_finite() {
            true => scale.clamp(*TEXT_SCALES.start(), *TEXT_SCALES.end()),
            false => 1.0,
        };
        Self { theme: view.theme, outdoor: view.outdoor, text_scale }
    }

    /// Tells egui.
    pub fn put_on(self, ctx: &egui::Context) {
        let light = if self.outdoor { &OUTDOOR } else { &LIGHT };
        for (theme, palette) in [(Theme::Light, light), (Theme::Dark, &DARK)] {
            ctx.style_mut_of(theme, |style| {
                set_sizes(style, palette.sizes);
                set_colours(&mut style.visuals, palette);
            });
        }
        ctx.set_theme(match self.outdoor {
            true => egui::ThemePreference::Light,
            false => self.theme.preference(),
        });
        ctx.set_zoom_factor(self.text_scale);
    }
}

/// Sets both themes' looks; egui then follows the preference.
pub fn install(ctx: &egui::Context) {
    Dress::of(&ViewState::default()).put_on(ctx);
    // The keys of the table do it, so that menu and key sheet show them and the size is remembered.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
}

fn set_sizes(style: &mut egui::Style, sizes: Sizes) {
    let proportional = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, proportional(sizes.small_points)),
        (TextStyle::Body, proportional(sizes.body_points)),
        (TextStyle::Button, proportional(sizes.body_points)),
        (TextStyle::Heading, proportional(sizes.heading_points)),
        (TextStyle::Monospace, FontId::new(sizes.body_points, FontFamily::Monospace)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(GAP_POINTS, 6.0);
    spacing.button_padding = vec2(10.0, 4.0);
    spacing.interact_size = vec2(40.0, sizes.row_points);
    spacing.icon_width = 18.0;
    spacing.icon_width_inner = 10.0;
    spacing.combo_width = 120.0;
    spacing.combo_height = 420.0;
    spacing.text_edit_width = 240.0;
    spacing.scroll = egui::style::ScrollStyle::solid();
    // Handles in the ink of the text: seen on white ground.
    spacing.scroll.foreground_color = true;
    spacing.scroll.bar_width = 9.0;
    spacing.tooltip_width = 420.0;
    // Nothing moves by itself: an idle window draws nothing, and a picture is the same twice.
    style.animation_time = 0.0;
    style.scroll_animation = egui::style::ScrollAnimation::none();
    style.interaction.selectable_labels = false;
}

fn set_colours(visuals: &mut egui::Visuals, palette: &Palette) {
    let Palette { text, hint, line, accent, .. } = *palette;
    visuals.override_text_color = None;
    // Of egui's own words only hints are weak.
    visuals.weak_text_color = Some(hint);
    visuals.hyperlink_color = accent;
    visuals.faint_bg_color = palette.panel;
    visuals.extreme_bg_color = palette.ground;
    visuals.text_edit_bg_color = Some(palette.ground);
    visuals.warn_fg_color = palette.warn;
    visuals.error_fg_color = palette.bad;
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.panel;
    visuals.window_stroke = Stroke::new(palette.sizes.line_points, line);
    visuals.window_corner_radius = CornerRadius::same(8);
    visuals.menu_corner_radius = CornerRadius::same(6);
    visuals.selection.bg_fill = palette.selected;
    let edge_points = palette.sizes.line_points;
    visuals.selection.stroke = Stroke::new(edge_points.max(1.5), accent);
    visuals.popup_shadow.blur = 8;
    visuals.text_cursor.blink = false;

    let raised = if palette.dark { rgb(0x2A3038) } else { rgb(0xFFFFFF) };
    let hovered = if palette.dark { rgb(0x343C46) } else { rgb(0xEAF1F8) };
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_fill = palette.panel;
    widgets.noninteractive.bg_stroke = Stroke::new(edge_points, line);
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, text);
    // What has the keyboard has a frame, and no ground of its own: that says chosen.
    let frame_points = edge_points + 1.0;
    for (widget, fill, edge, points) in [
        (&mut widgets.inactive, raised, line, edge_points),
        (&mut widgets.hovered, hovered, accent, edge_points),
        (&mut widgets.active, raised, accent, frame_points),
        (&mut widgets.open, hovered, accent, edge_points),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(points, edge);
        widget.fg_stroke = Stroke::new(1.2, text);
        widget.corner_radius = CornerRadius::same(5);
        widget.expansion = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Color32) -> f32 {
        let [r, g, b, _] = egui::Rgba::from(colour).to_array();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(one: Color32, other: Color32) -> f32 {
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    #[test]
    fn a_hint_can_be_read_and_is_not_taken_for_what_was_typed() {
        for palette in [LIGHT, DARK, OUTDOOR] {
            let (hint, text) =
                (contrast(palette.hint, palette.ground), contrast(palette.text, palette.ground));
            assert!(hint >= 3.0, "{hint}");
            assert!(text >= 3.0 * hint, "{text} beside {hint}");
        }
    }
}
