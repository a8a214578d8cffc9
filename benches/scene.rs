//! The map at 100,000 features and a million vertices: preparing, building a scene, one painted frame.
//!
//! Every figure is also printed as a ratio to a floor measured in the same run: one pass over all vertices that
//! projects them to pixels and drops neighbours on the same pixel, which is the least any map without levels of
//! detail would do for a frame. `cargo bench --bench scene`
#![expect(clippy::unwrap_used, reason = "a bench may stop where it cannot go on")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::Criterion;
use yice::map::{
    Camera, FeatureLook, LineNames, MapInput, MapLayer, MapState, MapTheme, Measure, PreparedLayer,
    PreparedSet, SceneInput, SceneView, ScreenSize, StageLook, build_scene, map_ui,
    world_from_lon_lat,
};
use yice::model::{
    GeometryKind, Kind, Lang, Layer, PartKind, Shapes, ShapesBuilder, Text, lon_lat,
};
use yice::plan::StageGroup;

const SIZE: ScreenSize = ScreenSize { width: 1600.0, height: 1000.0 };

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn rivers(count: usize, vertices: usize) -> Shapes {
    let mut dice = Dice(1);
    let mut builder = ShapesBuilder::default();
    for _ in 0..count {
        let (mut lon, mut lat) = (116.7 + dice.roll() * 1.4, 38.6 + dice.roll() * 1.6);
        let mut heading = dice.roll() * std::f64::consts::TAU;
        for _ in 0..vertices {
            builder.position(lon_lat(lon, lat));
            heading += (dice.roll() - 0.5) * 0.9;
            lon += heading.cos() * 3e-4;
            lat += heading.sin() * 3e-4;
        }
        builder.end_part(PartKind::Line);
        builder.end_feature(GeometryKind::LineString);
    }
    builder.finish()
}

fn plots(count: usize, vertices: usize) -> Shapes {
    let mut dice = Dice(2);
    let mut builder = ShapesBuilder::default();
    for _ in 0..count {
        let (lon, lat) = (116.7 + dice.roll() * 1.4, 38.6 + dice.roll() * 1.6);
        let radius = 5e-4 + dice.roll() * 1e-3;
        for corner in 0..vertices {
            let corner = corner % (vertices - 1);
            let angle = corner as f64 / (vertices - 1) as f64 * std::f64::consts::TAU;
            let bulge = radius * (0.8 + 0.2 * (angle * 3.0).sin());
            builder.position(lon_lat(lon + bulge * angle.cos(), lat + bulge * angle.sin()));
        }
        builder.end_part(PartKind::Outer);
        builder.end_feature(GeometryKind::Polygon);
    }
    builder.finish()
}

fn outfalls(count: usize) -> Shapes {
    let mut dice = Dice(3);
    let mut builder = ShapesBuilder::default();
    for _ in 0..count {
        builder.position(lon_lat(116.7 + dice.roll() * 1.4, 38.6 + dice.roll() * 1.6));
        builder.end_part(PartKind::Points);
        builder.end_feature(GeometryKind::Point);
    }
    builder.finish()
}

fn layer(id: u64, kind: &str, shapes: Shapes) -> MapLayer {
    let layer = Layer { kind: Kind::new(kind), ..Layer::of_shapes(kind, shapes) };
    MapLayer::plain(id, Arc::new(layer))
}

/// 40,000 rivers of 15 vertices, 38,000 plots of 10, 22,000 outfalls in all stages.
fn input() -> MapInput {
    let mut rivers = layer(1, Kind::RIVER, rivers(40_000, 15));
    rivers.looks =
        Arc::new((0..40_000).map(|idx| FeatureLook::named(&format!("示例河{idx}"))).collect());
    let plots = layer(2, Kind::PLOT, plots(38_000, 10));
    let mut outfalls = layer(3, Kind::OUTFALL, outfalls(22_000));
    let stages: Vec<_> = StageGroup::ALL
        .iter()
        .map(|group| {
            Arc::new(StageLook {
                group: *group,
                mark: Text::new("治", "W"),
                label: Text::new("整治中", "Works"),
                hatched: false,
            })
        })
        .collect();
    let looks = (0..22_000_usize).map(|idx| FeatureLook {
        stage: Some(stages[idx % stages.len()].clone()),
        ..FeatureLook::named(&format!("示例排口{idx}"))
    });
    outfalls.looks = Arc::new(looks.collect());
    MapInput { layers: vec![rivers, plots, outfalls], lang: Lang::Zh, ..MapInput::default() }
}

struct Ruler;

impl Measure for Ruler {
    fn text_size(&mut self, text: &str, size_pts: f32) -> [f32; 2] {
        [text.chars().count() as f32 * size_pts * 0.7, size_pts * 1.4]
    }
}

/// The floor: all vertices to pixels, neighbours on the same pixel dropped.
fn one_pass(world: &[[f64; 2]], camera: Camera) -> usize {
    let scale = camera.pts_per_world();
    let center = camera.center_in_world();
    let mut kept = 0;
    let mut before = [i32::MIN; 2];
    for at in world {
        let pixel = [((at[0] - center.x) * scale) as i32, ((at[1] - center.y) * scale) as i32];
        kept += usize::from(pixel != before);
        before = pixel;
    }
    kept
}

