//! One copy of a layer's lines and areas at one degree of detail, with its own index and triangles.

use std::collections::HashSet;
use std::ops::Range;

use earcut::Earcut;

use super::frame::{Frame, Index, LocalBox};
use crate::model::PartKind;

/// Vertices of a line that are culled and drawn as one: a long river is only drawn where it is seen.
const RUN_VERTICES_MAX: u32 = 256;

/// A line or a ring, as a range of positions.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub feature_idx: u32,
    pub kind: PartKind,
    pub start: u32,
    pub end: u32,
    /// The longer side of the part's box.
    pub extent: u32,
    /// The longer side of the box around its feature's lines and areas.
    pub feature_extent: u32,
}

impl Part {
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A piece of a part.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub part_idx: u32,
    pub start: u32,
    pub end: u32,
}

/// One polygon: its rings and its triangles.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    pub feature_idx: u32,
    pub part_start: u32,
    pub part_end: u32,
    pub triangles_start: u32,
    pub triangles_end: u32,
    pub feature_extent: u32,
}

/// One degree of detail.
#[derive(Debug, Default)]
pub struct Level {
    /// Faithful up to this zoom level.
    pub zoom_level_max: f64,
    pub positions: Vec<[u32; 2]>,
    /// By feature, then in the order of the file; holes follow their outer ring.
    pub parts: Vec<Part>,
    pub runs: Vec<Run>,
    pub areas: Vec<Area>,
    /// Three indices into `positions` each.
    pub triangles: Vec<u32>,
    pub runs_index: Index,
    pub areas_index: Index,
}

impl Level {
    /// The positions a whole zoom level needs, without the shapes that would hide behind others within one point.
    pub fn simplified(&self, needed: &[u8], zoom: u8, frame: Frame) -> Self {
        let zoom_level_max = f64::from(zoom);
        let mut coarse = Self { zoom_level_max, ..Self::default() };
        let point = 1.0 / (256.0 * zoom_level_max.exp2()) / frame.unit;
        let mut taken = HashSet::new();
        let mut dropping = false;
        for part in &self.parts {
            let positions = &self.positions[part.range()];
            // Holes go with their outer ring.
            if part.kind != PartKind::Hole {
                dropping = LocalBox::around(positions).is_some_and(|bounds| {
                    let [x, y] = bounds.center().map(|at| (f64::from(at) / point) as u32);
                    f64::from(bounds.extent()) < point && !taken.insert((x, y))
                });
            }
            if dropping {
                continue;
            }
            let start = coarse.positions.len() as u32;
            let kept = positions.iter().zip(&needed[part.range()]);
            coarse.positions.extend(kept.filter(|(_, level)| **level <= zoom).map(|(at, _)| *at));
            coarse.parts.push(Part { start, end: coarse.positions.len() as u32, ..*part });
        }
        coarse
    }

    /// Cuts parts into runs, triangulates areas and builds both indices.
    pub fn finish(&mut self) {
        for (part_idx, part) in self.parts.iter().enumerate() {
            let mut start = part.start;
            while start + 1 < part.end {
                let end = (start + RUN_VERTICES_MAX).min(part.end);
                self.runs.push(Run { part_idx: part_idx as u32, start, end });
                // The last vertex of a run is the first of the next.
                start = end - 1;
            }
        }
        self.runs_index = Index::new(&boxes_of(
            &self.positions,
            self.runs.iter().map(|run| run.start as usize..run.end as usize),
        ));
        self.triangulate();
        self.areas_index = Index::new(&boxes_of(
            &self.positions,
            self.areas.iter().map(|area| self.parts[area.part_start as usize].range()),
        ));
    }

    fn triangulate(&mut self) {
        let mut earcut = Earcut::new();
        let (mut corners, mut holes, mut triangles) =
            (Vec::<[f64; 2]>::new(), Vec::<u32>::new(), Vec::<u32>::new());
        let mut part_start = 0;
        while part_start < self.parts.len() {
            let outer = self.parts[part_start];
            if outer.kind != PartKind::Outer {
                part_start += 1;
                continue;
            }
            let mut part_end = part_start + 1;
            corners.clear();
            holes.clear();
            extend_with_ring(&mut corners, &self.positions[outer.range()]);
            // Earcut takes rings without their closing vertex: remember where each corner came from.
            let mut base_of_ring = vec![(0_u32, outer.start)];
            while let Some(hole) = self.parts.get(part_end)
                && hole.kind == PartKind::Hole
                && hole.feature_idx == outer.feature_idx
            {
                holes.push(corners.len() as u32);
                base_of_ring.push((corners.len() as u32, hole.start));
                extend_with_ring(&mut corners, &self.positions[hole.range()]);
                part_end += 1;
            }
            earcut.earcut_slice(&corners, &holes, &mut triangles);
            let triangles_start = self.triangles.len() as u32;
            self.triangles.extend(triangles.iter().map(|corner| {
                let ring = base_of_ring.partition_point(|(first, _)| first <= corner) - 1;
                let (first, start) = base_of_ring[ring];
                start + corner - first
            }));
            self.areas.push(Area {
                feature_idx: outer.feature_idx,
                part_start: part_start as u32,
                part_end: part_end as u32,
                triangles_start,
                triangles_end: self.triangles.len() as u32,
                feature_extent: outer.feature_extent,
            });
            part_start = part_end;
        }
    }

    /// All parts of one feature.
    pub fn parts_of(&self, feature_idx: u32) -> &[Part] {
        let start = self.parts.partition_point(|part| part.feature_idx < feature_idx);
        let end = self.parts.partition_point(|part| part.feature_idx <= feature_idx);
        &self.parts[start..end]
    }

    /// The rings of an area, the outer one first.
    pub fn rings(&self, area: &Area) -> impl Iterator<Item = &[[u32; 2]]> {
        self.parts[area.part_start as usize..area.part_end as usize]
            .iter()
            .map(|part| &self.positions[part.range()])
    }
}

fn extend_with_ring(corners: &mut Vec<[f64; 2]>, ring: &[[u32; 2]]) {
    let open = ring.split_last().map_or(ring, |(_, open)| open);
    corners.extend(open.iter().map(|at| [f64::from(at[0]), f64::from(at[1])]));
}

fn boxes_of(positions: &[[u32; 2]], ranges: impl Iterator<Item = Range<usize>>) -> Vec<LocalBox> {
    ranges
        .map(|range| {
            LocalBox::around(&positions[range]).unwrap_or(LocalBox { min: [0; 2], max: [0; 2] })
        })
        .collect()
}
