//! The map as a picture: the same scene as in the window, on the CPU, the same bytes every time.

use super::camera::{Camera, ScreenSize};
use super::decor::{Decor, DecorPen, EDGE_PTS};
use super::input::MapInput;
use super::legend::legend;
use super::paint_picture::PictureFonts;
use super::prepared_set::PreparedSet;
use super::scene::{Measure, Scene, SceneInput, SceneView, build_scene, draw_marked};
use super::theme::MapTheme;
use crate::model::{Bbox, Text};

/// What a picture shows and how large it is.
#[derive(Clone, Debug)]
pub struct RenderOptions {
    pub width_px: u32,
    pub height_px: u32,
    /// Pixels to a point: 1 for screens, 2 for sharp print.
    pub pixels_per_point: f32,
    /// What to show; everything visible where it is `None`.
    pub bbox: Option<Bbox>,
    pub theme: MapTheme,
    /// Above the map; none where empty.
    pub title: Text,
    /// Writes 示意数据 SYNTHETIC in the corner.
    pub synthetic: bool,
    pub legend: bool,
}

/// A picture: rows from the top, four bytes a pixel, straight alpha.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width_px: u32,
    pub height_px: u32,
    pub rgba: Vec<u8>,
}

/// Free space around everything when a picture shows all there is.
const FIT_PADDING_PTS: f64 = 48.0;

/// Draws the map.
pub fn render_map(input: &MapInput, options: &RenderOptions) -> Picture {
    let prepared = PreparedSet::of(input);
    let theme = &options.theme;
    let points = |px: u32| f64::from(px) / f64::from(options.pixels_per_point);
    let size = ScreenSize { width: points(options.width_px), height: points(options.height_px) };
    let layers = prepared.scene_layers(input);
    let camera = Camera::default();
    let camera = match options.bbox {
        Some(bbox) => camera.fitted(bbox, size, 0.0),
        None => {
            prepared.bounds(input).map_or(camera, |bbox| camera.fitted(bbox, size, FIT_PADDING_PTS))
        }
    };
    let feather_pts = 1.0 / options.pixels_per_point;
    let view = SceneView { camera, size, margin_pts: 0.0, feather_pts };
    let mut fonts = PictureFonts::new(options.pixels_per_point);
    let (scene, decor) = fonts.with_measure(|measure| {
        let decor = decor(input, options, &view, measure);
        let keep_free = decor.plates.clone();
        let selected = &input.selected[..];
        let lang = input.lang;
        let scene_input = SceneInput { layers, view, theme, lang, selected, keep_free };
        let mut scene = build_scene(&scene_input, measure);
        let symbol_pts = scene.symbol_pts;
        let marked = draw_marked(&mut scene.mesh, input, None, &scene_input, symbol_pts);
        scene.texts.extend(marked);
        (scene, decor)
    });
    let Scene { mesh, texts, .. } = scene;
    let sheets = [(&mesh, texts.as_slice()), (&decor.mesh, decor.texts.as_slice())];
    fonts.paint(&sheets, [options.width_px, options.height_px], theme.ground)
}

fn decor(
    input: &MapInput,
    options: &RenderOptions,
    view: &SceneView,
    measure: &mut dyn Measure,
) -> Decor {
    let mut decor = Decor::default();
    let theme = &options.theme;
    let feather_pts = view.feather_pts;
    let mut pen = DecorPen { theme, lang: input.lang, feather_pts, measure };
    let (right, bottom) = (view.size.width as f32 - EDGE_PTS, view.size.height as f32 - EDGE_PTS);
    decor.scale_bar(&mut pen, &view.camera, [EDGE_PTS, bottom]);
    if options.synthetic {
        decor.synthetic_mark(&mut pen, view.size);
    }
    if options.legend {
        let height_max = bottom - EDGE_PTS - 34.0;
        decor.legend(&mut pen, &legend(input), [right, bottom], height_max);
    }
    let title = options.title.get(input.lang);
    if !title.is_empty() {
        decor.title(&mut pen, title);
    }
    decor
}
