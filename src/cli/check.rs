//! `yice check`: what files hold and what is wrong with them.

use std::ops::ControlFlow;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;

use super::args::CheckArgs;
use super::check_text::{report_lines, total_line};
use super::complaint::{self, Complaint};
use super::{Exit, Surroundings, files};
use crate::formats::{self, KindAliases, ReadOptions, Refused};
use crate::model::{CheckReport, FileStatus, Kind, Layer, ReadIssue, Severity, Text};
use crate::plan::Rulebook;
use crate::session::{
    Bearers, DoubtfulPoints, KnownLines, Naming, RiverOutfall, Rivers, SessionError,
    crossing_issues, file_bytes, layer_doubts, naming_issues, no_place_issues, own_kinds,
    record_issues, river_issues, with_own_rules,
};

#[derive(Serialize)]
struct CheckJson<'a> {
    files: Vec<&'a CheckReport>,
}

/// A file's report, and why its kind is thought to be what it is.
struct Checked {
    report: CheckReport,
    evidence: Vec<Text>,
    /// What the points of other files can be held against.
    lines: Option<KnownLines>,
    /// Points of which the file does not say what their numbers mean.
    points: Option<DoubtfulPoints>,
    rivers: Rivers,
    /// What is said to run into rivers, which may be those of another file.
    river_outfalls: Vec<RiverOutfall>,
    /// What features that others name are called.
    bearers: Bearers,
    namings: Vec<Naming>,
    layer_name: String,
}

pub fn run(args: &CheckArgs, surroundings: &mut Surroundings<'_>) -> anyhow::Result<Exit> {
    let mut unreadable = Vec::new();
    let mut paths = Vec::new();
    let mut all_regular = true;
    for path in &args.paths {
        match files::expand(std::slice::from_ref(path), None) {
            Ok(found) => {
                all_regular &= found.tell_special(surroundings);
                paths.extend(found.files);
            }
            Err(error) => unreadable.push(error),
        }
    }
    let (rulebook, rule_issues) = with_own_rules(&Rulebook::shared(), &surroundings.data_dir);
    let kinds = own_kinds(&rulebook);
    // A few at a time: the largest of them decides, not their sum in memory.
    let outcomes: Vec<anyhow::Result<Checked>> =
        paths.par_iter().map(|path| check(path, &rulebook, &kinds)).collect();
    let mut checked = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(one) => checked.push(one),
            Err(error) => unreadable.push(error),
        }
    }
    doubt_datums(&mut checked);
    doubt_rivers(&mut checked);
    if args.json {
        let files = checked.iter().map(|one| &one.report).collect();
        surroundings.say_json(&CheckJson { files })?;
    } else {
        for one in &checked {
            for line in report_lines(&one.report, &one.evidence, surroundings.lang) {
                surroundings.say(&line)?;
            }
        }
        if checked.len() > 1 {
            let reports: Vec<_> = checked.iter().map(|one| &one.report).collect();
            let line = total_line(&reports, surroundings.lang);
            surroundings.say(&line)?;
        }
    }
    for error in &unreadable {
        surroundings.tell_plain(&format!("yice: {}", complaint::line(error, surroundings.lang)));
    }
    if checked.is_empty() && unreadable.is_empty() {
        surroundings.tell(&Text::new(
            "文件夹里没有可检查的文件（.geojson .json .geojsonl .ndjson，可带 .gz）",
            "there is nothing to check in the folder (.geojson .json .geojsonl .ndjson, plain or .gz)",
        ));
    }
    for issue in &rule_issues {
        surroundings.tell(&Text::new(issue.message_zh.clone(), issue.message.clone()));
    }
    let exit = exit(&checked, unreadable.is_empty());
    let exit = if rule_issues.is_empty() { exit } else { exit.max(Exit::Findings) };
    Ok(if all_regular { exit } else { exit.max(Exit::Findings) })
}

