//! One copy of a layer's lines and areas at one degree of detail, with its own index.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use earcut::Earcut;

use super::boxes::PlaceBox;
use super::index::Index;
use super::simplify::{step_at, straighten, thin};
use crate::model::{PartKind, Place, Shapes};

/// Vertices of a line that are culled and drawn as one: a long river is only drawn where it is seen.
const RUN_VERTICES_MAX: u32 = 256;
/// Corners of triangles kept from one scene to the next; beyond it all are made anew as they are needed.
const TRIANGLE_CORNERS_MAX: usize = 3_000_000;
/// So many parts of a layer, and of each so many vertices, say what straightening does to all of them.
const ASKED_PARTS: usize = 100;
const ASKED_VERTICES: usize = 200;

/// A line or a ring, as a range of positions.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub feature_idx: u32,
    pub start: u32,
    pub end: u32,
    pub kind: PartKind,
    /// The longer side of the part's box.
    pub extent: Extent,
    /// The longer side of the box around its feature's lines and areas.
    pub feature_extent: Extent,
}

impl Part {
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A length in steps of longitude, to a sixteenth of it: all that is asked is whether it can be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extent(u8);

impl Extent {
    pub fn of(steps: u32) -> Self {
        Self(((f64::from(steps) + 1.0).log2() * 7.9).round() as u8)
    }

    #[inline]
    pub fn steps(self) -> f64 {
        static STEPS: LazyLock<[f64; 256]> =
            LazyLock::new(|| std::array::from_fn(|code| (code as f64 / 7.9).exp2() - 1.0));
        STEPS[usize::from(self.0)]
    }
}

/// A piece of a part.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub part_idx: u32,
    pub start: u32,
}

/// One polygon: its rings.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    pub part_start: u32,
    pub part_end: u32,
}

/// Where a level's vertices are.
#[derive(Debug)]
enum Vertices {
    Own(Vec<Place>),
    /// The layer's own: nothing is copied.
    Of(Arc<Shapes>),
}

/// One degree of detail.
#[derive(Debug)]
pub struct Level {
    /// Faithful up to this zoom level.
    pub zoom_level_max: f64,
    vertices: Vertices,
    /// By feature, then in the order of the file; holes follow their outer ring.
    pub parts: Vec<Part>,
    pub runs: Vec<Run>,
    pub areas: Vec<Area>,
    pub runs_index: Index,
    pub areas_index: Index,
    /// By area, made when first drawn: three indices each, counted from the area's first vertex.
    triangles: Mutex<Triangles>,
}

/// Triangles that have been drawn, and how many corners they have together.
#[derive(Debug, Default)]
struct Triangles {
    by_area: HashMap<u32, Arc<[u32]>>,
    corners: usize,
}

impl Default for Level {
    fn default() -> Self {
        Self::new(Vertices::Own(Vec::new()), Vec::new(), &[], f64::INFINITY)
    }
}

impl Level {
    /// The full detail, of vertices of its own.
    pub fn exact(places: Vec<Place>, parts: Vec<Part>, boxes: &[PlaceBox]) -> Self {
        Self::new(Vertices::Own(places), parts, boxes, f64::INFINITY)
    }

    /// The full detail, of the layer's own vertices, which are all whole steps.
    pub fn exact_of(shapes: Arc<Shapes>, parts: Vec<Part>, boxes: &[PlaceBox]) -> Self {
        Self::new(Vertices::Of(shapes), parts, boxes, f64::INFINITY)
    }

    /// Cuts parts into runs, gathers areas and builds both indices. `boxes` are those around the parts.
    fn new(vertices: Vertices, parts: Vec<Part>, boxes: &[PlaceBox], zoom_level_max: f64) -> Self {
        let places = vertices.places();
        let mut runs = Vec::new();
        let mut areas: Vec<Area> = Vec::new();
        for (part_idx, part) in parts.iter().enumerate() {
            let mut start = part.start;
            while start + 1 < part.end {
                runs.push(Run { part_idx: part_idx as u32, start });
                // The last vertex of a run is the first of the next.
                start = (start + RUN_VERTICES_MAX).min(part.end) - 1;
            }
            match (part.kind, areas.last_mut()) {
                (PartKind::Outer, _) => {
                    areas.push(Area { part_start: part_idx as u32, part_end: part_idx as u32 + 1 });
                }
                (PartKind::Hole, Some(area)) if area.part_end == part_idx as u32 => {
                    area.part_end += 1
                }
                _ => {}
            }
        }
        runs.shrink_to_fit();
        areas.shrink_to_fit();
        let nowhere = PlaceBox { min: [0; 2], max: [0; 2] };
        let around = |range: Range<usize>| PlaceBox::around(&places[range]).unwrap_or(nowhere);
        let run_box = |run: &Run| {
            let (part, end) = (&parts[run.part_idx as usize], run_end(&parts, run));
            match boxes.get(run.part_idx as usize) {
                Some(whole) if run.start == part.start && end == part.end => *whole,
                _ => around(run.start as usize..end as usize),
            }
        };
        let run_boxes: Vec<PlaceBox> = runs.iter().map(run_box).collect();
        let runs_index = Index::new(runs.len(), |idx| run_boxes[idx]);
        drop(run_boxes);
        let area_box = |area: &Area| match boxes.get(area.part_start as usize) {
            Some(outer) => *outer,
            None => around(parts[area.part_start as usize].range()),
        };
        let area_boxes: Vec<PlaceBox> = areas.iter().map(area_box).collect();
        let areas_index = Index::new(areas.len(), |idx| area_boxes[idx]);
        let triangles = Mutex::default();
        Self { zoom_level_max, vertices, parts, runs, areas, runs_index, areas_index, triangles }
    }

