//! The keys: one table, read by the window, the key sheet and the buttons' labels.
//!
//! Function keys and Ctrl, never bare letters: Chinese input stays switched on all day. While a text field has
//! the keyboard only function keys, Ctrl+Enter, Ctrl+S, Alt+digit and Esc act. Laptops whose function keys want Fn have
//! a letter with Alt for each of them; it acts where the function key acts, but not into words that are being composed.

use egui::{Event, Id, ImeEvent, Key, KeyboardShortcut, Modifiers};

pub use super::actions::KeyAct;

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    pub act: KeyAct,
    pub keys: KeyboardShortcut,
}

const fn plain(act: KeyAct, key: Key) -> Shortcut {
    Shortcut { act, keys: KeyboardShortcut::new(Modifiers::NONE, key) }
}

const fn shift(act: KeyAct, key: Key) -> Shortcut {
    Shortcut { act, keys: KeyboardShortcut::new(Modifiers::SHIFT, key) }
}

const fn ctrl(act: KeyAct, key: Key) -> Shortcut {
    Shortcut { act, keys: KeyboardShortcut::new(Modifiers::COMMAND, key) }
}

const fn alt(tab: usize, key: Key) -> Shortcut {
    Shortcut { act: KeyAct::Tab(tab), keys: KeyboardShortcut::new(Modifiers::ALT, key) }
}

/// A function key's letter.
const fn letter(act: KeyAct, key: Key) -> Shortcut {
    Shortcut { act, keys: KeyboardShortcut::new(Modifiers::ALT, key) }
}

const fn remark(nth: usize, key: Key) -> Shortcut {
    Shortcut { act: KeyAct::Remark(nth), keys: KeyboardShortcut::new(Modifiers::COMMAND, key) }
}

const CTRL_SHIFT_Z: KeyboardShortcut =
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);

/// All keys, those with more modifiers first, so that Ctrl+Shift+Z is never taken for Ctrl+Z.
pub const SHORTCUTS: &[Shortcut] = &[
    Shortcut { act: KeyAct::Redo, keys: CTRL_SHIFT_Z },
    shift(KeyAct::LastTodo, Key::F3),
    shift(KeyAct::Patrol, Key::F2),
    shift(KeyAct::Lasso, Key::F5),
    plain(KeyAct::KeySheet, Key::F1),
    plain(KeyAct::Visit, Key::F2),
    plain(KeyAct::NextTodo, Key::F3),
    plain(KeyAct::Photo, Key::F4),
    plain(KeyAct::Table, Key::F6),
    plain(KeyAct::BoxSelect, Key::F5),
    plain(KeyAct::Sample, Key::F7),
    plain(KeyAct::NextStep, Key::F8),
    plain(KeyAct::List, Key::F9),
    plain(KeyAct::NextPane, Key::F10),
    plain(KeyAct::FullScreen, Key::F11),
    plain(KeyAct::Outdoor, Key::F12),
    ctrl(KeyAct::Record, Key::Enter),
    ctrl(KeyAct::Find, Key::F),
    ctrl(KeyAct::Actions, Key::K),
    ctrl(KeyAct::AsOf, Key::D),
    ctrl(KeyAct::Board, Key::B),
    ctrl(KeyAct::Coordinates, Key::G),
    ctrl(KeyAct::Open, Key::O),
    ctrl(KeyAct::Print, Key::P),
    ctrl(KeyAct::NewFeature, Key::N),
    ctrl(KeyAct::MovePlace, Key::M),
    ctrl(KeyAct::River, Key::R),
    ctrl(KeyAct::Marking, Key::L),
    ctrl(KeyAct::Saved, Key::S),
    ctrl(KeyAct::Larger, Key::Plus),
    // "+" is Shift and "=" on most keyboards.
    ctrl(KeyAct::Larger, Key::Equals),
    ctrl(KeyAct::Smaller, Key::Minus),
    ctrl(KeyAct::UsualSize, Key::Num0),
    ctrl(KeyAct::Undo, Key::Z),
    ctrl(KeyAct::Redo, Key::Y),
    ctrl(KeyAct::Return, Key::Backspace),
    remark(0, Key::Num1),
    remark(1, Key::Num2),
    remark(2, Key::Num3),
    remark(3, Key::Num4),
    remark(4, Key::Num5),
    remark(5, Key::Num6),
    remark(6, Key::Num7),
    remark(7, Key::Num8),
    remark(8, Key::Num9),
    alt(0, Key::Num1),
    alt(1, Key::Num2),
    alt(2, Key::Num3),
    alt(3, Key::Num4),
    alt(4, Key::Num5),
    letter(KeyAct::KeySheet, Key::H),
    letter(KeyAct::Visit, Key::V),
    letter(KeyAct::Patrol, Key::R),
    letter(KeyAct::NextTodo, Key::J),
    letter(KeyAct::LastTodo, Key::K),
    letter(KeyAct::Photo, Key::P),
    letter(KeyAct::BoxSelect, Key::B),
    letter(KeyAct::Lasso, Key::A),
    letter(KeyAct::Table, Key::T),
    letter(KeyAct::Sample, Key::S),
    letter(KeyAct::NextStep, Key::N),
    letter(KeyAct::List, Key::L),
    letter(KeyAct::NextPane, Key::W),
    letter(KeyAct::FullScreen, Key::M),
    letter(KeyAct::Outdoor, Key::O),
    plain(KeyAct::Escape, Key::Escape),
];

