//! A few small pictures, drawn without a driver and compared with those in `pictures/`.
//!
//! `UPDATE_PICTURES=1 cargo test --test it pictures::` draws them anew; look at each before keeping it.

use std::path::Path;
use std::sync::{Arc, Mutex};

use yice::map::{
    DeadlineLook, FeatureLook, MapFeature, MapInput, MapLayer, MapTheme, Picture, RareFonts,
    RenderOptions, Rgba, SoftPainter, StageLook, render_map,
};
use yice::model::{Bbox, Lang, Text};
use yice::plan::StageGroup;

use crate::scenes::{input, layer_of, points};

/// A pixel may differ by this much in each channel: other processors round a little otherwise.
const STRAY_MAX: u8 = 6;
/// So many pixels of ten thousand may differ by more.
const PIXELS_PER_10_000_MAX: usize = 10;

/// Puts the product's font first, as the window does: no test depends on the machine's fonts.
pub fn install_font(ctx: &egui::Context) {
    use egui::epaint::text::{FontData, FontInsert, FontPriority, InsertFontFamily};
    let families = [egui::FontFamily::Proportional, egui::FontFamily::Monospace]
        .map(|family| InsertFontFamily { family, priority: FontPriority::Highest });
    let data = FontData::from_static(yice::map::FONT_NOTO_SANS_SC);
    ctx.add_font(FontInsert::new("noto-sans-sc", data, families.to_vec()));
}

/// The product's own rasteriser as the harness's renderer: `.renderer(SoftRenderer::default())`.
#[derive(Default)]
pub struct SoftRenderer(SoftPainter);

impl egui_kittest::TestRenderer for SoftRenderer {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        self.0.update_textures(delta);
    }

    fn render(
        &mut self,
        ctx: &egui::Context,
        output: &egui::FullOutput,
    ) -> Result<image::RgbaImage, String> {
        let pixels_per_point = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * pixels_per_point;
        let size_px = [size.x.round() as u32, size.y.round() as u32];
        let primitives = ctx.tessellate(output.shapes.clone(), pixels_per_point);
        let picture = self.0.paint(&primitives, pixels_per_point, size_px, Rgba::TRANSPARENT);
        let [width, height] = size_px;
        image::RgbaImage::from_raw(width, height, picture.rgba).ok_or_else(|| "no picture".into())
    }
}

/// Compares a picture with the one kept under this name.
#[track_caller]
pub fn check_picture(name: &str, picture: &Picture) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/pictures");
    let path = folder.join(format!("{name}.png"));
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        save(&path, picture);
        return;
    }
    let kept = image::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let kept = kept.to_rgba8();
    assert_eq!((kept.width(), kept.height()), (picture.width_px, picture.height_px), "{name}");
    let differs = |(one, other): (&[u8], &[u8])| {
        one.iter().zip(other).any(|(a, b)| a.abs_diff(*b) > STRAY_MAX)
    };
    let strays = kept
        .chunks_exact(4)
        .zip(picture.rgba.chunks_exact(4))
        .filter(|pair| differs(*pair))
        .count();
    let pixels = kept.len() / 4;
    if strays * 10_000 > pixels * PIXELS_PER_10_000_MAX {
        let beside = std::env::temp_dir().join(format!("yice-{name}.png"));
        save(&beside, picture);
        panic!("{name}: {strays} of {pixels} pixels differ; drawn now: {}", beside.display());
    }
}

fn save(path: &Path, picture: &Picture) {
    let (width, height) = (picture.width_px, picture.height_px);
    image::save_buffer(path, &picture.rgba, width, height, image::ColorType::Rgba8).unwrap();
}

fn options(width_px: u32, height_px: u32, bbox: [f64; 4], theme: MapTheme) -> RenderOptions {
    let [west, south, east, north] = bbox;
    RenderOptions {
        width_px,
        height_px,
        pixels_per_point: 1.0,
        pts_per_inch: 96.0,
        bbox: Some(Bbox { west, south, east, north }),
        theme,
        title: Text::default(),
        synthetic: false,
        legend: false,
        rare_fonts: None,
    }
}

/// All fourteen stages in two rows, the overlays below them.
fn stages() -> MapInput {
    let stages = [
        ("待", "P", 0),
        ("编", "D", 0),
        ("审", "A", 1),
        ("核", "M", 1),
        ("批", "O", 2),
        ("治", "W", 2),
        ("完", "C", 2),
        ("退", "B", 3),
        ("返", "L", 3),
        ("缓", "H", 3),
        ("销", "S", 4),
        ("新", "U", 5),
        ("无", "N", 6),
        ("治", "W", 2),
        ("治", "W", 2),
        ("治", "W", 2),
        ("治", "W", 2),
        ("退", "B", 3),
    ];
    let places: Vec<_> = (0..stages.len())
        .map(|idx| (117.0 + 0.001 * (idx % 6) as f64, 39.0 - 0.000_8 * (idx / 6) as f64))
        .collect();
    let mut outfalls = points(1, "outfall", &places);
    let looks = stages.iter().enumerate().map(|(idx, (zh, en, group))| FeatureLook {
        stage: Some(Arc::new(StageLook {
            group: StageGroup::ALL[*group],
            mark: Text::new(*zh, *en),
            label: Text::same(*zh),
            hatched: *zh == "缓",
        })),
        deadline: match idx {
            13 => DeadlineLook::Overdue,
            14 => DeadlineLook::DueSoon,
            _ => DeadlineLook::Fine,
        },
        conflict: idx == 15,
        not_handed_in: idx == 16,
        returned: idx == 17,
        ..FeatureLook::default()
    });
    outfalls.looks = Arc::new(looks.collect());
    input(vec![outfalls])
}

