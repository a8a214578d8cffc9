//! Growth: what a vertex costs to open, prepare and draw must not rise with how many there are.
//!
//! `cargo bench --bench growth`: rivers of 100 thousand, 300 thousand and a million vertices, and of ten million with
//! `YICE_BENCH_FULL=1`. Prints nanoseconds a vertex, and stops where the largest costs half as much again a vertex as
//! the smallest: caches get no larger with the layer, and the machine is shared.
#![expect(clippy::unwrap_used, reason = "a bench may stop where it cannot go on")]

mod clock;

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::Arc;

use clock::timed;
use yice::formats::{ReadOptions, read_layer};
use yice::map::{Camera, MapInput, MapLayer, MapTheme, PreparedSet, Renderer, ScreenSize};
use yice::model::lon_lat;

const VERTICES_EACH: usize = 50;
const GROWTH_MAX: f64 = 1.5;
const SIZE: ScreenSize = ScreenSize { width: 1600.0, height: 1000.0 };

fn main() {
    let mut sizes = vec![100_000, 300_000, 1_000_000];
    if std::env::var_os("YICE_BENCH_FULL").is_some() {
        sizes.push(10_000_000);
    }
    let figures: Vec<[f64; 2]> = sizes.iter().map(|vertices| measure(*vertices)).collect();
    for (which, name) in ["open", "prepare"].into_iter().enumerate() {
        let (first, last) = (figures[0][which], figures[figures.len() - 1][which]);
        assert!(last <= first * GROWTH_MAX, "{name}: {first:.1} ns a vertex became {last:.1}");
    }
}

/// Nanoseconds of CPU a vertex to open and to prepare, the best of three.
fn measure(vertices: usize) -> [f64; 2] {
    let source: Arc<[u8]> = rivers(vertices / VERTICES_EACH).into_bytes().into();
    let mut best = [f64::INFINITY; 2];
    let mut frame_ms = 0.0;
    for _ in 0..3 {
        let options = ReadOptions {
            file_name: "rivers.geojson",
            kind: None,
            datum: None,
            own_kinds: &[],
            progress: &|_, _| ControlFlow::Continue(()),
        };
        let (open_ms, read) = timed(|| read_layer(source.clone().into(), options));
        let (layer, _) = read.unwrap();
        let layers = vec![MapLayer::plain(1, Arc::new(layer))];
        let input = MapInput { layers, ..MapInput::default() };
        let (prepare_ms, prepared) = timed(|| PreparedSet::of(&input));
        for (best, ms) in best.iter_mut().zip([open_ms, prepare_ms]) {
            *best = best.min(ms * 1e6 / vertices as f64);
        }
        let mut renderer = Renderer::new(1.0);
        let camera = Camera::new(lon_lat(117.0, 39.0), 9.6);
        let mut draw = || renderer.triangles(&input, &prepared, camera, SIZE, &MapTheme::light());
        draw();
        (frame_ms, _) = timed(draw);
    }
    let [open, prepare] = best;
    println!(
        "{vertices} vertices: open {open:.1} ns, prepare {prepare:.1} ns a vertex; a scene of all {frame_ms:.2} ms"
    );
    best
}

fn rivers(count: usize) -> String {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    let mut seed = 42_u64;
    let mut step = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as f64 / f64::from(1_u32 << 31) - 0.5
    };
    for river in 0..count {
        let comma = if river == 0 { "" } else { ",\n" };
        let (mut lon, mut lat) = (117.0 + step(), 39.0 + step());
        write!(
            text,
            "{comma}{{\"type\":\"Feature\",\"id\":{river},\"properties\":{{\"name\":\"河{river}\"}},\"geometry\":{{\"type\":\"LineString\",\"coordinates\":["
        )
        .unwrap();
        for vertex in 0..VERTICES_EACH {
            (lon, lat) = (lon + step() * 0.002, lat + step() * 0.002);
            let comma = if vertex == 0 { "" } else { "," };
            write!(text, "{comma}[{lon:.7},{lat:.7}]").unwrap();
        }
        text.push_str("]}}");
    }
    text + "\n]}\n"
}
