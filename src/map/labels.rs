//! Names on the map: along lines, inside areas, beside symbols, and never one over another.
//!
//! Greedy by importance: what is placed stays, what finds no free place is left out. The order depends on the
//! data and not on the view alone, so that names do not jump about while the map moves.

use std::collections::HashMap;
use std::sync::Arc;

use super::along::along_line;
use super::draw::{SeenLine, width_factor};
use super::input::MapFeature;
use super::prepare::Dimension;
use super::scene::{Measure, Scene, SceneInput, SceneLayer, SceneText};
use super::stroke::{ScreenBox, clip_line};
use super::theme::KindStyle;
use crate::model::{Kind, PartKind};

/// Names tried in one scene, for each of lines, areas and symbols.
const TRIED_MAX: usize = 250;
/// Where more symbols than this share the view, only what wants attention is named.
const NAMED_SPOTS_MAX: usize = 400;
/// Vertices of a line looked at for its name.
const LINE_VERTICES_MAX: usize = 20_000;
/// A line shorter than this on the screen has no room for a name.
const LINE_PTS_MIN: f32 = 40.0;
/// Longer names are cut.
const NAME_CHARS_MAX: usize = 18;

/// A name that found its place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedLabel {
    pub feature: MapFeature,
    pub boxes: Vec<LabelBox>,
}

/// A rectangle that a name or symbol keeps free of others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelBox {
    pub min: [f32; 2],
    pub max: [f32; 2],
}

impl LabelBox {
    pub fn around(center: [f32; 2], size: [f32; 2]) -> Self {
        let half = size.map(|side| side / 2.0);
        Self {
            min: [center[0] - half[0], center[1] - half[1]],
            max: [center[0] + half[0], center[1] + half[1]],
        }
    }

    pub fn center(&self) -> [f32; 2] {
        [(self.min[0] + self.max[0]) / 2.0, (self.min[1] + self.max[1]) / 2.0]
    }

    pub fn meets(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.min[axis] < other.max[axis] && other.min[axis] < self.max[axis])
    }
}

/// Places taken so far, in a grid of squares so that asking costs the same however many there are.
#[derive(Default)]
struct Taken {
    boxes: Vec<LabelBox>,
    squares: HashMap<[i32; 2], Vec<u32>>,
}

const SQUARE_PTS: f32 = 48.0;

impl Taken {
    fn squares_of(one: &LabelBox) -> impl Iterator<Item = [i32; 2]> + use<> {
        let [from, to] = [one.min, one.max].map(|at| at.map(|at| (at / SQUARE_PTS).floor() as i32));
        (from[0]..=to[0]).flat_map(move |x| (from[1]..=to[1]).map(move |y| [x, y]))
    }

    fn is_free(&self, one: &LabelBox) -> bool {
        Self::squares_of(one).all(|square| {
            let Some(here) = self.squares.get(&square) else { return true };
            here.iter().all(|idx| !self.boxes[*idx as usize].meets(one))
        })
    }

    fn take(&mut self, one: LabelBox) {
        let idx = self.boxes.len() as u32;
        for square in Self::squares_of(&one) {
            self.squares.entry(square).or_default().push(idx);
        }
        self.boxes.push(one);
    }
}

/// Places the names of everything in view.
pub fn place(
    scene: &mut Scene,
    layers: &[&SceneLayer<'_>],
    lines: &[SeenLine],
    input: &SceneInput<'_>,
    measure: &mut dyn Measure,
) {
    let mut placer =
        Placer { taken: Taken::default(), input, measure, texts: Vec::new(), labels: Vec::new() };
    for spot in &scene.spots {
        placer.taken.take(LabelBox::around(spot.at, [spot.reach_pts * 2.0; 2]));
        if let Some(cloth) = spot.cloth {
            placer.taken.take(cloth);
        }
    }
    for one in &input.keep_free {
        placer.taken.take(*one);
    }
    placer.lines(layers, lines);
    placer.areas(layers);
    placer.spots(layers, scene);
    let Placer { texts, labels, .. } = placer;
    scene.texts.extend(texts);
    scene.labels = labels;
}

struct Placer<'a> {
    taken: Taken,
    input: &'a SceneInput<'a>,
    measure: &'a mut dyn Measure,
    texts: Vec<SceneText>,
    labels: Vec<PlacedLabel>,
}

