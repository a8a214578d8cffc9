//! Time and CPU of a stretch of work, all threads of this process together.

use std::time::Instant;

/// Where a stretch of work began.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    at: Instant,
    cpu_ms: Option<f64>,
}

impl Clock {
    pub fn start() -> Self {
        Self { at: Instant::now(), cpu_ms: cpu_ms() }
    }

    /// Milliseconds since, by the clock and by the CPU.
    pub fn taken(&self) -> (f64, Option<f64>) {
        let ms = self.at.elapsed().as_secs_f64() * 1e3;
        (ms, cpu_ms().zip(self.cpu_ms).map(|(now, then)| now - then))
    }
}

/// CPU milliseconds of this process so far, all its threads together; `None` where the system does not tell.
#[cfg(unix)]
pub fn cpu_ms() -> Option<f64> {
    use rustix::time::{ClockId, Timespec, clock_gettime};
    let Timespec { tv_sec, tv_nsec } = clock_gettime(ClockId::ProcessCPUTime);
    Some(tv_sec as f64 * 1e3 + tv_nsec as f64 / 1e6)
}

/// CPU milliseconds of this process so far, all its threads together; `None` where the system does not tell.
#[cfg(not(unix))]
pub fn cpu_ms() -> Option<f64> {
    None
}
