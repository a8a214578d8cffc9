//! Layers made to hurt: one line of five million vertices, a million tiny polygons, a multipolygon of two hundred
//! thousand rings, fifty megabytes of properties in one feature, the antimeridian, the poles. Each is opened, drawn
//! from afar, at its middle and at a centimetre a point, and asked what lies under a place.
//!
//! `cargo bench --bench adversarial` at a tenth of the size; `YICE_BENCH_FULL=1` at the whole. Everything is told in
//! CPU. The bounds stated beside each case are multiples of a floor taken in the same run, one pass over the file's
//! bytes that counts its commas, so that a slow machine moves both; a layer that breaks one stops the run with the
//! figures. A first scene makes what later ones keep (triangles of areas); those over a frame's time are built beside
//! the frames of the window, which shows the scene before until they are done.
#![expect(clippy::unwrap_used, reason = "a bench may stop where it cannot go on")]

mod clock;

use std::fmt::Write as _;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::sync::Arc;

use clock::timed;
use criterion::Criterion;
use yice::formats::{ReadOptions, read_layer};
use yice::map::{
    Camera, MapInput, MapLayer, MapTheme, PreparedSet, Renderer, SceneView, ScreenPoint,
    ScreenSize, ZOOM_LEVEL_MAX, hits,
};
use yice::model::{Layer, LonLat, lon_lat};

const SIZE: ScreenSize = ScreenSize { width: 1600.0, height: 1000.0 };
/// 60 frames a second leave so much for one.
const MESH_MS_MAX: f64 = 16.7;

/// A layer, where to look at it, and how long things may take.
struct Case {
    name: &'static str,
    text: String,
    middle: LonLat,
    /// Passes over the bytes that opening may take, and what the first scene from afar, a later one and a question
    /// may take in milliseconds where a pass over a megabyte takes one.
    open_floors_max: f64,
    first_ms_max: f64,
    mesh_ms_max: f64,
    hit_ms_max: f64,
}

fn main() {
    let whole = std::env::var_os("YICE_BENCH_FULL").is_some();
    let scale = if whole { 1 } else { 10 };
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    for case in cases(scale) {
        run(&mut criterion, case);
    }
    criterion.final_summary();
}

fn cases(scale: usize) -> Vec<Case> {
    let case = |name, text, middle| Case {
        name,
        text,
        middle,
        open_floors_max: 400.0,
        first_ms_max: 2.0 * MESH_MS_MAX,
        mesh_ms_max: MESH_MS_MAX,
        hit_ms_max: 5.0,
    };
    let middle = lon_lat(117.0, 39.0);
    vec![
        case("one line", one_line(5_000_000 / scale), middle),
        // A million discs and squares are gathered off the frame.
        Case {
            first_ms_max: 120.0,
            mesh_ms_max: 80.0,
            ..case("tiny polygons", tiny_polygons(1_000_000 / scale), middle)
        },
        // All of them are one feature: none is too small to be drawn.
        Case {
            first_ms_max: 300.0,
            mesh_ms_max: 150.0,
            hit_ms_max: 50.0,
            ..case("multipolygon", multipolygon(200_000 / scale), middle)
        },
        // Names that stand twice are looked for among a million.
        Case {
            open_floors_max: 1_500.0,
            ..case("properties", properties(50_000_000 / scale), middle)
        },
        case("antimeridian", around(180.0, 0.0), lon_lat(180.0, 0.0)),
        case("poles", around(0.0, 90.0), lon_lat(0.0, 85.0)),
    ]
}

