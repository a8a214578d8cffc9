//! What another program changed in a file that carries people's records: no word of theirs, and no truth either. It
//! stands beside what they recorded until somebody decides.

use serde_json::Value;

use super::guarded::{Guarded, STAGE, last_record};
use super::procedure::Procedure;
use super::state::{Baseline, FeatureState, is_same_value};

impl Procedure {
    /// What a text states otherwise than the text `before` it, of what people have recorded; `state` is the feature as
    /// it stands. What stands beside it already stays there.
    pub fn edited(
        &self,
        state: &FeatureState,
        (before, states): (&Baseline, &Baseline),
        known: &[Guarded],
    ) -> Vec<Guarded> {
        let is_known = |field: &str, value: &Value| {
            known.iter().any(|guard| guard.field == field && guard.states == *value)
        };
        let fields = states.fields.iter().filter_map(|(code, value)| {
            let register = state.fields.get(code)?;
            let over = Some(last_record(register)?);
            let is_changed = !is_same_value(before.fields.get(code), Some(value));
            let is_other = !is_same_value(register.value(), Some(value));
            let is_derived = self.field(code).is_none_or(|field| field.derived);
            ((is_changed || is_known(code, value)) && is_other && !is_derived).then(|| Guarded {
                field: code.clone(),
                stands: register.value().cloned().unwrap_or_default(),
                states: value.clone(),
                over,
            })
        });
        self.edited_stage(state, before, states).into_iter().chain(fields).collect()
    }

    fn edited_stage(
        &self,
        state: &FeatureState,
        before: &Baseline,
        states: &Baseline,
    ) -> Option<Guarded> {
        let (stands, stage) = (state.stage_code()?, states.stage.as_deref()?);
        let over = last_record(&state.stage)?;
        (states.stage != before.stage && stage != stands).then(|| Guarded {
            field: STAGE.to_owned(),
            stands: stands.into(),
            states: stage.into(),
            over: Some(over),
        })
    }
}
