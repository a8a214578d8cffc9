//! How the window was left, written into the workspace a moment after it rests, and looked like again at the start.

use super::clock_watch::ClockWatch;
use super::context::{Ask, UiCtx};
use super::forms::OpenForm;
use super::screen::Screen;
use super::today;
use super::view_state::{VIEW_SETTING, ViewState};
use crate::model::Stamp;

/// How long looking must rest before it is written down.
const VIEW_PAUSE_S: f64 = 1.0;
/// After so long somebody else may sit at the keyboard.
const AWAY_HOURS: i64 = 8;

/// The view as last sent to the workspace, and what it was when it last changed.
#[derive(Debug, Default)]
pub struct KeptView {
    sent: String,
    seen: (String, f64),
}

impl Screen {
    /// While a workspace is being read it is known already how it was left dressed, and by whom.
    pub fn dress_as_left(&mut self, ctx: &UiCtx<'_>) {
        let Some(text) = ctx.snapshot.settings.get(VIEW_SETTING) else { return };
        let left = ViewState::from_setting(text);
        // What a person has set since then stands.
        if self.view.actor.is_some() || left.actor.is_none() {
            return;
        }
        let ViewState { lang, theme, outdoor, text_scale, actor, actor_day, companions, .. } = left;
        let now = std::mem::take(&mut self.view);
        self.view =
            ViewState { lang, theme, outdoor, text_scale, actor, actor_day, companions, ..now };
    }

    /// Looks as the workspace was left: selection, tab, camera, and the form that was being typed.
    pub fn restore(&mut self, ctx: &UiCtx<'_>) {
        if let Some(text) = ctx.snapshot.settings.get(VIEW_SETTING) {
            // What was typed into the search meanwhile stands before what stood there when the window was left.
            let typed = std::mem::take(&mut self.view.list_query);
            self.view = ViewState::from_setting(text);
            if !typed.is_empty() {
                self.view.list_query = typed;
            } else if self.search.is_open() {
                self.search.find();
            }
            self.kept.sent = self.view.to_setting();
        }
        if !ctx.snapshot.layers.is_empty() {
            self.map.restore(ctx, self.view.camera);
        }
        // Another window's words are not for this one to go on with.
        let may_write = !ctx.snapshot.read_only;
        if let Some(id) = self.view.open_form.clone().filter(|_| may_write) {
            self.resume(ctx, &id);
            if let (Some(form), Some(row)) = (self.forms.top_mut(), self.view.form_row.clone()) {
                form.wanted_focus = Some(row);
            }
        }
        if may_write {
            self.field.restore(ctx);
            self.tray.restore(ctx);
        }
        self.list.show_selected();
        if !self.forms.is_open() && !self.search.is_open() {
            self.list.take_keyboard();
        }
        self.begin_day(ctx);
    }

    /// On a new day, or after long away, one question: who is here? What was not done stays on the day's list.
    fn begin_day(&mut self, ctx: &UiCtx<'_>) {
        self.clock = ClockWatch::begin(&self.view.last_used);
        let last_used = Stamp::parse(&self.view.last_used);
        today::begin(ctx, last_used.ok().map(|at| at.day()));
        if self.view.actor.is_none() || ctx.snapshot.read_only {
            return;
        }
        let away = Stamp::parse(&self.view.last_used).is_ok_and(|last| {
            let away = ctx.now.instant().duration_since(last.instant());
            away.as_hours() >= AWAY_HOURS
        });
        if !self.knows_who(ctx) || away {
            let actor = self.view.actor.clone();
            self.ask_who(&UiCtx { actor: actor.as_ref(), ..*ctx });
        }
    }

    /// Writes down how the window looks once it has rested a moment.
    pub(super) fn keep_view(&mut self, ctx: &UiCtx<'_>, now_s: f64) {
        self.view.open_form = self.forms.top().map(OpenForm::draft_id);
        self.view.form_row = self.forms.top().and_then(|form| form.focused.clone());
        let text = self.view.to_setting();
        if text == self.kept.sent || ctx.snapshot.read_only || self.opening {
            return;
        }
        if text != self.kept.seen.0 {
            self.kept.seen = (text, now_s);
            ctx.outbox.ask(Ask::WakeAfter(VIEW_PAUSE_S));
        } else if now_s - self.kept.seen.1 >= VIEW_PAUSE_S {
            self.keep_view_now(ctx);
        } else {
            ctx.outbox.ask(Ask::WakeAfter(VIEW_PAUSE_S));
        }
    }

    /// Writes down how the window looks: it is closing, or has rested.
    pub fn keep_view_now(&mut self, ctx: &UiCtx<'_>) {
        // Until the workspace is open this is not how it was left: what it keeps is not written over.
        let is_sent = self.view.to_setting() == self.kept.sent;
        if is_sent || ctx.snapshot.read_only || self.opening {
            return;
        }
        self.view.last_used = ctx.now.as_str().to_owned();
        let text = self.view.to_setting();
        let name = VIEW_SETTING.to_owned();
        ctx.outbox.command(crate::session::Command::SetSetting { name, value: text.clone() });
        self.kept.sent = text;
    }

    /// The window is closing: drafts and view go to the disk.
    pub fn put_away(&mut self, ctx: &UiCtx<'_>) {
        self.view.open_form = self.forms.top().map(OpenForm::draft_id);
        self.forms.close_all(ctx);
        self.keep_view_now(ctx);
    }
}
