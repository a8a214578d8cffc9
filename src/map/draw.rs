//! Areas and lines of one layer into the scene's mesh: culled by the index, cut where they leave the screen far
//! behind, at the detail of the zoom level.

use super::cover::Cover;
use super::input::LineNames;
use super::level::{Level, Run};
use super::mesh::Mesh;
use super::scene::{SceneInput, SceneLayer, SceneView, ToScreen};
use super::spots::is_speck;
use super::straighten::Straightener;
use super::stroke::{Beyond, Pen, ScreenBox, clip_convex, clip_line};
use super::strokes::Strokes;
use super::theme::Rgba;
use crate::model::Place;

/// Beyond this many points from the view's edge `f32` no longer holds a place to a fraction of a pixel.
const FAR_PTS: f64 = 4_000.0;
/// Vertices of one layer's lines drawn in one scene; beyond it a coarser copy is taken.
const LINE_VERTICES_MAX: usize = 250_000;
/// A line shorter than this on the screen is drawn without joins and soft edges.
const TICK_PTS_MAX: f64 = 3.0;
/// One such line is drawn in each square of this side.
const TICK_SQUARE_PTS: f32 = 1.5;
/// So many runs of a marked feature are drawn.
const MARKED_RUNS_MAX: usize = 400;
/// A vertex that lies nearer than this to the straight way past it is left out.
const STRAIGHT_PTS: f64 = 0.25;
/// The same where lines crowd.
const CROWDED_STRAIGHT_PTS: f64 = 0.4;
/// Lines crowd beyond so many runs in view.
const CROWDED_RUNS: usize = 4_000;
/// A line whose box is smaller than this has no room for a name.
const NAMED_EXTENT_PTS_MIN: f64 = 20.0;

/// A line seen in this view: what a label could stand beside.
#[derive(Clone, Copy, Debug)]
pub struct SeenLine {
    /// Position in the scene's sorted layers is not kept: the layer's number is.
    pub layer_id: u64,
    pub feature_idx: u32,
    /// Length on the screen.
    pub length_pts: f32,
}

/// Fills the areas of a layer.
pub fn areas(mesh: &mut Mesh, layer: &SceneLayer<'_>, input: &SceneInput<'_>) {
    let style = input.theme.kind(layer.map.kind());
    let view = input.view;
    let far = view.screen_box().grown(FAR_PTS);
    for (prepared, hidden) in layer.sources() {
        let area = view.place_box();
        let to_screen = view.to_screen();
        let level = prepared.level(view.camera.zoom_level());
        let mut seen = level.areas_index.meeting(area);
        put_in_order(&mut seen, level.areas.len());
        for area_idx in seen {
            let area = level.feature_of(&level.areas[area_idx as usize]);
            if hidden.is_some_and(|hidden| hidden.contains(&area.feature_idx))
                || is_speck(area.feature_extent, layer.map.kind(), to_screen.scale)
            {
                continue;
            }
            // An area that has a plan shows its group in its ground too.
            let stage = layer.map.look(area.feature_idx).stage.as_deref();
            let fill = stage.map_or(style.fill, |stage| {
                let alpha = style.fill.alpha().max(40);
                input.theme.group(stage.group).fill.with_alpha(alpha)
            });
            if fill.alpha() == 0 {
                continue;
            }
            let (first, triangles) = level.triangles(area_idx);
            let places = &level.places()[first as usize..];
            fill_triangles(mesh, places, &triangles, to_screen, fill, far);
        }
    }
}

fn fill_triangles(
    mesh: &mut Mesh,
    places: &[Place],
    triangles: &[u32],
    to_screen: ToScreen,
    fill: Rgba,
    far: ScreenBox,
) {
    let color = fill.premultiplied();
    let Some(last) = triangles.iter().max() else { return };
    let places = places.iter().take(*last as usize + 1);
    let places: Vec<[f64; 2]> = places.map(|at| to_screen.apply(*at)).collect();
    if places.iter().all(|at| far.holds(*at)) {
        let base = mesh.vertices.len() as u32;
        for at in &places {
            mesh.vertex([at[0] as f32, at[1] as f32], color);
        }
        mesh.indices.extend(triangles.iter().map(|corner| corner + base));
        return;
    }
    for triangle in triangles.chunks_exact(3) {
        let corners: Vec<_> = triangle.iter().map(|corner| places[*corner as usize]).collect();
        let kept = clip_convex(&corners, far);
        let base = mesh.vertices.len() as u32;
        for at in &kept {
            mesh.vertex([at[0] as f32, at[1] as f32], color);
        }
        for idx in 2..kept.len() as u32 {
            mesh.triangle(base, base + idx - 1, base + idx);
        }
    }
}