/// Reads a file just to report on it.
///
/// # Errors
/// If its bytes cannot be had.
fn check(path: &Path, rulebook: &Rulebook, own_kinds: &[KindAliases]) -> anyhow::Result<Checked> {
    let (outcome, mut report) = read(path, None, None, own_kinds)?;
    let (mut river_outfalls, mut namings) = (Vec::new(), Vec::new());
    if let Ok((layer, read)) = &outcome {
        let mut issues = record_issues(layer);
        issues.extend(no_place_issues(layer, read));
        let doubts = layer_doubts(layer, rulebook);
        issues.extend(doubts.issues);
        (river_outfalls, namings) = (doubts.river_outfalls, doubts.namings);
        issues.extend(crossing_issues(layer));
        if issues.iter().any(|issue| issue.severity > Severity::Info) {
            report.status = FileStatus::Repaired;
        }
        report.issues.extend(issues);
    }
    let Ok((layer, _)) = outcome else { return Ok(Checked::refused(report)) };
    Ok(Checked {
        report,
        lines: KnownLines::of(&layer),
        points: DoubtfulPoints::of(&layer),
        rivers: Rivers::of(std::iter::once(&layer)),
        river_outfalls,
        bearers: Bearers::of(rulebook, std::iter::once(&layer)),
        namings,
        evidence: layer.kind_evidence,
        layer_name: layer.name,
    })
}

/// Holds the points of each file against the coasts and rivers of all of them.
fn doubt_datums(checked: &mut [Checked]) {
    let lines: Vec<KnownLines> = checked.iter_mut().filter_map(|one| one.lines.take()).collect();
    for one in checked {
        let shifted = one.points.take().and_then(|points| points.shifted_off(&lines));
        let Some(shifted) = shifted else { continue };
        one.report.issues.push(shifted.issue(&one.layer_name));
        one.report.status = one.report.status.max(FileStatus::Repaired);
    }
}

/// Holds what each file says of rivers against those of all of them.
fn doubt_rivers(checked: &mut [Checked]) {
    let (mut rivers, mut bearers) = (Rivers::default(), Bearers::default());
    for one in &mut *checked {
        rivers.join(std::mem::take(&mut one.rivers));
        bearers.join(std::mem::take(&mut one.bearers));
    }
    for one in checked {
        let mut odd = river_issues(&one.river_outfalls, &rivers);
        odd.extend(naming_issues(&one.namings, &bearers));
        if !odd.is_empty() {
            one.report.issues.extend(odd);
            one.report.status = one.report.status.max(FileStatus::Repaired);
        }
    }
}

impl Checked {
    fn refused(report: CheckReport) -> Self {
        let (evidence, layer_name) = (Vec::new(), String::new());
        let (rivers, river_outfalls) = (Rivers::default(), Vec::new());
        let (bearers, namings) = (Bearers::default(), Vec::new());
        Self {
            report,
            evidence,
            lines: None,
            points: None,
            rivers,
            river_outfalls,
            bearers,
            namings,
            layer_name,
        }
    }
}

/// Reads a file as a layer, with its report.
///
/// # Errors
/// If its bytes cannot be had.
#[expect(clippy::type_complexity, reason = "what reading gives, and its report")]
pub fn read(
    path: &Path,
    kind: Option<&Kind>,
    datum: Option<&str>,
    own_kinds: &[KindAliases],
) -> anyhow::Result<(Result<(Layer, Vec<ReadIssue>), Refused>, CheckReport)> {
    let source = file_bytes(path).map_err(unread)?;
    let file_name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let options = ReadOptions {
        file_name: &file_name,
        kind,
        datum,
        own_kinds,
        progress: &|_, _| ControlFlow::Continue(()),
    };
    let outcome = formats::read_layer(source, options);
    let report = formats::check_report(&path.to_string_lossy(), &outcome);
    Ok((outcome, report))
}

/// A complaint of the session that knows both languages.
fn unread(error: SessionError) -> anyhow::Error {
    anyhow::Error::new(Complaint(error.text()))
}

fn exit(checked: &[Checked], all_readable: bool) -> Exit {
    let refused = |one: &Checked| one.report.status == FileStatus::Refused;
    if !all_readable || checked.iter().all(refused) {
        Exit::Failed
    } else if checked.iter().any(|one| one.report.status != FileStatus::Ok) {
        Exit::Findings
    } else {
        Exit::Fine
    }
}