    pub fn places(&self) -> &[Place] {
        self.vertices.places()
    }

    /// Of its lines and rings; a layer's points are no part of a level.
    pub fn vertex_count(&self) -> u64 {
        self.parts.iter().map(|part| u64::from(part.end - part.start)).sum()
    }

    pub fn run_end(&self, run: &Run) -> u32 {
        run_end(&self.parts, run)
    }

    /// The positions a whole zoom level needs, without the shapes that would hide behind others within one point.
    pub fn simplified(&self, zoom: u8) -> Self {
        let (all, step) = (self.places(), step_at(zoom));
        let point = step * 2.0;
        let (mut places, mut parts) = (Vec::new(), Vec::new());
        let (mut taken, mut near) = (HashSet::new(), Vec::new());
        let mut dropping = false;
        for part in &self.parts {
            let own = &all[part.range()];
            // Holes go with their outer ring.
            if part.kind != PartKind::Hole {
                dropping = part.extent.steps() < point
                    && PlaceBox::around(own).is_some_and(|bounds| {
                        !taken.insert(bounds.center().map(|at| (f64::from(at) / point) as i32))
                    });
            }
            if dropping {
                continue;
            }
            let start = places.len() as u32;
            if self.zoom_level_max.is_finite() {
                straighten(own, step, &mut places);
            } else {
                // Most vertices of the full detail go at once, the cheap way.
                near.clear();
                thin(own, step, &mut near);
                straighten(&near, step / 2.0, &mut places);
            }
            parts.push(Part { start, end: places.len() as u32, ..*part });
        }
        places.shrink_to_fit();
        parts.shrink_to_fit();
        Self::new(Vertices::Own(places), parts, &[], f64::from(zoom))
    }

    /// About how many of the vertices that [`thin`] keeps at a zoom level straightening leaves: asked of a few parts.
    pub fn straightened_share(&self, zoom: u8) -> f64 {
        let (all, step) = (self.places(), step_at(zoom));
        let (mut thinned, mut kept) = (0, 0);
        let (mut near, mut straight) = (Vec::new(), Vec::new());
        let each = (self.parts.len() / ASKED_PARTS).max(1);
        for part in self.parts.iter().step_by(each) {
            near.clear();
            straight.clear();
            let own = &all[part.range()];
            thin(&own[..own.len().min(ASKED_VERTICES)], step, &mut near);
            straighten(&near, step / 2.0, &mut straight);
            (thinned, kept) = (thinned + near.len(), kept + straight.len());
        }
        kept as f64 / (thinned as f64).max(1.0)
    }

    /// The triangles of an area and the first of the vertices they count from.
    pub fn triangles(&self, area_idx: u32) -> (u32, Arc<[u32]>) {
        let area = self.areas[area_idx as usize];
        let first = self.parts[area.part_start as usize].start;
        // Whoever panicked while holding the lock left whole entries behind.
        let lock = || self.triangles.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(triangles) = lock().by_area.get(&area_idx) {
            return (first, triangles.clone());
        }
        let triangles: Arc<[u32]> = self.triangulate(area, first).into();
        let mut kept = lock();
        if kept.corners + triangles.len() > TRIANGLE_CORNERS_MAX {
            *kept = Triangles::default();
        }
        kept.corners += triangles.len();
        if let Some(twin) = kept.by_area.insert(area_idx, triangles.clone()) {
            // Another thread has made the same meanwhile.
            kept.corners -= twin.len();
        }
        (first, triangles)
    }

    fn triangulate(&self, area: Area, first: u32) -> Vec<u32> {
        let (mut corners, mut holes) = (Vec::<[f64; 2]>::new(), Vec::<u32>::new());
        // Earcut takes rings without their closing vertex: remember where each corner came from.
        let mut base_of_ring = Vec::new();
        for part in &self.parts[area.part_start as usize..area.part_end as usize] {
            if part.kind == PartKind::Hole {
                holes.push(corners.len() as u32);
            }
            base_of_ring.push((corners.len() as u32, part.start - first));
            let ring = &self.places()[part.range()];
            let open = ring.split_last().map_or(ring, |(_, open)| open);
            corners.extend(open.iter().map(|at| at.map(f64::from)));
        }
        let mut triangles = Vec::<u32>::new();
        Earcut::new().earcut_slice(&corners, &holes, &mut triangles);
        for corner in &mut triangles {
            let ring = base_of_ring.partition_point(|(base, _)| base <= corner) - 1;
            let (base, start) = base_of_ring[ring];
            *corner = start + *corner - base;
        }
        triangles
    }

    pub fn feature_of(&self, area: &Area) -> &Part {
        &self.parts[area.part_start as usize]
    }

    /// All parts of one feature.
    pub fn parts_of(&self, feature_idx: u32) -> &[Part] {
        let start = self.parts.partition_point(|part| part.feature_idx < feature_idx);
        let end = self.parts.partition_point(|part| part.feature_idx <= feature_idx);
        &self.parts[start..end]
    }

    /// The rings of an area, the outer one first.
    pub fn rings(&self, area: &Area) -> impl Iterator<Item = &[Place]> {
        self.parts[area.part_start as usize..area.part_end as usize]
            .iter()
            .map(|part| &self.places()[part.range()])
    }
}

fn run_end(parts: &[Part], run: &Run) -> u32 {
    (run.start + RUN_VERTICES_MAX).min(parts[run.part_idx as usize].end)
}

impl Vertices {
    fn places(&self) -> &[Place] {
        match self {
            Self::Own(places) => places,
            Self::Of(shapes) => shapes.places().unwrap_or_default(),
        }
    }
}