fn median(times: usize, mut run: impl FnMut()) -> Duration {
    let mut taken: Vec<_> = (0..times)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    taken.sort();
    taken[times / 2]
}

/// What a frame gave.
struct Frame {
    preparing: bool,
    #[expect(dead_code, reason = "kept so that nothing of a frame is left out")]
    primitives: usize,
}

/// One frame of a window of 1600 by 1000 points with nothing but the map, tessellated.
fn frame(
    context: &egui::Context,
    state: &mut MapState,
    input: &MapInput,
    theme: &MapTheme,
) -> Frame {
    let screen_rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1600.0, 1000.0));
    let raw = egui::RawInput { screen_rect: Some(screen_rect), ..egui::RawInput::default() };
    let mut preparing = false;
    let mut output = context.run_ui(raw, |ui| {
        preparing = map_ui(ui, state, input, theme).preparing;
    });
    output.textures_delta.clear();
    let primitives = context.tessellate(output.shapes, output.pixels_per_point);
    Frame { preparing, primitives: primitives.len() }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    let input = input();
    let world: Vec<[f64; 2]> = input
        .layers
        .iter()
        .flat_map(|layer| {
            let shapes = &layer.layer.shapes;
            (0..shapes.feature_count()).flat_map(move |idx| shapes.parts(idx))
        })
        .flat_map(|part| part.positions.iter())
        .map(|at| {
            let at = world_from_lon_lat(at);
            [at.x, at.y]
        })
        .collect();
    let prepared = PreparedSet::of(&input);
    let theme = MapTheme::light();
    let full = Camera::default().fitted(prepared.bounds(&input).unwrap(), SIZE, 0.0);
    let views = [
        ("full", full),
        ("city", Camera::new(lon_lat(117.3, 39.2), 12.0)),
        ("street", Camera::new(lon_lat(117.3, 39.2), 16.0)),
    ];

    criterion.bench_function("prepare", |bencher| {
        bencher.iter(|| {
            for layer in &input.layers {
                black_box(PreparedLayer::new(&layer.layer));
            }
        });
    });
    for (name, camera) in views {
        let view = SceneView { camera, size: SIZE, margin_pts: 400.0, feather_pts: 1.0 };
        let layers = prepared.scene_layers(&input);
        let keep_free = Vec::new();
        let lang = Lang::Zh;
        let scene_input = SceneInput {
            layers,
            view,
            theme: &theme,
            lang,
            selected: &[],
            line_names: LineNames::WhereFree,
            keep_free,
        };
        criterion.bench_function(&format!("scene {name}"), |bencher| {
            bencher.iter(|| black_box(build_scene(&scene_input, &mut Ruler)));
        });
    }

    println!("\n{} vertices, {} features", world.len(), 100_000);
    let floor = median(9, || {
        black_box(one_pass(&world, full));
    });
    println!("floor, one pass over all vertices: {floor:.2?}");
    let ratio = |took: Duration| took.as_secs_f64() / floor.as_secs_f64();
    let tell = |what: &str, took: Duration| {
        println!("{what:<34} {took:>10.2?}   {:>7.2} × floor", ratio(took));
    };
    tell(
        "prepare (off the frame)",
        median(3, || {
            for layer in &input.layers {
                black_box(PreparedLayer::new(&layer.layer));
            }
        }),
    );
    let families = [egui::FontFamily::Proportional, egui::FontFamily::Monospace];
    let context = egui::Context::default();
    context.add_font(egui::epaint::text::FontInsert::new(
        "noto-sans-sc",
        egui::FontData::from_static(yice::map::FONT_NOTO_SANS_SC),
        families
            .map(|family| egui::epaint::text::InsertFontFamily {
                family,
                priority: egui::epaint::text::FontPriority::Highest,
            })
            .to_vec(),
    ));
    for (name, camera) in views {
        for (how, mut state) in [
            ("within the frame", MapState::unthreaded(camera)),
            ("on its thread", MapState::new(camera)),
        ] {
            // The scene is there before anything is measured.
            while frame(&context, &mut state, &input, &theme).preparing {}
            std::thread::sleep(Duration::from_millis(300));
            println!("{name}, scenes built {how}");
            let mut measure = |what: &str, next: &dyn Fn(usize, Camera) -> Camera| {
                let mut worst = Duration::ZERO;
                let mut step = 0;
                let usual = median(40, || {
                    state.set_camera(next(step, state.camera()));
                    step += 1;
                    let start = Instant::now();
                    black_box(frame(&context, &mut state, &input, &theme));
                    worst = worst.max(start.elapsed());
                });
                tell(&format!("  {what}"), usual);
                tell(&format!("  {what}, the slowest"), worst);
            };
            measure("resting", &|_, camera| camera);
            let there = |step: usize| if step % 20 < 10 { 1.0 } else { -1.0 };
            measure("panning", &|step, camera| {
                camera.panned(30.0 * there(step), 7.0 * there(step))
            });
            let middle = yice::map::ScreenPoint { x: 700.0, y: 500.0 };
            measure("zooming", &|step, camera| camera.zoomed_at(middle, 0.05 * there(step), SIZE));
        }
    }
    criterion.final_summary();
}
