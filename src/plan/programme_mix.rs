//! What a target's features are split by: how many stand in each stage or bear each value of a field, and how many of
//! them the target counts.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::procedure::{FieldKind, Procedure};
use super::summary::Counted;
use super::tally::Members;

/// The parts of a target's features, as `yice summary --json` prints them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mix {
    /// The field, or `stage`.
    pub by: String,
    /// In the order of the stages or choices; only those that have any.
    pub parts: Vec<MixPart>,
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MixPart {
    /// The stage or the value; empty where there is none.
    pub code: String,
    /// How many of them the target counts; absent where it counts by this very field, or all that there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num: Option<usize>,
    /// How many there are.
    pub den: usize,
    #[serde(skip)]
    pub members: Members,
}

/// Splits features by a field or the stage. `hits` are those that the target counts, where that is to be told of each
/// part.
pub(super) fn mix<'c>(
    procedure: &Procedure,
    by: &str,
    of: impl Iterator<Item = &'c Counted>,
    hits: Option<&[u32]>,
) -> Option<Mix> {
    let counted: HashSet<u32> = hits.into_iter().flatten().copied().collect();
    let mut found: BTreeMap<&str, Members> = BTreeMap::new();
    for one in of {
        let code = match by {
            super::guarded::STAGE => one.stage.as_deref(),
            field => one.state.text(field),
        };
        let members = found.entry(code.unwrap_or_default()).or_default();
        members.of.push(one.place);
        if counted.contains(&one.place) {
            members.hits.push(one.place);
        }
    }
    // A value that is none of the field's stands before what has none.
    let mut codes = codes_of(procedure, by);
    let others = found.keys().filter(|code| !code.is_empty() && !codes.contains(code));
    let others: Vec<&str> = others.copied().collect();
    codes.extend(others.into_iter().chain([""]));
    let parts = codes.into_iter().filter_map(|code| {
        let members = found.remove(code)?;
        let num = hits.is_some().then_some(members.hits.len());
        Some(MixPart { code: code.to_owned(), num, den: members.of.len(), members })
    });
    let parts: Vec<MixPart> = parts.collect();
    (!parts.is_empty()).then(|| Mix { by: by.to_owned(), parts })
}

fn codes_of<'p>(procedure: &'p Procedure, by: &str) -> Vec<&'p str> {
    match procedure.field(by).map(|field| &field.kind) {
        _ if by == super::guarded::STAGE => {
            procedure.stages.iter().map(|stage| stage.code.as_str()).collect()
        }
        Some(FieldKind::Choice(choices)) => {
            choices.iter().map(|choice| choice.code.as_str()).collect()
        }
        _ => vec!["yes", "no"],
    }
}
