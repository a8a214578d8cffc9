//! What a piece of work costs: the CPU of all threads where the system tells, else the time it takes. On a machine
//! that others use too only the first says anything.

use std::time::Instant;

/// Milliseconds that `work` costs, and what it comes to.
pub fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let (began, cpu) = (Instant::now(), cpu_ms());
    let done = work();
    let cost = cpu_ms().zip(cpu).map(|(now, before)| now - before);
    (cost.unwrap_or_else(|| began.elapsed().as_secs_f64() * 1e3), done)
}

#[cfg(unix)]
fn cpu_ms() -> Option<f64> {
    use rustix::time::{ClockId, clock_gettime};
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    Some(spent.tv_sec as f64 * 1e3 + spent.tv_nsec as f64 / 1e6)
}

#[cfg(not(unix))]
fn cpu_ms() -> Option<f64> {
    None
}