impl Shortcut {
    /// Whether the key acts although a text field has the keyboard.
    pub fn acts_while_typing(&self) -> bool {
        matches!(
            self.act,
            KeyAct::KeySheet
                | KeyAct::Visit
                | KeyAct::Photo
                | KeyAct::Sample
                | KeyAct::NextStep
                | KeyAct::FullScreen
                | KeyAct::NextPane
                | KeyAct::NextTodo
                | KeyAct::LastTodo
                | KeyAct::List
                | KeyAct::Table
                | KeyAct::Outdoor
                | KeyAct::Larger
                | KeyAct::Smaller
                | KeyAct::UsualSize
                | KeyAct::Record
                | KeyAct::Saved
                | KeyAct::Escape
                | KeyAct::Tab(_)
        )
    }

    /// The keys as a person reads them: `Ctrl+Enter`.
    pub fn name(&self) -> String {
        self.keys.format(&egui::ModifierNames::NAMES, false)
    }

    /// Whether it is a function key's letter.
    fn is_letter(&self) -> bool {
        self.keys.modifiers == Modifiers::ALT
            && self.keys.logical_key.name().len() == 1
            && !matches!(self.act, KeyAct::Tab(_))
    }
}

/// Takes the keys of this frame out of the input and says what they ask for.
///
/// `typing`: a text field has the keyboard.
pub fn take(ctx: &egui::Context, typing: Typing) -> Vec<KeyAct> {
    let composing = is_composing(ctx, typing);
    let usable = |shortcut: &&Shortcut| {
        (typing == Typing::No || shortcut.acts_while_typing())
            && !(composing && shortcut.is_letter())
    };
    let mut acts = Vec::new();
    ctx.input_mut(|input| {
        for shortcut in SHORTCUTS.iter().filter(usable) {
            // Esc is only looked at: an open list or dialog takes it first.
            let pressed = match shortcut.act {
                KeyAct::Escape => input.key_pressed(Key::Escape),
                _ => input.consume_shortcut(&shortcut.keys),
            };
            if pressed {
                acts.push(shortcut.act);
                if shortcut.keys.modifiers == Modifiers::ALT {
                    // The system sends the sign beside the key: it is not typed.
                    let sign = shortcut.keys.logical_key.symbol_or_name();
                    let is_sign = |text: &str| text.eq_ignore_ascii_case(sign);
                    input.events.retain(|one| !matches!(one, Event::Text(text) if is_sign(text)));
                }
            }
        }
    });
    acts
}

