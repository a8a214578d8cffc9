//! Words that the disk does not take: a stick pulled out while somebody types loses none of them.

use std::path::PathBuf;

use egui::{Key, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::ui::Ask;

use crate::panels::{Desk, on_card};

/// Where the stick's folder is while it is out.
fn pocket(h: &Harness<'_, Desk>) -> (PathBuf, PathBuf) {
    let stick = h.state().folder.path().to_owned();
    let pocket = stick.with_extension("pocket");
    (stick, pocket)
}

fn pull_out(h: &Harness<'_, Desk>) {
    let (stick, pocket) = pocket(h);
    std::fs::rename(stick, pocket).unwrap();
}

fn put_back(h: &Harness<'_, Desk>) {
    let (stick, pocket) = pocket(h);
    std::fs::rename(pocket, stick).unwrap();
}

fn note_of(h: &Harness<'_, Desk>) -> String {
    let editor = h.get_by_role_and_label(Role::MultilineTextInput, "说明");
    editor.value().unwrap_or_default()
}

/// A visit with "拔前" on the disk and "拔后" that the disk did not take.
fn typed_with_the_stick_out() -> Harness<'static, Desk> {
    let mut h = on_card();
    h.key_press(Key::F2);
    h.run();
    h.get_by_role_and_label(Role::MultilineTextInput, "说明").type_text("拔前");
    h.run_steps(60);
    pull_out(&h);
    h.get_by_role_and_label(Role::MultilineTextInput, "说明").type_text("拔后");
    h.step();
    h
}

#[test]
fn what_was_typed_with_the_stick_out_is_there_after_esc_and_after_another_row() {
    let mut h = typed_with_the_stick_out();
    h.key_press(Key::Escape);
    h.run_steps(4);
    h.get_by_label("1 处写的字还没存下：盘没有应答");
    assert!(h.query_by_label_contains("已存本机").is_none(), "nothing green beside it");
    h.key_press(Key::F2);
    h.run_steps(4);
    assert_eq!(note_of(&h), "拔前拔后");
    h.get_by_label_contains("示例排口002").click();
    h.run_steps(4);
    h.get_by_label_contains("示例排口001").click();
    h.run_steps(4);
    h.key_press(Key::F2);
    h.run_steps(4);
    assert_eq!(note_of(&h), "拔前拔后");
    h.get_by_label("换位置存…");
    put_back(&h);
    // Tried again by itself.
    h.run_steps(700);
    assert!(h.state().snapshot.unstored.is_empty());
    assert!(h.query_by_label_contains("还没存下").is_none());
}

#[test]
fn the_window_asks_before_it_closes_over_words_that_are_not_on_the_disk() {
    let mut h = typed_with_the_stick_out();
    h.state_mut().act(|screen, ctx| screen.keep_words_now(ctx));
    h.state_mut().act(|screen, _| screen.ask_before_leaving());
    h.run_steps(3);
    h.get_by_label_contains("现在关窗口就没了");
    h.get_by_label_contains("示例排口001 · 巡查登记");
    h.get_by_label_contains("Put it back");
    h.get_by_label("先不关，回去").click();
    h.run_steps(3);
    assert_eq!(note_of(&h), "拔前拔后");
    put_back(&h);
    h.state_mut().act(|screen, _| screen.ask_before_leaving());
    h.run_steps(3);
    h.get_by_label("再存一次").click();
    h.run_steps(3);
    assert!(h.state().asks.iter().any(|ask| matches!(ask, Ask::Leave)));
}
