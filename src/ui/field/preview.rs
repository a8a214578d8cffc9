//! What recording several acts would do, as the session has answered: asked anew when something changed.

use std::sync::Arc;

use crate::plan::Plans;
use crate::session::{Act, Command, Rehearsed};
use crate::ui::context::{Ticket, UiCtx};

#[derive(Debug, Default)]
pub struct Preview {
    /// The plans and the form, as text, that were asked about.
    of: Option<(Arc<Plans>, String)>,
    waiting: Option<Ticket>,
    answer: Vec<Rehearsed>,
}

impl Preview {
    /// Takes the session's answer; `false` if it is not this one's.
    pub fn take(&mut self, ticket: Ticket, answer: Option<Vec<Rehearsed>>) -> bool {
        if self.waiting != Some(ticket) {
            return false;
        }
        self.waiting = None;
        self.answer = answer.unwrap_or_default();
        true
    }

    /// Whether the answer to what is typed now is not in yet.
    pub const fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    fn of(&self, key: &str) -> Option<&Rehearsed> {
        self.answer.iter().find(|one| one.feature.as_str() == key)
    }

    /// Whether this one is already what it would be changed to.
    pub fn is_unchanged(&self, key: &str) -> bool {
        self.of(key).is_some_and(|one| one.unchanged)
    }

    /// Why the rules would not have this one.
    pub fn refusal(&self, ctx: &UiCtx<'_>, key: &str) -> Option<String> {
        let missing = &self.of(key)?.refusal.as_ref()?.missing;
        let words: Vec<&str> = missing.iter().map(|one| ctx.say(&one.message)).collect();
        Some(words.join("；"))
    }

    /// Asks anew when something was typed or recorded since. `acts` may not be there yet.
    pub fn refresh<E>(
        &mut self,
        ctx: &UiCtx<'_>,
        form: &impl serde::Serialize,
        acts: impl FnOnce() -> Result<Vec<Act>, E>,
    ) {
        let text = serde_json::to_string(form).unwrap_or_default();
        let is_known = self.of.as_ref().is_some_and(|(plans, known)| {
            Arc::ptr_eq(plans, &ctx.snapshot.plans) && *known == text
        });
        if is_known || self.waiting.is_some() || ctx.snapshot.read_only {
            return;
        }
        self.of = Some((Arc::clone(&ctx.snapshot.plans), text));
        self.waiting = match acts() {
            Ok(acts) if !acts.is_empty() => Some(ctx.outbox.command(Command::Rehearse(acts))),
            _ => {
                self.answer.clear();
                None
            }
        };
    }
}
