//! Reads how a target of a programme file is counted: its shape, and the tests of features and of items of their lists.

use serde::Deserialize;

use super::kpi;
use super::procedure::{Choice, FieldDef, FieldKind, Procedure};
use super::programme::*;
use super::rules::Rulebook;
use crate::model::Kind;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFigure {
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
    hit: RawAnyOf,
    sum: Option<String>,
    whole: Option<String>,
    total: Option<u32>,
    unit: Option<String>,
    mean: Option<String>,
    #[serde(default)]
    full: RawAnyOf,
}

/// One table of tests, or several of which one has to hold.
#[derive(Deserialize)]
#[serde(untagged)]
enum RawAnyOf {
    One(FieldTests),
    Several(Vec<FieldTests>),
}

impl Default for RawAnyOf {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl From<RawAnyOf> for AnyOf {
    fn from(raw: RawAnyOf) -> Self {
        match raw {
            RawAnyOf::One(tests) => Self(vec![tests]),
            RawAnyOf::Several(tables) => Self(tables),
        }
    }
}

/// Reads what is said of the features of one layer.
pub(super) struct Reader<'r> {
    layer: &'r str,
    rulebook: &'r Rulebook,
}

impl<'r> Reader<'r> {
    pub fn new(layer: &'r str, rulebook: &'r Rulebook) -> Self {
        Self { layer, rulebook }
    }

    fn procedure(&self) -> Result<&'r Procedure, String> {
        let known = self.rulebook.procedure(&Kind::new(self.layer));
        known.ok_or_else(|| format!("no procedure counts the layer {:?}", self.layer))
    }

    pub fn figure(&self, raw: RawFigure) -> Result<Figure, String> {
        let (hit, full) = (AnyOf::from(raw.hit), AnyOf::from(raw.full));
        let shapes = [&raw.kpi, &raw.sum, &raw.list, &raw.samples, &raw.mean];
        if shapes.into_iter().flatten().count() > 1 {
            return Err("a figure is one of `kpi`, `samples`, `sum`, `mean` and `list`".into());
        }
        if raw.total.is_some() && raw.kpi.is_none() && raw.sum.is_none() {
            return Err("a `total` stands beside a `kpi` or a `sum`".into());
        }
        if !full.is_empty() && raw.mean.is_none() {
            return Err("`full` stands beside a `mean`".into());
        }
        let has_hits = !raw.items.is_empty() || !hit.is_empty();
        if has_hits && (raw.kpi.is_some() || raw.samples.is_some() || raw.mean.is_some()) {
            return Err(
                "what counts is said by the figure itself: no `hit` stands beside it".into()
            );
        }
        self.check_tests(&raw.r#where)?;
        self.check_tests(&raw.but)?;
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
        if let Some(part) = raw.mean {
            self.check_number(&part)?;
            full.0.iter().try_for_each(|tests| self.check_tests(tests))?;
            return Ok(Figure::Mean { of, part, full });
        }
        if let Some(part) = raw.sum {
            let whole = match (raw.whole, raw.total) {
                (Some(field), None) => Whole::Field(field),
                (None, Some(total)) => Whole::Total(total),
                _ => return Err("a `sum` wants the `whole` it is part of, or its `total`".into()),
            };
            self.check_number(&part)?;
            if let Whole::Field(field) = &whole {
                self.check_number(field)?;
            }
            hit.0.iter().try_for_each(|tests| self.check_tests(tests))?;
            return Ok(Figure::Sum { of, hit, part, whole, unit: raw.unit });
        }
        if hit.is_empty() {
            return Err("what is counted is named by `hit`".into());
        }
        match raw.list {
            Some(list) => self.of_list(of, list, raw.items, hit),
            None if !raw.items.is_empty() => Err("`items` are those of a `list`".into()),
            None => {
                hit.0.iter().try_for_each(|tests| self.check_tests(tests))?;
                Ok(Figure::Features { of, hit })
            }
        }
    }

    fn of_list(
        &self,
        of: Filter,
        list: String,
        items: FieldTests,
        hit: AnyOf,
    ) -> Result<Figure, String> {
        let field = self.procedure()?.field(&list);
        let Some(FieldKind::List(columns)) = field.map(|field| &field.kind) else {
            return Err(format!("no list is named {list:?}"));
        };
        for (code, values) in hit.0.iter().chain([&items]).flatten() {
            let column = columns.iter().find(|column| column.code == *code);
            let column = column.ok_or_else(|| format!("no column is named {code:?}"))?;
            self.check_values(code, values, |value| may_be(column, value))?;
        }
        Ok(Figure::Items { of, list, items, hit })
    }

    fn check_number(&self, code: &str) -> Result<(), String> {
        let field = self.procedure()?.field(code);
        match field.map(|field| &field.kind) {
            Some(FieldKind::Number { .. }) => Ok(()),
            _ => Err(format!("no number field is named {code:?}")),
        }
    }

    /// Every name has to be a field or one of the words that stand beside them, every value one that it may have.
    pub fn check_tests(&self, tests: &FieldTests) -> Result<(), String> {
        let procedure = self.procedure()?;
        for (code, values) in tests {
            let field = procedure.field(code);
            match (code.as_str(), field) {
                (_, Some(field)) => self.check_values(code, values, |it| may_be(field, it))?,
                ("stage", _) => {
                    self.check_values(code, values, |it| procedure.stage(it).is_some())?;
                }
                ("class", _) if !classes_of(procedure).is_empty() => {
                    let classes = classes_of(procedure);
                    self.check_values(code, values, |it| classes.iter().any(|c| c.code == it))?;
                }
                ("sample", _) if judges_samples(procedure) => {
                    self.check_values(code, values, |it| it == "compliant" || it == "failing")?;
                }
                _ => return Err(format!("no field is named {code:?}")),
            }
        }
        Ok(())
    }

    fn check_values(
        &self,
        code: &str,
        values: &[String],
        may_be: impl Fn(&str) -> bool,
    ) -> Result<(), String> {
        let known = |value: &&String| match value.strip_prefix('@') {
            Some(kind) => self.rulebook.procedure(&Kind::new(kind)).is_some(),
            None => ["*", "-"].contains(&value.as_str()) || may_be(value),
        };
        match values.iter().find(|value| !known(value)) {
            Some(value) => Err(format!("{value:?} is no value of {code:?}")),
            None => Ok(()),
        }
    }
}

/// The classes that a water of this kind may be in.
fn classes_of(procedure: &Procedure) -> &[Choice] {
    match procedure.field("latest_class").map(|field| &field.kind) {
        Some(FieldKind::Choice(classes)) => classes,
        _ => &[],
    }
}

fn judges_samples(procedure: &Procedure) -> bool {
    procedure.standard.field.is_some() || procedure.standard.otherwise.is_some()
}

fn may_be(field: &FieldDef, value: &str) -> bool {
    match &field.kind {
        FieldKind::Choice(choices) => choices.iter().any(|choice| choice.code == value),
        FieldKind::Bool => value == "yes" || value == "no",
        _ => true,
    }
}
