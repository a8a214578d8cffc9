//! Symbols, flags and dots: which of them are drawn, how large, and with which character.
//!
//! Where symbols crowd they become smaller, then lose their characters, then those hidden under others are left
//! out; what wants attention (overdue, trouble, contradictions, sent back) is drawn last and so never hidden.

use super::cluster::{GATHERED_FROM, Squares};
use super::cover::Cover;
use super::input::{FeatureLook, MapFeature};
use super::label_room::LabelBox;
use super::level::Extent;
use super::mesh::Mesh;
use super::prepare::{Dimension, Spot};
use super::scene::{Measure, Scene, SceneInput, SceneLayer, SceneText};
use super::spot_marks::{cloth_size, mark_of, mark_on_top, uncovered};
use super::symbol::{self, MARK_SIZE_PTS_MIN};
use super::symbols::Symbols;
use super::theme::{MapTheme, Rgba};
use crate::model::Kind;

/// Features whose whole look is drawn; beyond it symbols are plain spots of their group's colour.
const FULL_SYMBOLS_MAX: usize = 3_000;

/// Symbols of this size and smaller share the view with so many that each is drawn in few triangles.
const CROWDED_PTS: f32 = 11.0;

/// Of a marked feature of more points than anybody tells apart so many get a ring: this is drawn within a frame.
const MARKED_SPOTS_MAX: usize = 300;

/// An area smaller than this on the screen is drawn as a spot.
const SPECK_PTS: f64 = 7.0;

/// A symbol in the scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawnSpot {
    pub feature: MapFeature,
    pub at: [f32; 2],
    pub radius_pts: f32,
    /// From the middle to the end of rings and badges.
    pub reach_pts: f32,
    pub wants_attention: bool,
    pub dimension: Dimension,
    /// The cloth of a section's flag.
    pub cloth: Option<LabelBox>,
}

/// Diameter of symbols by zoom level and by how many share the view.
pub fn symbol_size_pts(zoom_level: f64, count: usize) -> f32 {
    let by_zoom = (10.0 + (zoom_level - 8.0) * 2.4).clamp(9.0, 22.0) as f32;
    let by_count = match count {
        0..=150 => 22.0,
        151..=600 => 17.0,
        601..=FULL_SYMBOLS_MAX => 11.0,
        3_001..=20_000 => 7.0,
        _ => 5.0,
    };
    by_zoom.min(by_count)
}

/// Whether a spot carries a symbol: every point, whatever has a plan, and what is too small to be seen without one.
pub fn has_symbol(spot: &Spot, kind: &Kind, look: &FeatureLook, pts_per_step: f64) -> bool {
    spot.dimension == Dimension::Point
        || look.stage.is_some()
        || is_speck(spot.extent, kind, pts_per_step)
}

/// Whether a feature of lines and areas is too small on the screen to be drawn as such: its symbol stands for it.
/// Rivers and the ground things lie on are no objects: they only grow thin.
pub fn is_speck(extent: Extent, kind: &Kind, pts_per_step: f64) -> bool {
    extent.steps() * pts_per_step < SPECK_PTS && kind.code() != Kind::RIVER && !kind.is_ground()
}

/// One candidate, before it is known whether it is seen.
struct Candidate {
    layer: usize,
    feature_idx: u32,
    at: [f32; 2],
    dimension: Dimension,
}