impl Placer<'_> {
    fn view(&self) -> ScreenBox {
        let size = self.input.view.size;
        ScreenBox { min: [0.0, 0.0], max: [size.width, size.height] }
    }

    /// The longest lines on the screen first.
    fn lines(&mut self, layers: &[&SceneLayer<'_>], lines: &[SeenLine]) {
        let mut named: Vec<_> = lines
            .iter()
            .filter(|line| line.length_pts > LINE_PTS_MIN)
            .filter_map(|line| {
                let layer = layers.iter().find(|layer| layer.map.id == line.layer_id)?;
                let name = &layer.map.look(line.feature_idx).name;
                let is_line = layer
                    .source_of(line.feature_idx)
                    .spots_of(line.feature_idx)
                    .iter()
                    .all(|spot| spot.dimension == Dimension::Line);
                (is_line && !name.is_empty() && line.length_pts > 40.0)
                    .then_some((line, layer, name))
            })
            .collect();
        named.sort_by(|one, other| {
            other
                .0
                .length_pts
                .total_cmp(&one.0.length_pts)
                .then(one.0.feature_idx.cmp(&other.0.feature_idx))
        });
        named.truncate(TRIED_MAX);
        for (line, layer, name) in named {
            let style = *self.input.theme.kind(layer.map.kind());
            let Some(path) = self.path(layer, line.feature_idx) else { continue };
            let name = shortened(name);
            let mut advance = |one: &str| self.measure.text_size(one, style.label_pts)[0];
            let width = style.line_width_pts * width_factor(self.input.view.camera.zoom_level());
            let aside = style.label_pts * 0.62 + width / 2.0;
            let tries = along_line(&path, &name, style.label_pts, aside, &mut advance);
            for letters in tries {
                let side = style.label_pts * 1.12;
                let boxes: Vec<_> = letters
                    .iter()
                    .map(|letter| LabelBox::around(letter.center, [side, side]))
                    .collect();
                if !boxes.iter().all(|one| self.taken.is_free(one)) {
                    continue;
                }
                for letter in letters {
                    self.texts.push(SceneText {
                        text: letter.text.into(),
                        center: letter.center,
                        size_pts: style.label_pts,
                        color: style.label,
                        halo: self.input.theme.halo,
                        angle_rad: letter.angle_rad,
                    });
                }
                self.put(layer, line.feature_idx, boxes);
                break;
            }
        }
    }

    /// The longest stretch of a line that is seen.
    fn path(&self, layer: &SceneLayer<'_>, feature_idx: u32) -> Option<Vec<[f32; 2]>> {
        let prepared = layer.source_of(feature_idx);
        let to_screen = self.input.view.to_screen(prepared.frame);
        let level = prepared.level(self.input.view.camera.zoom_level());
        let view = self.view().grown(-8.0);
        let length = |piece: &[[f32; 2]]| -> f32 {
            let step = |pair: &[[f32; 2]]| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]);
            piece.windows(2).map(step).sum()
        };
        level
            .parts_of(feature_idx)
            .iter()
            .filter(|part| part.kind == PartKind::Line)
            .flat_map(|part| {
                let positions = level.positions[part.range()].iter().take(LINE_VERTICES_MAX);
                clip_line(positions.map(|at| to_screen.apply(*at)), view)
            })
            .map(|piece| (length(&piece), piece))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, piece)| piece)
    }

    /// Names of areas stand inside them, of districts given as points in their place.
    fn areas(&mut self, layers: &[&SceneLayer<'_>]) {
        for layer in layers {
            let style = *self.input.theme.kind(layer.map.kind());
            let is_district = layer.map.kind().code() == Kind::DISTRICT;
            let mut tried = 0;
            for (prepared, hidden) in layer.sources() {
                let Some(area) = self.input.view.local_box(prepared.frame) else { continue };
                let to_screen = self.input.view.to_screen(prepared.frame);
                let mut found = prepared.spots_index.meeting(area);
                found.sort_unstable();
                for spot in found.iter().map(|idx| prepared.spots[*idx as usize]) {
                    let look = layer.map.look(spot.feature_idx);
                    let is_place = match spot.dimension {
                        Dimension::Area => true,
                        Dimension::Point => is_district,
                        Dimension::Line => false,
                    };
                    let is_hidden = hidden.is_some_and(|all| all.contains(&spot.feature_idx));
                    if !is_place || is_hidden || look.name.is_empty() || look.stage.is_some() {
                        continue;
                    }
                    // Before the name is measured: most of many areas are too small for any.
                    let extent = f64::from(spot.extent) * to_screen.scale;
                    if spot.dimension == Dimension::Area
                        && extent < f64::from(style.label_pts) * 2.0
                    {
                        continue;
                    }
                    let name = shortened(&look.name);
                    let size = self.measure.text_size(&name, style.label_pts);
                    if spot.dimension == Dimension::Area
                        && !fits(prepared, spot.feature_idx, to_screen.scale, size)
                    {
                        continue;
                    }
                    tried += 1;
                    if tried > TRIED_MAX {
                        break;
                    }
                    let at = to_screen.apply(spot.at);
                    let at = [at[0] as f32, at[1] as f32];
                    let center = if spot.dimension == Dimension::Point {
                        [at[0], at[1] - size[1] * 0.5 - 3.0]
                    } else {
                        at
                    };
                    self.put_name(layer, spot.feature_idx, &name, center, size, &style);
                }
            }
        }
    }

    /// Names beside symbols: what wants attention first.
    fn spots(&mut self, layers: &[&SceneLayer<'_>], scene: &Scene) {
        let crowded = scene.spots.len() > NAMED_SPOTS_MAX;
        // Symbols are in drawing order, what wants attention last.
        let named = scene.spots.iter().rev().filter(|spot| spot.wants_attention || !crowded);
        for spot in named.take(TRIED_MAX) {
            let Some(layer) = layers.iter().find(|layer| layer.map.id == spot.feature.layer_id)
            else {
                continue;
            };
            let kind = layer.map.kind();
            let look = layer.map.look(spot.feature.feature_idx);
            if look.name.is_empty() || kind.code() == Kind::DISTRICT {
                continue;
            }
            let style = *self.input.theme.kind(kind);
            let name = shortened(&look.name);
            let size = self.measure.text_size(&name, style.label_pts);
            let gap = spot.reach_pts + 4.0;
            let (dx, dy) = (gap + size[0] / 2.0, gap + size[1] / 2.0 - 4.0);
            let tries = [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (0.8, 0.8), (0.8, -0.8)];
            for (x, y) in tries {
                let center = [spot.at[0] + dx * x, spot.at[1] + dy * y];
                if self.put_name(layer, spot.feature.feature_idx, &name, center, size, &style) {
                    break;
                }
            }
        }
    }

    /// Puts a name down if its place is free; whether it was.
    fn put_name(
        &mut self,
        layer: &SceneLayer<'_>,
        feature_idx: u32,
        name: &str,
        center: [f32; 2],
        size: [f32; 2],
        style: &KindStyle,
    ) -> bool {
        let place = LabelBox::around(center, [size[0] + 4.0, size[1]]);
        if !self.taken.is_free(&place) || self.is_cut(&place) {
            return false;
        }
        self.texts.push(SceneText {
            text: name.into(),
            center,
            size_pts: style.label_pts,
            color: style.label,
            halo: self.input.theme.halo,
            angle_rad: 0.0,
        });
        self.put(layer, feature_idx, vec![place]);
        true
    }

    /// Whether the view's edge would run through a name. What stands wholly outside comes in as the map moves.
    fn is_cut(&self, place: &LabelBox) -> bool {
        let ScreenBox { max, .. } = self.view();
        let view = LabelBox { min: [0.0; 2], max: max.map(|at| at as f32) };
        let inside = (0..2)
            .all(|axis| place.min[axis] >= view.min[axis] && place.max[axis] <= view.max[axis]);
        !inside && place.meets(&view)
    }

    fn put(&mut self, layer: &SceneLayer<'_>, feature_idx: u32, boxes: Vec<LabelBox>) {
        for one in &boxes {
            self.taken.take(*one);
        }
        let feature = MapFeature { layer_id: layer.map.id, feature_idx };
        self.labels.push(PlacedLabel { feature, boxes });
    }
}

/// Whether an area is large enough on the screen for its name.
fn fits(
    prepared: &super::prepare::PreparedLayer,
    feature_idx: u32,
    scale: f64,
    size: [f32; 2],
) -> bool {
    prepared.exact.parts_of(feature_idx).iter().any(|part| {
        let bounds = super::frame::LocalBox::around(&prepared.exact.positions[part.range()]);
        bounds.is_some_and(|bounds| {
            f64::from(bounds.max[0] - bounds.min[0]) * scale > f64::from(size[0]) * 0.9
                && f64::from(bounds.max[1] - bounds.min[1]) * scale > f64::from(size[1])
        })
    })
}

fn shortened(name: &Arc<str>) -> String {
    if name.chars().count() <= NAME_CHARS_MAX {
        return name.to_string();
    }
    name.chars().take(NAME_CHARS_MAX - 1).chain(['…']).collect()
}
