//! `yice export`: annotated GeoJSON with its photos beside it.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::args::ExportArgs;
use super::complaint::complain;
use super::{Exit, Surroundings, fields, opening, values};
use crate::model::Text;
use crate::plan::{Actor, Procedure};
use crate::session::{
    Command, Evening, Export, LayerView, Outcome, Purpose, Session, Snapshot, WrittenBack,
};

pub fn run(args: &ExportArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let as_of = args.as_of.as_deref().map(|day| values::day("--as-of", day)).transpose()?;
    // Reading is enough: what is written stands beside the workspace, which the window may have open.
    let mut opened = opening::to_read(&args.workspace.workspace, surroundings)?;
    let snapshot = opened.session.snapshot();
    let (layer, to) = target(args, &snapshot)?;
    let write_back = write_back(args, layer, &snapshot)?;
    let basis = opening::basis(args.as_received);
    let as_of = as_of.map(|day| Evening { day, basis });
    let (personal, overwrite) = (args.personal, args.overwrite);
    let export =
        Export { layer, to, as_of, write_back, personal, overwrite, purpose: Purpose::OwnUse };
    if !export.write_back.is_empty() {
        preview(&mut opened.session, &export, surroundings)?;
        if args.preview {
            return Ok(opened.exit);
        }
    }
    let outcome =
        opened.session.apply(Command::Export(export), &surroundings.now, &Actor::default());
    match outcome.map_err(opening::told(surroundings.lang))? {
        Outcome::Exported { files, records, photos } => {
            for file in &files {
                surroundings.say(&file.display().to_string())?;
            }
            let count = files.len();
            surroundings.tell(&Text::new(
                format!("导出 {count} 个文件，记录 {records} 条，照片和文件 {photos} 个"),
                format!("{count} files with {records} records, {photos} photos and documents"),
            ));
            Ok(opened.exit)
        }
        Outcome::WouldReplace(standing) => {
            for one in &standing {
                let words = one.text();
                surroundings
                    .tell(&Text::new(format!("yice: {}", words.zh), format!("yice: {}", words.en)));
            }
            surroundings.tell(&Text::new(
                "没有导出：请用 -o 换一个位置；确要覆盖，加 --overwrite",
                "nothing was exported: name another place with -o, or replace with --overwrite",
            ));
            Ok(Exit::Failed)
        }
        _ => Ok(opened.exit),
    }
}

/// Says which values of the sources are replaced, one a line: before anything is written.
fn preview(
    session: &mut Session,
    export: &Export,
    surroundings: &mut Surroundings<'_>,
) -> Result<()> {
    let command = Command::PreviewWriteBack(export.clone());
    let outcome = session.apply(command, &surroundings.now, &Actor::default());
    let Outcome::WouldWriteBack(values) = outcome.map_err(opening::told(surroundings.lang))? else {
        return Ok(());
    };
    let count = values.len();
    surroundings.tell(&Text::new(
        format!("回写改动原值 {count} 处"),
        format!("{count} values of the source are replaced"),
    ));
    for WrittenBack { feature, property, old, new, .. } in values {
        let line = format!("{feature} · {property}: {old} → {new}");
        surroundings.tell(&Text::new(line.clone(), line));
    }
    Ok(())
}

/// The codes of the fields to write back: each must be one of a kind that is exported.
fn write_back(args: &ExportArgs, layer: Option<u64>, snapshot: &Snapshot) -> Result<Vec<String>> {
    let exported = snapshot.layers.iter().filter(|view| layer.is_none_or(|id| view.id == id));
    let procedures: Vec<&Procedure> =
        exported.filter_map(|view| snapshot.rulebook.procedure(&view.layer.kind)).collect();
    let Some(last) = procedures.last() else {
        return match args.write_back.first() {
            None => Ok(Vec::new()),
            Some(name) => bail!(complain!(
                "--write-back：要导出的图层没有字段 {name:?}",
                "--write-back: no layer that is exported has a field {name:?}"
            )),
        };
    };
    let code = |name: &String| {
        let of_any = procedures.iter().find_map(|it| fields::code("", it, name).ok());
        of_any.map_or_else(|| fields::code("--write-back", last, name), Ok).map(str::to_owned)
    };
    args.write_back.iter().map(code).collect()
}

/// One layer goes into a file, all of them into a folder.
fn target(args: &ExportArgs, snapshot: &Snapshot) -> Result<(Option<u64>, PathBuf)> {
    if snapshot.layers.is_empty() {
        bail!(complain!("工作库里没有可导出的图层", "the workspace has no layers to export"));
    }
    if let Some(name) = &args.layer {
        let layer = layer(name, snapshot)?;
        let to = if args.out.is_dir() { args.out.join(file_name(layer)) } else { args.out.clone() };
        return Ok((Some(layer.id), to));
    }
    if !looks_like_a_file(&args.out) {
        return Ok((None, args.out.clone()));
    }
    let own: Vec<&LayerView> = own_layers(snapshot).collect();
    // What people found leaves with the layer of its kind; without one it needs a file of its own.
    let has_home = |found: &LayerView| own.iter().any(|it| it.layer.kind == found.layer.kind);
    let strays = snapshot.layers.iter().filter(|view| view.found && !has_home(view)).count();
    match (own.as_slice(), strays) {
        ([one], 0) => Ok((Some(one.id), args.out.clone())),
        (several, strays) => bail!(complain!(
            "工作库里有 {} 个图层：请用 --layer 指定一个（{}），或用 -o 给一个文件夹",
            "the workspace has {} layers: name one with --layer ({}), or give a folder with -o",
            several.len() + strays,
            names(snapshot)
        )),
    }
}

fn own_layers(snapshot: &Snapshot) -> impl Iterator<Item = &LayerView> {
    snapshot.layers.iter().map(AsRef::as_ref).filter(|view| !view.found)
}

fn layer<'a>(name: &str, snapshot: &'a Snapshot) -> Result<&'a LayerView> {
    let fits: Vec<_> = own_layers(snapshot)
        .filter(|view| view.layer.name == name || view.layer.kind.code() == name)
        .collect();
    match fits.as_slice() {
        [one] => Ok(one),
        [] => bail!(complain!(
            "--layer：没有图层 {name:?}；现有：{}",
            "--layer: there is no layer {name:?}; there are: {}",
            names(snapshot)
        )),
        several => bail!(complain!(
            "--layer：{name:?} 对得上 {} 个图层：{}",
            "--layer: {name:?} fits {} layers: {}",
            several.len(),
            names(snapshot)
        )),
    }
}

fn names(snapshot: &Snapshot) -> String {
    let names: Vec<&str> = own_layers(snapshot).map(|view| view.layer.name.as_str()).collect();
    names.join(", ")
}

fn file_name(view: &LayerView) -> PathBuf {
    match view.path.file_name() {
        Some(name) => name.into(),
        None => format!("{}.geojson", view.layer.name).into(),
    }
}

fn looks_like_a_file(path: &Path) -> bool {
    let endings = ["json", "geojson", "geojsonl", "geojsons", "ndjson", "jsonl", "gz"];
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    !path.is_dir() && ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}