/// Draws all symbols in view.
pub fn draw(
    scene: &mut Scene,
    layers: &[&SceneLayer<'_>],
    input: &SceneInput<'_>,
    measure: &mut dyn Measure,
) {
    let mut calm = Vec::new();
    let mut urgent = Vec::new();
    let mut squares: Option<Squares> = None;
    let gathered = |one: &Candidate, squares: &mut Squares| {
        let layer = layers[one.layer];
        let group = layer.map.look(one.feature_idx).stage.as_ref().map(|stage| stage.group);
        squares.add(one.at, group, input.theme.kind(layer.map.kind()).line);
    };
    for (layer_at, layer) in layers.iter().enumerate() {
        for (prepared, hidden) in layer.sources() {
            let area = input.view.place_box();
            let to_screen = input.view.to_screen();
            let found = prepared.spots_index.meeting(area);
            let spots = found.iter().map(|idx| prepared.spots[*idx as usize]);
            for spot in spots {
                let Spot { feature_idx, at, dimension, .. } = spot;
                let look = layer.map.look(feature_idx);
                let is_hidden = hidden.is_some_and(|hidden| hidden.contains(&feature_idx));
                if is_hidden || !has_symbol(&spot, layer.map.kind(), look, to_screen.scale) {
                    continue;
                }
                let at = to_screen.apply(at);
                let at = [at[0] as f32, at[1] as f32];
                let one = Candidate { layer: layer_at, feature_idx, at, dimension };
                match &mut squares {
                    _ if look.wants_attention() => urgent.push(one),
                    Some(squares) => gathered(&one, squares),
                    None => calm.push(one),
                }
                if calm.len() > GATHERED_FROM {
                    let mut all = Squares::new(input.view.screen_box(), to_screen);
                    calm.drain(..).for_each(|one| gathered(&one, &mut all));
                    squares = Some(all);
                }
            }
        }
    }
    if let Some(squares) = &squares {
        scene.clusters = squares.draw(&mut scene.symbols.mesh, &mut scene.texts, input);
    }
    let gathered: u32 = scene.clusters.iter().map(|cluster| cluster.count).sum();
    let count = calm.len() + urgent.len() + gathered as usize;
    let size_pts =
        symbol_size_pts(input.view.camera.zoom_level(), count) * input.theme.symbol_scale;
    scene.symbol_pts = size_pts;
    scene.spots_in_view = count;
    // Top first, so that what is taken hides what comes later; drawn the other way round.
    if count <= FULL_SYMBOLS_MAX {
        let order = |one: &Candidate| (one.layer, one.feature_idx);
        urgent.sort_unstable_by_key(order);
        calm.sort_unstable_by_key(order);
    }
    let square_pts = if count > FULL_SYMBOLS_MAX { size_pts * 0.7 } else { 1.0 };
    let mut cover = Cover::new(input.view.screen_box(), square_pts);
    let mut seen: Vec<Candidate> = urgent
        .into_iter()
        .rev()
        .chain(calm.into_iter().rev())
        .filter(|one| cover.take(one.at))
        .collect();
    seen.reverse();

    let mut stamps = Stamps { made: Vec::new(), theme: input.theme, size_pts };
    let full = count <= FULL_SYMBOLS_MAX;
    let has_marks = full && size_pts >= MARK_SIZE_PTS_MIN;
    let mut marks = Vec::new();
    for one in &seen {
        let layer = layers[one.layer];
        let look = layer.map.look(one.feature_idx);
        let kind = layer.map.kind();
        let radius_pts = stamps.draw(&mut scene.symbols, one.at, kind, look, input, full);
        if has_marks {
            marks.push(mark_of(one.at, kind, look, input, size_pts, measure));
        }
        scene.spots.push(DrawnSpot {
            feature: MapFeature { layer_id: layer.map.id, feature_idx: one.feature_idx },
            at: one.at,
            radius_pts,
            reach_pts: symbol::reach_pts(radius_pts, look),
            wants_attention: look.wants_attention(),
            dimension: one.dimension,
            cloth: (full && look.stage.is_none() && kind.code() == Kind::SECTION)
                .then(|| symbol::flag_cloth(one.at, cloth_size(size_pts))),
        });
    }
    if has_marks {
        let texts = uncovered(marks, &scene.spots, size_pts);
        scene.texts.extend(texts);
    }
}

/// Symbols made once and put down many times.
struct Stamps<'a> {
    /// Few: one for each group and each kind.
    made: Vec<(StampKey, u32)>,
    theme: &'a MapTheme,
    size_pts: f32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum StampKey {
    Stage(crate::plan::StageGroup, bool),
    Plain([u8; 4], u32),
}

impl Stamps<'_> {
    /// Draws one feature's symbol; the radius within which a click means it.
    fn draw(
        &mut self,
        symbols: &mut Symbols,
        at: [f32; 2],
        kind: &Kind,
        look: &FeatureLook,
        input: &SceneInput<'_>,
        full: bool,
    ) -> f32 {
        let feather_pts = input.view.feather_pts;
        let (theme, size_pts) = (self.theme, self.size_pts);
        if let Some(stage) = &look.stage {
            let key = StampKey::Stage(stage.group, stage.hatched);
            let stamp = self.stamp(key, symbols, || match full {
                true => symbol::stage_symbol(stage, size_pts, theme, feather_pts),
                false => symbol::small_symbol(stage, size_pts, theme, feather_pts),
            });
            symbols.put(stamp, at);
            if full {
                symbol::overlays(&mut symbols.mesh, at, size_pts, look, theme, feather_pts);
            }
            return size_pts / 2.0;
        }
        if kind.code() == Kind::SECTION && full {
            draw_flag(&mut symbols.mesh, at, look, input, size_pts);
            return size_pts / 2.0;
        }
        let plain_pts = if kind.code() == Kind::DISTRICT { 4.0 } else { (size_pts * 0.6).max(5.0) };
        let color = input.theme.kind(kind).line;
        let key = StampKey::Plain(color.0, plain_pts.to_bits());
        let stamp = self.stamp(key, symbols, || match full {
            true if size_pts > CROWDED_PTS => {
                symbol::plain_symbol(color, plain_pts, theme, feather_pts)
            }
            true => symbol::crowd_symbol(color, plain_pts, theme, feather_pts),
            false => symbol::speck(color, plain_pts, feather_pts),
        });
        symbols.put(stamp, at);
        plain_pts / 2.0
    }

    /// The number of a stamp, which is made where it is first wanted.
    fn stamp(&mut self, key: StampKey, symbols: &mut Symbols, make: impl FnOnce() -> Mesh) -> u32 {
        if let Some((_, stamp)) = self.made.iter().find(|(made, _)| *made == key) {
            return *stamp;
        }
        let stamp = symbols.keep(make());
        self.made.push((key, stamp));
        stamp
    }
}

