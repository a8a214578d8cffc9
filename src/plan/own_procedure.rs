//! Plans that went by a procedure of a person's own where the built-in one of the kind would have said no: they count,
//! and are told apart as unproven. A procedure that asks for as much or more is as good as the built-in one.

use std::sync::Arc;

use super::body::Body;
use super::procedure::Procedure;
use super::record::Record;
use super::rules::{Asked, Rulebook};
use super::state::FeatureState;
use crate::model::Text;

impl Rulebook {
    /// The newest procedure of a kind that came with the program.
    pub(super) fn built_in_of(&self, kind: &str) -> Option<&Procedure> {
        let all = self.versions.values().map(Arc::as_ref);
        let own = all.filter(|procedure| procedure.id == kind && !procedure.is_own);
        own.max_by_key(|procedure| procedure.version)
    }

    /// Whether a record that its own procedure permits would be refused by the built-in one of its kind.
    pub(super) fn is_short_of_built_in(&self, asked: Asked<'_>) -> bool {
        let Some(own) = asked.procedure.filter(|procedure| procedure.is_own) else { return false };
        let is_said = !matches!(asked.body, Body::Adopted(_) | Body::Withdrawn(_));
        let built_in = self.built_in_of(&own.id).filter(|_| is_said);
        built_in.is_some_and(|procedure| {
            !self.missing_for(Asked { procedure: Some(procedure), ..asked }).is_empty()
        })
    }
}

impl FeatureState {
    /// The procedure of somebody's own by which this plan got somewhere the built-in one would not have let it.
    pub fn own_procedure(&self) -> Option<&str> {
        self.short_of_built_in.first().map(|record| record.procedure.as_str())
    }

    /// Whether a record counts only by a procedure of somebody's own.
    pub fn counts_by_own_procedure(&self, record: &Record) -> bool {
        self.short_of_built_in.iter().any(|one| one.hash == record.hash)
    }

    /// Why nobody here has proved the stage; `None` where somebody has.
    pub fn unproven_why(&self) -> Option<Text> {
        let own = || {
            let name = self.own_procedure()?;
            Some(Text::new(
                format!("按自定规程 {name} 办理，内置规程不允许，未核实"),
                format!(
                    "by {name}, a procedure of your own that permits what the built-in one does not: unproven"
                ),
            ))
        };
        let stated = || Text::new("来件状态，未核实", "as received, unproven");
        self.unproven.then(|| own().unwrap_or_else(stated))
    }
}
