//! Everything a person can ask of the window: one table, read by the menus, the search box and the key sheet.
//!
//! What an action does is in `acts`; which keys ask for it, in `shortcuts`.

use super::context::UiCtx;
use super::dialogs::ReportKind;
use super::rare::Rare;
use super::view_state::ViewState;

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAct {
    Open,
    TypePath,
    Workspaces,
    Export,
    Backup,
    Print,
    Report(ReportKind),
    Saved,
    List,
    Layers,
    Legend,
    Table,
    Board,
    AsOf,
    Review,
    Conflicts,
    Return,
    Outdoor,
    Theme,
    Language,
    Larger,
    Smaller,
    UsualSize,
    FullScreen,
    NextPane,
    Everything,
    Visit,
    Photo,
    /// Many pictures at once, of several features.
    Tray,
    Sample,
    NextStep,
    /// A form without a key of its own.
    Rare(Rare),
    Record,
    Patrol,
    /// One change on all that are marked.
    Bulk,
    NewFeature,
    MovePlace,
    Marking,
    BoxSelect,
    Lasso,
    Unmark,
    River,
    NextTodo,
    LastTodo,
    Today,
    Undo,
    Redo,
    Person,
    Find,
    Actions,
    Coordinates,
    KeySheet,
    Log,
    About,
    Escape,
    /// A canned remark of the review, from 0.
    Remark(usize),
    /// A tab of the card, 0 to 4.
    Tab(usize),
}

/// The menus, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    File,
    View,
    Record,
    Report,
    Review,
    Help,
    /// In `View`: choosing many at once.
    Many,
    /// In `View`: how the window looks.
    Look,
    /// In `Record`: what is written down now and then.
    Rarer,
    /// In `Record`: on several features at once, and features that no file brought.
    Several,
    /// In `Record`: going through the list.
    List,
    /// In `Record`: what another is asked for.
    Request,
}

impl Menu {
    /// Those of the first line.
    pub const ALL: [Self; 6] =
        [Self::File, Self::View, Self::Record, Self::Review, Self::Report, Self::Help];

    /// Those that unfold at its end: no menu is higher than a laptop's screen.
    pub const fn holds(self) -> &'static [Self] {
        match self {
            Self::View => &[Self::Many, Self::Look],
            Self::Record => &[Self::Rarer, Self::Several, Self::List, Self::Request],
            _ => &[],
        }
    }

    /// The key of its words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::File => "menu.file",
            Self::View => "menu.view",
            Self::Record => "menu.record",
            Self::Report => "menu.report",
            Self::Review => "review.menu",
            Self::Help => "menu.help",
            Self::Many => "menu.many",
            Self::Look => "menu.look",
            Self::Rarer => "menu.rarer",
            Self::Several => "menu.several",
            Self::List => "menu.list",
            Self::Request => "menu.request",
        }
    }
}

/// What must be there before an action can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    Nothing,
    Layers,
    /// A chosen feature.
    Feature,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    pub act: KeyAct,
    pub menu: Menu,
    /// The key of its words.
    pub text: &'static str,
    pub wants: Wants,
}

const fn line(menu: Menu, act: KeyAct, text: &'static str, wants: Wants) -> Action {
    Action { act, menu, text, wants }
}

const fn rare(menu: Menu, form: Rare) -> Action {
    Action { act: KeyAct::Rare(form), menu, text: form.text(), wants: Wants::Feature }
}