fn draw_flag(
    mesh: &mut Mesh,
    at: [f32; 2],
    look: &FeatureLook,
    input: &SceneInput<'_>,
    size_pts: f32,
) {
    let class = look.class.as_deref().unwrap_or("");
    let (fill, _) = input.theme.water_class(class);
    let feather_pts = input.view.feather_pts;
    symbol::flag(mesh, at, cloth_size(size_pts), fill, input.theme, feather_pts);
}

/// Rings a feature that is chosen with others, its symbol as large as it is drawn.
pub fn draw_chosen(
    mesh: &mut Mesh,
    layer: &SceneLayer<'_>,
    feature_idx: u32,
    color: Rgba,
    input: &SceneInput<'_>,
    symbol_pts: f32,
) {
    let look = layer.map.look(feature_idx);
    let to_screen = input.view.to_screen();
    for spot in layer.source_of(feature_idx).spots_of(feature_idx) {
        let at = to_screen.apply(spot.at);
        let is_drawn = has_symbol(spot, layer.map.kind(), look, to_screen.scale);
        if is_drawn && input.view.screen_box().holds(at) {
            let at = [at[0] as f32, at[1] as f32];
            mesh.ring(at, symbol_pts / 2.0 + 3.0, 2.0, color, input.view.feather_pts);
        }
    }
}

/// Draws a marked feature's symbols again, above all others and with a ring.
pub fn draw_marked(
    mesh: &mut Mesh,
    texts: &mut Vec<SceneText>,
    layer: &SceneLayer<'_>,
    feature_idx: u32,
    color: Rgba,
    input: &SceneInput<'_>,
    symbol_pts: f32,
) {
    let prepared = layer.source_of(feature_idx);
    let look = layer.map.look(feature_idx);
    let to_screen = input.view.to_screen();
    let size_pts = symbol_pts.max(MARK_SIZE_PTS_MIN);
    let mut drawn = 0;
    for spot in prepared.spots_of(feature_idx) {
        if !has_symbol(spot, layer.map.kind(), look, to_screen.scale) {
            continue;
        }
        let at = to_screen.apply(spot.at);
        if !input.view.screen_box().holds(at) {
            continue;
        }
        if drawn == MARKED_SPOTS_MAX {
            break;
        }
        drawn += 1;
        let at = [at[0] as f32, at[1] as f32];
        let kind = layer.map.kind();
        let mut symbols = Symbols::default();
        let mut stamps = Stamps { made: Vec::new(), theme: input.theme, size_pts };
        let radius = stamps.draw(&mut symbols, at, kind, look, input, true);
        symbols.draw(mesh);
        let overdue = look.deadline != super::input::DeadlineLook::Fine;
        let ring = radius * 1.25 + if overdue { 6.5 } else { 3.5 };
        mesh.ring(at, ring, 5.0, color.with_alpha(90), input.view.feather_pts);
        mesh.ring(at, ring, 2.4, color, input.view.feather_pts);
        // The symbol stands over the one of the scene, and so does what is written on it.
        texts.extend(mark_on_top(at, kind, look, input, size_pts));
    }
}