fn run(criterion: &mut Criterion, case: Case) {
    let source: Arc<[u8]> = case.text.clone().into_bytes().into();
    let floor_ms = floor_ms(&source);
    let (open_ms, layer) = timed(|| open(&source));
    let layer = Arc::new(layer);
    let input = MapInput { layers: vec![MapLayer::plain(1, layer.clone())], ..MapInput::default() };
    let (prepare_ms, prepared) = timed(|| PreparedSet::of(&input));
    let mut renderer = Renderer::new(1.0);
    let theme = MapTheme::light();
    let whole = prepared.bounds(&input).map(|all| Camera::default().fitted(all, SIZE, 20.0));
    // A centimetre a point is nearer than anybody looks; the map goes to three.
    let views = [whole.unwrap_or_default(), Camera::new(case.middle, 14.0)];
    let views = views.into_iter().chain([Camera::new(case.middle, ZOOM_LEVEL_MAX)]);
    let (mut first_ms, mut mesh_ms) = (Vec::new(), Vec::new());
    for camera in views {
        let (ms, _) = timed(|| renderer.triangles(&input, &prepared, camera, SIZE, &theme));
        first_ms.push(ms);
        let (ms, _) = timed(|| renderer.triangles(&input, &prepared, camera, SIZE, &theme));
        mesh_ms.push(ms);
        renderer.draw(&input, &prepared, camera, SIZE, &theme);
    }
    let layers = prepared.scene_layers(&input);
    let view = SceneView {
        camera: Camera::new(case.middle, 14.0),
        size: SIZE,
        margin_pts: 0.0,
        feather_pts: 1.0,
    };
    let middle = ScreenPoint { x: SIZE.width / 2.0, y: SIZE.height / 2.0 };
    let (hit_ms, _) = timed(|| hits(&layers, &view, middle, 5.0, 0.0).len());
    let megabytes = source.len() as f64 / 1e6;
    println!(
        "{}: {megabytes:.1} MB, {} features, {} vertices; a pass {floor_ms:.2} ms; open {open_ms:.1} ms ({:.0} passes), \
         prepare {prepare_ms:.1} ms, first scenes {first_ms:.2?}, later ones {mesh_ms:.2?} ms, under a place {hit_ms:.3} ms",
        case.name,
        layer.feature_count(),
        layer.shapes.vertex_count(),
        open_ms / floor_ms,
    );
    // How slow this machine is now: the floor's pace, a gigabyte a second being one.
    let slow = (floor_ms / megabytes).max(1.0);
    assert!(
        open_ms + prepare_ms <= case.open_floors_max * floor_ms.max(0.05),
        "{}: opening took {:.0} passes",
        case.name,
        (open_ms + prepare_ms) / floor_ms
    );
    for (ms, max) in [(&first_ms, case.first_ms_max), (&mesh_ms, case.mesh_ms_max)] {
        let slowest = ms.iter().copied().fold(0.0, f64::max);
        assert!(slowest <= max * slow, "{}: a scene took {slowest:.1} ms of {max}", case.name);
    }
    assert!(hit_ms <= case.hit_ms_max * slow, "{}: a question took {hit_ms:.2} ms", case.name);

    let mut group = criterion.benchmark_group(case.name);
    group.bench_function("scene from afar", |bencher| {
        let camera = whole.unwrap_or_default();
        bencher.iter(|| renderer.triangles(&input, &prepared, black_box(camera), SIZE, &theme));
    });
    group.bench_function("under a place", |bencher| {
        bencher.iter(|| hits(&layers, &view, black_box(middle), 5.0, 0.0).len());
    });
    group.finish();
}

fn floor_ms(source: &[u8]) -> f64 {
    let mut times: Vec<f64> = (0..5)
        .map(|_| timed(|| black_box(source.iter().filter(|byte| **byte == b',').count())).0)
        .collect();
    times.sort_by(f64::total_cmp);
    times[2]
}

fn open(source: &Arc<[u8]>) -> Layer {
    let options = ReadOptions {
        file_name: "x.geojson",
        kind: None,
        datum: None,
        own_kinds: &[],
        progress: &|_, _| ControlFlow::Continue(()),
    };
    match read_layer(Arc::clone(source).into(), options) {
        Ok((layer, _)) => layer,
        Err(refused) => panic!("{refused}"),
    }
}

