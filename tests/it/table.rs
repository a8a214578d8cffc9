//! The table of features: what its rows say, how they are filtered and sorted, and what is copied.

use egui::{Key, OutputCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::panels::{Desk, on_card, outfall};

/// The table, opened with F6 over two outfalls, the first one chosen.
fn on_table() -> Harness<'static, Desk> {
    let mut h = on_card();
    h.key_press(Key::F6);
    h.run();
    h
}

fn filter(h: &mut Harness<'_, Desk>, expression: &str) {
    h.state_mut().screen.view.table.filter = expression.to_owned();
    h.run();
}

const FIRST: &str = "整治中 示例排口001 DEMO-OUT-0001 2022-04-30 -12";
const SECOND: &str = "未建档 示例排口002 DEMO-OUT-0002";

#[test]
fn the_table_takes_the_maps_place_and_gives_it_back() {
    let mut h = on_table();
    h.get_by_label(FIRST);
    h.get_by_label(SECOND);
    assert!(h.query_by_label("地图").is_none());
    h.get_by_label("回到地图 F6").click();
    h.run();
    h.get_by_label("地图");
    assert!(h.query_by_label(SECOND).is_none());
}

#[test]
fn a_row_chosen_in_the_table_is_chosen_everywhere_and_arrows_go_on() {
    let mut h = on_table();
    h.get_by_label(SECOND).click();
    h.run();
    assert_eq!(h.state().screen.view.selected_key(), Some(outfall(2)));
    h.key_press(Key::ArrowUp);
    h.run();
    assert_eq!(h.state().screen.view.selected_key(), Some(outfall(1)));
}

#[test]
fn a_filter_compares_numbers_days_and_words_by_heading() {
    let mut h = on_table();
    for (expression, first, second) in [
        ("剩余天数<0", true, false),
        ("期限<=2022-04-30", true, false),
        ("期限=", false, true),
        ("阶段!=整治中", false, true),
        ("名称~排口 002", false, true),
        ("期限<5月1日", true, false),
        ("期限《5月1日", true, false),
        ("期限》＝5月1日", false, false),
        ("期限 属于 4月30日,5月1日", true, false),
        ("逾期", true, false),
        ("非 逾期", false, true),
        ("期限>2022年5月1日", false, false),
    ] {
        filter(&mut h, expression);
        assert_eq!(h.query_by_label(FIRST).is_some(), first, "{expression}");
        assert_eq!(h.query_by_label(SECOND).is_some(), second, "{expression}");
    }
    h.get_by_label_contains("没有符合条件的行");
}

#[test]
fn a_filter_that_names_no_column_says_so_and_nothing_is_applied() {
    let mut h = on_table();
    filter(&mut h, "水温<5 剩余天数<0");
    h.get_by_label_contains("没有叫“水温”的列");
    assert!(h.query_by_label(FIRST).is_some() && h.query_by_label(SECOND).is_some());
    assert!(h.query_by_label_contains("选中这").is_none(), "nobody asked for these rows");
    filter(&mut h, "水温 为空");
    h.get_by_label_contains("没有叫“水温”的列");
    filter(&mut h, "期限<年中");
    h.get_by_label_contains("“年中”看不懂是哪天");
    filter(&mut h, "剩余天数>很久");
    h.get_by_label_contains("“很久”不是");
    filter(&mut h, "期限 晚");
    h.get_by_label_contains("“期限”是列名，后面要写比较");
    assert!(h.query_by_label(FIRST).is_some() && h.query_by_label(SECOND).is_some());
}

#[test]
fn a_heading_sorts_rising_then_falling_and_what_is_empty_comes_last() {
    let mut h = on_table();
    let above = |h: &Harness<'_, Desk>| {
        h.get_by_label(FIRST).rect().top() < h.get_by_label(SECOND).rect().top()
    };
    h.get_by_label("按 编码 排序").click();
    h.run();
    assert!(above(&h));
    h.get_by_label("按 编码 排序").click();
    h.run();
    assert!(!above(&h));
    for _ in 0..2 {
        // Beside list and card the heading lies beyond the edge.
        h.get_by_label("按 剩余天数 排序").click_accesskit();
        h.run();
        assert!(above(&h), "an empty cell is no small number");
    }
}

