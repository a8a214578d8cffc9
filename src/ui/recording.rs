//! Forms are opened, gone on with and recorded, once it is known who is here.

use super::actions::KeyAct;
use super::context::UiCtx;
use super::dialogs::{Dialog, WhoDialog};
use super::forms::{Content, OpenForm};
use super::notices::Tone;
use super::plan_card::{CardAsk, open_or_resume};
use super::screen::{AfterWho, Screen};
use super::search_box::SearchAsk;
use super::view_state::Middle;
use crate::model::FeatureKey;
use crate::plan::Actor;
use crate::session::{Command, Recording};

impl Screen {
    pub(super) fn card_ask(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey, ask: CardAsk) {
        match ask {
            CardAsk::Form(content) => self.open_form(ctx, key, *content),
            CardAsk::FormAt(content, row) => {
                self.open_form(ctx, key, *content);
                if let Some(form) = self.forms.top_mut() {
                    form.wanted_focus = Some(row);
                }
            }
            CardAsk::Resume(id) => self.resume(ctx, &id),
            CardAsk::DropDraft(id) => {
                self.forms.forget(&id);
                ctx.outbox.command(Command::DropDraft { id });
            }
            CardAsk::WhoAmI => self.ask_who(ctx),
            CardAsk::Open(key) => self.search_ask(ctx, SearchAsk::Feature(key)),
            CardAsk::Act(act, done) => self.record_directly(ctx, Recording::One(*act), done),
            CardAsk::Record => self.record(ctx),
            CardAsk::Close => self.forms.close(ctx),
            CardAsk::ShowOnMap => {
                self.view.middle = Middle::Map;
                self.map.show(ctx, key);
            }
            CardAsk::Place => self.act(ctx, KeyAct::MovePlace),
            CardAsk::Tray => self.act(ctx, KeyAct::Tray),
        }
    }

    /// Opens a form on a feature, going on with its draft where one waits.
    pub fn open_form(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey, content: Content) {
        if ctx.snapshot.read_only {
            self.refuse_to_record(ctx);
            return;
        }
        if self.card.refuse_on_past_day() {
            return;
        }
        let mut content = content;
        if let Content::Step(step) = &mut content {
            step.preset(ctx, key);
        }
        let known = ctx.actor.filter(|_| self.knows_who(ctx));
        let author = known.map(Actor::person).unwrap_or_default();
        let mut form = open_or_resume(ctx, key, content.clone(), author);
        // A picture of another kind is wanted than the draft had begun: a row for it.
        if let (Content::Photos(wanted), Content::Photos(open)) =
            (&content, &mut form.sheet.content)
        {
            let waits = |row: &&super::forms::PhotoRow| {
                !row.kind.is_empty() && !open.rows.iter().any(|open| open.kind == row.kind)
            };
            let more: Vec<_> = wanted.rows.iter().filter(waits).cloned().collect();
            open.rows.extend(more);
        }
        if let (Content::Fields(wanted), Content::Fields(open)) =
            (&content, &mut form.sheet.content)
            && !wanted.group.is_empty()
        {
            open.group.clone_from(&wanted.group);
        }
        // A step has no first row of its own: the first thing it asks for has the keyboard.
        if let Content::Step(step) = &form.sheet.content {
            form.wanted_focus = Some(step.first_row(ctx, key));
        }
        if let Content::Fields(fields) = &form.sheet.content {
            let steps = self.card.steps(ctx, key);
            let wanted = super::plan_card::wanted_fields(&steps);
            form.wanted_focus = fields.first_row(ctx, key, &wanted);
        }
        self.show_inline(&form);
        self.forms.open(form);
    }

    /// What is edited where it stands wants its tab.
    fn show_inline(&mut self, form: &OpenForm) {
        if form.is_inline() {
            self.view.card_tab = super::view_state::CardTab::Plan;
        }
    }

    pub(super) fn resume(&mut self, ctx: &UiCtx<'_>, id: &str) {
        if ctx.snapshot.read_only {
            return self.notices.add(Tone::Bad, ctx.why_read_only());
        }
        let draft = ctx.snapshot.drafts.iter().find(|draft| draft.id == id);
        let form = draft.and_then(OpenForm::from_draft);
        if let Some(form) = form {
            self.view.selected = Some(form.feature.to_string());
            self.show_inline(&form);
            self.forms.open(form);
        } else if draft.is_some() {
            self.notices.add(Tone::Bad, ctx.t("draft.unreadable"));
        }
    }

    /// Chooses a feature; open forms of another one are put away with their drafts.
    pub fn select(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) {
        self.field.put_away(ctx);
        if self.view.selected.as_deref() != Some(key.as_str()) {
            self.forms.close_all(ctx);
            self.view.selected = Some(key.to_string());
        }
    }

    /// Ctrl+Enter: asks who is here if that is not known yet, then records.
    pub fn record(&mut self, ctx: &UiCtx<'_>) {
        if ctx.snapshot.read_only {
            self.refuse_to_record(ctx);
        } else if self.knows_who(ctx) {
            if self.field.is_open() {
                self.field.record(ctx);
            } else if let Some(form) = self.forms.top_mut() {
                form.record(ctx);
            }
        } else {
            self.after_who = Some(AfterWho::Record);
            self.ask_who(ctx);
        }
    }

    /// On a new day the window asks once more who is at the keyboard.
    pub(super) fn knows_who(&self, ctx: &UiCtx<'_>) -> bool {
        self.view.actor.is_some() && self.view.actor_day == ctx.today().to_string()
    }

    pub(super) fn ask_who(&mut self, ctx: &UiCtx<'_>) {
        let who = WhoDialog::of(ctx.actor, &self.view.companions);
        self.dialog = Some(Dialog::Who(who));
    }

    pub(super) fn take_back(&mut self, ctx: &UiCtx<'_>, what: AfterWho) {
        if ctx.snapshot.read_only {
            self.refuse_to_record(ctx);
            return;
        }
        if !self.knows_who(ctx) {
            self.after_who = Some(what);
            self.ask_who(ctx);
            return;
        }
        match what {
            AfterWho::Undo => ctx.outbox.command(Command::Undo),
            AfterWho::Redo => ctx.outbox.command(Command::Redo),
            _ => return,
        };
    }
}
