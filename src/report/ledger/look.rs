//! A superior's own look on our cells: their fonts, fills, borders and alignment, as far as the writer has them.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::formats::CellLook;

/// A cell's format; of what nobody set it has nothing.
pub(super) fn format_of(look: &CellLook) -> Format {
    let mut format = Format::new();
    if let Some(name) = &look.font {
        format = format.set_font_name(name);
    }
    if let Some(points) = look.font_points {
        format = format.set_font_size(points);
    }
    if look.bold {
        format = format.set_bold();
    }
    if look.italic {
        format = format.set_italic();
    }
    if let Some(ink) = look.ink {
        format = format.set_font_color(Color::RGB(ink));
    }
    if let Some(fill) = look.fill {
        format = format.set_background_color(Color::RGB(fill));
    }
    if look.wraps {
        format = format.set_text_wrap();
    }
    let horizontal = look.horizontal.as_deref().and_then(horizontal);
    let vertical = look.vertical.as_deref().and_then(vertical);
    for align in [horizontal, vertical].into_iter().flatten() {
        format = format.set_align(align);
    }
    let [left, right, top, bottom] = look.borders.each_ref().map(|side| border(side.as_deref()));
    format
        .set_border_left(left)
        .set_border_right(right)
        .set_border_top(top)
        .set_border_bottom(bottom)
}

fn horizontal(name: &str) -> Option<FormatAlign> {
    Some(match name {
        "left" => FormatAlign::Left,
        "center" => FormatAlign::Center,
        "right" => FormatAlign::Right,
        "fill" => FormatAlign::Fill,
        "justify" => FormatAlign::Justify,
        "centerContinuous" => FormatAlign::CenterAcross,
        "distributed" => FormatAlign::Distributed,
        _ => return None,
    })
}

fn vertical(name: &str) -> Option<FormatAlign> {
    Some(match name {
        "top" => FormatAlign::Top,
        "center" => FormatAlign::VerticalCenter,
        "bottom" => FormatAlign::Bottom,
        "justify" => FormatAlign::VerticalJustify,
        "distributed" => FormatAlign::VerticalDistributed,
        _ => return None,
    })
}

fn border(name: Option<&str>) -> FormatBorder {
    match name {
        None => FormatBorder::None,
        Some("medium") => FormatBorder::Medium,
        Some("dashed") => FormatBorder::Dashed,
        Some("dotted") => FormatBorder::Dotted,
        Some("thick") => FormatBorder::Thick,
        Some("double") => FormatBorder::Double,
        Some("hair") => FormatBorder::Hair,
        Some("mediumDashed") => FormatBorder::MediumDashed,
        Some(_) => FormatBorder::Thin,
    }
}
