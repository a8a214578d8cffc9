//! `yice bench identify`: what lies within five pixels of 1000 places at the scale of a city, exactly.
//!
//! The places are those that other programs are asked for: Python's `random.Random(7).uniform`, twice a place.

use std::time::Instant;

use super::bench::{Figures, Opened};
use super::bench_frames::camera;
use crate::map::{SceneView, ScreenPoint, ScreenSize, hits};
use crate::model::lon_lat;

const PLACES: usize = 1000;
const REACH_PTS: f64 = 5.0;
const SIZE: ScreenSize = ScreenSize { width: 1600.0, height: 1000.0 };

pub fn run(opened: &Opened, figures: &mut Figures) {
    let layers = opened.prepared.scene_layers(&opened.input);
    let mut random = PythonRandom::new(7);
    let mut micros = Vec::with_capacity(PLACES);
    let mut found = 0;
    for _ in 0..PLACES {
        let (lon_deg, lat_deg) = (random.uniform(116.7, 118.1), random.uniform(38.5, 40.3));
        let camera = camera(lon_lat(lon_deg, lat_deg), 0.30);
        let view = SceneView { camera, size: SIZE, margin_pts: 0.0, feather_pts: 1.0 };
        let middle = ScreenPoint { x: SIZE.width / 2.0, y: SIZE.height / 2.0 };
        let start = Instant::now();
        found += hits(&layers, &view, middle, REACH_PTS, 0.0).len();
        micros.push(start.elapsed().as_secs_f64() * 1e6);
    }
    micros.sort_by(f64::total_cmp);
    figures.put("p50", micros[PLACES / 2] / 1e3);
    figures.put("p99", micros[PLACES * 99 / 100] / 1e3);
    figures.put("max", micros[PLACES - 1] / 1e3);
    figures.put("n", PLACES);
    figures.put("hits", found);
}

/// Python's generator: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded by an array of one.
struct PythonRandom {
    state: [u32; 624],
    next: usize,
}

impl PythonRandom {
    fn new(seed: u32) -> Self {
        let mut state = [0_u32; 624];
        state[0] = 19_650_218;
        for idx in 1..624 {
            let before = state[idx - 1] ^ (state[idx - 1] >> 30);
            state[idx] = before.wrapping_mul(1_812_433_253).wrapping_add(idx as u32);
        }
        let mut idx = 1;
        for _ in 0..624 {
            let before = state[idx - 1] ^ (state[idx - 1] >> 30);
            state[idx] = (state[idx] ^ before.wrapping_mul(1_664_525)).wrapping_add(seed);
            idx = step(&mut state, idx);
        }
        for _ in 0..623 {
            let before = state[idx - 1] ^ (state[idx - 1] >> 30);
            state[idx] = (state[idx] ^ before.wrapping_mul(1_566_083_941)).wrapping_sub(idx as u32);
            idx = step(&mut state, idx);
        }
        state[0] = 0x8000_0000;
        Self { state, next: 624 }
    }

    fn word(&mut self) -> u32 {
        if self.next == 624 {
            for idx in 0..624 {
                let joined =
                    (self.state[idx] & 0x8000_0000) | (self.state[(idx + 1) % 624] & 0x7FFF_FFFF);
                let twist = if joined & 1 == 1 { 0x9908_B0DF } else { 0 };
                self.state[idx] = self.state[(idx + 397) % 624] ^ (joined >> 1) ^ twist;
            }
            self.next = 0;
        }
        let mut word = self.state[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C_5680;
        word ^= (word << 15) & 0xEFC6_0000;
        word ^ (word >> 18)
    }

    fn uniform(&mut self, from: f64, to: f64) -> f64 {
        let (high, low) = (self.word() >> 5, self.word() >> 6);
        let share = (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0;
        from + (to - from) * share
    }
}

/// The next place in the state, whose first word follows its last.
fn step(state: &mut [u32; 624], idx: usize) -> usize {
    if idx + 1 < 624 {
        return idx + 1;
    }
    state[0] = state[623];
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_are_pythons() {
        let mut random = PythonRandom::new(7);
        // random.Random(7).random() four times, CPython 3.11.
        for expected in
            [0.32383276483316237, 0.15084917392450192, 0.6509344730398537, 0.07243628666754276]
        {
            assert_eq!(random.uniform(0.0, 1.0), expected);
        }
    }
}