/// Draws the lines and outlines of a layer and notes how long each feature's are on the screen.
pub fn lines(
    all: &mut Vec<Strokes>,
    layer: &SceneLayer<'_>,
    input: &SceneInput<'_>,
    seen: &mut Vec<SeenLine>,
) {
    let kind = layer.map.kind();
    let style = input.theme.kind(kind);
    let view = input.view;
    let mut cover = Cover::new(view.screen_box(), TICK_SQUARE_PTS);
    let pen = Pen {
        width_pts: input.theme.line_width_pts(kind, view.camera.zoom_level()),
        color: style.line.premultiplied(),
        feather_pts: view.feather_pts,
    };
    let mut strokes = Strokes::new(pen);
    for (prepared, hidden) in layer.sources() {
        let Some((level, runs)) = runs_in_view(prepared, view) else { continue };
        let scale = view.to_screen().scale;
        let shown = || {
            let runs = runs.iter().map(|idx| &level.runs[*idx as usize]);
            runs.filter(|run| {
                let part = level.parts[run.part_idx as usize];
                !hidden.is_some_and(|hidden| hidden.contains(&part.feature_idx))
                    && !is_speck(part.feature_extent, kind, scale)
            })
        };
        let tolerance = if runs.len() > CROWDED_RUNS { CROWDED_STRAIGHT_PTS } else { STRAIGHT_PTS };
        let mut drawer = RunDrawer::new(level, view, tolerance);
        if let Some((color, width_pts)) = style.shade {
            let color = color.premultiplied();
            // As wide as its own feather: a ridge that fades to both sides.
            let mut shade = Strokes::new(Pen { width_pts, color, feather_pts: width_pts });
            shown().for_each(|run| drawer.draw(&mut shade, run, None));
            all.push(shade);
        }
        for run in shown() {
            let part = level.parts[run.part_idx as usize];
            let extent_pts = part.extent.steps() * scale;
            if extent_pts < TICK_PTS_MAX {
                let [from, to] = drawer.ends(run);
                if cover.take([(from[0] + to[0]) / 2.0, (from[1] + to[1]) / 2.0]) {
                    strokes.ticks.push([from, to]);
                }
                continue;
            }
            drawer.draw(&mut strokes, run, style.dash);
            // On a wall even a short river has its name, beside it.
            let is_named = input.line_names == LineNames::OverSymbols;
            if extent_pts < NAMED_EXTENT_PTS_MIN && !is_named {
                continue;
            }
            let (layer_id, feature_idx) = (layer.map.id, part.feature_idx);
            let length_pts = drawer.length_pts();
            match seen.last_mut() {
                Some(last) if (last.layer_id, last.feature_idx) == (layer_id, feature_idx) => {
                    last.length_pts += length_pts;
                }
                _ => seen.push(SeenLine { layer_id, feature_idx, length_pts }),
            }
        }
    }
    all.push(strokes);
}

/// The runs in view of the copy that suits the zoom level, or of a coarser one where there would be too many.
fn runs_in_view(
    prepared: &super::prepare::PreparedLayer,
    view: SceneView,
) -> Option<(&Level, Vec<u32>)> {
    let area = view.place_box();
    let mut found = None;
    for level in prepared.levels_down(view.camera.zoom_level()) {
        let mut runs = level.runs_index.meeting(area);
        let vertices = |idx: &u32| {
            let run = level.runs[*idx as usize];
            (level.run_end(&run) - run.start) as usize
        };
        let enough = runs.iter().map(vertices).sum::<usize>() <= LINE_VERTICES_MAX;
        put_in_order(&mut runs, level.runs.len());
        found = Some((level, runs));
        if enough {
            break;
        }
    }
    found
}

/// Sorts numbers below `count`, none twice. Of many of them it is known where each goes.
fn put_in_order(numbers: &mut Vec<u32>, count: usize) {
    if numbers.len() < count / 64 {
        return numbers.sort_unstable();
    }
    let mut bits = vec![0_u64; count.div_ceil(64)];
    for number in &*numbers {
        bits[*number as usize / 64] |= 1 << (number % 64);
    }
    numbers.clear();
    for (idx, mut word) in (0_u32..).zip(bits) {
        while word != 0 {
            numbers.push(idx * 64 + word.trailing_zeros());
            word &= word - 1;
        }
    }
}

/// Draws runs of one level, in one view.
struct RunDrawer<'a> {
    level: &'a Level,
    tolerance_pts: f64,
    to_screen: ToScreen,
    /// Beyond it places are cut before they become `f32`.
    far: ScreenBox,
    near: ScreenBox,
    /// The points of the run drawn last, those nobody would miss left out.
    points: Vec<[f32; 2]>,
    drawn_pts: f32,
}

impl<'a> RunDrawer<'a> {
    fn new(level: &'a Level, view: SceneView, tolerance_pts: f64) -> Self {
        Self {
            level,
            tolerance_pts,
            to_screen: view.to_screen(),
            far: view.screen_box().grown(FAR_PTS),
            near: view.screen_box().grown(64.0),
            points: Vec::new(),
            drawn_pts: 0.0,
        }
    }

    fn place(&self, idx: u32) -> [f32; 2] {
        self.to_screen.apply(self.level.places()[idx as usize]).map(|at| at as f32)
    }

