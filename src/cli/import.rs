//! `yice import`: layers, annotated files and other workspaces go into a workspace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde::Serialize;

use super::args::ImportArgs;
use super::check_text::{issue_lines, report_lines};
use super::complaint::complain;
use super::{Exit, Surroundings, files, opening};
use crate::model::{CheckReport, FeatureKey, FileStatus, Kind, ReadIssue, Severity, Text};
use crate::plan::{Actor, Rulebook};
use crate::session::{
    Command, Import, ImportMode, ImportReport, Outcome, Session, known_kinds, left_unread,
    with_own_rules,
};

/// The object of `--json`: what was read and what came of it, all files together.
#[derive(Debug, Default, Serialize)]
struct ImportJson {
    files: Vec<CheckReport>,
    layers_added: Vec<String>,
    layers_updated: Vec<String>,
    layers_known: Vec<String>,
    records_new: usize,
    records_known: usize,
    records_altered: usize,
    records_contradicting: usize,
    records_absent: usize,
    /// Features on which something is undecided since.
    conflicts: Vec<String>,
    photos_adopted: usize,
    photos_absent: usize,
    features_vanished: usize,
    issues: Vec<ReadIssue>,
}

pub fn run(args: &ImportArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    if let Some(kind) = &args.kind {
        must_be_known("--kind", kind, surroundings)?;
    }
    // Everything is looked for before anything is written.
    let own = args.workspace.workspace.canonicalize().ok();
    let found = files::expand(&args.paths, Some("yice"))?;
    let all_regular = found.tell_special(surroundings);
    let mut paths = found.files;
    paths.retain(|path| own.is_none() || path.canonicalize().ok() != own);
    let folders: Vec<&PathBuf> = args.paths.iter().filter(|path| path.is_dir()).collect();
    if paths.is_empty() && folders.is_empty() {
        surroundings.tell(&Text::new(
            "文件夹里没有可接收的文件",
            "there is nothing to import in the folder",
        ));
        return Ok(Exit::Failed);
    }
    if paths.is_empty() && !args.workspace.workspace.exists() {
        // Pictures alone are pictures of nothing yet.
        surroundings.tell(&Text::new(
            "文件夹里没有图层或工作库；照片要在接收了点名它们的记录之后再接收",
            "there is no layer or workspace in the folder; take photos in after the records that name them",
        ));
        return Ok(Exit::Failed);
    }
    let mut session = opening::or_create(&args.workspace.workspace, surroundings)?;
    let mut done = ImportJson::default();
    let mut exit = if all_regular { Exit::Fine } else { Exit::Findings };
    let mut taken = 0;
    for path in &found.unread {
        let report = ImportReport { check: vec![left_unread(path)], ..ImportReport::default() };
        exit = exit.max(Exit::Findings);
        if !args.json {
            say_report(path, &report, surroundings)?;
        }
        done.add(report);
    }
    for path in &paths {
        let import = Import {
            path: path.clone(),
            kind: args.kind.as_deref().map(Kind::new),
            datum: args.datum.clone(),
            mode: match (args.add, args.update) {
                (true, _) => ImportMode::Add,
                (_, true) => ImportMode::Update,
                _ => ImportMode::Auto,
            },
            mix_synthetic: args.mix_synthetic,
        };
        let (one, report) = take_in(&mut session, import, surroundings);
        exit = exit.max(one);
        taken += usize::from(report.as_ref().is_some_and(is_taken));
        if let Some(report) = report {
            if !args.json {
                say_report(path, &report, surroundings)?;
            }
            done.add(report);
        }
    }
    for folder in &folders {
        let adopted = adopt_files(&mut session, folder, surroundings)?;
        if adopted > 0 {
            done.photos_adopted += adopted;
            done.photos_absent = done.photos_absent.saturating_sub(adopted);
            surroundings.tell(&Text::new(
                format!("{}：补上照片和材料 {adopted} 件", folder.display()),
                format!("{}: {adopted} photos and papers taken in", folder.display()),
            ));
        }
        taken += usize::from(adopted > 0);
    }
    if taken == 0 && paths.is_empty() {
        surroundings.tell(&Text::new(
            "文件夹里没有可接收的图层，也没有这里的记录所缺的照片",
            "there is nothing to import in the folder, and no photo that a record here lacks",
        ));
    }
    if args.json {
        surroundings.say_json(&done)?;
    }
    Ok(if taken == 0 && exit != Exit::Findings { Exit::Failed } else { exit })
}

