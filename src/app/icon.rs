//! The window's icon, drawn: water under one stroke, 一, and the outfall's drop.

use egui::IconData;

const SIDE_PIXELS: u32 = 128;

/// The icon as pixels.
pub fn icon() -> IconData {
    let mut rgba = Vec::with_capacity((SIDE_PIXELS * SIDE_PIXELS * 4) as usize);
    for y in 0..SIDE_PIXELS {
        for x in 0..SIDE_PIXELS {
            let at = |pixel: u32| (pixel as f32 + 0.5) / SIDE_PIXELS as f32;
            rgba.extend_from_slice(&colour_at(at(x), at(y)));
        }
    }
    IconData { rgba, width: SIDE_PIXELS, height: SIDE_PIXELS }
}

/// The colour at a place, 0 to 1 from the top left.
fn colour_at(x: f32, y: f32) -> [u8; 4] {
    const BLUE: [u8; 3] = [11, 95, 168];
    const SEA: [u8; 3] = [63, 150, 210];
    const WHITE: [u8; 3] = [255, 255, 255];
    const YELLOW: [u8; 3] = [255, 198, 41];
    let wave = 0.70 + 0.035 * (x * 4.0 * std::f32::consts::PI).sin();
    let ground = if y > wave { SEA } else { BLUE };
    let stroke = (0.18..=0.82).contains(&x) && (0.30..=0.40).contains(&y);
    let drop = ((x - 0.5).powi(2) + (y - 0.57).powi(2)).sqrt() < 0.085;
    let [r, g, b] = match (stroke, drop) {
        (true, _) => WHITE,
        (_, true) => YELLOW,
        _ => ground,
    };
    [r, g, b, corner_alpha(x, y)]
}

/// Rounded corners, their edge soft over one pixel.
fn corner_alpha(x: f32, y: f32) -> u8 {
    const RADIUS: f32 = 0.2;
    let outside = |v: f32| (RADIUS - v.min(1.0 - v)).max(0.0);
    let distance = outside(x).hypot(outside(y));
    let inside_pixels = (RADIUS - distance) * SIDE_PIXELS as f32;
    (inside_pixels.clamp(0.0, 1.0) * 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_is_opaque_inside_and_clear_at_the_corners() {
        let icon = icon();
        assert_eq!(icon.rgba.len(), 128 * 128 * 4);
        assert_eq!(icon.rgba[3], 0);
        assert_eq!(colour_at(0.5, 0.35), [255, 255, 255, 255]);
    }
}
