//! The window's frame by the words on it: notices, the search, a window that may only look, files taken in.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::session::{Command, Export, Opening, Purpose, Session};

use crate::panels::{Desk, harness, on_card, outfall};

fn ctrl(h: &mut Harness<'_, Desk>, key: Key) {
    h.key_press_modifiers(Modifiers::COMMAND, key);
    h.run();
}

fn type_words(h: &mut Harness<'_, Desk>, words: &str) {
    h.event(egui::Event::Text(words.to_owned()));
    h.run();
}

fn press(h: &mut Harness<'_, Desk>, key: Key) {
    h.key_press(key);
    h.run();
}

#[test]
fn the_newest_notice_stands_alone_and_the_others_are_one_press_away() {
    let mut h = on_card();
    for words in ["第一句", "第二句", "第三句"] {
        h.state_mut().screen.notices.add(yice::ui::Tone::Bad, words);
    }
    h.run();
    h.get_by_label("知道了 第三句");
    assert!(h.query_by_label("知道了 第一句").is_none());
    h.get_by_label("还有 2 条 ▼").click();
    h.run();
    h.get_by_label("知道了 第一句").click();
    h.run();
    assert!(h.query_by_label("知道了 第一句").is_none());
    h.get_by_label("都知道了").click();
    h.run();
    assert!(h.query_by_label_contains("知道了").is_none());
}

#[test]
fn what_was_read_can_be_looked_up_and_copied_for_whoever_helps() {
    let mut h = on_card();
    h.state_mut().screen.notices.add(yice::ui::Tone::Bad, "磁盘满了");
    h.run();
    h.get_by_label("知道了 磁盘满了").click();
    h.run();
    h.state_mut().act(|screen, ctx| screen.act(ctx, yice::ui::shortcuts::KeyAct::Log));
    h.run();
    h.get_by_label_contains("磁盘满了");
    h.get_by_label("复制全部").click();
    let mut copied = String::new();
    for _ in 0..4 {
        h.step();
        for command in &h.output().platform_output.commands {
            if let egui::OutputCommand::CopyText(text) = command {
                copied.clone_from(text);
            }
        }
    }
    assert!(copied.contains("磁盘满了") && copied.contains("outfall"), "{copied}");
}

#[test]
fn a_window_that_may_only_look_says_so_and_takes_no_files() {
    let mut desk = Desk::with_outfalls();
    let path = desk.write("more.geojson", r#"{"type":"FeatureCollection","features":[]}"#);
    let workspace = desk.snapshot.workspace.clone();
    let now = yice::model::Stamp::parse("2022-05-12T10:00:00+08:00").unwrap();
    desk.session = Session::open(Opening::to_read(&workspace), &now).unwrap();
    desk.snapshot = desk.session.snapshot();
    let mut h = harness(desk);
    h.get_by_label("重新打开");
    h.get_by_label_contains("这里是只读打开，只能看");
    h.state_mut().act(|screen, ctx| screen.open_files(ctx, vec![path]));
    h.run();
    h.get_by_label_contains("知道了 这个窗口只能看，文件没有载入");
}

#[test]
fn enter_in_the_search_opens_the_first_and_down_the_next() {
    let mut h = harness(Desk::with_outfalls());
    ctrl(&mut h, Key::F);
    type_words(&mut h, "slpk");
    press(&mut h, Key::Enter);
    assert_eq!(h.state().screen.selected(), Some(outfall(1)));
    ctrl(&mut h, Key::F);
    // The old words are selected: what is typed replaces them.
    type_words(&mut h, "slpk");
    assert_eq!(h.state().screen.view.list_query, "slpk");
    press(&mut h, Key::ArrowDown);
    press(&mut h, Key::Enter);
    assert_eq!(h.state().screen.selected(), Some(outfall(2)));
    ctrl(&mut h, Key::F);
    press(&mut h, Key::Escape);
    assert_eq!(h.state().screen.view.list_query, "");
}

#[test]
fn plus_and_minus_move_the_map_unless_somebody_is_typing() {
    let mut h = harness(Desk::with_outfalls());
    let zoom_level = |h: &Harness<'_, Desk>| h.state().screen.map.state.camera().zoom_level();
    let before = zoom_level(&h);
    press(&mut h, Key::Minus);
    assert!((zoom_level(&h) - (before - 1.0)).abs() < 1e-6);
    press(&mut h, Key::Plus);
    assert!((zoom_level(&h) - before).abs() < 1e-6);
    ctrl(&mut h, Key::F);
    press(&mut h, Key::Minus);
    assert!((zoom_level(&h) - before).abs() < 1e-6);
}

#[test]
fn an_empty_folder_is_said_to_hold_nothing() {
    let mut desk = Desk::with_outfalls();
    let folder = desk.folder.path().join("空的");
    std::fs::create_dir(&folder).unwrap();
    desk.act(|screen, ctx| screen.open_files(ctx, vec![folder]));
    let h = harness(desk);
    h.get_by_label_contains("知道了 空的 里没有能打开的文件");
}

#[test]
fn a_colleagues_file_says_what_it_brought_and_leads_there() {
    let visited = |h: &mut Harness<'_, Desk>| {
        press(h, Key::F2);
        h.run();
        ctrl(h, Key::Enter);
    };
    let mut theirs = on_card();
    visited(&mut theirs);
    let to = theirs.state().folder.path().join("赵六.geojson");
    let layer = theirs.state().snapshot.layers[0].id;
    let export = Export {
        layer: Some(layer),
        to: to.clone(),
        as_of: None,
        write_back: Vec::new(),
        personal: false,
        overwrite: false,
        purpose: Purpose::OwnUse,
    };
    let now = yice::model::Stamp::parse("2022-05-12T10:00:00+08:00").unwrap();
    let actor = yice::plan::Actor::default();
    theirs.state_mut().session.apply(Command::Export(export), &now, &actor).unwrap();

    let mut ours = harness(Desk::with_outfalls());
    ours.get_by_label("示例排口002 未建档").click();
    ours.run();
    visited(&mut ours);
    ours.state_mut().act(|screen, ctx| screen.open_files(ctx, vec![to]));
    ours.run();
    ours.get_by_label_contains("1 个对象有新记录");
    ours.get_by_label("跳到 示例排口001").click();
    ours.run();
    assert_eq!(ours.state().screen.selected(), Some(outfall(1)));
}