/// All actions, menu by menu. Esc, the remarks and the tabs of the card have keys and stand where they act: no menu has them.
pub const ACTIONS: &[Action] = {
    use KeyAct as A;
    use Menu::{File, Help, Look, Many, Rarer, Record, Report, Request, Review, Several, View};
    use ReportKind as R;
    use Wants::{Feature, Layers, Nothing};
    &[
        line(File, A::Open, "act.open", Nothing),
        line(File, A::TypePath, "act.type_path", Nothing),
        line(File, A::Workspaces, "act.workspaces", Nothing),
        line(File, A::Export, "act.export", Layers),
        line(File, A::Print, "act.print", Layers),
        line(File, A::Backup, "act.backup", Nothing),
        line(File, A::Saved, "act.saved", Nothing),
        line(View, A::Find, "act.find", Nothing),
        line(View, A::Actions, "act.actions", Nothing),
        line(View, A::Coordinates, "act.coordinates", Layers),
        line(View, A::List, "act.list", Layers),
        line(View, A::Layers, "act.layers", Layers),
        line(View, A::Legend, "act.legend", Layers),
        line(View, A::AsOf, "act.as_of", Layers),
        line(View, A::Everything, "act.everything", Layers),
        line(Many, A::Marking, "act.marking", Layers),
        line(Many, A::BoxSelect, "act.box", Layers),
        line(Many, A::Lasso, "act.lasso", Layers),
        line(Many, A::Unmark, "act.unmark", Layers),
        line(View, A::River, "act.river", Layers),
        line(Look, A::Outdoor, "act.outdoor", Nothing),
        line(Look, A::Theme, "act.theme", Nothing),
        line(Look, A::Language, "act.language", Nothing),
        line(Look, A::Larger, "act.larger", Nothing),
        line(Look, A::Smaller, "act.smaller", Nothing),
        line(Look, A::UsualSize, "act.usual_size", Nothing),
        line(Look, A::FullScreen, "act.full_screen", Nothing),
        line(View, A::NextPane, "act.next_pane", Layers),
        line(Record, A::Visit, "act.visit", Feature),
        line(Record, A::Photo, "act.photo", Feature),
        line(Record, A::Sample, "act.sample", Feature),
        line(Record, A::NextStep, "act.step", Feature),
        line(Record, A::Record, "act.record", Feature),
        line(Record, A::Undo, "act.undo", Nothing),
        line(Record, A::Redo, "act.redo", Nothing),
        line(Record, A::Person, "act.person", Nothing),
        rare(Rarer, Rare::Note),
        rare(Rarer, Rare::Document),
        rare(Rarer, Rare::Fields),
        rare(Rarer, Rare::Progress),
        line(Rarer, A::MovePlace, "act.move_place", Feature),
        line(Several, A::Tray, "act.tray", Layers),
        line(Several, A::Patrol, "act.patrol", Layers),
        line(Several, A::Bulk, "bulk.act", Layers),
        line(Several, A::NewFeature, "act.new_feature", Layers),
        line(Menu::List, A::NextTodo, "act.next_todo", Layers),
        line(Menu::List, A::LastTodo, "act.last_todo", Layers),
        line(Menu::List, A::Today, "act.today", Feature),
        rare(Request, Rare::Deadline),
        rare(Request, Rare::Suspended),
        rare(Request, Rare::NotRequired),
        rare(Request, Rare::Cancelled),
        line(Review, A::Review, "review.show", Layers),
        line(Review, A::Conflicts, "review.show_conflicts", Layers),
        line(Review, A::Board, "act.board", Layers),
        line(Review, A::Table, "act.table", Layers),
        line(Review, A::Return, "review.act_return", Feature),
        line(Report, A::Report(R::Briefing), "act.report_briefing", Layers),
        line(Report, A::Report(R::Programme), "act.report_programme", Layers),
        line(Report, A::Report(R::Ledger), "act.report_ledger", Layers),
        line(Report, A::Report(R::Dossier), "act.report_dossier", Layers),
        line(Report, A::Report(R::Approval), "act.report_approval", Feature),
        line(Report, A::Report(R::WallMap), "act.report_map", Layers),
        line(Report, A::Report(R::Waters), "act.report_waters", Layers),
        line(Report, A::Report(R::Ranking), "act.report_ranking", Layers),
        line(Help, A::KeySheet, "act.sheet", Nothing),
        line(Help, A::Log, "act.log", Nothing),
        line(Help, A::About, "act.about", Nothing),
    ]
};

impl Action {
    /// Whether it can be asked for just now.
    pub fn is_ready(&self, ctx: &UiCtx<'_>, view: &ViewState) -> bool {
        match self.wants {
            Wants::Nothing => true,
            Wants::Layers => !ctx.snapshot.layers.is_empty(),
            Wants::Feature => view.selected_key().is_some_and(|key| match self.act {
                KeyAct::Rare(form) => form.is_for(ctx, &key),
                _ => true,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines as high as a thumb, in what 1366 × 768 at 125 % leaves below the bar.
    const LINES_MAX: usize = 12;

    #[test]
    fn no_menu_is_higher_than_the_lowest_window_in_the_sun() {
        let inner = Menu::ALL.iter().flat_map(|menu| menu.holds());
        for menu in Menu::ALL.iter().chain(inner) {
            let own = ACTIONS.iter().filter(|action| action.menu == *menu).count();
            let lines = own + menu.holds().len();
            assert!(lines <= LINES_MAX, "{menu:?} has {lines} lines");
        }
    }

    #[test]
    fn every_action_stands_in_one_menu_only() {
        for (idx, one) in ACTIONS.iter().enumerate() {
            let again = ACTIONS[idx + 1..].iter().find(|other| other.act == one.act);
            assert!(again.is_none(), "{one:?} and {again:?}");
        }
    }
}
