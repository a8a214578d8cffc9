//! What samples are judged by – a standard, a class of land, a background – does not change under them: where a judged
//! sample would be judged otherwise than it was, only the municipality writes it.
//!
//! What makes a sample fail that was well is free, and so is what nothing was judged by yet.

use serde_json::Value;

use super::procedure::{Procedure, StandardRule};
use super::rules::Rulebook;
use super::state::{FeatureState, Register, SampleState, Standing};
use super::verdict::{Judgement, Outcome};

impl StandardRule {
    /// Whether samples are judged by what this field says.
    pub fn goes_by(&self, field: &str) -> bool {
        let named = [&self.field, &self.target, &self.capacity].into_iter().flatten();
        named.chain(self.background.values()).any(|code| code == field)
    }
}

/// Whether a sample that was judged would be judged more mildly, or no longer, were this to stand in the field.
pub(super) fn makes_milder(
    rulebook: &Rulebook,
    procedure: &Procedure,
    state: &FeatureState,
    (code, value): (&str, &Value),
) -> bool {
    let has_results = || state.samples.iter().any(|sample| sample.result.is_some());
    if !procedure.standard.goes_by(code) || !has_results() {
        return false;
    }
    let mut after = state.clone();
    let standing = vec![Standing { value: value.clone(), record: None }];
    after.fields.insert(code.to_owned(), Register { standing });
    are_milder(rulebook, state.clone(), after)
}

/// Whether a sample that both know is judged more mildly in the second.
pub(super) fn are_milder(
    rulebook: &Rulebook,
    mut before: FeatureState,
    mut after: FeatureState,
) -> bool {
    rulebook.judge_samples(&mut before);
    rulebook.judge_samples(&mut after);
    let record = |sample: &SampleState| sample.result.as_ref().map(|result| result.record.hash);
    before.samples.iter().any(|was| {
        let is = after.samples.iter().find(|is| record(is).is_some() && record(is) == record(was));
        let judgements = was.judgement.as_ref().zip(is.and_then(|is| is.judgement.as_ref()));
        judgements.is_some_and(|(was, is)| is_milder(was, is))
    })
}

fn is_milder(was: &Judgement, is: &Judgement) -> bool {
    let limits = |of: &Judgement| -> Vec<Option<String>> {
        of.items.iter().map(|item| item.limit.clone()).collect()
    };
    let has_other_class = was.class.is_some() && was.class != is.class;
    match (&was.outcome, &is.outcome) {
        (Outcome::NotJudged(_), _) => has_other_class,
        (Outcome::Compliant, Outcome::Failing) => false,
        (was_so, is_so) => was_so != is_so || has_other_class || limits(was) != limits(is),
    }
}
