//! How the map is dressed: what is drawn for a screen in the sun is neither thin nor pale.

use yice::map::{MapTheme, Rgba};
use yice::model::Kind;

const KINDS: [&str; 7] = [
    Kind::RIVER,
    Kind::OUTFALL,
    Kind::BLACK_ODOROUS_WATER,
    Kind::PLOT,
    Kind::SECTION,
    Kind::DISTRICT,
    Kind::COASTLINE,
];

/// Relative luminance of sRGB as WCAG 2 counts it, 0 for black and 1 for white.
fn luminance(Rgba([red, green, blue, _]): Rgba) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

fn contrast(one: Rgba, other: Rgba) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn in_the_sun_no_line_is_thinner_than_three_points_at_any_zoom() {
    let theme = MapTheme::outdoor();
    for kind in KINDS.map(Kind::new) {
        for zoom_level in 0..=24 {
            let width = theme.line_width_pts(&kind, f64::from(zoom_level));
            assert!(width >= 3.0, "{} at zoom {zoom_level}: {width} points", kind.code());
        }
    }
}

#[test]
fn in_the_sun_words_are_black_on_white_and_lines_stand_out() {
    let theme = MapTheme::outdoor();
    for ink in [theme.ink, theme.muted_ink] {
        assert!(contrast(ink, theme.ground) >= 20.0, "{ink:?}");
    }
    for kind in KINDS.map(Kind::new) {
        let style = theme.kind(&kind);
        assert!(contrast(style.label, theme.ground) >= 20.0, "{}: {style:?}", kind.code());
        assert!(contrast(style.line, theme.ground) >= 4.5, "{}: {style:?}", kind.code());
        assert!(style.label_pts >= 16.0, "{}: {style:?}", kind.code());
    }
}
