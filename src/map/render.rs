//! The map as a picture: the same scene as in the window, on the CPU, the same bytes every time.

use super::camera::{Camera, ScreenSize};
use super::decor::{Decor, DecorPen, EDGE_PTS};
use super::input::MapInput;
use super::label_room::LabelBox;
use super::legend::legend;
use super::paint_picture::{PictureFonts, Sheet, triangle_count};
use super::paint_rare::RareFonts;
use super::prepared_set::PreparedSet;
use super::scene::{Measure, Scene, SceneInput, SceneView, build_scene, draw_marked};
use super::symbols::Symbols;
use super::theme::MapTheme;
use crate::model::{Bbox, Text};

/// What a picture shows and how large it is.
#[derive(Clone, Debug)]
pub struct RenderOptions {
    pub width_px: u32,
    pub height_px: u32,
    /// Pixels to a point: 1 for screens, 2 for sharp print.
    pub pixels_per_point: f32,
    /// What the scale in words goes by: 96 on screens, 72 on paper, fewer where the map is drawn larger.
    pub pts_per_inch: f64,
    /// What to show; everything visible where it is `None`.
    pub bbox: Option<Bbox>,
    pub theme: MapTheme,
    /// Above the map; none where empty.
    pub title: Text,
    /// Writes 示意数据 SYNTHETIC in the corner.
    pub synthetic: bool,
    pub legend: bool,
    /// For characters that the product's own font lacks; boxes where there are none.
    pub rare_fonts: Option<RareFonts>,
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
    render_prepared(input, &PreparedSet::of(input), options)
}

/// Draws a map whose layers were prepared before: for many pictures of the same ones.
pub fn render_prepared(
    input: &MapInput,
    prepared: &PreparedSet,
    options: &RenderOptions,
) -> Picture {
    let points = |px: u32| f64::from(px) / f64::from(options.pixels_per_point);
    let size = ScreenSize { width: points(options.width_px), height: points(options.height_px) };
    let camera = Camera::default();
    let camera = match options.bbox {
        Some(bbox) => camera.fitted(bbox, size, 0.0),
        None => {
            prepared.bounds(input).map_or(camera, |bbox| camera.fitted(bbox, size, FIT_PADDING_PTS))
        }
    };
    let mut renderer = Renderer::with_fonts(options.pixels_per_point, options.rare_fonts.clone());
    let view = renderer.view(camera, size);
    let decor = renderer.fonts.with_measure(|measure| decor(input, options, &view, measure));
    let scene = renderer.scene(input, prepared, view, &options.theme, decor.plates.clone());
    let decor =
        Sheet { below: &decor.mesh, lines: &[], symbols: &Symbols::default(), texts: &decor.texts };
    let size_px = [options.width_px, options.height_px];
    renderer.fonts.paint(&[sheet(&scene), decor], size_px, options.theme.ground);
    renderer.picture()
}

fn sheet(scene: &Scene) -> Sheet<'_> {
    Sheet { below: &scene.areas, lines: &scene.lines, symbols: &scene.symbols, texts: &scene.texts }
}

/// Draws many views of the same map, with the same fonts.
pub struct Renderer {
    fonts: PictureFonts,
    pixels_per_point: f32,
}

impl Renderer {
    /// With the product's own font alone.
    pub fn new(pixels_per_point: f32) -> Self {
        Self::with_fonts(pixels_per_point, None)
    }

    fn with_fonts(pixels_per_point: f32, rare: Option<RareFonts>) -> Self {
        Self { fonts: PictureFonts::new(pixels_per_point, rare), pixels_per_point }
    }

    /// Draws the map alone, without legend and scale bar.
    pub fn draw(
        &mut self,
        input: &MapInput,
        prepared: &PreparedSet,
        camera: Camera,
        size: ScreenSize,
        theme: &MapTheme,
    ) {
        let scene = self.scene(input, prepared, self.view(camera, size), theme, Vec::new());
        let px = |pts: f64| (pts * f64::from(self.pixels_per_point)).round() as u32;
        let size_px = [px(size.width), px(size.height)];
        self.fonts.paint(&[sheet(&scene)], size_px, theme.ground);
    }

    /// The picture that was drawn last.
    pub fn picture(&self) -> Picture {
        self.fonts.picture()
    }

    /// What a view costs up to the triangles a graphics card would be given: their number.
    pub fn triangles(
        &mut self,
        input: &MapInput,
        prepared: &PreparedSet,
        camera: Camera,
        size: ScreenSize,
        theme: &MapTheme,
    ) -> usize {
        let scene = self.scene(input, prepared, self.view(camera, size), theme, Vec::new());
        let primitives = self.fonts.tessellate(&scene);
        primitives.iter().map(triangle_count).sum()
    }

    fn view(&self, camera: Camera, size: ScreenSize) -> SceneView {
        let feather_pts = 1.0 / self.pixels_per_point;
        SceneView { camera, size, margin_pts: 0.0, feather_pts }
    }

    fn scene(
        &mut self,
        input: &MapInput,
        prepared: &PreparedSet,
        view: SceneView,
        theme: &MapTheme,
        keep_free: Vec<LabelBox>,
    ) -> Scene {
        let layers = prepared.scene_layers(input);
        let (lang, selected) = (input.lang, &input.selected[..]);
        let line_names = input.line_names;
        let scene_input = SceneInput { layers, view, theme, lang, selected, line_names, keep_free };
        self.fonts.with_measure(|measure| {
            let mut scene = build_scene(&scene_input, measure);
            let symbol_pts = scene.symbol_pts;
            let marked =
                draw_marked(&mut scene.symbols.mesh, input, None, &scene_input, symbol_pts);
            scene.texts.extend(marked);
            scene
        })
    }
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
    decor.scale_bar(&mut pen, &view.camera, options.pts_per_inch, [EDGE_PTS, bottom]);
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
