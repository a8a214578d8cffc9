//! The supervisor's morning: a number is opened, an evening looked back at, figures are frozen, and a report says the same.

use egui::{Key, Modifiers};

use super::demonstration;
use super::driver::Window;
use super::review::{SUPERVISOR, be};

/// Room for the board's three columns; the map has none beside it.
const DESK_POINTS: [u32; 2] = [1500, 940];

#[test]
fn the_boards_numbers_open_lists_and_are_frozen_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    let data = demonstration();
    let args = [data.to_str().unwrap()];
    let mut window = Window::start_scaled(folder.path(), &args, 1.0, DESK_POINTS);
    window.wait_for("示例排口");
    be(&mut window, SUPERVISOR);

    window.key(Modifiers::COMMAND, Key::B);
    window.wait_for("专项目标（点数字看名单）");
    window.click("按调整后 8-30天 7");
    window.wait_for("只看：按调整后 8-30天");
    window.wait_for("全部 7");
    window.click("回到调度");

    // As things stood a week ago; nothing is recorded there.
    window.click("截至 2022年5月12日");
    window.wait_for("看哪天");
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text("2022-05-05");
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("正在看 2022年5月5日 的情况");
    window.wait_for("截至业务日期 2022年5月5日");
    window.key(Modifiers::NONE, Key::F2);
    assert!(!window.shows("存这一条"));
    window.click("回到今天");
    window.wait_for("截至业务日期 2022年5月12日");

    window.click("存上报版…");
    window.wait_for("说明（报给谁");
    window.type_text("报市局");
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("已记下");
    window.wait_for("上报版：截至 5月12日");
    window.wait_for("没有差别");

    window.click("出简报…");
    let told = window.text_with("【简报】");
    window.key(Modifiers::NONE, Key::Escape);

    // The same words from the menu, into a file.
    window.click("报表");
    window.click("简报…");
    window.click("TXT");
    let to = folder.path().join("简报.txt");
    window.type_into("存为", "");
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text(to.to_str().unwrap());
    window.click("出报表");
    window.wait_for("已存 ");
    let written = std::fs::read_to_string(&to).unwrap();
    for line in told.lines() {
        assert!(written.contains(line), "{line}\n{written}");
    }
    // The next one goes to the same place by one press.
    window.click("关闭");
    window.click("报表");
    window.click("通报…");
    window.click("出报表");
    window.wait_for("通报 2022-05-12.pdf");
    assert!(std::fs::read(folder.path().join("通报 2022-05-12.pdf")).unwrap().starts_with(b"%PDF"));
    window.kill();
}
