//! Two people and one plan: sent back with a remark on a photo, answered with a picture, submitted again, approved.

use egui::{Key, Modifiers};

use super::driver::Window;
use super::{a_photo, demonstration};

/// A district's officer and a supervisor; the demonstration's plans were submitted by the first.
const OFFICER: (&str, &str, &str) = ("赵六", "滨海新区局（示意）", "区级");
pub(super) const SUPERVISOR: (&str, &str, &str) = ("王五", "市局（示意）", "市级");
const INSPECTOR: (&str, &str, &str) = ("张三", "滨海新区局（示意）", "巡查");

/// Says who is at the keyboard, whoever was.
pub(super) fn be(window: &mut Window, (name, unit, role): (&str, &str, &str)) {
    let button = if window.shows("我是谁…") { "我是谁…" } else { "换人" };
    window.click(button);
    window.wait_for("今天是谁？");
    for (label, text) in [("姓名", name), ("单位", unit)] {
        window.type_into(label, "");
        window.key(Modifiers::COMMAND, Key::A);
        window.type_text(text);
    }
    window.click(role);
    window.click("就是我");
    window.wait_for(&format!("{name} · {unit} · {role}"));
}

#[test]
fn a_plan_sent_back_is_a_to_do_is_answered_and_is_approved() {
    let folder = tempfile::tempdir().unwrap();
    let data = demonstration();
    let mut window = Window::start(folder.path(), &[data.to_str().unwrap()]);
    window.wait_for("示意数据 SYNTHETIC");
    window.wait_for("示例排口");

    be(&mut window, SUPERVISOR);
    window.click("待审 ");
    window.click("方案 4");
    window.wait_for("批复方案");
    // The first that waits is open.
    window.click("提意见 基本形态特征");
    window.key(Modifiers::COMMAND, Key::Num1);
    window.type_into("限期答复", "2022-05-20");
    window.click("退回修改");
    let said = window.text_with("退回修改：示例排口");
    let (_, name) = said.split_once('：').unwrap();
    let name = name.split('；').next().unwrap().to_owned();
    window.wait_for("方案 3");

    // On the other side it is a to-do, with its words and its day: who judges nothing has the map again.
    be(&mut window, INSPECTOR);
    window.click("待补正");
    window.click(&format!("{name} 方案编制中"));
    window.wait_for("基本形态特征：照片看不清编号");
    window.wait_for("2022-05-20");
    window.wait_for("在赵六手里");
    window.click("答复…");
    window.type_into("怎么改的", "已重拍");
    let photo = a_photo(&data.join("outfalls.photos"));
    window.type_into("照片 1", photo.to_str().unwrap());
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for("已存：答复");
    window.wait_for("答：已重拍");

    be(&mut window, OFFICER);
    window.key(Modifiers::NONE, Key::F8);
    window.wait_for("方案送审");
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for("已存：办理下一步");

    be(&mut window, SUPERVISOR);
    window.click("待审 ");
    window.click("方案 4");
    // It came last, so it waits behind the others.
    window.click(&format!("{name} "));
    window.wait_for("答复：已重拍");
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for(&format!("批复方案：{name}"));
    window.wait_for("方案 3");
    window.kill();
}
