//! Lines of one pen, put down together: as triangles in the window (`stroke`), as pixels in a picture
//! (`raster_stroke`).

use super::mesh::Mesh;
use super::stroke::{Beyond, Pen, dashes, stroke, tick};

/// Some lines of one pen.
#[derive(Clone, Debug)]
pub struct Strokes {
    pub pen: Pen,
    points: Vec<[f32; 2]>,
    lines: Vec<Line>,
    /// Lines of hardly any length.
    pub ticks: Vec<[[f32; 2]; 2]>,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    end: u32,
    beyond: Beyond,
}

impl Strokes {
    pub const fn new(pen: Pen) -> Self {
        Self { pen, points: Vec::new(), lines: Vec::new(), ticks: Vec::new() }
    }

    /// Adds a line, of which neighbours are never in one place.
    pub fn add(&mut self, points: &[[f32; 2]], beyond: Beyond) {
        if points.len() > 1 {
            self.points.extend_from_slice(points);
            self.lines.push(Line { end: self.points.len() as u32, beyond });
        }
    }

    /// Adds a line in dashes.
    pub fn add_dashed(&mut self, points: &[[f32; 2]], dash: (f32, f32)) {
        dashes(points, dash, |piece| self.add(piece, Beyond::default()));
    }

    /// Each line's points, and those it goes on to.
    pub fn lines(&self) -> impl Iterator<Item = (&[[f32; 2]], Beyond)> {
        let starts = std::iter::once(0).chain(self.lines.iter().map(|line| line.end as usize));
        starts
            .zip(&self.lines)
            .map(|(start, line)| (&self.points[start..line.end as usize], line.beyond))
    }

    /// About how many vertices and indices they take as triangles.
    pub fn room(&self) -> (usize, usize) {
        (
            self.points.len() * 4 + self.ticks.len() * 4,
            self.points.len() * 18 + self.ticks.len() * 6,
        )
    }

    /// Draws all of them as triangles.
    pub fn draw(&self, mesh: &mut Mesh) {
        for (points, beyond) in self.lines() {
            stroke(mesh, points, self.pen, beyond);
        }
        for [from, to] in &self.ticks {
            tick(mesh, *from, *to, self.pen);
        }
    }
}