#[test]
fn a_kinds_own_fields_are_columns_once_it_is_chosen() {
    let mut h = on_table();
    h.state_mut().screen.view.list_kind = Some("outfall".to_owned());
    let columns = vec!["code".to_owned(), "property:plan_state".to_owned()];
    h.state_mut().screen.view.table.columns.insert("outfall".to_owned(), columns);
    h.run();
    h.get_by_label("DEMO-OUT-0001 整治中");
    filter(&mut h, "plan_state=整治中");
    assert!(h.query_by_label("DEMO-OUT-0002").is_none());
}

#[test]
fn the_copy_is_what_the_table_shows() {
    let mut h = on_table();
    filter(&mut h, "剩余天数<0");
    h.get_by_label("复制成表格").click();
    h.step();
    let copied = |h: &Harness<'_, Desk>| {
        let commands = &h.output().platform_output.commands;
        commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    };
    let text = (0..4).find_map(|_| {
        copied(&h).or_else(|| {
            h.step();
            None
        })
    });
    let text = text.expect("something was copied");
    assert!(text.starts_with("阶段\t名称\t编码\t期限\t剩余天数\t"), "{text}");
    assert!(text.contains("\r\n整治中\t示例排口001\tDEMO-OUT-0001\t2022-04-30\t-12\t"), "{text}");
    assert_eq!(text.lines().count(), 2);
}

#[test]
fn a_choice_is_asked_for_by_its_code_or_another_of_its_names_and_one_that_is_none_is_told() {
    let mut h = on_table();
    h.state_mut().screen.view.list_kind = Some("outfall".to_owned());
    h.run();
    for expression in ["阶段=in_progress", "阶段=整治中", "阶段 属于 已销号,in_progress"]
    {
        filter(&mut h, expression);
        assert!(h.query_by_label(FIRST).is_some(), "{expression}");
        assert!(h.query_by_label(SECOND).is_none(), "{expression}");
    }
    filter(&mut h, "阶段=完结");
    h.get_by_label_contains("没有“完结”这个选项");
    assert!(h.query_by_label(FIRST).is_some() && h.query_by_label(SECOND).is_some());
}

#[test]
fn the_end_keys_choose_the_first_and_the_last_row() {
    let mut h = on_table();
    h.get_by_label(FIRST).click();
    h.run();
    let first = h.state().screen.selected();
    for (key, is_first) in
        [(Key::End, false), (Key::Home, true), (Key::PageDown, false), (Key::PageUp, true)]
    {
        h.key_press(key);
        h.run();
        assert_eq!(h.state().screen.selected() == first, is_first, "{key:?}");
    }
}

#[test]
fn ctrl_c_copies_the_marked_rows_and_says_so() {
    let mut h = on_table();
    h.get_by_label("选中 示例排口002").click();
    h.run();
    h.event(egui::Event::Copy);
    let text = (0..4).find_map(|_| {
        h.step();
        h.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    });
    let text = text.expect("something was copied");
    assert!(text.contains("DEMO-OUT-0002") && text.lines().count() == 2, "{text}");
    h.run();
    assert!(h.query_all_by_label_contains("已复制 1 行").count() > 0);
}

#[test]
fn columns_are_narrowed_by_words_and_the_list_stays_open() {
    let mut h = on_table();
    h.state_mut().screen.view.list_kind = Some("outfall".to_owned());
    h.run();
    h.get_by_label("选列").click();
    h.run();
    h.get_by_label("输入几个字，缩小范围").type_text("zzlx");
    h.run();
    h.get_by_label("整治类型").click();
    h.run();
    assert!(h.query_by_label("责任单位").is_none());
    let columns = &h.state().screen.view.table.columns["outfall"];
    assert!(columns.contains(&"field:category".to_owned()), "{columns:?}");
    h.get_by_label("整治类型");
}

/// Both rows marked, and the pane for one change on them.
fn on_bulk() -> Harness<'static, Desk> {
    let mut h = on_table();
    mark(&mut h, &["选中 示例排口001", "选中 示例排口002"]);
    h
}