#[test]
fn the_system_of_a_layer_can_be_chosen() {
    let mut h = harness(Desk::with_outfalls());
    h.state_mut().screen.view.layers_shown = true;
    h.run();
    h.get_by_label_contains("坐标系：").click();
    h.run();
    h.get_by_label("GCJ-02（高德、腾讯）").click();
    h.run();
    h.run();
    h.get_by_label("坐标系：GCJ-02（高德、腾讯）");
}

#[test]
fn a_sheet_is_asked_for_by_its_key_and_goes_where_a_person_says() {
    let mut h = on_card();
    ctrl(&mut h, Key::P);
    h.get_by_label_contains("示例排口001 的单子");
    h.get_by_label("存成 PDF").click();
    h.run();
    // Without a place nothing is asked for.
    h.get_by_label_contains("请写存到哪里");
    h.get_by_label("今日清单，0 个，每个一张空白巡查单").click();
    h.run();
    h.get_by_label_contains("今天还没选点");
}

#[test]
fn the_legend_is_put_away_by_a_button_on_the_map_and_folded_on_a_narrow_one() {
    let visible = |h: &Harness<'_, Desk>| h.state().screen.map.state.legend_visible;
    let mut h = harness(Desk::with_outfalls());
    assert!(visible(&h));
    h.get_by_label("图例").click();
    h.run();
    assert!(!visible(&h));
    h.get_by_label("图例").click();
    h.run();
    assert!(visible(&h));
    // Beside a card the map is narrow.
    h.get_by_label("示例排口001 整治中 逾期 12 天").click();
    h.run();
    assert!(!visible(&h));
    h.get_by_label("图例").click();
    h.run();
    assert!(visible(&h));
}

#[test]
fn the_list_is_as_wide_in_english() {
    let mut h = harness(Desk::with_outfalls());
    h.get_by_label("English").click();
    h.run();
    h.run();
    assert_eq!(h.state().screen.view.list_width, None);
}

#[test]
fn enter_on_the_number_of_a_sign_opens_that_outfall() {
    for (typed, key) in [("005", "DEMO-OUT-0005"), ("001", "DEMO-OUT-0001"), ("6", "DEMO-OUT-0006")]
    {
        let mut h = harness(Desk::with_demonstration());
        ctrl(&mut h, Key::F);
        type_words(&mut h, typed);
        press(&mut h, Key::Enter);
        h.run_steps(6);
        assert_eq!(h.state().screen.selected().unwrap().code(), key, "{typed}");
    }
}
