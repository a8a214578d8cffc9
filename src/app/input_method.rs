//! Where an input method shows what it offers.

use std::ffi::OsString;

use egui::{Context, pos2};

/// X11 knows one point of the word that is being composed, and what is offered hangs from it: from the foot of the
/// line, not across its letters. Elsewhere the whole line is known.
pub fn below_the_word(ctx: &Context) {
    if !is_x11(|name| std::env::var_os(name)) {
        return;
    }
    ctx.output_mut(|output| {
        if let Some(ime) = &mut output.ime {
            let line = ime.cursor_rect;
            ime.cursor_rect.min = pos2(line.min.x, line.max.y);
        }
    });
}

/// Whether the window is one of X11, by the rule that chose it.
fn is_x11(env: impl Fn(&str) -> Option<OsString>) -> bool {
    let is_set = |name| env(name).is_some_and(|value| !value.is_empty());
    cfg!(all(unix, not(target_os = "macos")))
        && !is_set("WAYLAND_DISPLAY")
        && !is_set("WAYLAND_SOCKET")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wayland_is_preferred_where_both_are_there() {
        let with = |names: &'static [&'static str]| {
            move |name: &str| names.contains(&name).then(|| OsString::from("x"))
        };
        assert!(!is_x11(with(&["DISPLAY", "WAYLAND_DISPLAY"])));
        assert_eq!(is_x11(with(&["DISPLAY"])), cfg!(all(unix, not(target_os = "macos"))));
    }
}
