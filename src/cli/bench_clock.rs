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

/// CPU milliseconds of the threads that live; `None` where the system does not tell.
///
/// Linux tells nanoseconds for each thread in `/proc`; the thread pool's threads live as long as the process.
pub fn cpu_ms() -> Option<f64> {
    let mut nanos = 0_u64;
    for thread in std::fs::read_dir("/proc/self/task").ok()? {
        let told = std::fs::read_to_string(thread.ok()?.path().join("schedstat"));
        // A thread may end while we look.
        let Ok(told) = told else { continue };
        nanos += told.split(' ').next()?.parse::<u64>().ok()?;
    }
    Some(nanos as f64 / 1e6)
}
