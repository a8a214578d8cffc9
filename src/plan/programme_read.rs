//! Reads a programme file: what it does not know, or what names nothing, is refused with file, line and reason.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::procedure::{FieldKind, Procedure};
use super::procedure_read::{DataFileError, Fault, line_of};
use super::programme::*;
use super::programme_figure_read::{RawFigure, Reader};
use super::rules::Rulebook;
use crate::model::{Bbox, Day, Kind, Text};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProgramme {
    id: String,
    zh: String,
    en: String,
    source: RawSource,
    begins: Spanned<String>,
    area: Option<Spanned<RawArea>>,
    #[serde(default)]
    first: Vec<Spanned<u32>>,
    task: Vec<RawTask>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawArea {
    zh: String,
    en: String,
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    zh: String,
    en: String,
    tag: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTask {
    no: Spanned<u32>,
    zh: String,
    en: String,
    target: Vec<RawTarget>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTarget {
    id: Spanned<String>,
    zh: String,
    en: String,
    layer: String,
    layer_label: Option<Text>,
    figure: Option<Spanned<RawFigure>>,
    goal: Option<RawGoal>,
    due: Spanned<String>,
    day: Spanned<String>,
    #[serde(default)]
    pace: Vec<Spanned<(String, u32)>>,
    #[serde(default)]
    held: bool,
    mix: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum RawGoal {
    Share(u32),
    Count(u32),
    AtMost(u32),
    NotBelow(FieldTests),
}

impl Programme {
    /// The campaign that is built into the program; its names are those of `rulebook`'s procedures.
    pub(super) fn built_in(rulebook: &Rulebook) -> Self {
        let text = include_str!("../../assets/programmes/tianjin_2022.toml");
        // A test reads every built-in file; one that is broken does not leave the house.
        Self::parse("tianjin_2022.toml", text, rulebook).expect("the built-in programme is sound")
    }

    /// Reads a programme file. `file` is its name, for the message.
    ///
    /// # Errors
    /// At the first unknown key, field, stage, figure or layer, a date that is none, or a number or id given twice.
    pub fn parse(file: &str, text: &str, rulebook: &Rulebook) -> Result<Self, DataFileError> {
        let error = |(byte, reason): Fault| DataFileError {
            file: file.to_owned(),
            line: line_of(text, byte),
            reason,
        };
        let raw: RawProgramme = toml::from_str(text)
            .map_err(|e| error((e.span().map_or(0, |span| span.start), e.message().to_owned())))?;
        read(raw, rulebook).map_err(error)
    }
}

fn read_area(raw: Spanned<RawArea>) -> Result<Area, Fault> {
    let at = raw.span().start;
    let RawArea { zh, en, west, south, east, north } = raw.into_inner();
    let bbox = Bbox { west, south, east, north };
    match bbox.is_empty() {
        true => Err((at, "the area is empty: west before east, south before north".to_owned())),
        false => Ok(Area { label: Text::new(zh, en), bbox }),
    }
}

fn read(raw: RawProgramme, rulebook: &Rulebook) -> Result<Programme, Fault> {
    let begins = day(&raw.begins)?;
    let source_is_recalled = match raw.source.tag.get_ref().as_str() {
        "verified" => false,
        "recalled" => true,
        other => {
            let reason = format!("a source is `verified` or `recalled`, not {other:?}");
            return Err((raw.source.tag.span().start, reason));
        }
    };
    let (mut tasks, mut targets) = (Vec::new(), Vec::new());
    let (mut numbers, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for task in raw.task {
        let no = *task.no.get_ref();
        if !numbers.insert(no) {
            return Err((task.no.span().start, format!("task {no} stands here twice")));
        }
        for target in task.target {
            let at = target.id.span().start;
            let target = read_target(no, target, begins, rulebook)?;
            if !ids.insert(target.id.clone()) {
                return Err((at, format!("the target {:?} stands here twice", target.id)));
            }
            targets.push(target);
        }
        tasks.push(Task { no, label: Text::new(task.zh, task.en) });
    }
    if let Some(no) = raw.first.iter().find(|no| !numbers.contains(no.get_ref())) {
        return Err((no.span().start, format!("no task is numbered {}", no.get_ref())));
    }
    let head = ProgrammeHead {
        id: raw.id,
        label: Text::new(raw.zh, raw.en),
        source: Text::new(raw.source.zh, raw.source.en),
        source_is_recalled,
        tasks,
        first: raw.first.into_iter().map(Spanned::into_inner).collect(),
    };
    let area = raw.area.map(read_area).transpose()?;
    Ok(Programme { head, area, targets })
}

fn read_target(
    task: u32,
    raw: RawTarget,
    begins: Day,
    rulebook: &Rulebook,
) -> Result<Target, Fault> {
    let at = raw.id.span().start;
    let due = day(&raw.due)?;
    let due_said_by = match raw.day.get_ref().as_str() {
        "source" => DueSaidBy::Source,
        "year" => DueSaidBy::Year,
        "none" => DueSaidBy::Nobody,
        other => {
            let reason = format!("a day is said by `source`, `year` or `none`, not {other:?}");
            return Err((raw.day.span().start, reason));
        }
    };
    let reader = Reader::new(&raw.layer, rulebook);
    let measure = match (raw.figure, raw.goal) {
        (None, None) => None,
        (Some(figure), Some(goal)) => {
            let at = figure.span().start;
            let figure = reader.figure(figure.into_inner()).map_err(|reason| (at, reason))?;
            let goal = read_goal(&reader, goal).map_err(|reason| (at, reason))?;
            Some((figure, goal))
        }
        (Some(_), None) => return Err((at, "a figure wants a `goal`".into())),
        (None, Some(_)) => return Err((at, "a goal wants a `figure`".into())),
    };
    let procedure = rulebook.procedure(&Kind::new(&raw.layer));
    if let Some(by) = raw.mix.as_ref().filter(|by| !procedure.is_some_and(|it| splits_by(it, by))) {
        return Err((at, format!("nothing is split by {by:?}: it is no stage and no choice")));
    }
    let layer_label = match (raw.layer_label, procedure) {
        (Some(label), _) => label,
        (None, Some(procedure)) => procedure.label.clone(),
        (None, None) => {
            let reason = format!("no procedure is named {:?}: it wants a `layer_label`", raw.layer);
            return Err((at, reason));
        }
    };
    let pace = match (raw.held, raw.pace.is_empty()) {
        (true, true) => Vec::new(),
        (true, false) => return Err((at, "what is `held` has no `pace`".into())),
        (false, _) => read_pace(&raw.pace, begins, due, at)?,
    };
    Ok(Target {
        id: raw.id.into_inner(),
        task,
        label: Text::new(raw.zh, raw.en),
        layer: raw.layer,
        layer_label,
        measure,
        due,
        due_said_by,
        pace,
        mix: raw.mix,
    })
}

fn read_goal(reader: &Reader<'_>, raw: RawGoal) -> Result<Goal, String> {
    Ok(match raw {
        RawGoal::Share(per_cent) if !(1..=100).contains(&per_cent) => {
            return Err(format!("a share is 1 to 100 per cent, not {per_cent}"));
        }
        RawGoal::Share(per_cent) => Goal::Share(per_cent),
        RawGoal::Count(count) => Goal::Count(count),
        RawGoal::AtMost(count) => Goal::AtMost(count),
        RawGoal::NotBelow(tests) => {
            reader.check_tests(&tests)?;
            Goal::NotBelow(tests)
        }
    })
}

/// Whether the features of a kind are split by this: by their stage, or by a field of choices.
fn splits_by(procedure: &Procedure, by: &str) -> bool {
    let kind = procedure.field(by).map(|field| &field.kind);
    let is_choice = matches!(kind, Some(FieldKind::Choice(_) | FieldKind::Bool));
    is_choice || (by == "stage" && procedure.has_stages())
}

/// From 0 on the campaign's first day over the days given to 100 on the due day.
fn read_pace(
    raw: &[Spanned<(String, u32)>],
    begins: Day,
    due: Day,
    at: usize,
) -> Result<Vec<(Day, u32)>, Fault> {
    if due <= begins {
        return Err((at, format!("it is due on {due}, no later than the campaign begins")));
    }
    let mut pace = vec![(begins, 0)];
    for point in raw {
        let (text, per_cent) = point.get_ref();
        let fault = |reason: String| (point.span().start, reason);
        let day: Day = text.parse().map_err(|_| fault(format!("no date: {text:?}")))?;
        let (before, reached) = pace.last().copied().unwrap_or((begins, 0));
        if day <= before || day >= due || *per_cent < reached || *per_cent > 100 {
            return Err(fault("a pace rises, day by day, from 0 to 100 before the due day".into()));
        }
        pace.push((day, *per_cent));
    }
    pace.push((due, 100));
    Ok(pace)
}

fn day(raw: &Spanned<String>) -> Result<Day, Fault> {
    let text = raw.get_ref();
    text.parse().map_err(|_| (raw.span().start, format!("no date: {text:?}")))
}