fn mark(h: &mut Harness<'_, Desk>, rows: &[&str]) {
    for name in rows {
        h.get_by_label(name).click();
        h.run();
    }
    h.get_by_label("一起改…").click();
    h.run();
}

/// One unit for all that are marked.
fn give_unit(h: &mut Harness<'_, Desk>, name: &str) {
    choose(h, "改哪一项", "责任单位");
    h.get_by_role_and_label(egui::accesskit::Role::TextInput, "责任单位").focus();
    h.run();
    h.get_by_role_and_label(egui::accesskit::Role::TextInput, "责任单位").type_text(name);
    h.run();
    h.run();
}

fn choose(h: &mut Harness<'_, Desk>, list: &str, choice: &str) {
    h.get_by_role_and_label(egui::accesskit::Role::ComboBox, list).click();
    h.run();
    h.get_by_label(choice).click_accesskit();
    h.run();
    h.run();
}

#[test]
fn marked_rows_are_changed_together_after_a_preview_and_undone_as_one() {
    let mut h = on_bulk();
    give_unit(&mut h, "某街道");
    h.get_by_label("会改 2 个，不改 0 个");
    h.key_press_modifiers(egui::Modifiers::COMMAND, Key::Enter);
    h.run();
    let unit = |h: &Harness<'_, Desk>, n: u32| {
        h.state().plans()[&outfall(n)].text("responsible_unit").map(str::to_owned)
    };
    assert_eq!(unit(&h, 1).as_deref(), Some("某街道"));
    assert_eq!(unit(&h, 2).as_deref(), Some("某街道"));
    assert!(h.query_all_by_label_contains("已改 2 个").count() >= 1);
    h.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    h.run();
    assert!(unit(&h, 1).is_none() && unit(&h, 2).is_none());
}

#[test]
fn rows_that_have_the_value_already_are_counted_apart_and_left_alone() {
    let mut h = on_table();
    mark(&mut h, &["选中 示例排口001"]);
    give_unit(&mut h, "某街道");
    h.key_press_modifiers(egui::Modifiers::COMMAND, Key::Enter);
    h.run();
    let records = |h: &Harness<'_, Desk>| h.state().session.records(Some(&outfall(1))).len();
    let before = records(&h);
    mark(&mut h, &["选中 示例排口001", "选中 示例排口002"]);
    give_unit(&mut h, "某街道");
    h.get_by_label("会改 1 个，不变 1 个，不改 0 个");
    h.get_by_label("不变：已经是这个值");
    h.key_press_modifiers(egui::Modifiers::COMMAND, Key::Enter);
    h.run();
    assert!(h.query_all_by_label_contains("已改 1 个").count() >= 1);
    assert_eq!(records(&h), before);
}

#[test]
fn a_step_that_the_rules_refuse_is_named_row_by_row_and_not_taken() {
    let mut h = on_bulk();
    h.get_by_label("办一步").click();
    h.run();
    choose(&mut h, "办哪一步", "报完工自查 → 完工自查");
    h.get_by_label("会改 0 个，不改 2 个");
    assert_eq!(h.query_all_by_label_contains("不能改：").count(), 2);
    h.key_press_modifiers(egui::Modifiers::COMMAND, Key::Enter);
    h.run();
    h.get_by_label_contains("没有可改的");
    assert_eq!(h.state().plans()[&outfall(1)].stage_code(), Some("in_progress"));
}

#[test]
fn a_filter_joins_conditions_and_says_where_it_is_wrong() {
    let mut h = on_table();
    for (expression, first, second) in [
        ("剩余天数<0 或 期限 为空", true, true),
        ("非 (剩余天数<0)", false, true),
        ("期限<今天 且 名称 包含 001", true, false),
        ("due before today or due is empty", true, true),
    ] {
        filter(&mut h, expression);
        assert_eq!(h.query_by_label(FIRST).is_some(), first, "{expression}");
        assert_eq!(h.query_by_label(SECOND).is_some(), second, "{expression}");
    }
    filter(&mut h, "期限= 或");
    h.get_by_label_contains("第 5 个字：“或”旁边缺条件");
    h.get_by_label(FIRST);
}
