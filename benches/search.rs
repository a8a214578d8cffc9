//! A search in the list of a million outfalls: how long until the list is another one, letter by letter.
//!
//! `cargo bench --bench search`; 100,000 unless `YICE_BENCH_FULL=1`. The list works off the frame and stays as it was
//! until it has its answer; frames go on meanwhile, one after another, as on a screen that is being drawn.
//! The map is worked out on the frame here, which the window does on a thread: the frames are no measure, the wait is.
#![expect(clippy::unwrap_used, reason = "a bench may stop where it cannot go on")]

use std::time::{Duration, Instant};

use desk::{Desk, ms};
use yice::ui::shortcuts::KeyAct;

mod desk;

/// A list that is being worked out is looked at again at least so soon.
const LOOKS_IN_S: f64 = 0.02;

/// Types `query` and draws until the list has its answer.
fn searched(desk: &mut Desk, query: &str) {
    query.clone_into(&mut desk.screen.view.list_query);
    let begun = Instant::now();
    let (mut frames, mut longest) = (0, Duration::ZERO);
    loop {
        let (took, next) = desk.frame(Vec::new());
        (frames, longest) = (frames + 1, longest.max(took));
        if next.is_none_or(|wait| wait > LOOKS_IN_S) {
            break;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let (whole, longest) = (ms(begun.elapsed()), ms(longest));
    println!(
        "{query:<14} answered in {whole:>7.1} ms  {frames:>4} frames, longest {longest:>5.1} ms"
    );
}

fn main() {
    let is_full = std::env::var_os("YICE_BENCH_FULL").is_some();
    let features = if is_full { 1_000_000 } else { 100_000 };
    println!("{features} outfalls");
    let mut desk = Desk::of(features);
    desk.press(KeyAct::Find);
    searched(&mut desk, "");
    for query in
        ["p", "pk", "pk9", "pk99", "排口12345", "逾期", "逾期 整治中", "B-000777", "没有这样的", ""]
    {
        searched(&mut desk, query);
    }
}
