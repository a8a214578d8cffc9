//! `yice bench frames` and `first`: pictures of 1600 by 1000 pixels, and what a frame costs where a GPU paints.
//!
//! `mesh_ms` is culling, building and tessellating the whole scene of a view anew, as if nothing were kept from the
//! frame before; `refine` is what the window's worker does to the layers once they are on the screen, in its own row;
//! `image_ms` is the finished antialiased picture on the CPU, as `render` writes it.

use std::path::Path;

use anyhow::Result;

use super::bench::{Figures, Opened, Task};
use super::bench_clock::Clock;
use super::render::write_png;
use crate::map::{Camera, MapTheme, Renderer, ScreenSize};
use crate::model::{LonLat, lon_lat};

const SIZE: ScreenSize = ScreenSize { width: 1600.0, height: 1000.0 };
/// The middle of everything, and of a city in it.
const WHOLE: LonLat = lon_lat(117.4, 39.4);
const CITY: LonLat = lon_lat(117.2, 39.12);
/// Names and degrees across the picture.
const SCALES: [(&str, f64, LonLat); 4] = [
    ("full", 2.88, WHOLE),
    ("city", 0.30, CITY),
    ("district", 0.05, CITY),
    ("street", 0.005, CITY),
];
/// Frames panned over, each by a tenth of the picture.
const PANS: i32 = 9;

/// `wide_deg` degrees of longitude across the picture.
pub fn camera(center: LonLat, wide_deg: f64) -> Camera {
    Camera::new(center, (SIZE.width * 360.0 / wide_deg / 256.0).log2())
}

pub fn run(
    task: Task,
    opened: &Opened,
    out: Option<&Path>,
    whole: Clock,
    figures: &mut Figures,
) -> Result<()> {
    let Opened { input, prepared } = opened;
    let theme = MapTheme::light();
    let mut renderer = Renderer::new(1.0);
    let first = camera(WHOLE, SCALES[0].1);
    figures.timed("first_frame", || renderer.draw(input, prepared, first, SIZE, &theme));
    let (ms, cpu) = whole.taken();
    figures.put_ms("first_picture", ms);
    if let Some(cpu) = cpu {
        figures.put_ms("first_picture_cpu", cpu);
    }
    if task == Task::First {
        return out.map_or(Ok(()), |out| write_png(&renderer.picture(), out));
    }
    figures.timed("refine", || prepared.refine());
    for (name, wide_deg, center) in SCALES {
        let (mut images, mut meshes) = (Taken::default(), Taken::default());
        let mut triangles = 0;
        for pan in 0..PANS {
            let lon_deg = center.lon_deg + f64::from(pan - PANS / 2) * wide_deg / 10.0;
            let view = camera(lon_lat(lon_deg, center.lat_deg), wide_deg);
            meshes.time(|| triangles = renderer.triangles(input, prepared, view, SIZE, &theme));
            images.time(|| renderer.draw(input, prepared, view, SIZE, &theme));
        }
        images.put(figures, name, "");
        images.put(figures, name, "_image_ms");
        meshes.put(figures, name, "_mesh_ms");
        figures.put(&format!("{name}_n"), PANS);
        figures.put(&format!("{name}_triangles"), triangles);
        if let Some(out) = out {
            let picture = renderer.picture();
            write_png(&picture, &out.with_extension(format!("{name}.png")))?;
            if name == SCALES[0].0 {
                write_png(&picture, out)?;
            }
        }
    }
    Ok(())
}

/// The times of equal pieces of work.
#[derive(Default)]
struct Taken {
    ms: Vec<f64>,
    cpu_ms: Vec<f64>,
}

impl Taken {
    fn time(&mut self, work: impl FnOnce()) {
        let clock = Clock::start();
        work();
        let (ms, cpu) = clock.taken();
        self.ms.push(ms);
        self.cpu_ms.extend(cpu);
    }

    /// The medians, and the slowest.
    fn put(&mut self, figures: &mut Figures, name: &str, of: &str) {
        for (times, unit) in [(&mut self.ms, ""), (&mut self.cpu_ms, "_cpu")] {
            times.sort_by(f64::total_cmp);
            if let (Some(usual), Some(slowest)) = (times.get(times.len() / 2), times.last()) {
                figures.put_ms(&format!("{name}{of}{unit}"), *usual);
                figures.put_ms(&format!("{name}{of}{unit}_max"), *slowest);
            }
        }
    }
}
