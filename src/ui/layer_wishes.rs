//! What a person wants of a layer beyond its panel: to see it, to see one feature of it, to take over what it states.

use super::context::UiCtx;
use super::dialogs::{AdoptDialog, Dialog};
use super::layer_panel::LayerWish;
use super::notices::Tone;
use super::screen::{AfterWho, Screen};
use crate::session::Outcome;

impl Screen {
    pub(super) fn layer_wish(&mut self, ctx: &UiCtx<'_>, wish: LayerWish) {
        match wish {
            LayerWish::Show(layer) => self.map.show_layer(ctx, layer),
            LayerWish::Select(key) => {
                self.select(ctx, &key);
                self.map.show(ctx, &key);
            }
            LayerWish::Adopt(layer) => self.adopt(ctx, layer),
        }
    }

    /// Shows what adopting a layer's state would record; asks first who is here.
    pub(super) fn adopt(&mut self, ctx: &UiCtx<'_>, layer: u64) {
        if ctx.snapshot.read_only {
            self.refuse_to_record(ctx);
        } else if !self.knows_who(ctx) {
            self.after_who = Some(AfterWho::Adopt(layer));
            self.ask_who(ctx);
        } else if let Some(view_of) = ctx.snapshot.layers.iter().find(|it| it.id == layer) {
            self.dialog = Some(Dialog::Adopt(AdoptDialog::new(ctx, view_of)));
        }
    }

    /// The session has looked what there is to adopt, or has adopted it.
    pub(super) fn adoption_answer(&mut self, ctx: &UiCtx<'_>, outcome: Result<Outcome, String>) {
        let problem = match outcome {
            Ok(Outcome::WouldAdopt(found)) => {
                if let Some(Dialog::Adopt(dialog)) = &mut self.dialog {
                    dialog.found(found);
                }
                return;
            }
            Ok(Outcome::Recorded { records }) => {
                if matches!(self.dialog, Some(Dialog::Adopt(_))) {
                    self.dialog = None;
                }
                self.notices.add(Tone::Good, ctx.fill("adopt.done", &[("n", &records.len())]));
                return;
            }
            Ok(Outcome::Refused(refusal)) => refusal_in_words(ctx, &refusal),
            Ok(_) => return,
            Err(why) => ctx.fill("notice.failed", &[("why", &why)]),
        };
        match &mut self.dialog {
            Some(Dialog::Adopt(dialog)) => dialog.failed(problem),
            _ => self.notices.add(Tone::Bad, problem),
        }
    }

    /// A layer was changed; what could not be done is said.
    pub(super) fn layer_answer(&mut self, ctx: &UiCtx<'_>, outcome: Result<Outcome, String>) {
        match outcome {
            Ok(Outcome::Refused(refusal)) => {
                self.notices.add(Tone::Bad, refusal_in_words(ctx, &refusal));
            }
            Ok(_) => {}
            Err(why) => self.notices.add(Tone::Bad, ctx.fill("notice.failed", &[("why", &why)])),
        }
    }
}

fn refusal_in_words(ctx: &UiCtx<'_>, refusal: &crate::plan::Refusal) -> String {
    let why: Vec<&str> = refusal.missing.iter().map(|missing| ctx.say(&missing.message)).collect();
    why.join("；")
}
