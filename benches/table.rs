//! The table and the review at 100,000 features: what one frame costs while it is scrolled, filtered, sorted.
//!
//! `cargo bench --bench table`. A frame is the whole window but its pixels: panels, layout, shapes. Filter and order
//! are worked out beside the frames; what counts is the longest of these and how long the answer takes.
#![expect(clippy::unwrap_used, reason = "a bench may stop where it cannot go on")]

use std::time::{Duration, Instant};

use desk::{Desk, ms};
use yice::ui::shortcuts::KeyAct;

mod desk;

const FEATURES: usize = 100_000;
const SCROLLS: usize = 60;

/// A frame that wants another one later than this waits for nothing that is worked out.
const LOOK_IN_S_MAX: f64 = 0.05;

/// Frames until nothing is worked out any more: how many, how long until then, and the longest.
fn settle(desk: &mut Desk, what: &str) {
    let (begun, mut frames, mut longest) = (Instant::now(), 0, Duration::ZERO);
    loop {
        let (took, next) = desk.frame(Vec::new());
        (frames, longest) = (frames + 1, longest.max(took));
        let Some(wait) = next.filter(|wait| *wait <= LOOK_IN_S_MAX && frames <= 5000) else {
            break;
        };
        std::thread::sleep(Duration::from_secs_f64(wait));
    }
    let (whole, longest) = (ms(begun.elapsed()), ms(longest));
    println!("{what:<28} {frames:>4} frames  {whole:>8.1} ms in all  longest {longest:>6.1} ms");
}

fn scrolled(desk: &mut Desk, what: &str) {
    let middle = egui::pos2(700.0, 400.0);
    let mut taken = Vec::new();
    for _ in 0..SCROLLS {
        let wheel = egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            delta: egui::vec2(0.0, -20.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: egui::Modifiers::NONE,
        };
        taken.push(desk.frame(vec![egui::Event::PointerMoved(middle), wheel]).0);
    }
    taken.sort();
    let (median, longest) = (ms(taken[taken.len() / 2]), ms(taken[taken.len() - 1]));
    println!("{what:<28} {SCROLLS:>4} frames  median {median:>6.2} ms  longest {longest:>6.1} ms");
}

fn main() {
    let mut desk = Desk::of(FEATURES);
    desk.press(KeyAct::Table);
    settle(&mut desk, "table: opened");
    scrolled(&mut desk, "table: scrolled");
    for filter in
        ["期限<2022-06-30 且 (区县=区3 或 名称~99)", "阶段=整治中 或 剩余天数<-60", "逾期", "区3"]
    {
        filter.clone_into(&mut desk.screen.view.table.filter);
        settle(&mut desk, "table: filtered");
    }
    desk.screen.view.table.filter.clear();
    settle(&mut desk, "table: filter cleared");
    for column in ["name", "due", "days_left"] {
        desk.screen.view.table.sort =
            serde_json::from_str(&format!(r#"{{"column":"{column}","falling":false}}"#)).unwrap();
        settle(&mut desk, &format!("table: sorted by {column}"));
    }
    scrolled(&mut desk, "table: scrolled, sorted");
    desk.press(KeyAct::Review);
    settle(&mut desk, "review: opened");
    scrolled(&mut desk, "review: scrolled");
}
