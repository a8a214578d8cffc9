//! The keys: one table, read by the window, the key sheet and the buttons' labels.
//!
//! Function keys and Ctrl, never bare letters: Chinese input stays switched on all day. While a text field has
//! the keyboard only function keys, Ctrl+Enter, Alt+digit and Esc act.

use egui::{Key, KeyboardShortcut, Modifiers};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAct {
    KeySheet,
    Visit,
    Photo,
    Sample,
    NextStep,
    FullScreen,
    Find,
    Open,
    Saved,
    Undo,
    Redo,
    Record,
    Escape,
    /// 0 to 4.
    Tab(usize),
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    pub act: KeyAct,
    pub keys: KeyboardShortcut,
    /// The key of its words.
    pub text: &'static str,
}

const fn plain(act: KeyAct, key: Key, text: &'static str) -> Shortcut {
    Shortcut { act, keys: KeyboardShortcut::new(Modifiers::NONE, key), text }
}

const fn ctrl(act: KeyAct, key: Key, text: &'static str) -> Shortcut {
    Shortcut { act, keys: KeyboardShortcut::new(Modifiers::COMMAND, key), text }
}

const fn alt(tab: usize, key: Key, text: &'static str) -> Shortcut {
    Shortcut { act: KeyAct::Tab(tab), keys: KeyboardShortcut::new(Modifiers::ALT, key), text }
}

const CTRL_SHIFT_Z: KeyboardShortcut =
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);

/// All keys, those with more modifiers first, so that Ctrl+Shift+Z is never taken for Ctrl+Z.
pub const SHORTCUTS: &[Shortcut] = &[
    Shortcut { act: KeyAct::Redo, keys: CTRL_SHIFT_Z, text: "key.redo" },
    plain(KeyAct::KeySheet, Key::F1, "key.sheet"),
    plain(KeyAct::Visit, Key::F2, "key.visit"),
    plain(KeyAct::Photo, Key::F4, "key.photo"),
    plain(KeyAct::Sample, Key::F7, "key.sample"),
    plain(KeyAct::NextStep, Key::F8, "key.step"),
    plain(KeyAct::FullScreen, Key::F11, "key.full_screen"),
    ctrl(KeyAct::Record, Key::Enter, "key.record"),
    ctrl(KeyAct::Find, Key::F, "key.find"),
    ctrl(KeyAct::Open, Key::O, "key.open"),
    ctrl(KeyAct::Saved, Key::S, "key.saved"),
    ctrl(KeyAct::Undo, Key::Z, "key.undo"),
    ctrl(KeyAct::Redo, Key::Y, "key.redo"),
    alt(0, Key::Num1, "key.tab"),
    alt(1, Key::Num2, "key.tab"),
    alt(2, Key::Num3, "key.tab"),
    alt(3, Key::Num4, "key.tab"),
    alt(4, Key::Num5, "key.tab"),
    plain(KeyAct::Escape, Key::Escape, "key.escape"),
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
                | KeyAct::Record
                | KeyAct::Escape
                | KeyAct::Tab(_)
        )
    }

    /// The keys as a person reads them: `Ctrl+Enter`.
    pub fn name(&self) -> String {
        self.keys.format(&egui::ModifierNames::NAMES, false)
    }
}

/// Takes the keys of this frame out of the input and says what they ask for.
///
/// `typing`: a text field has the keyboard.
pub fn take(ctx: &egui::Context, typing: Typing) -> Vec<KeyAct> {
    let usable = |shortcut: &&Shortcut| typing == Typing::No || shortcut.acts_while_typing();
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
            }
        }
    });
    acts
}

/// Whether a text field has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    Yes,
    No,
}

/// The name of the keys that ask for `act`, for labels.
pub fn name_of(act: KeyAct) -> String {
    SHORTCUTS.iter().find(|shortcut| shortcut.act == act).map_or_else(String::new, Shortcut::name)
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
    fn no_bare_letter_records_anything() {
        for shortcut in SHORTCUTS {
            let name = shortcut.keys.logical_key.name();
            let bare = shortcut.keys.modifiers == Modifiers::NONE && name.len() == 1;
            assert!(!bare, "{shortcut:?}");
        }
    }

    #[test]
    fn what_a_text_field_uses_itself_is_left_to_it() {
        for act in [KeyAct::Undo, KeyAct::Redo, KeyAct::Find, KeyAct::Open] {
            let shortcut = SHORTCUTS.iter().find(|shortcut| shortcut.act == act).unwrap();
            assert!(!shortcut.acts_while_typing(), "{shortcut:?}");
        }
    }
}
