//! Areas and lines of one layer into the scene's mesh: culled by the index, cut where they leave the screen far
//! behind, at the detail of the zoom level.

use super::cover::Cover;
use super::level::{Level, Run};
use super::mesh::Mesh;
use super::scene::{SceneInput, SceneLayer, SceneView, ToScreen};
use super::spots::is_speck;
use super::stroke::{Beyond, Pen, ScreenBox, clip_convex, clip_line, stroke, stroke_dashed, tick};
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
/// Neighbours nearer than this are drawn as one vertex.
const STEP_PTS_MIN: f32 = 0.5;

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
        seen.sort_unstable();
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
    mesh: &mut Mesh,
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
    for (prepared, hidden) in layer.sources() {
        let Some((level, runs)) = runs_in_view(prepared, view) else { continue };
        let to_screen = view.to_screen();
        let shown = || {
            let runs = runs.iter().map(|idx| &level.runs[*idx as usize]);
            runs.filter(|run| {
                let part = level.parts[run.part_idx as usize];
                !hidden.is_some_and(|hidden| hidden.contains(&part.feature_idx))
                    && !is_speck(part.feature_extent, kind, to_screen.scale)
            })
        };
        if let Some((color, width_pts)) = style.shade {
            let shade =
                Pen { width_pts: 0.0, color: color.premultiplied(), feather_pts: width_pts };
            // As wide as its own feather: a ridge that fades to both sides.
            let shade = Pen { width_pts, ..shade };
            for run in shown() {
                draw_run(mesh, level, run, to_screen, shade, None, view);
            }
        }
        for run in shown() {
            let part = level.parts[run.part_idx as usize];
            if part.extent.steps() * to_screen.scale < TICK_PTS_MAX {
                draw_tick(mesh, level, run, to_screen, pen, &mut cover);
                continue;
            }
            let length_pts = draw_run(mesh, level, run, to_screen, pen, style.dash, view);
            let feature_idx = level.parts[run.part_idx as usize].feature_idx;
            match seen.last_mut() {
                Some(last) if (last.layer_id, last.feature_idx) == (layer.map.id, feature_idx) => {
                    last.length_pts += length_pts;
                }
                _ => seen.push(SeenLine { layer_id: layer.map.id, feature_idx, length_pts }),
            }
        }
    }
}

/// Draws a run of hardly any length, unless another stands where it would.
fn draw_tick(
    mesh: &mut Mesh,
    level: &Level,
    run: &Run,
    to_screen: ToScreen,
    pen: Pen,
    cover: &mut Cover,
) {
    let places = level.places();
    let place = |idx: u32| to_screen.apply(places[idx as usize]).map(|at| at as f32);
    let (from, to) = (place(run.start), place(level.run_end(run) - 1));
    if cover.take([(from[0] + to[0]) / 2.0, (from[1] + to[1]) / 2.0]) {
        tick(mesh, from, to, pen);
    }
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
        runs.sort_unstable();
        found = Some((level, runs));
        if enough {
            break;
        }
    }
    found
}

/// Draws one run; its length on the screen.
fn draw_run(
    mesh: &mut Mesh,
    level: &Level,
    run: &Run,
    to_screen: ToScreen,
    pen: Pen,
    dash: Option<(f32, f32)>,
    view: SceneView,
) -> f32 {
    let part = level.parts[run.part_idx as usize];
    let (places, run_end) = (level.places(), level.run_end(run));
    let place = |idx: u32| to_screen.apply(places[idx as usize]);
    let far = view.screen_box().grown(FAR_PTS);
    let points = || (run.start..run_end).map(place);
    let put = |mesh: &mut Mesh, points: &[[f32; 2]], beyond: Beyond| match dash {
        Some(dash) => stroke_dashed(mesh, points, pen, dash),
        None => stroke(mesh, points, pen, beyond),
    };
    if !points().all(|at| far.holds(at)) {
        let pieces = clip_line(points(), view.screen_box().grown(64.0));
        for piece in &pieces {
            put(mesh, &thinned(piece.iter().copied()), Beyond::default());
        }
        return pieces.iter().map(|piece| length(piece)).sum();
    }
    let near = |idx: u32| {
        let at = place(idx);
        [at[0] as f32, at[1] as f32]
    };
    let points = thinned((run.start..run_end).map(near));
    let is_closed = places[part.start as usize] == places[part.end as usize - 1];
    let before = if run.start > part.start {
        Some(run.start - 1)
    } else {
        is_closed.then(|| part.end.saturating_sub(2))
    };
    let after = if run_end < part.end { Some(run_end) } else { is_closed.then(|| part.start + 1) };
    put(mesh, &points, Beyond { before: before.map(near), after: after.map(near) });
    length(&points)
}

/// Leaves out what is too near to the vertex before to be seen.
fn thinned(points: impl Iterator<Item = [f32; 2]>) -> Vec<[f32; 2]> {
    let mut kept: Vec<[f32; 2]> = Vec::with_capacity(points.size_hint().0);
    let mut skipped = None;
    for at in points {
        let is_near = kept.last().is_some_and(|last| {
            (at[0] - last[0]).abs() < STEP_PTS_MIN && (at[1] - last[1]).abs() < STEP_PTS_MIN
        });
        if is_near {
            skipped = Some(at);
        } else {
            kept.push(at);
            skipped = None;
        }
    }
    // The last vertex is where the next run begins.
    if let Some(end) = skipped {
        if kept.len() > 1 {
            kept.pop();
        }
        if kept.last() != Some(&end) {
            kept.push(end);
        }
    }
    kept
}

fn length(points: &[[f32; 2]]) -> f32 {
    points.windows(2).map(|pair| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1])).sum()
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
    let to_screen = view.to_screen();
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
    let runs = level.runs[first..]
        .iter()
        .take_while(|run| level.parts[run.part_idx as usize].feature_idx == feature_idx);
    let runs: Vec<&Run> = runs.collect();
    for pen in [halo, line] {
        for run in &runs {
            draw_run(mesh, level, run, to_screen, pen, None, view);
        }
    }
}
