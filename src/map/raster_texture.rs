//! What textured triangles are filled with: letters, mostly.

/// A picture that triangles show parts of.
#[derive(Clone, Debug)]
pub struct RasterTexture {
    width: usize,
    height: usize,
    texels: Vec<[u8; 4]>,
    is_smooth: bool,
}

impl RasterTexture {
    /// A texture whose texels are blended into one another.
    pub fn smooth(width: usize, height: usize, texels: impl Iterator<Item = [u8; 4]>) -> Self {
        Self { width, height, texels: texels.collect(), is_smooth: true }
    }

    /// A texture that shows its texels as squares.
    pub fn sharp(width: usize, height: usize, texels: impl Iterator<Item = [u8; 4]>) -> Self {
        Self { is_smooth: false, ..Self::smooth(width, height, texels) }
    }

    /// Replaces a rectangle; what lies outside is left out.
    pub fn patch(&mut self, at: [usize; 2], width: usize, texels: impl Iterator<Item = [u8; 4]>) {
        for (idx, texel) in texels.enumerate() {
            let (x, y) = (at[0] + idx % width.max(1), at[1] + idx / width.max(1));
            if x < self.width
                && let Some(place) = self.texels.get_mut(y * self.width + x)
            {
                *place = texel;
            }
        }
    }

    fn texel(&self, x: i32, y: i32) -> [f32; 4] {
        let x = (x.max(0) as usize).min(self.width.saturating_sub(1));
        let y = (y.max(0) as usize).min(self.height.saturating_sub(1));
        self.texels.get(y * self.width + x).copied().unwrap_or([255; 4]).map(f32::from)
    }

    /// The colour at a place, both sides 0 to 1.
    pub fn sample(&self, uv: [f32; 2]) -> [f32; 4] {
        let (x, y) = (uv[0] * self.width as f32, uv[1] * self.height as f32);
        if !self.is_smooth {
            return self.texel(x as i32, y as i32);
        }
        // Half a texel further, so that cutting off the decimals rounds down on either side of zero.
        let (x, y) = (x + 0.5, y + 0.5);
        let (right, lower) = (x as i32, y as i32);
        let (share_x, share_y) = (x - right as f32, y - lower as f32);
        let above = mix(self.texel(right - 1, lower - 1), self.texel(right, lower - 1), share_x);
        let below = mix(self.texel(right - 1, lower), self.texel(right, lower), share_x);
        mix(above, below, share_y)
    }
}

fn mix(one: [f32; 4], other: [f32; 4], share: f32) -> [f32; 4] {
    std::array::from_fn(|idx| one[idx] + (other[idx] - one[idx]) * share)
}
