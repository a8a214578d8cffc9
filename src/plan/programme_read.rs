//! Reads a programme file: what it does not know, or what names nothing, is refused with file, line and reason.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::kpi;
use super::procedure::{FieldDef, FieldKind, Procedure};
use super::procedure_read::{DataFileError, Fault, line_of};
use super::programme::*;
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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFigure {
    kpi: Option<String>,
    samples: Option<String>,
    #[serde(default)]
    r#where: FieldTests,
    #[serde(default)]
    but: FieldTests,
    list: Option<String>,
    #[serde(default)]
    items: FieldTests,
    #[serde(default)]
    hit: FieldTests,
    sum: Option<String>,
    whole: Option<String>,
    total: Option<u32>,
    unit: Option<String>,
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
    let measure = match (raw.figure, raw.goal) {
        (None, None) => None,
        (Some(figure), Some(goal)) => {
            let at = figure.span().start;
            let figure = read_figure(&raw.layer, figure.into_inner(), rulebook);
            let figure = figure.map_err(|reason| (at, reason))?;
            let goal = read_goal(&raw.layer, goal, rulebook).map_err(|reason| (at, reason))?;
            Some((figure, goal))
        }
        (Some(_), None) => return Err((at, "a figure wants a `goal`".into())),
        (None, Some(_)) => return Err((at, "a goal wants a `figure`".into())),
    };
    let procedure = rulebook.procedure(&Kind::new(&raw.layer));
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
    })
}

fn read_goal(layer: &str, raw: RawGoal, rulebook: &Rulebook) -> Result<Goal, String> {
    Ok(match raw {
        RawGoal::Share(per_cent) if !(1..=100).contains(&per_cent) => {
            return Err(format!("a share is 1 to 100 per cent, not {per_cent}"));
        }
        RawGoal::Share(per_cent) => Goal::Share(per_cent),
        RawGoal::Count(count) => Goal::Count(count),
        RawGoal::AtMost(count) => Goal::AtMost(count),
        RawGoal::NotBelow(tests) => {
            if let Some(procedure) = rulebook.procedure(&Kind::new(layer)) {
                check_tests(procedure, &procedure.fields, &tests)?;
            }
            Goal::NotBelow(tests)
        }
    })
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

fn read_figure(layer: &str, raw: RawFigure, rulebook: &Rulebook) -> Result<Figure, String> {
    let shapes = [raw.kpi.is_some(), raw.sum.is_some(), raw.list.is_some(), raw.samples.is_some()];
    if shapes.into_iter().filter(|given| *given).count() > 1 {
        return Err("a figure is one of `kpi`, `samples`, `sum` and `list`".into());
    }
    if raw.total.is_some() && raw.kpi.is_none() && raw.sum.is_none() {
        return Err("a `total` stands beside a `kpi` or a `sum`".into());
    }
    let has_hits = !raw.items.is_empty() || !raw.hit.is_empty();
    if has_hits && (raw.kpi.is_some() || raw.samples.is_some()) {
        return Err("what counts is said by the figure itself: no `hit` stands beside it".into());
    }
    let procedure = rulebook.procedure(&Kind::new(layer));
    let Some(procedure) = procedure else {
        return Err(format!("no procedure counts the layer {layer:?}"));
    };
    check_tests(procedure, &procedure.fields, &raw.r#where)?;
    check_tests(procedure, &procedure.fields, &raw.but)?;
    let of = Filter { passes: raw.r#where, but: raw.but };
    if let Some(code) = raw.kpi {
        return match kpi::is_known(&code) {
            true => Ok(Figure::Kpi { code, of, total: raw.total }),
            false => Err(format!("no figure is named {code:?}")),
        };
    }
    if let Some(which) = raw.samples {
        return match which.as_str() {
            "compliant" => Ok(Figure::Samples { of }),
            other => Err(format!("samples are counted that are `compliant`, not {other:?}")),
        };
    }
    if let Some(part) = raw.sum {
        let whole = match (raw.whole, raw.total) {
            (Some(field), None) => Whole::Field(field),
            (None, Some(total)) => Whole::Total(total),
            _ => return Err("a `sum` wants the `whole` it is part of, or its `total`".into()),
        };
        let field = match &whole {
            Whole::Field(field) => Some(field),
            Whole::Total(_) => None,
        };
        for code in std::iter::once(&part).chain(field) {
            let is_number = |field: &FieldDef| matches!(field.kind, FieldKind::Number { .. });
            if !procedure.field(code).is_some_and(is_number) {
                return Err(format!("no number field is named {code:?}"));
            }
        }
        check_tests(procedure, &procedure.fields, &raw.hit)?;
        return Ok(Figure::Sum { of, hit: raw.hit, part, whole, unit: raw.unit });
    }
    if raw.hit.is_empty() {
        return Err("what is counted is named by `hit`".into());
    }
    let Some(list) = raw.list else {
        if !raw.items.is_empty() {
            return Err("`items` are those of a `list`".into());
        }
        check_tests(procedure, &procedure.fields, &raw.hit)?;
        return Ok(Figure::Features { of, hit: raw.hit });
    };
    let Some(FieldKind::List(columns)) = procedure.field(&list).map(|field| &field.kind) else {
        return Err(format!("no list is named {list:?}"));
    };
    check_tests(procedure, columns, &raw.items)?;
    check_tests(procedure, columns, &raw.hit)?;
    Ok(Figure::Items { of, list, items: raw.items, hit: raw.hit })
}

/// Every field has to be one of `fields`, every value one that it may have.
fn check_tests(
    procedure: &Procedure,
    fields: &[FieldDef],
    tests: &BTreeMap<String, Vec<String>>,
) -> Result<(), String> {
    let classes = match procedure.field("latest_class").map(|field| &field.kind) {
        Some(FieldKind::Choice(classes)) => classes.as_slice(),
        _ => &[],
    };
    for (code, values) in tests {
        let known = |value: &String| match fields.iter().find(|field| field.code == *code) {
            _ if value == "*" => true,
            Some(FieldDef { kind: FieldKind::Choice(choices), .. }) => {
                choices.iter().any(|choice| choice.code == *value)
            }
            Some(FieldDef { kind: FieldKind::Bool, .. }) => value == "yes" || value == "no",
            Some(_) => true,
            None if code == "stage" => procedure.stage(value).is_some(),
            None => classes.iter().any(|class| class.code == *value),
        };
        let is_field = fields.iter().any(|field| field.code == *code);
        let is_class = code == "class" && !classes.is_empty();
        if !is_field && code != "stage" && !is_class {
            return Err(format!("no field is named {code:?}"));
        }
        if let Some(value) = values.iter().find(|value| !known(value)) {
            return Err(format!("{value:?} is no value of {code:?}"));
        }
    }
    Ok(())
}

fn day(raw: &Spanned<String>) -> Result<Day, Fault> {
    let text = raw.get_ref();
    text.parse().map_err(|_| (raw.span().start, format!("no date: {text:?}")))
}
