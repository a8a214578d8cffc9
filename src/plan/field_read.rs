//! Reads the fields of a procedure file, and checks what they say of one another and of the steps.

use std::collections::BTreeMap;

use super::annotation::FIXED_COLUMNS;
use super::procedure::*;
use super::procedure_file::*;
use super::procedure_read::Fault;
use crate::model::Text;

/// Adds a field to those read so far, unless its code, group or an alias cannot be.
pub(super) fn add_field(
    procedure: &mut Procedure,
    raw: RawField,
    choices: &BTreeMap<String, Vec<Choice>>,
) -> Result<(), String> {
    let code = raw.code.clone();
    let column = format!("yice_{code}");
    if FIXED_COLUMNS.contains(&column.as_str()) {
        return Err(format!("the field {code:?} is named like the fixed export column {column:?}"));
    }
    if code.is_empty() || code.contains('/') || code == PROGRESS {
        return Err(format!("{code:?} cannot name a field"));
    }
    if procedure.field(&code).is_some() {
        return Err(format!("the field {code:?} stands twice"));
    }
    if !procedure.groups.iter().any(|group| group.code == raw.group) {
        return Err(format!("the field {code:?} names no group: {:?}", raw.group));
    }
    let field = read_field(raw, choices)?;
    let taken = procedure.fields.iter().find_map(|other| {
        let alias = field.aliases.iter().find(|alias| other.aliases.contains(alias))?;
        Some(format!("the alias {alias:?} of {code:?} already means {:?}", other.code))
    });
    if let Some(reason) = taken {
        return Err(reason);
    }
    procedure.fields.push(field);
    Ok(())
}

