//! Words that an input method is putting together when the window loses the keyboard. The method forgets them, and the
//! field would too: their letters stay as they stand.

use egui::{Context, Event, Id, ImeEvent};

/// Lets letters stand that are being composed while the window goes behind another. Before anything is drawn.
pub fn keep_letters(ctx: &Context) {
    let id = Id::unique("letters being composed");
    let mut letters: String = ctx.data(|data| data.get_temp(id)).unwrap_or_default();
    ctx.input_mut(|input| stand(&mut input.events, &mut letters));
    ctx.data_mut(|data| data.insert_temp(id, letters));
}

/// `letters`: what was being composed before these events, and is after them.
fn stand(events: &mut Vec<Event>, letters: &mut String) {
    // Where the method gave them up in this very frame: it may hear of it before the window does.
    let mut given_up: Option<(usize, String)> = None;
    let mut nth = 0;
    while nth < events.len() {
        match &events[nth] {
            Event::Ime(ImeEvent::Preedit { text, .. }) if text.is_empty() => {
                let gone = std::mem::take(letters);
                given_up = (!gone.is_empty()).then_some((nth, gone)).or(given_up);
            }
            Event::Ime(ImeEvent::Preedit { text, .. }) => letters.clone_from(text),
            Event::Ime(ImeEvent::Commit(_)) => {
                letters.clear();
                given_up = None;
            }
            Event::WindowFocused(false) => {
                let stay = |words| Event::Ime(ImeEvent::Commit(words));
                if let Some((at, gone)) = given_up.take() {
                    events[at] = stay(gone);
                } else if !letters.is_empty() {
                    events.insert(nth, stay(std::mem::take(letters)));
                    nth += 1;
                }
            }
            _ => {}
        }
        nth += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn composed(text: &str) -> Event {
        Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None })
    }

    fn committed(text: &str) -> Event {
        Event::Ime(ImeEvent::Commit(text.to_owned()))
    }

    /// What the field hears of these events after `before` was being composed.
    fn heard(before: &str, mut events: Vec<Event>) -> Vec<Event> {
        stand(&mut events, &mut before.to_owned());
        events
    }

    #[test]
    fn letters_stand_when_the_window_goes_behind_another_whoever_hears_of_it_first() {
        let away = || Event::WindowFocused(false);
        let stays = vec![committed("pai shui"), away()];
        assert_eq!(heard("pai shui", vec![away()]), stays);
        assert_eq!(heard("pai shui", vec![composed(""), away()]), stays);
        assert_eq!(heard("pai", vec![composed("pai shui"), composed(""), away()])[1..], stays);
        let late = heard("pai shui", vec![away(), composed("")]);
        assert_eq!(late, [committed("pai shui"), away(), composed("")]);
    }

    #[test]
    fn what_was_committed_or_given_up_by_hand_is_left_alone() {
        for events in [
            vec![composed("")],
            vec![committed("排水"), Event::WindowFocused(false)],
            vec![Event::WindowFocused(true)],
        ] {
            assert_eq!(heard("pai shui", events.clone()), events);
        }
        let nothing = vec![Event::WindowFocused(false)];
        assert_eq!(heard("", nothing.clone()), nothing);
    }
}