/// Photos and papers of a folder that records name and that are not here yet.
fn adopt_files(
    session: &mut Session,
    folder: &Path,
    surroundings: &Surroundings<'_>,
) -> Result<usize> {
    let command = Command::AdoptFiles { folder: folder.to_owned() };
    let outcome = session
        .apply(command, &surroundings.now, &Actor::default())
        .map_err(opening::told(surroundings.lang))?;
    Ok(match outcome {
        Outcome::Imported(report) => report.photos_adopted,
        _ => 0,
    })
}

/// A kind that some procedure or the recogniser of layers knows; anything else is a slip of the keyboard.
pub fn must_be_known(flag: &str, kind: &str, surroundings: &Surroundings<'_>) -> Result<()> {
    let mut kinds: Vec<&str> = known_kinds().iter().map(|known| known.code.as_str()).collect();
    kinds.push(Kind::OTHER);
    let built_in = Rulebook::shared();
    let (rulebook, _) = with_own_rules(&built_in, &surroundings.data_dir);
    if kinds.contains(&kind) || rulebook.procedure(&Kind::new(kind)).is_some() {
        return Ok(());
    }
    let known = kinds.join(", ");
    bail!(complain!(
        "{flag}：没有类别 {kind:?}；可用：{known}",
        "{flag}: there is no kind {kind:?}; there are: {known}"
    ))
}

/// Takes files into a passing workspace and says only what is wrong with them.
pub fn look_at(
    session: &mut Session,
    paths: &[PathBuf],
    surroundings: &mut Surroundings<'_>,
) -> Exit {
    let mut exit = Exit::Fine;
    let mut taken = 0;
    for path in paths {
        let import = Import {
            path: path.clone(),
            kind: None,
            datum: None,
            mode: ImportMode::Add,
            mix_synthetic: true,
        };
        let (one, report) = take_in(session, import, surroundings);
        exit = exit.max(one);
        for file in report.iter().flat_map(|report| &report.check) {
            for line in issue_lines(&file.path, &file.issues, surroundings.lang) {
                surroundings.tell_plain(&line);
            }
        }
        taken += usize::from(report.as_ref().is_some_and(is_taken));
    }
    if taken == 0 { Exit::Failed } else { exit.min(Exit::Findings) }
}

fn take_in(
    session: &mut Session,
    import: Import,
    surroundings: &mut Surroundings<'_>,
) -> (Exit, Option<ImportReport>) {
    let path = import.path.clone();
    let outcome = session.apply(Command::Import(import), &surroundings.now, &Actor::default());
    match outcome {
        Ok(Outcome::Imported(report)) => (exit_of(&report), Some(*report)),
        Ok(Outcome::WouldMix { file_is_synthetic, .. }) => {
            surroundings.tell(&would_mix(&path, file_is_synthetic));
            (Exit::Findings, None)
        }
        Ok(_) => (Exit::Fine, None),
        Err(error) => {
            let error = opening::told(surroundings.lang)(error);
            surroundings.tell_plain(&format!("yice: {}: {error:#}", path.display()));
            (Exit::Failed, None)
        }
    }
}

fn would_mix(path: &Path, file_is_synthetic: bool) -> Text {
    let path = path.display();
    if file_is_synthetic {
        Text::new(
            format!(
                "{path} 是示意数据，这个工作库里是真实数据，没有收入。另建一个工作库；确要混放加 --mix-synthetic"
            ),
            format!(
                "{path} is synthetic and this workspace holds real data: not taken in. Use another workspace, or confirm with --mix-synthetic"
            ),
        )
    } else {
        Text::new(
            format!(
                "{path} 是真实数据，这个工作库里是示意数据，没有收入。另建一个工作库；确要混放加 --mix-synthetic"
            ),
            format!(
                "{path} is real and this workspace holds synthetic data: not taken in. Use another workspace, or confirm with --mix-synthetic"
            ),
        )
    }
}

fn is_taken(report: &ImportReport) -> bool {
    report.check.is_empty() || report.check.iter().any(|file| file.status != FileStatus::Refused)
}

