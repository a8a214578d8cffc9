//! Scenario 5: a ditch in the built-up area, drawn, sampled at three points, graded by the guide, identified by the
//! district, and counted for the end of June.

use egui::{Key, Modifiers};

use super::driver::Window;
use super::review::{SUPERVISOR, be};
use super::{a_photo, demonstration, record};

const INSPECTOR: (&str, &str, &str) = ("张三", "南开区局（示意）", "巡查");
const OFFICER: (&str, &str, &str) = ("钱七", "南开区局（示意）", "区级");
/// How the board names the waters that want a plan by the end of June, with their number.
const WANT_A_PLAN: &str = "完成方案编制的黑臭水体：全部 ";

fn waters_of_june(window: &mut Window) -> usize {
    window.key(Modifiers::COMMAND, Key::B);
    let said = window.text_with(WANT_A_PLAN);
    window.key(Modifiers::COMMAND, Key::B);
    said.trim_start_matches(WANT_A_PLAN).trim().parse().unwrap()
}

/// A sample of a point with these values; where it was taken is typed for the first only.
fn sample(window: &mut Window, point: &str, place: Option<&str>, values: &[(&str, &str)]) {
    window.key(Modifiers::NONE, Key::F7);
    window.click(&format!("采样点 {point}"));
    if let Some(place) = place {
        window.type_into("坐标", place);
        window.click("坐标系 WGS 84");
    }
    for (nth, (item, value)) in (1..).zip(values) {
        window.click("+ 加一项结果");
        window.choose(&format!("项目 {nth}"), item);
        window.type_into(&format!("数值 {nth}"), value);
    }
    record(window, "已存：采样");
}

#[test]
fn a_ditch_is_drawn_sampled_graded_identified_and_counted_for_june() {
    let folder = tempfile::tempdir().unwrap();
    let data = demonstration();
    // Tall enough for a sample of four values with its place.
    let args = [data.to_str().unwrap()];
    let mut window = Window::start_scaled(folder.path(), &args, 1.0, [1240, 960]);
    window.wait_for("示例水体");
    let before = waters_of_june(&mut window);

    be(&mut window, INSPECTOR);
    window.key(Modifiers::COMMAND, Key::N);
    window.choose("类型", "黑臭水体");
    window.type_into("坐标", "117.170, 39.110");
    window.click("坐标系 WGS 84");
    window.click("加这一点");
    // The system stays said, and Enter adds.
    window.type_text("117.176, 39.112");
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("2 点");
    window.type_into("名称", "测试沟");
    window.type_into("所属区", "南开区");
    record(&mut window, "已登记黑臭水体 测试沟");
    window.click("城市/农村 城市");
    window.click("建成区内 是");
    record(&mut window, "已存：改字段");
    let photo = a_photo(&data.join("outfalls.photos"));
    window.key(Modifiers::NONE, Key::F4);
    window.type_into("照片 1", photo.to_str().unwrap());
    window.choose("内容", "现场");
    record(&mut window, "已存：照片");
    window.key(Modifiers::NONE, Key::F8);
    record(&mut window, "已存：办理下一步");
    window.wait_for("疑似");

    let all = [("透明度", "8"), ("溶解氧", "1.1"), ("氧化还原电位", "-210"), ("氨氮", "16")];
    sample(&mut window, "1#", Some("117.171, 39.1105"), &all);
    sample(&mut window, "2#", None, &all[..1]);
    sample(&mut window, "3#", None, &all[..1]);
    // The point stands on the map with what it comes to.
    window.wait_for("采样点 1# 重度黑臭");
    window.key(Modifiers::ALT, Key::Num3);
    window.wait_for("重度黑臭：3 个点位中 3 个为重度黑臭");
    window.wait_for("城市黑臭水体整治工作指南（2015）");
    assert_eq!(waters_of_june(&mut window), before, "suspected, it is none of June's yet");

    be(&mut window, OFFICER);
    window.key(Modifiers::NONE, Key::F8);
    record(&mut window, "已存：办理下一步");
    window.wait_for("已认定");
    be(&mut window, SUPERVISOR);
    assert_eq!(waters_of_june(&mut window), before + 1);
    window.kill();
}
