//! What is chosen in the system's file dialog while the window goes on under it.

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use yice::ui::shortcuts::KeyAct;
use yice::ui::{Ask, PickFor, Picked};

use crate::panels::{Desk, on_card, outfall};

/// What the last file dialog was opened for.
fn asked(desk: &mut Desk) -> PickFor {
    let mut asks = std::mem::take(&mut desk.asks).into_iter().rev();
    let pick = asks.find_map(|ask| match ask {
        Ask::PickFiles(purpose) => Some(purpose),
        _ => None,
    });
    pick.unwrap()
}

fn chosen() -> Picked {
    Picked::Paths(vec!["/somewhere/照片 1.JPG".into()])
}

/// The photo form of the first outfall with its file dialog open, and what that is for.
fn choosing() -> (egui_kittest::Harness<'static, Desk>, PickFor) {
    let mut h = on_card();
    h.key_press(Key::F4);
    h.run();
    h.get_by_label("选文件…").click();
    h.run();
    let purpose = asked(h.state_mut());
    (h, purpose)
}

#[test]
fn a_photo_chosen_for_one_outfall_never_lands_in_the_form_of_another() {
    let (mut h, purpose) = choosing();
    // The dialog is still open, and the hand goes on to the next outfall.
    h.state_mut().act(|screen, ctx| screen.act(ctx, KeyAct::Escape));
    h.state_mut().act(|screen, ctx| screen.select(ctx, &outfall(2)));
    h.state_mut().act(|screen, ctx| screen.act(ctx, KeyAct::Visit));
    h.run();
    h.state_mut().act(|screen, ctx| screen.picked(ctx, &purpose, chosen()));
    h.run();
    assert!(
        h.query_all_by_label_contains("示例排口001的表单已经收起：选的 1 张照片放进了照片托盘")
            .count()
            >= 1
    );
    assert!(h.query_all_by_label_contains("照片 1.JPG").count() >= 1);
    h.key_press(Key::Escape);
    h.run();
    assert!(h.query_by_label("照片 1").is_none(), "the visit of the other outfall has no photo");
}

#[test]
fn a_photo_goes_to_its_form_that_lies_under_another() {
    let (mut h, purpose) = choosing();
    h.state_mut().act(|screen, ctx| screen.act(ctx, KeyAct::Visit));
    h.run();
    h.state_mut().act(|screen, ctx| screen.picked(ctx, &purpose, chosen()));
    h.run();
    h.key_press(Key::Escape);
    h.run();
    assert!(h.query_all_by_value("/somewhere/照片 1.JPG").count() >= 1);
}

#[test]
fn a_second_press_says_that_the_dialog_is_still_open() {
    let mut h = on_card();
    h.state_mut().act(|screen, ctx| screen.picked(ctx, &PickFor::Layers, Picked::StillOpen));
    h.run();
    assert!(h.query_all_by_label_contains("选文件的窗口还开着").count() >= 1);
}
