//! The window's size and place, kept in the data folder from one run to the next.
//!
//! What cannot be read or written is forgotten: the window then opens at its usual size. Where it lies out of reach, or
//! larger than its screen, is seen once it is there: no one knows the screens before.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportBuilder, ViewportCommand, vec2};
use serde::{Deserialize, Serialize};

use super::window_place::{Mend, mend};

/// The size of the window at its first start, points: what fits 1366 × 768 with a title and a task bar.
const FIRST_SIZE_POINTS: [f32; 2] = [1280.0, 690.0];
/// At 150 % a screen of 1366 × 768 has 910 × 512 points, and at twice the text size half of what it had.
const LEAST_SIZE_POINTS: [f32; 2] = [640.0, 420.0];
/// A corner beyond this is nonsense.
const CORNER_POINTS_MAX: f32 = 20_000.0;
/// How long the window must rest at a size before that is written down.
const REST_S: f64 = 1.0;
/// A window that is only just there is not heard by its manager: it is told again, so often and so long apart.
const TELLS: u8 = 12;
const TELL_AGAIN: std::time::Duration = std::time::Duration::from_millis(100);

/// Where the window was left, in points of the system (the program's own text size apart).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Spot {
    width: f32,
    height: f32,
    /// The outer corner; `None` where the system does not tell (Wayland).
    corner: Option<[f32; 2]>,
    maximized: bool,
}

/// Watches the window and writes down where it rests.
#[derive(Debug)]
pub struct WindowMemory {
    path: PathBuf,
    kept: Option<Spot>,
    seen: Option<(Spot, f64)>,
    /// It is to be maximised, and is told so, so many times still.
    tells: u8,
}

impl WindowMemory {
    pub fn read(data_dir: &Path) -> Self {
        let path = data_dir.join("window.json");
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let kept = serde_json::from_str(&text).ok().filter(is_sane);
        Self { path, kept, seen: None, tells: 0 }
    }

    /// A window where it was left.
    pub fn viewport(&self) -> ViewportBuilder {
        let builder = ViewportBuilder::default().with_min_inner_size(LEAST_SIZE_POINTS);
        let Some(spot) = self.kept else { return builder.with_inner_size(FIRST_SIZE_POINTS) };
        let builder =
            builder.with_inner_size(vec2(spot.width, spot.height)).with_maximized(spot.maximized);
        match spot.corner {
            Some(corner) if !spot.maximized => builder.with_position(corner),
            _ => builder,
        }
    }

    /// Puts the window, which has just appeared, where it can be reached on these screens, and maximises what was left
    /// so or has no room otherwise.
    pub fn place(&mut self, ctx: &Context, screens: &[egui::Rect]) {
        let is_left_so = self.kept.is_some_and(|spot| spot.maximized);
        let size = self.kept.map_or(FIRST_SIZE_POINTS, |spot| [spot.width, spot.height]);
        let corner = self.kept.and_then(|spot| spot.corner);
        match mend(size.into(), corner.map(Into::into), screens) {
            _ if is_left_so => self.tells = TELLS,
            Mend::Maximize => self.tells = TELLS,
            Mend::Move(corner) => {
                let corner = corner / ctx.zoom_factor();
                ctx.send_viewport_cmd(ViewportCommand::OuterPosition(corner));
            }
            Mend::Nothing => {}
        }
    }

    /// Has a window that is to be maximised become so.
    fn maximize(&mut self, ctx: &Context) {
        self.tells -= 1;
        if ctx.input(|input| input.viewport().maximized == Some(true)) {
            self.tells = 0;
        } else {
            ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
            ctx.request_repaint_after(TELL_AGAIN);
        }
    }

    /// Looks at the window once a frame; asks for another frame while a change has still to rest.
    pub fn watch(&mut self, ctx: &Context) {
        if self.tells > 0 {
            return self.maximize(ctx);
        }
        let Some(now) = spot_of(ctx, self.kept) else { return };
        let time_s = ctx.input(|input| input.time);
        if self.kept == Some(now) {
            self.seen = None;
            return;
        }
        match self.seen {
            Some((seen, since_s)) if seen == now && time_s - since_s >= REST_S => self.keep(now),
            Some((seen, _)) if seen == now => {}
            _ => {
                self.seen = Some((now, time_s));
                ctx.request_repaint_after(std::time::Duration::from_secs_f64(REST_S + 0.1));
            }
        }
    }

    fn keep(&mut self, spot: Spot) {
        self.kept = Some(spot);
        self.seen = None;
        if let Ok(text) = serde_json::to_string(&spot) {
            // The window is only looked at: a full disk is told of when something is recorded.
            let _ = std::fs::write(&self.path, text);
        }
    }
}

/// Where the window is; `None` while it is full screen, minimised or not there yet.
fn spot_of(ctx: &Context, kept: Option<Spot>) -> Option<Spot> {
    let zoom = ctx.zoom_factor();
    ctx.input(|input| {
        let viewport = input.viewport();
        if viewport.fullscreen == Some(true) || viewport.minimized == Some(true) {
            return None;
        }
        let inner = viewport.inner_rect?;
        let maximized = viewport.maximized == Some(true);
        // A maximised window goes back to the size it had before.
        if maximized {
            let [width, height] = FIRST_SIZE_POINTS;
            let usual = Spot { width, height, corner: None, maximized };
            return Some(Spot { maximized, ..kept.unwrap_or(usual) });
        }
        let corner = viewport.outer_rect.map(|outer| [outer.min.x * zoom, outer.min.y * zoom]);
        let spot =
            Spot { width: inner.width() * zoom, height: inner.height() * zoom, corner, maximized };
        Some(rounded(spot)).filter(is_sane)
    })
}

fn rounded(spot: Spot) -> Spot {
    Spot {
        width: spot.width.round(),
        height: spot.height.round(),
        corner: spot.corner.map(|corner| corner.map(f32::round)),
        ..spot
    }
}

fn is_sane(spot: &Spot) -> bool {
    let side = |size: f32, least: f32| size >= least / 2.0 && size <= 20_000.0;
    let corner_is_near =
        |corner: [f32; 2]| corner.iter().all(|place| place.abs() <= CORNER_POINTS_MAX);
    side(spot.width, LEAST_SIZE_POINTS[0])
        && side(spot.height, LEAST_SIZE_POINTS[1])
        && spot.corner.is_none_or(corner_is_near)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(width: f32, corner: f32) -> Spot {
        Spot { width, height: 600.0, corner: Some([corner, 20.0]), maximized: false }
    }

    #[test]
    fn a_window_that_nobody_could_find_again_is_forgotten() {
        assert!(is_sane(&spot(1280.0, 40.0)));
        assert!(!is_sane(&spot(1280.0, -50_000.0)));
        assert!(!is_sane(&spot(12.0, 40.0)));
        assert!(!is_sane(&spot(f32::NAN, 40.0)));
    }

    #[test]
    fn where_the_window_rests_is_where_it_opens() {
        let folder = tempfile::tempdir().unwrap();
        let mut memory = WindowMemory::read(folder.path());
        assert_eq!(memory.viewport().inner_size, Some(FIRST_SIZE_POINTS.into()));
        memory.keep(spot(1000.0, 40.0));
        let viewport = WindowMemory::read(folder.path()).viewport();
        assert_eq!(viewport.inner_size, Some(vec2(1000.0, 600.0)));
        assert_eq!(viewport.position, Some(egui::pos2(40.0, 20.0)));
    }
}
