//! A search in the list of a million outfalls: how long from the letter until the frame that shows its answer is
//! drawn.
//!
//! `cargo bench --bench search`; 100,000 unless `YICE_BENCH_FULL=1`. The list works off the frame and stays as it was
//! until it has its answer; frames go on meanwhile, one after another. The texts that are looked in are made
//! when the box gets the keyboard (the first line), and districts and rivers are read behind the first answer. The map
//! is worked out on the frame here, which the window does on a thread: the frames are no measure, the wait is.
#![expect(clippy::unwrap_used, reason = "a bench may stop where it cannot go on")]

use std::time::{Duration, Instant};

use desk::{Desk, ms};
use yice::ui::shortcuts::KeyAct;

mod desk;

/// Frames follow one another as on a display of 120 Hz.
const FRAME: Duration = Duration::from_micros(8_333);

/// A list that is being worked out is looked at again at least so soon.
const LOOKS_IN_S: f64 = 0.02;

/// Types `query` and draws until the list shows its answer, then until nothing is left to be read behind it.
fn searched(desk: &mut Desk, query: &str) {
    query.clone_into(&mut desk.screen.view.list_query);
    let before = desk.screen.list_answers();
    let begun = Instant::now();
    let (mut frames, mut answered) = (0, None);
    let quiet = loop {
        let last = begun.elapsed();
        let (_, next) = desk.frame(Vec::new());
        frames += 1;
        if answered.is_none() && desk.screen.list_answers() != before {
            answered = Some((begun.elapsed(), frames));
        }
        if next.is_none_or(|wait| wait > LOOKS_IN_S) {
            break begun.elapsed();
        }
        std::thread::sleep(FRAME.saturating_sub(begun.elapsed() - last));
    };
    let (after, frames) = answered.unwrap_or((quiet, frames));
    println!(
        "{query:<14} answered in {:>7.1} ms, {frames:>3} frames; quiet after {:>7.1} ms",
        ms(after),
        ms(quiet),
    );
}

fn main() {
    let is_full = std::env::var_os("YICE_BENCH_FULL").is_some();
    let features = if is_full { 1_000_000 } else { 100_000 };
    println!("{features} outfalls");
    let mut desk = Desk::of(features);
    desk.press(KeyAct::Find);
    searched(&mut desk, "");
    let (bytes, made_in) = desk.search_texts();
    println!("the texts take {bytes:.1} bytes a feature, and {:.0} ms to be made", ms(made_in));
    let words = ["p", "pk", "pk9", "paikou", "hai", "12345号", "逾期", "逾期 整治中", "16-0000777"];
    for query in words.into_iter().chain(["没有这样的", ""]) {
        searched(&mut desk, query);
    }
}
