//! What is done of what is planned: more of it than there is cannot be, and is asked back.

use serde_json::Value;

use super::body::Body;
use super::procedure::{FieldDef, Procedure};
use super::rules::{Asked, Jump, Missing};
use super::values::parse_number;
use crate::model::Text;

/// What is wrong with a part that is more than its whole, as this body or the plan has them; either may be written.
pub(super) fn above_missing(
    asked: &Asked<'_>,
    procedure: &Procedure,
    field: &FieldDef,
    value: &Value,
) -> Option<Missing> {
    let written = match asked.body {
        Body::Transition(step) => Some(&step.fields),
        Body::Fields(set) => Some(&set.fields),
        _ => None,
    };
    let text_of = |other: &FieldDef| match written.and_then(|fields| fields.get(&other.code)) {
        Some(value) => value.as_str(),
        None => asked.state.text(&other.code),
    };
    let value = value.as_str()?;
    let of_part = || {
        let whole = procedure.field(field.not_above.as_deref()?)?;
        above_words((&field.label, value), (&whole.label, text_of(whole)?))
    };
    let of_whole = || {
        let mut parts = procedure.fields.iter();
        let part = parts.find(|it| it.not_above.as_ref() == Some(&field.code))?;
        // Written beside it, the part answers for itself.
        let is_written = written.is_some_and(|fields| fields.contains_key(&part.code));
        let part_is = text_of(part).filter(|_| !is_written)?;
        above_words((&part.label, part_is), (&field.label, value))
    };
    let words = of_part().or_else(of_whole)?;
    Some(Missing::wrong(words, Jump::Input(field.code.clone())))
}

/// In words, where the part is more than the whole.
pub(super) fn above_words(
    (part, part_is): (&Text, &str),
    (whole, whole_is): (&Text, &str),
) -> Option<Text> {
    let (done, planned) = (parse_number(part_is)?, parse_number(whole_is)?);
    (done > planned).then(|| {
        Text::new(
            format!("“{}”{part_is} 大于“{}”{whole_is}，是不是填错了？请核对", part.zh, whole.zh),
            format!(
                "{} {part_is} is more than {} {whole_is}: is one of them wrong? Check them",
                part.en, whole.en
            ),
        )
    })
}