    /// Where a run begins and ends.
    fn ends(&self, run: &Run) -> [[f32; 2]; 2] {
        [self.place(run.start), self.place(self.level.run_end(run) - 1)]
    }

    /// How long the run drawn last is on the screen.
    fn length_pts(&self) -> f32 {
        self.drawn_pts
    }

    fn draw(&mut self, strokes: &mut Strokes, run: &Run, dash: Option<(f32, f32)>) {
        let part = self.level.parts[run.part_idx as usize];
        let (places, run_end) = (self.level.places(), self.level.run_end(run));
        let own = &places[run.start as usize..run_end as usize];
        let (to_screen, far) = (self.to_screen, self.far);
        self.drawn_pts = 0.0;
        let put = |strokes: &mut Strokes, points: &[[f32; 2]], beyond: Beyond| match dash {
            Some(dash) => strokes.add_dashed(points, dash),
            None => strokes.add(points, beyond),
        };
        // What is in view and that small lies wholly near it.
        let is_small = part.extent.steps() * to_screen.scale < FAR_PTS / 2.0;
        if !is_small && !own.iter().all(|at| far.holds(to_screen.apply(*at))) {
            let pieces = clip_line(own.iter().map(|at| to_screen.apply(*at)), self.near);
            for piece in &pieces {
                self.straighten(piece.iter().map(|at| at.map(f64::from)));
                put(strokes, &self.points, Beyond::default());
                self.drawn_pts += length(&self.points);
            }
            return;
        }
        self.straighten(own.iter().map(|at| to_screen.apply(*at)));
        let is_closed = places[part.start as usize] == places[part.end as usize - 1];
        let before = if run.start > part.start {
            Some(run.start - 1)
        } else {
            is_closed.then(|| part.end.saturating_sub(2))
        };
        let after =
            if run_end < part.end { Some(run_end) } else { is_closed.then(|| part.start + 1) };
        let beyond = Beyond {
            before: before.map(|idx| self.place(idx)),
            after: after.map(|idx| self.place(idx)),
        };
        put(strokes, &self.points, beyond);
        self.drawn_pts = length(&self.points);
    }

    fn straighten(&mut self, points: impl Iterator<Item = [f64; 2]>) {
        self.points.clear();
        let mut straightener = Straightener::new(self.tolerance_pts);
        let mut keep = |at: [f64; 2]| {
            let at = at.map(|at| at as f32);
            if self.points.last() != Some(&at) {
                self.points.push(at);
            }
        };
        points.for_each(|at| straightener.push(at, &mut keep));
        straightener.finish(&mut keep);
    }
}

fn length(points: &[[f32; 2]]) -> f32 {
    let step = |pair: &[[f32; 2]]| {
        let (dx, dy) = (pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]);
        (dx * dx + dy * dy).sqrt()
    };
    points.windows(2).map(step).sum()
}

/// Draws one feature's lines and outlines in a marking colour.
pub fn marked(
    mesh: &mut Mesh,
    layer: &SceneLayer<'_>,
    feature_idx: u32,
    color: Rgba,
    input: &SceneInput<'_>,
) {
    let prepared = layer.source_of(feature_idx);
    let view = input.view;
    let level = prepared.level(view.camera.zoom_level());
    // A feature that hides behind a neighbour at this level is drawn from the full detail.
    let level = if level.parts_of(feature_idx).is_empty() { &prepared.exact } else { level };
    let width_pts = input.theme.line_width_pts(layer.map.kind(), view.camera.zoom_level());
    let halo = Pen {
        width_pts: width_pts + 5.0,
        color: color.with_alpha(90).premultiplied(),
        feather_pts: view.feather_pts,
    };
    let line = Pen { width_pts: width_pts.max(1.6), color: color.premultiplied(), ..halo };
    let first = level
        .runs
        .partition_point(|run| level.parts[run.part_idx as usize].feature_idx < feature_idx);
    let own = |run: &Run| level.parts[run.part_idx as usize].feature_idx == feature_idx;
    let runs = level.runs[first..].iter().take_while(|run| own(run));
    let mut runs: Vec<&Run> = runs.take(MARKED_RUNS_MAX + 1).collect();
    if runs.len() > MARKED_RUNS_MAX {
        // This is drawn within a frame: of a long line what is seen, and of that so much.
        let mut seen = level.runs_index.meeting(view.place_box());
        put_in_order(&mut seen, level.runs.len());
        let seen = seen.iter().map(|idx| &level.runs[*idx as usize]);
        runs = seen.filter(|run| own(run)).take(MARKED_RUNS_MAX).collect();
    }
    let mut drawer = RunDrawer::new(level, view, STRAIGHT_PTS);
    for pen in [halo, line] {
        let mut strokes = Strokes::new(pen);
        runs.iter().for_each(|run| drawer.draw(&mut strokes, run, None));
        strokes.draw(mesh);
    }
}
