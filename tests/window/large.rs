//! A large layer in the real window: it is opened, found in, dragged and zoomed over, and no frame is held up.

use std::fmt::Write as _;
use std::path::Path;

use egui::{Key, Modifiers};

use crate::driver::Window;

const OUTFALLS: usize = 60_000;
/// What a frame may take of this program's own work.
const FRAME_MS_MAX: f64 = 50.0;
/// On a slow or busy machine every frame takes longer, an idle one too: so many times the usual one is then the bound.
const USUAL_FRAMES_MAX: f64 = 25.0;
/// Frames before the window has settled (fonts, first layout) are nobody's wait.
const FIRST_FRAMES: usize = 5;

fn outfalls(path: &Path) {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for n in 0..OUTFALLS {
        let comma = if n == 0 { "" } else { ",\n" };
        let (lon, lat) = (116.8 + (n % 251) as f64 * 0.005, 38.6 + (n / 251) as f64 * 0.007);
        write!(
            text,
            "{comma}{{\"type\":\"Feature\",\"id\":\"P-{n:06}\",\"properties\":{{\"排口名称\":\"大图层排口{n:06}\",\"排口编号\":\"P-{n:06}\",\"受纳水体\":\"河{}\",\"区县\":\"区{}\"}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{lon:.7},{lat:.7}]}}}}",
            n % 90,
            n % 16,
        )
        .unwrap();
    }
    std::fs::write(path, text + "\n]}\n").unwrap();
}

/// What the frames of a log took, in milliseconds of the frame's own thread where the system tells them.
fn frames(log: &Path) -> Vec<f64> {
    let text = std::fs::read_to_string(log).unwrap();
    let ms = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        value["cpu_ms"].as_f64().or(value["own_ms"].as_f64()).unwrap()
    };
    // A kill may cut the last line.
    text.split_inclusive('\n').filter(|line| line.ends_with('\n')).map(ms).collect()
}

#[test]
fn no_frame_is_held_up_by_a_large_layer() {
    let folder = tempfile::tempdir().unwrap();
    let (layer, log) =
        (folder.path().join("large-outfalls.geojson"), folder.path().join("frames.jsonl"));
    outfalls(&layer);
    let args = ["--frame-log", log.to_str().unwrap(), layer.to_str().unwrap()];
    let mut window = Window::start(folder.path(), &args);
    window.wait_for("大图层排口0");

    window.key(Modifiers::COMMAND, Key::F);
    for letters in ["0", "59", "1"] {
        window.type_text(letters);
    }
    window.wait_for("大图层排口005910");
    window.key(Modifiers::NONE, Key::Escape);
    for key in [Key::Minus, Key::Plus, Key::Plus, Key::ArrowLeft, Key::ArrowUp, Key::Home] {
        window.key(Modifiers::NONE, key);
    }
    window.kill();

    let mut taken = frames(&log);
    assert!(taken.len() > FIRST_FRAMES + 20, "{} frames", taken.len());
    taken.drain(..FIRST_FRAMES);
    let slowest = taken.iter().copied().fold(0.0, f64::max);
    taken.sort_by(f64::total_cmp);
    let usual = taken[taken.len() / 2];
    let bound = FRAME_MS_MAX.max(usual * USUAL_FRAMES_MAX);
    assert!(slowest <= bound, "a frame took {slowest:.1} ms, the usual one {usual:.1} ms");
}