fn collection(features: impl Iterator<Item = String>) -> String {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (nth, feature) in features.enumerate() {
        text += if nth == 0 { "" } else { ",\n" };
        text += &feature;
    }
    text + "\n]}\n"
}

fn feature(kind: &str, coordinates: &str, properties: &str) -> String {
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{{\"type\":\"{kind}\",\"coordinates\":{coordinates}}}}}"
    )
}

/// A river that wanders through 117° E 39° N.
fn one_line(vertices: usize) -> String {
    let mut line = String::from("[");
    for n in 0..vertices {
        let along = n as f64 / vertices as f64 - 0.5;
        let wiggle = (n as f64 * 0.13).sin() * 3e-4 + (n as f64 * 0.0007).sin() * 0.05;
        let comma = if n == 0 { "" } else { "," };
        write!(line, "{comma}[{:.7},{:.7}]", 117.0 + along * 2.0, 39.0 + wiggle).unwrap();
    }
    collection(std::iter::once(feature("LineString", &(line + "]"), "")))
}

fn tiny_polygons(count: usize) -> String {
    let side = (count as f64).sqrt().ceil() as usize;
    collection((0..count).map(|n| {
        let (west, south) =
            (116.5 + (n % side) as f64 / side as f64, 38.5 + (n / side) as f64 / side as f64);
        let (east, north) = (west + 2e-4, south + 2e-4);
        let ring = format!(
            "[[[{west:.6},{south:.6}],[{east:.6},{south:.6}],[{east:.6},{north:.6}],[{west:.6},{south:.6}]]]"
        );
        feature("Polygon", &ring, &format!("\"no\":{n}"))
    }))
}

/// Squares side by side, all of one feature.
fn multipolygon(rings: usize) -> String {
    let side = (rings as f64).sqrt().ceil() as usize;
    let polygons = (0..rings).map(|n| {
        let (west, south) =
            (116.5 + (n % side) as f64 / side as f64, 38.5 + (n / side) as f64 / side as f64);
        let (east, north) = (west + 0.6 / side as f64, south + 0.6 / side as f64);
        format!(
            "[[[{west:.6},{south:.6}],[{east:.6},{south:.6}],[{east:.6},{north:.6}],[{west:.6},{north:.6}],[{west:.6},{south:.6}]]]"
        )
    });
    let polygons = polygons.collect::<Vec<_>>().join(",");
    collection(std::iter::once(feature("MultiPolygon", &format!("[{polygons}]"), "")))
}

fn properties(bytes: usize) -> String {
    let mut members = String::new();
    let mut n = 0;
    while members.len() < bytes {
        let comma = if n == 0 { "" } else { "," };
        write!(members, "{comma}\"字段{n}\":\"一段不长的话，第 {n} 段，\\u4e2d\\\"\"").unwrap();
        n += 1;
    }
    collection(std::iter::once(feature("Point", "[117.0,39.0]", &members)))
}

/// Points, lines and squares around a place at the edge of the world.
fn around(lon: f64, lat: f64) -> String {
    collection((0..2_000).map(|n| {
        let turn = f64::from(n) * 0.1;
        let (x, y) = (turn.cos() * f64::from(n) * 0.01, turn.sin() * f64::from(n) * 0.01);
        let at = |dx: f64, dy: f64| {
            let (lon, lat) = (lon + x + dx, (lat + y + dy).clamp(-90.0, 90.0));
            format!("[{:.7},{lat:.7}]", if lon > 180.0 { lon - 360.0 } else { lon })
        };
        match n % 3 {
            0 => feature("Point", &at(0.0, 0.0), ""),
            1 => feature("LineString", &format!("[{},{}]", at(0.0, 0.0), at(0.5, 0.2)), ""),
            _ => {
                let ring = [at(0.0, 0.0), at(0.2, 0.0), at(0.2, 0.2), at(0.0, 0.0)].join(",");
                feature("Polygon", &format!("[[{ring}]]"), "")
            }
        }
    }))
}