/// Whether words are being put together by an input method, or were in this frame: its keys are its own.
fn is_composing(ctx: &egui::Context, typing: Typing) -> bool {
    let id = composing_id();
    let was = typing == Typing::Yes && ctx.data(|data| data.get_temp(id)).unwrap_or_default();
    let (mut now, mut met) = (was, was);
    ctx.input(|input| {
        for event in &input.events {
            match event {
                Event::Ime(ImeEvent::Preedit { text, .. }) => now = !text.is_empty(),
                Event::Ime(ImeEvent::Commit(_)) | Event::WindowFocused(false) => now = false,
                _ => continue,
            }
            met = true;
        }
    });
    ctx.data_mut(|data| data.insert_temp(id, now));
    met
}

/// Whether words were being put together when the frame began.
pub fn is_composing_now(ctx: &egui::Context) -> bool {
    ctx.data(|data| data.get_temp(composing_id())).unwrap_or_default()
}

fn composing_id() -> Id {
    Id::unique("words are being composed")
}

/// Whether a text field has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    Yes,
    No,
}

/// The name of the keys that ask for `act`, for labels; empty where none do.
pub fn name_of(act: KeyAct) -> String {
    // Of two ways to ask, the shorter is the one to learn.
    let own = SHORTCUTS.iter().filter(|shortcut| shortcut.act == act && !shortcut.is_letter());
    own.map(Shortcut::name).min_by_key(String::len).unwrap_or_default()
}

/// The letter that stands for its function key: `Alt+V`; empty where there is none.
pub fn letter_of(act: KeyAct) -> String {
    let letter = SHORTCUTS.iter().find(|shortcut| shortcut.act == act && shortcut.is_letter());
    letter.map(Shortcut::name).unwrap_or_default()
}

/// Key and letter: `F2 · Alt+V`.
pub fn names_of(act: KeyAct) -> String {
    let names = [name_of(act), letter_of(act)];
    let named: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
    named.join(" · ")
}