pub(super) fn read_field(
    raw: RawField,
    choices: &BTreeMap<String, Vec<Choice>>,
) -> Result<FieldDef, String> {
    let column = RawColumn {
        code: raw.code,
        zh: raw.zh,
        en: raw.en,
        kind: raw.kind,
        choices: raw.choices,
        unit: raw.unit,
        min: raw.min,
        max: raw.max,
        done: raw.done,
        not_before: raw.not_before,
        of: None,
        full: None,
        counted: raw.counted,
    };
    if column.kind != "list" && !raw.columns.is_empty() {
        return Err(format!("only a list has columns, {:?} is none", column.code));
    }
    let mut field = read_column(column, choices)?;
    if let FieldKind::List(columns) = &mut field.kind {
        for raw in raw.columns {
            if raw.kind == "list" {
                return Err(format!("the column {:?} is a list in a list", raw.code));
            }
            columns.push(read_column(raw, choices)?);
        }
        check_order(columns)?;
        check_full(columns)?;
    }
    let is_choice = |value: &String| match &field.kind {
        FieldKind::Choice(choices) => choices.iter().any(|choice| &choice.code == value),
        _ => false,
    };
    if let Some(value) = raw.only_by_step.iter().find(|value| !is_choice(value)) {
        return Err(format!("{:?} has no choice {value:?} to keep for a step", field.code));
    }
    if let Some(value) = raw.unsettled.iter().find(|value| !is_choice(value)) {
        return Err(format!("{:?} has no choice {value:?} that leaves it open", field.code));
    }
    let role = |code: &String| {
        super::Role::parse(code).ok_or_else(|| format!("no role is named {code:?}"))
    };
    let set_by = raw.set_by.iter().map(role).collect::<Result<Vec<_>, _>>()?;
    let raised = match raw.raised {
        None => None,
        Some(raw) => {
            let down_by = raw.down_by.iter().map(role).collect::<Result<Vec<_>, _>>()?;
            Some(Raised { values: raw.values, down_by })
        }
    };
    if raw.names.is_some() && !matches!(field.kind, FieldKind::Text) {
        return Err(format!("only a text names a feature, {:?} is none", field.code));
    }
    check_values(&field, raised.iter().flat_map(|it| &it.values))?;
    if raw.pattern.is_some() && !matches!(field.kind, FieldKind::Text) {
        return Err(format!("only a text has a pattern, {:?} is none", field.code));
    }
    if raw.within.is_some() && !matches!(field.kind, FieldKind::Bool) {
        return Err(format!("only yes or no says where it lies, {:?} is neither", field.code));
    }
    let preset = match raw.preset.as_deref() {
        None => None,
        Some("today") if matches!(field.kind, FieldKind::Date) => Some(Preset::Today),
        Some("actor") if matches!(field.kind, FieldKind::Text) => Some(Preset::Actor),
        Some(other) => return Err(format!("{:?} cannot begin with {other:?}", field.code)),
    };
    let by_month = match raw.ids.as_deref() {
        None => false,
        Some("month") if matches!(field.kind, FieldKind::List(_)) => true,
        Some(other) => return Err(format!("{:?} cannot be listed by {other:?}", field.code)),
    };
    Ok(FieldDef {
        written_by: raw.written_by,
        set_by,
        raised,
        not_above: raw.not_above,
        preset,
        by_month,
        dated_by: raw.dated_by,
        pattern: raw.pattern,
        within: raw.within,
        unsettled: raw.unsettled,
        names: raw.names,
        aliases: raw.aliases,
        only_by_step: raw.only_by_step,
        group: raw.group,
        personal: raw.personal,
        derived: raw.derived,
        locked: raw.locked.map(|lock| Lock { after: lock.after, in_set: lock.r#in }),
        ..field
    })
}

fn read_column(
    raw: RawColumn,
    choices: &BTreeMap<String, Vec<Choice>>,
) -> Result<FieldDef, String> {
    let named = || {
        let name = raw.choices.as_deref().unwrap_or_default();
        let found = choices.get(name).cloned();
        found.ok_or_else(|| format!("the field {:?} names no choices: {name:?}", raw.code))
    };
    let kind = match raw.kind.as_str() {
        "text" => FieldKind::Text,
        "long_text" => FieldKind::LongText,
        "number" => FieldKind::Number { min: raw.min, max: raw.max },
        "date" => FieldKind::Date,
        "bool" => FieldKind::Bool,
        "choice" => FieldKind::Choice(named()?),
        "choices" => FieldKind::Choices(named()?),
        "texts" => FieldKind::Texts,
        "list" => FieldKind::List(Vec::new()),
        "feature" => FieldKind::Feature,
        "standard" => FieldKind::Standard,
        other => return Err(format!("the field {:?} has an unknown type {other:?}", raw.code)),
    };
    if (raw.min.is_some() || raw.max.is_some()) && !matches!(kind, FieldKind::Number { .. }) {
        return Err(format!("only a number has bounds, {:?} is none", raw.code));
    }
    if raw.min.zip(raw.max).is_some_and(|(min, max)| min > max) {
        return Err(format!("the field {:?} has a lowest value above its highest", raw.code));
    }
    if raw.of.is_some() && !matches!(kind, FieldKind::Text) {
        return Err(format!("only a text names an item of a list, {:?} is none", raw.code));
    }
    let is_date = matches!(kind, FieldKind::Date);
    if raw.done && !is_date {
        return Err(format!("only a date can be done, {:?} is none", raw.code));
    }
    if raw.not_before.is_some() && !is_date {
        return Err(format!("only a date can be not before another, {:?} is none", raw.code));
    }
    let counted = raw.counted.map(|raw| CountedBy {
        out: raw.out,
        only: raw.only,
        when: raw.when.and_then(|when| Some((when.field?, when.is))),
        in_set: raw.r#in,
    });
    let field = FieldDef {
        code: raw.code,
        label: Text::new(raw.zh, raw.en),
        kind,
        unit: raw.unit,
        aliases: Vec::new(),
        group: String::new(),
        personal: false,
        derived: false,
        locked: None,
        only_by_step: Vec::new(),
        done: raw.done,
        of_list: raw.of,
        written_by: None,
        set_by: Vec::new(),
        counted,
        raised: None,
        not_before: raw.not_before,
        not_above: None,
        preset: None,
        by_month: false,
        dated_by: None,
        pattern: None,
        within: None,
        unsettled: Vec::new(),
        names: None,
        full: raw.full,
    };
    check_values(&field, field.counted.iter().flat_map(|by| by.out.iter().chain(&by.only)))?;
    Ok(field)
}

/// Checks that a field can have the values that are said of it.
fn check_values<'a>(
    field: &FieldDef,
    mut values: impl Iterator<Item = &'a String>,
) -> Result<(), String> {
    let is_known = |value: &&String| match &field.kind {
        FieldKind::Choice(choices) => choices.iter().any(|choice| choice.code == **value),
        FieldKind::Bool => *value == "yes" || *value == "no",
        _ => false,
    };
    match values.find(|value| !is_known(value)) {
        Some(value) => Err(format!("{:?} has no value {value:?}", field.code)),
        None => Ok(()),
    }
}

/// A day of an item is not before another of the same item.
fn check_order(columns: &[FieldDef]) -> Result<(), String> {
    let is_date =
        |code: &str| columns.iter().any(|it| it.code == code && matches!(it.kind, FieldKind::Date));
    for column in columns {
        if let Some(other) = column.not_before.as_deref().filter(|other| !is_date(other)) {
            return Err(format!("{:?} is not before no date field: {other:?}", column.code));
        }
    }
    Ok(())
}

/// What says that an item is done is held against a number with a highest value.
fn check_full(columns: &[FieldDef]) -> Result<(), String> {
    for column in columns.iter().filter(|column| column.full.is_some()) {
        let is_it = |other: &&FieldDef| Some(&other.code) == column.full.as_ref();
        let number = columns.iter().find(is_it).map(|other| &other.kind);
        let is_bounded = matches!(number, Some(FieldKind::Number { max: Some(_), .. }));
        if !is_bounded || !matches!(column.kind, FieldKind::Bool) {
            return Err(format!("{:?} is said by no number with a highest value", column.code));
        }
    }
    Ok(())
}

/// Checks what fields say of steps, sets and other fields, once all of them are read. `lines` are the fields' bytes,
/// in their order.
pub(super) fn check_fields(procedure: &Procedure, lines: &[usize]) -> Result<(), Fault> {
    for (field, at) in procedure.fields.iter().zip(lines) {
        check_field(procedure, field).map_err(|reason| (*at, reason))?;
    }
    Ok(())
}

fn check_field(procedure: &Procedure, field: &FieldDef) -> Result<(), String> {
    if let FieldKind::List(columns) = &field.kind {
        let is_list = |code: &&String| {
            procedure.field(code).is_some_and(|it| matches!(it.kind, FieldKind::List(_)))
        };
        let mut named = columns.iter().filter_map(|column| column.of_list.as_ref());
        if let Some(named) = named.find(|code| !is_list(code)) {
            return Err(format!("{:?} names items of no list: {named:?}", field.code));
        }
    }
    let step = field.written_by.as_deref();
    if let Some(step) = step.filter(|step| procedure.transition(step).is_none()) {
        return Err(format!("{:?} is written by no transition: {step:?}", field.code));
    }
    let of_stage = field.not_before.as_deref().and_then(|it| it.strip_prefix("stage:"));
    if let Some(stage) = of_stage.filter(|stage| procedure.stage(stage).is_none()) {
        return Err(format!("no stage is named {stage:?}"));
    }
    let other = field.not_before.as_ref().filter(|_| of_stage.is_none());
    check_dates(procedure, &field.code, other.into_iter().chain(&field.dated_by))?;
    let is_number = |code: &String| {
        procedure.field(code).is_some_and(|it| matches!(it.kind, FieldKind::Number { .. }))
    };
    let mut numbers = field.not_above.iter().chain(field.not_above.as_ref().map(|_| &field.code));
    if let Some(code) = numbers.find(|code| !is_number(code)) {
        return Err(format!("{:?} is not above no number field: {code:?}", field.code));
    }
    if let Some(counted) = &field.counted {
        if let Some((other, values)) = &counted.when {
            super::need_read::check_values(procedure, other, values)?;
        }
        if let Some(set) =
            counted.in_set.as_ref().filter(|it| !procedure.stage_sets.contains_key(*it))
        {
            return Err(format!("{:?} is counted in no set: {set:?}", field.code));
        }
    }
    let Some(lock) = &field.locked else { return Ok(()) };
    if lock.after.as_ref().is_some_and(|after| procedure.transition(after).is_none()) {
        return Err(format!("{:?} is locked after no transition: {:?}", field.code, lock.after));
    }
    if !procedure.stage_sets.contains_key(&lock.in_set) {
        return Err(format!("{:?} is locked in no set: {:?}", field.code, lock.in_set));
    }
    Ok(())
}

/// Checks that what a field or stage is dated by are date fields.
pub(super) fn check_dates<'a>(
    procedure: &Procedure,
    of: &str,
    fields: impl IntoIterator<Item = &'a String>,
) -> Result<(), String> {
    let is_date = |code: &String| {
        procedure.field(code).is_some_and(|field| matches!(field.kind, FieldKind::Date))
    };
    match fields.into_iter().find(|code| !is_date(code)) {
        Some(code) => Err(format!("{of:?} is dated by no date field: {code:?}")),
        None => Ok(()),
    }
}
