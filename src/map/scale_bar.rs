//! The scale bar: a round length on the ground and how long it is on the screen, and the scale one to n.

use super::camera::Camera;
use super::projection::ground_m_per_world;

/// A point is 1/96 inch, as screens are told.
pub const SCREEN_PTS_PER_INCH: f64 = 96.0;
const M_PER_INCH: f64 = 0.0254;

/// A bar of a round ground length.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleBar {
    pub ground_m: f64,
    pub length_pts: f64,
    /// `500 m`, `2 km`: the same in both languages.
    pub label: String,
}

/// The longest bar of 1, 2 or 5 times a power of ten metres that is at most `length_pts_max` long at the map's
/// centre.
///
/// True on the ellipsoid at the centre's latitude: Web Mercator's own metres are 29 % too long in Tianjin.
pub fn scale_bar(camera: &Camera, length_pts_max: f64) -> ScaleBar {
    let m_per_pt = ground_m_per_pt(camera);
    let ground_m = round_down(m_per_pt * length_pts_max);
    let label = if ground_m >= 1000.0 {
        format!("{} km", ground_m / 1000.0)
    } else if ground_m >= 1.0 {
        format!("{ground_m} m")
    } else {
        format!("{} cm", (ground_m * 100.0).round())
    };
    ScaleBar { ground_m, length_pts: ground_m / m_per_pt, label }
}

/// Metres of ground under one point at the map's centre.
pub fn ground_m_per_pt(camera: &Camera) -> f64 {
    ground_m_per_world(camera.center().lat_deg) / camera.pts_per_world()
}

/// The scale on a screen at the map's centre: one to so many.
pub fn scale_denominator(camera: &Camera) -> f64 {
    scale_denominator_at(camera, SCREEN_PTS_PER_INCH)
}

/// The same where so many of the view's points make an inch: on paper 72, fewer where the map is drawn larger.
pub fn scale_denominator_at(camera: &Camera, pts_per_inch: f64) -> f64 {
    ground_m_per_pt(camera) * pts_per_inch / M_PER_INCH
}

/// `1:12 000`: two leading digits are as true as a scale on a screen gets.
pub fn scale_text(denominator: f64) -> String {
    let denominator = if denominator.is_finite() { denominator.max(1.0) } else { 1.0 };
    let digits = 10_f64.powf((denominator.log10().floor() - 1.0).max(0.0));
    let number = ((denominator / digits).round() * digits) as u64;
    let plain = number.to_string();
    let mut text = String::from("1:");
    for (idx, digit) in plain.chars().enumerate() {
        if idx > 0 && (plain.len() - idx).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

fn round_down(length: f64) -> f64 {
    let power = 10_f64.powf(length.log10().floor());
    let share = length / power;
    power
        * if share >= 5.0 {
            5.0
        } else if share >= 2.0 {
            2.0
        } else {
            1.0
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_written_to_two_digits_in_groups() {
        assert_eq!(scale_text(12_345.6), "1:12 000");
        assert_eq!(scale_text(987.0), "1:990");
        assert_eq!(scale_text(f64::NAN), "1:1");
        assert_eq!(scale_text(1_999_999.0), "1:2 000 000");
        assert_eq!(round_down(0.4), 0.2);
        assert_eq!(round_down(9_999.0), 5_000.0);
    }
}
