//! Names on the map: along lines, inside areas, beside symbols, and never one over another.
//!
//! Greedy by importance: what is placed stays, what finds no free place is left out. The order depends on the
//! data and not on the view alone, so that names do not jump about while the map moves.

use super::along::{along_line, beside};
use super::boxes::{PlaceBox, stretch};
use super::draw::SeenLine;
use super::input::{LineNames, MapFeature};
use super::label_room::{LabelBox, Taken, shortened};
use super::prepare::{Dimension, PreparedLayer, Spot};
use super::scene::{Measure, Scene, SceneInput, SceneLayer, SceneText, ToScreen};
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
/// By so much the line of what is selected is wider, on each side.
const SELECTED_GROWS_PTS: f32 = 4.0;

/// A name that found its place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedLabel {
    pub feature: MapFeature,
    pub boxes: Vec<LabelBox>,
}

/// Places the names of everything in view.
pub fn place(
    scene: &mut Scene,
    layers: &[&SceneLayer<'_>],
    lines: &[SeenLine],
    input: &SceneInput<'_>,
    measure: &mut dyn Measure,
) {
    if layers.iter().all(|layer| layer.map.looks.is_empty()) {
        // Nothing has a name.
        return;
    }
    let mut placer = Placer {
        taken: Taken::new(input.view.screen_box()),
        passed_over: 0,
        input,
        measure,
        texts: Vec::new(),
        labels: Vec::new(),
    };
    for spot in &scene.spots {
        placer.taken.take(LabelBox::around(spot.at, [spot.reach_pts * 2.0; 2]));
        if let Some(cloth) = spot.cloth {
            placer.taken.take(cloth);
        }
    }
    let symbols = placer.taken.count();
    for one in &input.keep_free {
        placer.taken.take(*one);
    }
    // Where symbols crowd, the name that people look for stands over them.
    for passed_over in [0, placer.taken.count()] {
        placer.passed_over = passed_over;
        placer.selected(layers, lines, scene);
    }
    placer.passed_over = 0;
    placer.lines(layers, lines);
    if input.line_names == LineNames::OverSymbols {
        let is_river = |line: &&SeenLine| {
            let layer = layers.iter().find(|layer| layer.map.id == line.layer_id);
            layer.is_some_and(|layer| layer.map.kind().code() == Kind::RIVER)
        };
        let rivers: Vec<SeenLine> = lines.iter().filter(is_river).copied().collect();
        placer.passed_over = symbols;
        placer.lines(layers, &rivers);
        for passed_over in [0, symbols] {
            placer.passed_over = passed_over;
            placer.beside_lines(layers, &rivers);
        }
        placer.passed_over = 0;
    }
    placer.areas(layers);
    placer.spots(layers, scene);
    let Placer { texts, labels, .. } = placer;
    scene.texts.extend(texts);
    scene.labels = labels;
}

struct Placer<'a> {
    taken: Taken,
    /// Boxes numbered below this are no hindrance.
    passed_over: u32,
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

    /// The names of what is selected.
    fn selected(&mut self, layers: &[&SceneLayer<'_>], lines: &[SeenLine], scene: &Scene) {
        for feature in self.input.selected.iter().take(TRIED_MAX) {
            let Some(layer) = layers.iter().find(|layer| layer.map.id == feature.layer_id) else {
                continue;
            };
            let is_it = |line: &&SeenLine| {
                (line.layer_id, line.feature_idx) == (feature.layer_id, feature.feature_idx)
            };
            let seen: Vec<SeenLine> = lines.iter().filter(is_it).copied().collect();
            self.lines(layers, &seen);
            let source = layer.source_of(feature.feature_idx);
            let to_screen = self.input.view.to_screen();
            for spot in source.spots_of(feature.feature_idx) {
                let at = to_screen.apply(spot.at);
                if !self.is_named(*feature) && self.view().holds(at) {
                    self.area(layer, source, spot, to_screen);
                    let drawn = scene.spots.iter().find(|drawn| drawn.feature == *feature);
                    let reach_pts = drawn.map_or(scene.symbol_pts, |drawn| drawn.reach_pts);
                    let at = at.map(|at| at as f32);
                    if spot.dimension != Dimension::Line && !self.is_named(*feature) {
                        self.spot(layer, feature.feature_idx, at, reach_pts);
                    }
                }
            }
        }
    }

    fn is_named(&self, feature: MapFeature) -> bool {
        self.labels.iter().any(|label| label.feature == feature)
    }

    /// The longest lines on the screen first.
    fn lines(&mut self, layers: &[&SceneLayer<'_>], lines: &[SeenLine]) {
        let mut named: Vec<_> = lines
            .iter()
            .filter(|line| line.length_pts > LINE_PTS_MIN)
            .filter_map(|line| {
                let layer = layers.iter().find(|layer| layer.map.id == line.layer_id)?;
                let name = &layer.map.look(line.feature_idx).name;
                let feature = MapFeature { layer_id: line.layer_id, feature_idx: line.feature_idx };
                let is_line = layer
                    .source_of(line.feature_idx)
                    .spots_of(line.feature_idx)
                    .iter()
                    .all(|spot| spot.dimension == Dimension::Line);
                let is_wanted = is_line && !name.is_empty() && !self.is_named(feature);
                is_wanted.then_some((line, layer, name))
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
            let zoom_level = self.input.view.camera.zoom_level();
            let width = self.input.theme.line_width_pts(layer.map.kind(), zoom_level);
            // What is selected wears a wider line, and its name stands clear of it.
            let feature = MapFeature { layer_id: layer.map.id, feature_idx: line.feature_idx };
            let is_selected = self.input.selected.contains(&feature);
            let grown = if is_selected { SELECTED_GROWS_PTS } else { 0.0 };
            let aside = style.label_pts * 0.62 + width / 2.0 + grown;
            let tries = along_line(&path, &name, style.label_pts, aside, &mut advance);
            for letters in tries {
                let side = style.label_pts * 1.12;
                let boxes: Vec<_> = letters
                    .iter()
                    .map(|letter| LabelBox::around(letter.center, [side, side]))
                    .collect();
                if !boxes.iter().all(|one| self.taken.is_free(one, self.passed_over)) {
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

    /// The names of lines along which there was no room: level, close beside some point of them.
    fn beside_lines(&mut self, layers: &[&SceneLayer<'_>], lines: &[SeenLine]) {
        for line in lines {
            let feature = MapFeature { layer_id: line.layer_id, feature_idx: line.feature_idx };
            let layer = layers.iter().find(|layer| layer.map.id == line.layer_id);
            let Some(layer) = layer.filter(|_| !self.is_named(feature)) else { continue };
            let name = shortened(&layer.map.look(line.feature_idx).name);
            let path = self.path(layer, line.feature_idx).filter(|_| !name.is_empty());
            let Some(path) = path else { continue };
            let style = *self.input.theme.kind(layer.map.kind());
            let size = self.measure.text_size(&name, style.label_pts);
            for center in beside(&path, size) {
                if self.put_name(layer, line.feature_idx, &name, center, size, &style) {
                    break;
                }
            }
        }
    }

    /// The longest stretch of a line that is seen.
    fn path(&self, layer: &SceneLayer<'_>, feature_idx: u32) -> Option<Vec<[f32; 2]>> {
        let prepared = layer.source_of(feature_idx);
        let to_screen = self.input.view.to_screen();
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
                let positions = level.places()[part.range()].iter().take(LINE_VERTICES_MAX);
                clip_line(positions.map(|at| to_screen.apply(*at)), view)
            })
            .map(|piece| (length(&piece), piece))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, piece)| piece)
    }

    /// Names of areas stand inside them, of districts given as points in their place.
    fn areas(&mut self, layers: &[&SceneLayer<'_>]) {
        for layer in layers {
            let mut tried = 0;
            for (prepared, hidden) in layer.sources() {
                let area = self.input.view.place_box();
                let to_screen = self.input.view.to_screen();
                let mut found = prepared.spots_index.meeting(area);
                found.sort_unstable();
                for spot in found.iter().map(|idx| &prepared.spots[*idx as usize]) {
                    let is_hidden = hidden.is_some_and(|all| all.contains(&spot.feature_idx));
                    if !is_hidden && tried < TRIED_MAX {
                        tried += usize::from(self.area(layer, prepared, spot, to_screen));
                    }
                }
            }
        }
    }

    /// Tries the name of one area; whether it had room for one.
    fn area(
        &mut self,
        layer: &SceneLayer<'_>,
        prepared: &PreparedLayer,
        spot: &Spot,
        to_screen: ToScreen,
    ) -> bool {
        let is_place = match spot.dimension {
            Dimension::Area => true,
            Dimension::Point => layer.map.kind().code() == Kind::DISTRICT,
            Dimension::Line => false,
        };
        let look = layer.map.look(spot.feature_idx);
        let feature = MapFeature { layer_id: layer.map.id, feature_idx: spot.feature_idx };
        if !is_place || look.name.is_empty() || look.stage.is_some() || self.is_named(feature) {
            return false;
        }
        // Before the name is measured: most of many areas are too small for any.
        let style = *self.input.theme.kind(layer.map.kind());
        let is_area = spot.dimension == Dimension::Area;
        let extent = spot.extent.steps() * to_screen.scale;
        if is_area && extent < f64::from(style.label_pts) * 2.0 {
            return false;
        }
        let name = shortened(&look.name);
        let size = self.measure.text_size(&name, style.label_pts);
        if is_area && !fits(prepared, spot.feature_idx, to_screen.scale, size) {
            return false;
        }
        let at = to_screen.apply(spot.at).map(|at| at as f32);
        let center = if is_area { at } else { [at[0], at[1] - size[1] * 0.5 - 3.0] };
        self.put_name(layer, spot.feature_idx, &name, center, size, &style);
        true
    }

    /// Names beside symbols: what wants attention first.
    fn spots(&mut self, layers: &[&SceneLayer<'_>], scene: &Scene) {
        let crowded = scene.spots.len() > NAMED_SPOTS_MAX;
        // Symbols are in drawing order, what wants attention last.
        let named = scene.spots.iter().rev().filter(|spot| spot.wants_attention || !crowded);
        for spot in named.take(TRIED_MAX) {
            let layer = layers.iter().find(|layer| layer.map.id == spot.feature.layer_id);
            if let Some(layer) = layer.filter(|_| !self.is_named(spot.feature)) {
                self.spot(layer, spot.feature.feature_idx, spot.at, spot.reach_pts);
            }
        }
    }

    /// The name of one symbol, on whichever side of it is free.
    fn spot(&mut self, layer: &SceneLayer<'_>, feature_idx: u32, at: [f32; 2], reach_pts: f32) {
        let kind = layer.map.kind();
        let look = layer.map.look(feature_idx);
        if look.name.is_empty() || kind.code() == Kind::DISTRICT {
            return;
        }
        let style = *self.input.theme.kind(kind);
        let name = shortened(&look.name);
        let size = self.measure.text_size(&name, style.label_pts);
        let gap = reach_pts + 4.0;
        let (dx, dy) = (gap + size[0] / 2.0, gap + size[1] / 2.0 - 4.0);
        let tries = [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (0.8, 0.8), (0.8, -0.8)];
        for (x, y) in tries {
            let center = [at[0] + dx * x, at[1] + dy * y];
            if self.put_name(layer, feature_idx, &name, center, size, &style) {
                break;
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
        if !self.taken.is_free(&place, self.passed_over) || self.is_cut(&place) {
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
fn fits(prepared: &PreparedLayer, feature_idx: u32, scale: f64, size: [f32; 2]) -> bool {
    prepared.exact.parts_of(feature_idx).iter().any(|part| {
        let bounds = PlaceBox::around(&prepared.exact.places()[part.range()]);
        bounds.is_some_and(|bounds| {
            let side =
                |axis: usize| (f64::from(bounds.max[axis]) - f64::from(bounds.min[axis])) * scale;
            side(0) > f64::from(size[0]) * 0.9
                && side(1) * stretch(bounds.min[1]) > f64::from(size[1])
        })
    })
}
