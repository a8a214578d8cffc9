//! Half-written forms of the feature on the card: to go on with, or to let go.

use egui::{RichText, Ui};

use super::CardAsk;
use crate::model::FeatureKey;
use crate::session::Draft;
use crate::ui::context::UiCtx;
use crate::ui::dates::time_of_day;
use crate::ui::forms::draft_author;
use crate::ui::view_state::ViewState;

/// Words that were typed go only when it was said twice; answers whether they do.
fn drop_ui(ctx: &UiCtx<'_>, ui: &mut Ui, draft_id: &str, form: &str) -> bool {
    let id = ui.make_persistent_id(("dropping", draft_id));
    let is_asked: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let mut button = |key: &'static str| {
        let button = ui.button(ctx.t(key));
        button.accessible_name(format!("{} {form}", ctx.t(key))).clicked()
    };
    let (asked, gone) = match is_asked {
        false => (button("draft.drop"), false),
        true => {
            let (gone, kept) = (button("draft.drop_really"), button("draft.drop_not"));
            (!gone && !kept, gone)
        }
    };
    ui.data_mut(|data| data.insert_temp(id, asked));
    gone
}

/// The half-typed forms behind their count.
pub fn drafts_menu_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    view: &ViewState,
) -> Option<CardAsk> {
    let count = waiting(ctx, key, view).count();
    if count == 0 {
        return None;
    }
    folded_ui(ctx, ui, key, view, ctx.fill("draft.menu", &[("n", &count)]))
}

/// A button of these words that opens the list of them.
fn folded_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    view: &ViewState,
    words: String,
) -> Option<CardAsk> {
    let menu = ui.menu_button(RichText::new(words).color(ctx.palette.warn), |ui| {
        ui.set_min_width(ctx.palette.sizes.body_points * 22.0);
        let ask = drafts_ui(ctx, ui, key, view);
        if ask.is_some() {
            ui.close();
        }
        ask
    });
    menu.inner.flatten()
}

/// Half-typed forms in as few lines as there are: one as it is, several behind their count.
pub fn drafts_line_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    view: &ViewState,
) -> Option<CardAsk> {
    match waiting(ctx, key, view).count() {
        0 | 1 => drafts_ui(ctx, ui, key, view),
        count => folded_ui(ctx, ui, key, view, ctx.fill("draft.several", &[("n", &count)])),
    }
}

/// The half-typed forms of a feature. What is being edited on the card does not wait.
fn waiting<'a>(
    ctx: &UiCtx<'a>,
    key: &'a FeatureKey,
    view: &'a ViewState,
) -> impl Iterator<Item = &'a Draft> {
    ctx.snapshot.drafts.iter().filter(move |draft| {
        draft.feature.as_ref() == Some(key) && view.open_form.as_ref() != Some(&draft.id)
    })
}

/// Half-typed forms that wait: go on with one, or let it go.
pub fn drafts_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    view: &ViewState,
) -> Option<CardAsk> {
    let mut ask = None;
    for draft in waiting(ctx, key, view) {
        ui.horizontal_wrapped(|ui| {
            let at = crate::model::Stamp::parse(&draft.saved_at)
                .map(|at| time_of_day(&at).to_owned())
                .unwrap_or_default();
            let form = ctx.words.code("form_name", &draft.form);
            let author = draft_author(draft);
            let is_own = ctx.actor.is_some_and(|actor| actor.person().is_same(&author));
            let words = if is_own || author.is_nobody() { "draft.waiting" } else { "draft.theirs" };
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("form", &form), ("at", &at), ("who", &author.name)];
            ui.label(ctx.fill(words, &values));
            let resume = ui.button(ctx.t("draft.resume"));
            if resume.accessible_name(format!("{} {form}", ctx.t("draft.resume"))).clicked() {
                ask = Some(CardAsk::Resume(draft.id.clone()));
            }
            if drop_ui(ctx, ui, &draft.id, form) {
                ask = Some(CardAsk::DropDraft(draft.id.clone()));
            }
        });
    }
    ask
}