fn exit_of(report: &ImportReport) -> Exit {
    let grave = |issue: &ReadIssue| issue.severity >= Severity::Warning;
    let clean = report.check.iter().all(|file| file.status == FileStatus::Ok)
        && report.records_altered == 0
        && !report.issues.iter().any(grave);
    match (is_taken(report), clean) {
        (false, _) => Exit::Failed,
        (true, false) => Exit::Findings,
        (true, true) => Exit::Fine,
    }
}

fn say_report(
    path: &Path,
    report: &ImportReport,
    surroundings: &mut Surroundings<'_>,
) -> Result<()> {
    for file in &report.check {
        for line in report_lines(file, &[], surroundings.lang) {
            surroundings.say(&line)?;
        }
    }
    for line in issue_lines(&path.to_string_lossy(), &report.issues, surroundings.lang) {
        surroundings.say(&line)?;
    }
    for text in came_of_it(report) {
        surroundings.say(&format!("  {}", text.get(surroundings.lang)))?;
    }
    Ok(())
}

/// What the import brought, in words; nothing is said of what is nought.
fn came_of_it(report: &ImportReport) -> Vec<Text> {
    let mut lines = Vec::new();
    let layers = [
        (&report.layers_added, "新增图层", "layers added"),
        (&report.layers_updated, "更新图层", "layers updated"),
        (&report.layers_known, "已有图层", "layers known already"),
    ];
    for (names, zh, en) in layers {
        if !names.is_empty() {
            lines.push(Text::new(
                format!("{zh}：{}", names.join("、")),
                format!("{en}: {}", names.join(", ")),
            ));
        }
    }
    let counts = [
        (report.records_new, "新记录", "records new"),
        (report.records_known, "已有的记录", "records known already"),
        (
            report.records_altered,
            "和签名不符的记录（已收下，标“待核”）",
            "records altered (kept, marked)",
        ),
        (
            report.records_absent,
            "本库有而文件里没有的记录",
            "records known here that the file does not hold",
        ),
        (report.photos_adopted, "收入照片和文件", "photos and documents taken in"),
        (report.photos_absent, "有记录而未到的照片和文件", "photos and documents named but absent"),
        (
            report.features_vanished,
            "文件里已没有、仍保留的对象",
            "features with records that the file no longer has",
        ),
    ];
    for (count, zh, en) in counts {
        if count > 0 {
            lines.push(Text::new(format!("{zh}：{count}"), format!("{en}: {count}")));
        }
    }
    let codes = |keys: &mut dyn Iterator<Item = &FeatureKey>| {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        keys.for_each(|key| *count.entry(key.code()).or_default() += 1);
        let more = if count.len() > NAMED_MAX { "…" } else { "" };
        let named = count.iter().take(NAMED_MAX).map(|(code, n)| match n {
            1 => (*code).to_owned(),
            n => format!("{code} ×{n}"),
        });
        format!("{}{more}", named.collect::<Vec<_>>().join(", "))
    };
    let new = codes(&mut report.new.iter().filter_map(|record| record.feature.as_ref()));
    if !new.is_empty() {
        lines.push(Text::new(
            format!("新记录所在对象：{new}"),
            format!("new records are of: {new}"),
        ));
    }
    if !report.conflicts.is_empty() {
        let named = codes(&mut report.conflicts.iter());
        lines.push(Text::new(
            format!("说法不一、待裁定的对象：{named}"),
            format!("features on which people differ, to be settled: {named}"),
        ));
    }
    lines
}

/// How many features a line names.
const NAMED_MAX: usize = 12;

impl ImportJson {
    fn add(&mut self, report: ImportReport) {
        self.files.extend(report.check);
        self.layers_added.extend(report.layers_added);
        self.layers_updated.extend(report.layers_updated);
        self.layers_known.extend(report.layers_known);
        self.records_new += report.records_new;
        self.records_known += report.records_known;
        self.records_altered += report.records_altered;
        self.records_contradicting += report.contradicting.len();
        self.conflicts.extend(report.conflicts.iter().map(ToString::to_string));
        self.records_absent += report.records_absent;
        self.photos_adopted += report.photos_adopted;
        self.photos_absent += report.photos_absent;
        self.features_vanished += report.features_vanished;
        self.issues.extend(report.issues);
    }
}