const STAGES_BOX: [f64; 4] = [116.9995, 38.9974, 117.0055, 39.0005];

#[test]
fn every_stage_and_overlay_has_its_sign_by_day() {
    let picture = render_map(&stages(), &options(330, 225, STAGES_BOX, MapTheme::light()));
    check_picture("stages_light", &picture);
}

#[test]
fn every_stage_and_overlay_has_its_sign_by_night_in_english() {
    let stages = MapInput { lang: Lang::En, ..stages() };
    let picture = render_map(&stages, &options(330, 225, STAGES_BOX, MapTheme::dark()));
    check_picture("stages_dark", &picture);
}

/// A river into the sea, a plot with a hole, a black-odorous reach, sections and a selected outfall.
fn coast() -> MapInput {
    let looks = |names: &[&str]| -> Arc<Vec<FeatureLook>> {
        Arc::new(names.iter().map(|name| FeatureLook::named(name)).collect())
    };
    let named = |mut layer: MapLayer, names: &[&str], zh: &str| {
        layer.looks = looks(names);
        layer.title = Text::same(zh);
        layer
    };
    let river = r#"{"type":"LineString","coordinates":[[117.0,39.02],[117.03,39.03],[117.06,39.022],[117.1,39.03]]}"#;
    let coast =
        r#"{"type":"LineString","coordinates":[[117.105,39.08],[117.1,39.03],[117.11,38.98]]}"#;
    let reach =
        r#"{"type":"LineString","coordinates":[[117.02,39.0],[117.03,39.005],[117.045,38.998]]}"#;
    let plot = r#"{"type":"Polygon","coordinates":[
        [[117.01,39.045],[117.04,39.045],[117.045,39.06],[117.012,39.065],[117.01,39.045]],
        [[117.02,39.05],[117.022,39.056],[117.03,39.055],[117.03,39.05],[117.02,39.05]]]}"#;
    let mut sections = points(5, "section", &[(117.094, 39.0285), (117.012, 39.024)]);
    let class = |name: &str, class: &str| FeatureLook {
        class: Some(class.into()),
        ..FeatureLook::named(name)
    };
    sections.looks = Arc::new(vec![class("河口断面", "劣Ⅴ"), class("入境断面", "Ⅲ")]);
    sections.title = Text::same("断面");
    let mut outfalls = points(6, "outfall", &[(117.075, 39.03), (117.06, 39.01)]);
    let staged = |name: &str, group, zh: &str, deadline| FeatureLook {
        name: name.into(),
        stage: Some(Arc::new(StageLook {
            group,
            mark: Text::same(zh),
            label: Text::same(zh),
            hatched: false,
        })),
        deadline,
        ..FeatureLook::default()
    };
    outfalls.looks = Arc::new(vec![
        staged("示例排口031", StageGroup::Trouble, "退", DeadlineLook::Overdue),
        staged("示例排口032", StageGroup::Planning, "编", DeadlineLook::Fine),
    ]);
    outfalls.title = Text::same("入海排口");
    let layers = vec![
        named(layer_of(1, "coastline", &[coast]), &[""], "海岸线"),
        named(layer_of(2, "river", &[river]), &["示例河"], "河流"),
        named(layer_of(3, "plot", &[plot]), &["示例地块"], "地块"),
        named(layer_of(4, "black_odorous_water", &[reach]), &["示例水体"], "黑臭水体"),
        sections,
        outfalls,
    ];
    let selected = vec![MapFeature { layer_id: 6, feature_idx: 0 }];
    MapInput { selected, ..input(layers) }
}

fn coast_options(theme: MapTheme) -> RenderOptions {
    RenderOptions {
        title: Text::new("示例海岸", "A coast"),
        synthetic: true,
        legend: true,
        ..options(640, 420, [117.0, 38.99, 117.13, 39.07], theme)
    }
}

#[test]
fn a_character_that_our_font_lacks_is_looked_for_among_the_others() {
    let asked = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&asked);
    let rare_fonts = RareFonts::new(move |char| {
        seen.lock().unwrap().push(char);
        None
    });
    let options = RenderOptions {
        title: Text::same("\u{20000}河"),
        rare_fonts: Some(rare_fonts),
        ..coast_options(MapTheme::light())
    };
    render_map(&coast(), &options);
    assert_eq!(*asked.lock().unwrap(), "\u{20000}");
}

#[test]
fn a_coast_by_day() {
    check_picture("coast_light", &render_map(&coast(), &coast_options(MapTheme::light())));
}

#[test]
fn a_coast_by_night() {
    check_picture("coast_dark", &render_map(&coast(), &coast_options(MapTheme::dark())));
}

#[test]
fn a_picture_is_the_same_bytes_every_time() {
    let draw = || render_map(&coast(), &coast_options(MapTheme::light()));
    assert_eq!(draw(), draw());
}

/// The window's map, drawn by the same rasteriser.
#[test]
fn the_window_shows_the_same_map() {
    use egui_kittest::Harness;
    use yice::map::{Camera, MapState, map_ui};
    let input = coast();
    let state = MapState::unthreaded(Camera::new(yice::model::lon_lat(117.06, 39.03), 12.4));
    let mut harness = Harness::builder()
        .with_size([640.0, 420.0])
        .renderer(SoftRenderer::default())
        .with_context_setup(install_font)
        .build_ui_state(
            move |ui, state: &mut MapState| {
                map_ui(ui, state, &input, &MapTheme::light());
            },
            state,
        );
    harness.run();
    let image = harness.render().unwrap();
    let (width_px, height_px) = (image.width(), image.height());
    let picture = Picture { width_px, height_px, rgba: image.into_raw() };
    check_picture("window", &picture);
}
