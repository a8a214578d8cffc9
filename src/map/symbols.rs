//! All symbols of a scene: stamps made once and put down many times, and what is drawn around single ones.
//!
//! A window paints them as triangles. A picture paints each stamp once in pixels for every quarter of a pixel it can
//! stand at, and copies it (`raster_stamp`): thousands of symbols cost little more than the pixels they cover.

use super::mesh::Mesh;

/// A stamp at a place.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    pub stamp: u32,
    pub at: [f32; 2],
    /// So many indices of the other triangles lie below it.
    pub above: u32,
}

/// Symbols in drawing order.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    pub stamps: Vec<Mesh>,
    pub placed: Vec<Placed>,
    /// What is no stamp.
    pub mesh: Mesh,
}

impl Symbols {
    /// Keeps a stamp; the number it is put down by.
    pub fn keep(&mut self, stamp: Mesh) -> u32 {
        self.stamps.push(stamp);
        self.stamps.len() as u32 - 1
    }

    pub fn put(&mut self, stamp: u32, at: [f32; 2]) {
        let above = self.mesh.indices.len() as u32;
        self.placed.push(Placed { stamp, at, above });
    }

    /// How many vertices and indices they are.
    fn room(&self) -> (usize, usize) {
        let own = (self.mesh.vertices.len(), self.mesh.indices.len());
        self.placed.iter().fold(own, |(vertices, indices), placed| {
            let stamp = &self.stamps[placed.stamp as usize];
            (vertices + stamp.vertices.len(), indices + stamp.indices.len())
        })
    }

    /// Appends all of them as triangles.
    pub fn draw(&self, mesh: &mut Mesh) {
        let (vertices, indices) = self.room();
        mesh.vertices.reserve(vertices);
        mesh.indices.reserve(indices);
        let base = mesh.vertices.len() as u32;
        mesh.vertices.extend_from_slice(&self.mesh.vertices);
        let mut done = 0;
        let mut others = |mesh: &mut Mesh, until: usize| {
            let indices = self.mesh.indices.get(done..until).unwrap_or_default();
            mesh.indices.extend(indices.iter().map(|idx| idx + base));
            done = until;
        };
        for Placed { stamp, at, above } in &self.placed {
            others(mesh, *above as usize);
            mesh.append_moved(&self.stamps[*stamp as usize], *at);
        }
        others(mesh, self.mesh.indices.len());
    }
}

#[cfg(test)]
mod tests {
    use super::super::theme::Rgba;
    use super::*;

    #[test]
    fn what_was_drawn_between_two_stamps_stays_between_them() {
        let square = |side: f32| {
            let mut mesh = Mesh::default();
            mesh.rect([0.0; 2], [side; 2], Rgba::rgb(0));
            mesh
        };
        let mut symbols = Symbols::default();
        let stamp = symbols.keep(square(1.0));
        symbols.put(stamp, [10.0, 0.0]);
        symbols.mesh.append_moved(&square(2.0), [20.0, 0.0]);
        symbols.put(stamp, [30.0, 0.0]);
        let mut mesh = Mesh::default();
        symbols.draw(&mut mesh);
        let lefts: Vec<f32> =
            mesh.indices.chunks_exact(6).map(|two| mesh.vertices[two[0] as usize].pos[0]).collect();
        assert_eq!(lefts, [10.0, 20.0, 30.0]);
    }
}
