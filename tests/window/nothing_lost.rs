//! What an inspector's laptop goes through: a second window, a lid shut in the middle of a word, a cable pulled the
//! moment something is said to be saved. Nothing may be lost, and what cannot be done is said in words.

use egui::{Key, Modifiers};

use super::driver::Window;
use super::{OUTFALL, OUTFALL_CODE, demonstration, find};

/// Pinyin initials that lead to the outfall first.
const OUTFALL_INITIALS: &str = "slpk005";

pub fn say_who(window: &mut Window) {
    window.click("我是谁…");
    window.type_into("姓名", "赵一");
    window.click("就是我");
}

/// Waits for the layers, says who is here, and goes to the outfall.
pub fn settle_in(window: &mut Window) {
    window.wait_for("示例排口");
    say_who(window);
    find(window, OUTFALL);
}

#[test]
fn a_second_window_may_look_says_so_and_takes_over_when_the_first_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let data = demonstration();
    let mut first = Window::start(folder.path(), &[data.to_str().unwrap()]);
    first.wait_for("示例排口");

    let mut second = Window::start(folder.path(), &[]);
    second.wait_for("这里是只读打开，只能看");
    find(&mut second, OUTFALL);
    second.key(Modifiers::NONE, Key::F2);
    second.wait_for("知道了 只读打开，只能看，不能记");

    first.kill();
    second.click("重新打开");
    second.wait_for("已存本机");
    assert!(!second.shows("这里是只读打开"));
    say_who(&mut second);
    find(&mut second, OUTFALL);
    second.key(Modifiers::NONE, Key::F2);
    second.type_into("说明", "看过");
    second.key(Modifiers::COMMAND, Key::Enter);
    second.wait_for("已存：巡查登记");
    second.kill();
}

#[test]
fn with_the_keys_alone_a_visit_is_on_the_disk_the_moment_it_is_said_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let data = demonstration();
    let mut window = Window::start(folder.path(), &[data.to_str().unwrap()]);
    window.wait_for("示例排口");
    say_who(&mut window);

    window.key(Modifiers::NONE, Key::F12);
    window.key(Modifiers::COMMAND, Key::F);
    window.type_text(OUTFALL_INITIALS);
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for(OUTFALL_CODE);
    window.key(Modifiers::NONE, Key::F2);
    window.type_into("说明", "看过");
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for("已存：巡查登记");
    // The battery is pulled at once.
    window.kill();

    // Where one looked may be a second old; what was recorded is not.
    let mut window = Window::start(folder.path(), &[]);
    find(&mut window, OUTFALL);
    window.key(Modifiers::ALT, Key::Num5);
    window.wait_for("赵一");
    window.kill();
}

#[cfg(unix)]
#[test]
fn a_lid_shut_in_the_middle_of_a_word_costs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = demonstration();
    let mut window = Window::start(folder.path(), &[data.to_str().unwrap()]);
    settle_in(&mut window);
    window.key(Modifiers::NONE, Key::F2);
    window.type_into("说明", "合盖之前");
    window.signal("STOP");
    std::thread::sleep(std::time::Duration::from_secs(3));
    window.signal("CONT");
    window.wait_for("合盖之前");
    window.type_text("，开盖之后");
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for("已存：巡查登记");
    window.key(Modifiers::ALT, Key::Num5);
    window.wait_for("合盖之前，开盖之后");
    window.kill();
}
