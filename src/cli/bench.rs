//! `yice bench`: what the performance table is made from, through the very code the window runs.
//!
//! Each task does one job on GeoJSON files and prints one JSON line of milliseconds inside the process; keys that
//! end in `_cpu` count the CPU of all its threads. Whole-process figures are for whoever starts it to take.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow, ensure};
use clap::ValueEnum;
use serde_json::{Map, Value, json};

use super::bench_clock::{Clock, cpu_ms};
use super::{Exit, Surroundings, bench_frames, bench_identify, check, writing};
use crate::formats::{self, Additions};
use crate::map::{MapInput, MapLayer, PreparedSet};
use crate::model::{Bytes, Layer, PropertyValue};
use crate::plan::{Hash, json_string};
use crate::store::Store;

/// One measured job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Task {
    /// Reads, checks and indexes everything, ready to draw.
    Open,
    /// Draws the whole and pans over it at four scales.
    Frames,
    /// Draws the first picture.
    First,
    /// Asks what lies under 1000 places.
    Identify,
    /// Changes one text of the middle feature and saves the file in its own place.
    Save,
    /// Calls the first feature 改名 and writes the file to OUT.
    Rename,
    /// Keeps a copy in a workspace, as the window does after opening.
    Store,
}

#[derive(Debug, clap::Args)]
pub struct BenchArgs {
    pub task: Task,
    /// Several with commas, the bottom one first
    #[arg(value_name = "FILE[,FILE...]")]
    pub files: String,
    pub out: Option<PathBuf>,
}

/// The figures of one run, in the order they were taken.
#[derive(Debug, Default)]
pub struct Figures(Map<String, Value>);

impl Figures {
    pub fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    /// Milliseconds to a thousandth.
    pub fn put_ms(&mut self, key: &str, ms: f64) {
        self.put(key, (ms * 1e3).round() / 1e3);
    }

    /// Runs `work`, with its time under `key` and its CPU under `key_cpu`.
    pub fn timed<T>(&mut self, key: &str, work: impl FnOnce() -> T) -> T {
        let clock = Clock::start();
        let done = work();
        let (ms, cpu) = clock.taken();
        self.put_ms(key, ms);
        if let Some(cpu) = cpu {
            self.put_ms(&format!("{key}_cpu"), cpu);
        }
        done
    }
}

pub fn run(args: &BenchArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let whole = Clock::start();
    let paths: Vec<&Path> = args.files.split(',').map(Path::new).collect();
    let mut figures = Figures::default();
    match args.task {
        Task::Open => drop(opened(&paths, &mut figures)?),
        Task::Frames | Task::First => {
            let out = args.out.as_deref();
            let opened = opened(&paths, &mut figures)?;
            bench_frames::run(args.task, &opened, out, whole, &mut figures)?;
        }
        Task::Identify => bench_identify::run(&opened(&paths, &mut figures)?, &mut figures),
        Task::Save => save(one(&paths)?, &mut figures)?,
        Task::Rename => {
            let out = args.out.as_deref().ok_or_else(|| anyhow!("rename wants FILE and OUT"))?;
            let layer = read(one(&paths)?)?;
            write_value(&layer, 0, "name", "改名", out)?;
        }
        Task::Store => store(one(&paths)?, &mut figures)?,
    }
    figures.put_ms("inside", whole.taken().0);
    if let Some(cpu) = cpu_ms() {
        figures.put_ms("inside_cpu", cpu);
    }
    surroundings.say(&Value::Object(figures.0).to_string())?;
    Ok(Exit::Fine)
}

fn one<'a>(paths: &[&'a Path]) -> Result<&'a Path> {
    ensure!(paths.len() == 1, "this task takes one file");
    Ok(paths[0])
}

fn read(path: &Path) -> Result<Layer> {
    let (outcome, _) = check::read(path, None, None, &[])?;
    let (layer, _) = outcome.with_context(|| format!("could not read {}", path.display()))?;
    Ok(layer)
}

/// Layers ready to be drawn.
pub struct Opened {
    pub input: MapInput,
    pub prepared: PreparedSet,
}

fn opened(paths: &[&Path], figures: &mut Figures) -> Result<Opened> {
    let layers = figures
        .timed("open", || paths.iter().map(|path| read(path)).collect::<Result<Vec<_>>>())?;
    let count: usize = layers.iter().map(Layer::feature_count).sum();
    let vertices: usize = layers.iter().map(|layer| layer.shapes.vertex_count()).sum();
    figures.put("count", count);
    figures.put("vertices", vertices);
    let layers = (1..).zip(layers).map(|(id, layer)| MapLayer::plain(id, Arc::new(layer)));
    let input = MapInput { layers: layers.collect(), ..MapInput::default() };
    let prepared = figures.timed("prepare", || PreparedSet::of(&input));
    Ok(Opened { input, prepared })
}

/// Changes the first text of the middle feature.
fn save(path: &Path, figures: &mut Figures) -> Result<()> {
    let layer = figures.timed("open", || read(path))?;
    let middle = layer.feature_count() / 2;
    let properties = formats::read_properties(&layer, middle);
    let is_text = |value: &PropertyValue| matches!(value, PropertyValue::String(_));
    let text = properties.0.iter().find(|property| is_text(&property.value));
    let name = text.map(|property| property.name.clone());
    let name = name.ok_or_else(|| anyhow!("the middle feature has no text to change"))?;
    figures.timed("commit", || write_value(&layer, middle, &name, "改", path))
}

/// Writes the layer with one value replaced in its source's own text.
fn write_value(
    layer: &Layer,
    feature_idx: usize,
    name: &str,
    value: &str,
    to: &Path,
) -> Result<()> {
    let mut additions = Additions::default();
    additions.write_back.insert(feature_idx, vec![(name.to_owned(), json_string(value))]);
    writing::streamed_beside_then_renamed(to, |file: &mut File| {
        let mut out = BufWriter::with_capacity(1 << 18, file);
        formats::write_layer(layer, &additions, &mut out)?;
        out.flush()
    })
}

/// The copy that the workspace keeps: its hash, and its frames compressed.
fn store(path: &Path, figures: &mut Figures) -> Result<()> {
    let folder = tempfile::tempdir().context("could not make a temporary folder")?;
    let failed = || format!("could not read {}", path.display());
    let bytes: Bytes = std::fs::read(path).with_context(failed)?.into();
    let mut store = Store::create(&folder.path().join("copy.yice"))?;
    let clock = Clock::start();
    let hash = Hash::of_all(&bytes).with_context(failed)?;
    store.write(|writing| writing.put_content(hash, &bytes))?;
    let (ms, cpu) = clock.taken();
    figures.put_ms("store_ms", ms);
    figures.put("store_cpu_s", json!(cpu.map(|cpu| cpu.round() / 1e3)));
    Ok(())
}
