//! An act that needs no form: a box ticked, an item taken off. Sent at once; a refusal is said as a notice.

use std::collections::BTreeMap;

use super::answers::refused_in_words;
use super::context::{Ask, Ticket, UiCtx};
use super::notices::{Does, Tone};
use super::screen::{AfterWho, Screen};
use crate::session::{Command, Outcome, Recording};

/// The acts on their way, and the one that waits until it is known who is here.
#[derive(Debug, Default)]
pub struct DirectActs {
    /// What is said once it is on the disk.
    under_way: BTreeMap<Ticket, String>,
    wanted: Option<(Recording, String)>,
}

impl Screen {
    /// Records an act at once; `done` is what is said of it then.
    pub(super) fn record_directly(&mut self, ctx: &UiCtx<'_>, what: Recording, done: String) {
        if ctx.snapshot.read_only {
            return self.refuse_to_record(ctx);
        }
        if !self.knows_who(ctx) {
            self.direct.wanted = Some((what, done));
            self.after_who = Some(AfterWho::Act);
            return self.ask_who(ctx);
        }
        let ticket = ctx.outbox.command(match what {
            Recording::One(act) => Command::Record(act),
            Recording::All(acts) => Command::RecordAll(acts),
        });
        self.direct.under_way.insert(ticket, done);
    }

    /// It is known now who is here: records what waited for that.
    pub(super) fn record_what_waited(&mut self, ctx: &UiCtx<'_>) {
        if let Some((what, done)) = self.direct.wanted.take() {
            self.record_directly(ctx, what, done);
        }
    }

    /// Does what a notice offered.
    pub(super) fn do_what_was_offered(&mut self, ctx: &UiCtx<'_>, does: Does) {
        match does {
            Does::Record { acts, done } => self.record_directly(ctx, Recording::All(acts), done),
            Does::OpenWorkspace(path) => ctx.outbox.ask(Ask::OpenWorkspace(path)),
        }
    }

    /// Takes an answer to such an act; `false` if it is not one's.
    pub(super) fn direct_answer(
        &mut self,
        ctx: &UiCtx<'_>,
        ticket: Ticket,
        outcome: &Result<Outcome, String>,
    ) -> bool {
        let Some(done) = self.direct.under_way.remove(&ticket) else { return false };
        match outcome {
            Ok(Outcome::Refused(refusal)) => {
                let why: Vec<&str> =
                    refusal.missing.iter().map(|missing| ctx.say(&missing.message)).collect();
                self.notices.add(Tone::Bad, why.join("；"));
            }
            Ok(Outcome::Rehearsed(refused)) => {
                self.notices.add(Tone::Bad, refused_in_words(ctx, refused));
            }
            Ok(_) => self.notices.add(Tone::Good, done),
            Err(why) => self.notices.add(Tone::Bad, ctx.fill("notice.failed", &[("why", why)])),
        }
        true
    }
}