/// All keys that ask for `act`, as the key sheet lists them: `Ctrl+Y · Ctrl+Shift+Z`.
pub fn all_names_of(act: KeyAct) -> String {
    let own = SHORTCUTS.iter().filter(|shortcut| shortcut.act == act);
    let mut names: Vec<(bool, usize, String)> = own
        .map(|shortcut| (shortcut.is_letter(), shortcut.name().len(), shortcut.name()))
        .collect();
    // The one to learn leads, the letter for keyboards that want Fn ends.
    names.sort();
    let names: Vec<String> = names.into_iter().map(|(.., name)| name).collect();
    names.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_acts_share_a_key() {
        for (idx, one) in SHORTCUTS.iter().enumerate() {
            for other in &SHORTCUTS[idx + 1..] {
                assert!(one.keys != other.keys, "{one:?} and {other:?}");
            }
        }
    }

    #[test]
    fn every_function_key_has_a_letter_for_keyboards_that_want_fn_for_it() {
        for shortcut in SHORTCUTS {
            let is_function = shortcut.keys.logical_key.name().strip_prefix('F');
            if is_function.is_some_and(|rest| rest.parse::<u8>().is_ok()) {
                assert!(letter_of(shortcut.act).starts_with("Alt+"), "{shortcut:?}");
            }
        }
        assert_eq!(names_of(KeyAct::Visit), "F2 · Alt+V");
        assert_eq!(names_of(KeyAct::Undo), "Ctrl+Z");
    }

    #[test]
    fn the_sheet_names_every_key_of_an_act() {
        assert_eq!(all_names_of(KeyAct::Redo), "Ctrl+Y · Ctrl+Shift+Z");
        assert_eq!(all_names_of(KeyAct::Visit), "F2 · Alt+V");
        assert_eq!(all_names_of(KeyAct::Tray), "");
        for shortcut in SHORTCUTS {
            assert!(all_names_of(shortcut.act).contains(&shortcut.name()), "{shortcut:?}");
        }
    }

    #[test]
    fn that_all_is_saved_is_said_while_one_types_too() {
        let ctrl_s = Event::Key {
            key: Key::S,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::COMMAND,
        };
        assert_eq!(asked(&[&[ctrl_s]]), [KeyAct::Saved]);
    }

    #[test]
    fn the_cards_tabs_are_no_letters() {
        assert!((0..5).all(|nth| letter_of(KeyAct::Tab(nth)).is_empty()));
        assert_eq!(name_of(KeyAct::Tab(0)), "Alt+1");
    }

    /// What a key asks for after these events, each list of them a frame, in a text field.
    fn asked(frames: &[&[Event]]) -> Vec<KeyAct> {
        let ctx = egui::Context::default();
        let mut acts = Vec::new();
        for events in frames {
            let input = egui::RawInput { events: events.to_vec(), ..Default::default() };
            let mut output = ctx.run_ui(input, |ui| acts = take(ui.ctx(), Typing::Yes));
            output.textures_delta.clear();
        }
        acts
    }

    fn alt_v() -> [Event; 2] {
        let key = Event::Key {
            key: Key::V,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::ALT,
        };
        [key, Event::Text("v".to_owned())]
    }

    fn composed(text: &str) -> Event {
        Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None })
    }

    #[test]
    fn a_letter_acts_but_not_while_words_are_being_composed() {
        assert_eq!(asked(&[&alt_v()]), [KeyAct::Visit]);
        assert_eq!(asked(&[&[composed("pai")], &alt_v()]), []);
        let both = [composed("pai"), alt_v()[0].clone()];
        assert_eq!(asked(&[&both]), []);
        let done = [Event::Ime(ImeEvent::Commit("排口".to_owned()))];
        assert_eq!(asked(&[&[composed("pai")], &done, &alt_v()]), [KeyAct::Visit]);
        assert_eq!(asked(&[&[composed("pai")], &[composed("")], &alt_v()]), [KeyAct::Visit]);
    }

    #[test]
    fn the_sign_of_a_letter_is_not_typed() {
        let ctx = egui::Context::default();
        let input = egui::RawInput { events: alt_v().to_vec(), ..Default::default() };
        let mut left = Vec::new();
        let mut output = ctx.run_ui(input, |ui| {
            take(ui.ctx(), Typing::Yes);
            left = ui.input(|input| input.events.clone());
        });
        output.textures_delta.clear();
        assert_eq!(left, []);
    }

    #[test]
    fn no_bare_letter_records_anything() {
        for shortcut in SHORTCUTS {
            let name = shortcut.keys.logical_key.name();
            let bare = shortcut.keys.modifiers == Modifiers::NONE && name.len() == 1;
            assert!(!bare, "{shortcut:?}");
        }
    }

    #[test]
    fn what_a_text_field_uses_itself_is_left_to_it() {
        let own = [KeyAct::Undo, KeyAct::Redo, KeyAct::Find, KeyAct::Open, KeyAct::Return];
        for act in own.into_iter().chain((0..9).map(KeyAct::Remark)) {
            let shortcut = SHORTCUTS.iter().find(|shortcut| shortcut.act == act).unwrap();
            assert!(!shortcut.acts_while_typing(), "{shortcut:?}");
        }
    }

    #[test]
    fn every_key_asks_for_something_that_a_menu_or_the_card_offers() {
        for shortcut in SHORTCUTS {
            let offered = super::super::actions::ACTIONS.iter().any(|one| one.act == shortcut.act);
            let on_card =
                matches!(shortcut.act, KeyAct::Tab(_) | KeyAct::Escape | KeyAct::Remark(_));
            assert!(offered || on_card, "{shortcut:?}");
        }
    }
}
