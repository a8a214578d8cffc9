//! Whether a window can be reached where it was left: screens are taken away, and a laptop's has room for little.
//!
//! All in points of the system, which are pixels over the screen's scale.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

/// So much of a screen is taken by a title bar and a task bar.
const BARS_POINTS: f32 = 60.0;
/// So much of the title bar must be on a screen to be taken hold of.
const HOLD_POINTS: Vec2 = vec2(150.0, 20.0);
/// Where a window goes that was out of reach.
const REACHED: Vec2 = vec2(40.0, 40.0);

/// What is to be done about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mend {
    Nothing,
    /// Its title bar is on no screen: the outer corner goes here.
    Move(Pos2),
    /// It has no room on its screen.
    Maximize,
}

/// What is to be done about a window of this inner size and, where the system tells, outer corner. Without a screen,
/// nothing.
pub fn mend(size: Vec2, corner: Option<Pos2>, screens: &[Rect]) -> Mend {
    let title = |corner| Rect::from_min_size(corner, vec2(size.x, HOLD_POINTS.y));
    let can_be_held = |screen: &&Rect| {
        let seen = corner.map(|corner| title(corner).intersect(**screen));
        seen.is_none_or(|seen| seen.width() >= HOLD_POINTS.x && seen.height() >= HOLD_POINTS.y)
    };
    let Some(first) = screens.first() else { return Mend::Nothing };
    let its_own = screens.iter().find(can_be_held);
    let screen = its_own.unwrap_or(first);
    if size.x > screen.width() || size.y > screen.height() - BARS_POINTS {
        Mend::Maximize
    } else if its_own.is_none() {
        Mend::Move(first.min + REACHED)
    } else {
        Mend::Nothing
    }
}

/// The screens there are, the one with the window first; none where there is no window.
pub fn screens(frame: &eframe::Frame) -> Vec<Rect> {
    let Some(window) = frame.winit_window() else { return Vec::new() };
    let scale = window.scale_factor() as f32;
    let current = window.current_monitor();
    let others = window.available_monitors().filter(|screen| Some(screen) != current.as_ref());
    let all = current.clone().into_iter().chain(others);
    let rect = all.map(|screen| {
        let (corner, size) = (screen.position(), screen.size());
        let corner = pos2(corner.x as f32, corner.y as f32) / scale;
        Rect::from_min_size(corner, vec2(size.width as f32, size.height as f32) / scale)
    });
    rect.filter(Rect::is_positive).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(size: [f32; 2], corner: Option<[f32; 2]>, expected: Mend) {
        let one = Rect::from_min_size(Pos2::ZERO, vec2(1920.0, 1080.0));
        assert_eq!(
            mend(size.into(), corner.map(Into::into), &[one]),
            expected,
            "{size:?} {corner:?}"
        );
    }

    #[test]
    fn a_window_that_can_be_reached_stays_where_it_is() {
        check([1280.0, 690.0], Some([300.0, 200.0]), Mend::Nothing);
        check([1280.0, 690.0], Some([-200.0, 0.0]), Mend::Nothing);
        check([1280.0, 690.0], None, Mend::Nothing);
    }

    #[test]
    fn a_window_on_a_screen_that_is_gone_comes_back() {
        check([1280.0, 690.0], Some([3000.0, 200.0]), Mend::Move(pos2(40.0, 40.0)));
        check([1280.0, 690.0], Some([1793.0, 200.0]), Mend::Move(pos2(40.0, 40.0)));
        check([1280.0, 690.0], Some([300.0, -30.0]), Mend::Move(pos2(40.0, 40.0)));
        let second = Rect::from_min_size(pos2(1920.0, 0.0), vec2(1920.0, 1080.0));
        let first = Rect::from_min_size(Pos2::ZERO, vec2(1920.0, 1080.0));
        let there = mend(vec2(1280.0, 690.0), Some(pos2(3000.0, 200.0)), &[first, second]);
        assert_eq!(there, Mend::Nothing);
    }

    #[test]
    fn a_window_larger_than_its_screen_is_maximised() {
        check([2560.0, 1400.0], Some([-80.0, -50.0]), Mend::Maximize);
        let laptop = Rect::from_min_size(Pos2::ZERO, vec2(1366.0, 768.0) / 1.25);
        assert_eq!(mend(vec2(1280.0, 690.0), None, &[laptop]), Mend::Maximize);
        let laptop = Rect::from_min_size(Pos2::ZERO, vec2(1366.0, 768.0));
        assert_eq!(mend(vec2(1280.0, 690.0), None, &[laptop]), Mend::Nothing);
        assert_eq!(mend(vec2(1280.0, 690.0), None, &[]), Mend::Nothing);
    }
}
