//! How long each frame took of this program's own work, one line of JSON a frame, for `--frame-log FILE`.
//!
//! `own_ms` is the time from the beginning of a frame's logic to the end of its drawing, `cpu_ms` what the frame's
//! thread has computed in it: less where other programs had the processor meanwhile. `before_ms` is the whole frame
//! before, with what egui and the graphics driver made of it. Nothing is logged unless asked for.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Instant;

/// A file that is written a line in each frame.
#[derive(Debug)]
pub struct FrameLog {
    file: File,
    started: Instant,
    began: Option<(Instant, Option<f64>)>,
    frame: u64,
}

impl FrameLog {
    /// Makes the file, or empties it.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = File::create(path)?;
        Ok(Self { file, started: Instant::now(), began: None, frame: 0 })
    }

    /// A frame begins.
    pub fn begin(&mut self) {
        self.began = Some((Instant::now(), thread_cpu_ms()));
    }

    /// The frame has been drawn; `before_s` is how long the whole frame before took.
    ///
    /// # Errors
    /// If the line cannot be written.
    pub fn end(&mut self, before_s: Option<f32>) -> io::Result<()> {
        let Some((began, cpu_before)) = self.began.take() else { return Ok(()) };
        let ms = |at: Instant| at.elapsed().as_secs_f64() * 1e3;
        let own_ms = ms(began);
        let cpu_ms = thread_cpu_ms().zip(cpu_before).map(|(now, before)| now - before);
        self.frame += 1;
        let number = |value: Option<f64>| match value {
            Some(value) => format!("{value:.3}"),
            None => "null".to_owned(),
        };
        let line = format!(
            "{{\"frame\":{},\"at_ms\":{:.1},\"own_ms\":{own_ms:.3},\"cpu_ms\":{},\"before_ms\":{}}}\n",
            self.frame,
            ms(self.started),
            number(cpu_ms),
            number(before_s.map(|seconds| f64::from(seconds) * 1e3)),
        );
        // In one piece: whoever reads along finds whole lines.
        self.file.write_all(line.as_bytes())
    }
}

/// What this thread has computed so far; `None` where the system does not tell.
fn thread_cpu_ms() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanos: u64 = told.split(' ').next()?.parse().ok()?;
    Some(nanos as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_frame_is_one_line_of_json() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("frames.jsonl");
        let mut log = FrameLog::create(&path).unwrap();
        log.end(None).unwrap();
        for before in [None, Some(0.016)] {
            log.begin();
            log.end(before).unwrap();
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1]["frame"], 2);
        assert_eq!(lines[1]["before_ms"], 16.0);
        assert!(lines[0]["before_ms"].is_null());
        assert!(lines[0]["own_ms"].as_f64().unwrap() < 1000.0);
    }
}
