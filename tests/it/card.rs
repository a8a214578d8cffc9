//! The card and its forms, found by their words: how many inputs an act takes, and what comes of it.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use yice::session::PictureFacts;

use super::panels::{Desk, on_card, outfall, records_of};
use crate::commands::picture;

const ROW: &str = "示例排口001 整治中 逾期 12 天";

/// A hand that counts: a click, a key or a drop is one input.
struct Hand {
    h: Harness<'static, Desk>,
    inputs: usize,
}

impl Hand {
    fn new() -> Self {
        Self { h: on_card(), inputs: 0 }
    }

    fn click(&mut self, label: &str) {
        self.h.get_by_label(label).click();
        self.h.run();
        self.inputs += 1;
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.h.key_press_modifiers(modifiers, key);
        self.h.run();
        self.inputs += 1;
    }

    fn record(&mut self) {
        self.key(Modifiers::COMMAND, Key::Enter);
    }

    fn drop_files(&mut self, names: &[&str]) {
        let folder = self.h.state().folder.path().to_owned();
        let paths: Vec<_> = names.iter().map(|name| folder.join(name)).collect();
        for path in &paths {
            let name = path.to_string_lossy();
            // What follows the picture makes each another file.
            std::fs::write(path, [&picture()[..], name.as_bytes()].concat()).unwrap();
        }
        self.h.state_mut().act(|screen, ctx| screen.take_files(ctx, paths));
        self.h.run();
        self.inputs += 1;
    }
}

/// One visit at the first outfall, so that there is a last time.
fn visited() -> Hand {
    let mut hand = Hand::new();
    hand.key(Modifiers::NONE, Key::F2);
    hand.click("排水 在排水");
    hand.record();
    hand.inputs = 0;
    hand
}

#[test]
fn a_visit_without_change_takes_three_inputs() {
    let mut hand = visited();
    let before = records_of(&hand.h, 1);
    hand.click(ROW);
    hand.key(Modifiers::NONE, Key::F2);
    hand.h.get_by_label_contains("和上次");
    hand.record();
    assert_eq!((records_of(&hand.h, 1), hand.inputs), (before + 1, 3));
}

#[test]
fn a_sample_takes_two_inputs_its_number_offered() {
    let mut hand = Hand::new();
    hand.key(Modifiers::NONE, Key::F7);
    hand.record();
    assert_eq!(hand.inputs, 2);
    hand.key(Modifiers::ALT, Key::Num3);
    hand.h.get_by_label("填结果 0512-0001-1");
}

#[test]
fn three_dropped_pictures_take_two_inputs() {
    let mut hand = Hand::new();
    hand.drop_files(&["a.jpg", "b.jpg", "c.jpg"]);
    hand.record();
    assert_eq!(hand.inputs, 2);
    hand.h.get_by_label("已存：照片 · 示例排口001");
}

#[test]
fn the_history_is_sentences_and_any_day_can_be_looked_at() {
    let mut hand = visited();
    hand.key(Modifiers::ALT, Key::Num5);
    let see = hand.h.query_all_by_label_contains("看这天 5月12日 张三(区) 巡查").next();
    see.expect("the visit's line has a link to its day").click();
    hand.h.run();
    hand.h.get_by_label_contains("正在看 2022年5月12日 的情况");
    assert!(hand.h.query_by_label_contains("F2 巡查登记").is_none(), "the past is not recorded on");
    hand.key(Modifiers::NONE, Key::F2);
    hand.h.get_by_label("这是 2022年5月12日 的情况，回到今天才能记。");
    assert!(hand.h.query_by_label_contains("知道了").is_none(), "the card's banner says it");
    hand.click("回到今天");
    hand.h.get_by_label_contains("F2 巡查登记");
    for gone in ["只能看不能记", "回到今天才能记"] {
        assert!(hand.h.query_by_label_contains(gone).is_none(), "{gone}");
    }
}

#[test]
fn a_withdrawal_says_what_it_took_back_and_only_ones_own_can_be() {
    let mut hand = visited();
    hand.key(Modifiers::COMMAND, Key::Z);
    hand.key(Modifiers::ALT, Key::Num5);
    let told = hand.h.query_all_by_label_contains("撤回的是：5月12日").count();
    assert!(told >= 1, "the withdrawal names each thing it took back");
    hand.h.state_mut().screen.view.actor = Some(yice::plan::Actor {
        name: "李四".to_owned(),
        unit: "别的局".to_owned(),
        role: yice::plan::Role::Inspector,
    });
    hand.h.run();
    assert!(hand.h.query_by_label_contains("撤回 5月12日 张三").is_none());
}

#[test]
fn tab_goes_from_input_to_input_in_the_order_of_the_rows() {
    let mut hand = Hand::new();
    hand.key(Modifiers::NONE, Key::F2);
    let mut labels = Vec::new();
    loop {
        hand.key(Modifiers::NONE, Key::Tab);
        let focused = By::new().predicate(|node| node.is_focused());
        let Some(node) = hand.h.query(focused) else { break };
        let role = node.accesskit_node().role();
        assert_ne!(role, egui::accesskit::Role::Label, "{:?}", node.accesskit_node().label());
        // Left of the card's rows something else begins.
        if node.rect().left() < 1000.0 {
            break;
        }
        labels.push(node.accesskit_node().label().unwrap_or_default());
        let (top, bottom) = (node.rect().top(), node.rect().bottom());
        assert!(top > 100.0 && bottom < 620.0, "{labels:?} is out of sight: {top} to {bottom}");
    }
    assert_eq!(labels, ["同行", "天气", "时间", "发生日期", "代录：为谁", "其单位"]);
}

#[test]
fn an_open_list_of_choices_asks_for_no_more_frames() {
    let mut hand = Hand::new();
    hand.key(Modifiers::NONE, Key::F4);
    hand.h.get_by_role_and_label(egui::accesskit::Role::ComboBox, "内容").click();
    // Fails if the window still wants frames after a few.
    hand.h.run();
    hand.h.get_by_label("整治前");
    hand.key(Modifiers::NONE, Key::ArrowDown);
    hand.key(Modifiers::NONE, Key::Enter);
    assert!(hand.h.query_by_label("整治前").is_none(), "Enter takes the line and closes the list");
}

#[test]
fn pictures_in_the_tray_are_proposed_their_outfall_and_filed_in_one_act() {
    let mut hand = Hand::new();
    let names: Vec<String> = (1..=7).map(|n| format!("{n}.jpg")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    hand.drop_files(&names);
    hand.h.get_by_role_and_label(egui::accesskit::Role::Dialog, "照片托盘");
    let folder = hand.h.state().folder.path().to_owned();
    for (nth, name) in names.iter().enumerate() {
        // The first five were taken at the second outfall, the sixth says nothing, the seventh is the first again.
        let facts = PictureFacts {
            path: folder.join(name),
            sha256: format!("{:064x}", nth % 6),
            ext: "jpg".to_owned(),
            lon_lat: (nth < 5).then(|| ["117.7201".to_owned(), "38.9201".to_owned()]),
            ..PictureFacts::default()
        };
        let egui_ctx = hand.h.ctx.clone();
        hand.h.state_mut().act(|screen, ctx| screen.picture_looked_at(ctx, &egui_ctx, facts, None));
    }
    hand.h.run();
    hand.h.get_by_label_contains("7 张，5 张可归档");
    hand.h.get_by_label_contains("与 1.jpg 相同");
    hand.record();
    assert_eq!(hand.inputs, 2);
    let told = hand.h.query_all_by_label_contains("已归档 5 张照片，托盘里还有 2 张").count();
    assert!(told >= 1, "the notice says how many were filed and how many wait");
    let plans = hand.h.state().plans();
    assert_eq!(plans[&outfall(2)].photos.len(), 5);
    let waiting = |hand: &Hand| {
        let drafts = std::sync::Arc::clone(&hand.h.state().snapshot.drafts);
        let kept =
            drafts.iter().find(|draft| draft.id == "tray").map(|draft| draft.content.clone());
        let rows: Vec<serde_json::Value> = serde_json::from_str(&kept.unwrap()).unwrap();
        rows.len()
    };
    assert_eq!(waiting(&hand), 2, "what is kept is what waits");

    // Taken back, the pictures wait in the tray again; filed once more, they leave it.
    hand.key(Modifiers::NONE, Key::Escape);
    hand.key(Modifiers::COMMAND, Key::Z);
    assert!(hand.h.state().plans()[&outfall(2)].photos.is_empty());
    assert_eq!(waiting(&hand), 7);
    hand.key(Modifiers::COMMAND, Key::Y);
    assert_eq!(hand.h.state().plans()[&outfall(2)].photos.len(), 5);
    assert_eq!(waiting(&hand), 2);
}

#[test]
fn a_picture_that_says_nothing_is_filed_by_a_typed_time_or_by_searching() {
    let mut hand = Hand::new();
    let visit = yice::plan::Visit {
        visited_at: Some("2022-05-12T09:20:00+08:00".to_owned()),
        abnormal: Some(false),
        ..yice::plan::Visit::default()
    };
    let visit = crate::walk::part(yice::plan::Body::Visit(visit));
    let desk = hand.h.state_mut();
    let actor = desk.screen.view.actor.clone().unwrap();
    crate::walk::record(&mut desk.session, &outfall(2), vec![visit], &crate::walk::now(25), &actor);
    desk.look_again();
    let names: Vec<String> = (1..=7).map(|n| format!("{n}.jpg")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    hand.drop_files(&names);
    let folder = hand.h.state().folder.path().to_owned();
    for (nth, name) in names.iter().enumerate() {
        let facts = PictureFacts {
            path: folder.join(name),
            sha256: format!("{nth:064x}"),
            ext: "jpg".to_owned(),
            ..PictureFacts::default()
        };
        let egui_ctx = hand.h.ctx.clone();
        hand.h.state_mut().act(|screen, ctx| screen.picture_looked_at(ctx, &egui_ctx, facts, None));
    }
    hand.h.run();
    hand.h.get_by_label("拍摄时间 1").click();
    hand.h.run();
    hand.h.event(egui::Event::Text("2022-05-12 9:31".to_owned()));
    hand.h.run();
    hand.key(Modifiers::NONE, Key::Enter);
    hand.h.run();
    hand.h.get_by_label_contains("相差 11 分钟");
    hand.h.get_by_label_contains("7 张，1 张可归档");

    hand.h.get_by_label("找对象").click();
    hand.h.run();
    hand.h.event(egui::Event::Text("slpk 001".to_owned()));
    for _ in 0..40 {
        hand.h.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    hand.h.get_by_label_contains("找到 1 个");
    hand.h.get_by_label("归到哪里 2").click();
    hand.h.run();
    hand.h.get_by_label_contains("示例排口001  ").click();
    hand.h.run();
    hand.h.get_by_label_contains("7 张，2 张可归档");
}

#[test]
fn the_arrows_walk_the_list_after_a_click_and_after_a_search_without_one() {
    let mut hand = Hand::new();
    let selected = |hand: &Hand| hand.h.state().screen.view.selected.clone().unwrap_or_default();
    hand.click(ROW);
    let first = selected(&hand);
    hand.key(Modifiers::NONE, Key::ArrowDown);
    let second = selected(&hand);
    assert_ne!(first, second, "after a click");
    hand.key(Modifiers::COMMAND, Key::F);
    hand.h.event(egui::Event::Text("001".to_owned()));
    hand.h.run();
    hand.key(Modifiers::NONE, Key::Enter);
    hand.h.run();
    assert_eq!(selected(&hand), first);
    let focused = hand.h.query(By::new().predicate(|node| node.is_focused())).unwrap();
    assert!(focused.accesskit_node().label().unwrap().contains("001"), "the row has the keyboard");
}

#[test]
fn the_next_step_takes_two_inputs_once_nothing_is_missing() {
    let mut hand = Hand::new();
    let desk = hand.h.state_mut();
    let path = desk.write("after.png", "");
    std::fs::write(&path, picture()).unwrap();
    let photo = yice::plan::Photo {
        photo_kind: "after".to_owned(),
        typed_time: Some("2022-05-12T09:00:00+08:00".to_owned()),
        ..yice::plan::Photo::default()
    };
    let photo = yice::session::ActPart {
        body: yice::plan::Body::Photo(photo),
        attachment: Some(yice::session::Attachment { path }),
    };
    let actor = desk.screen.view.actor.clone().unwrap();
    crate::walk::record(&mut desk.session, &outfall(1), vec![photo], &crate::walk::now(3), &actor);
    desk.look_again();
    hand.h.run();
    hand.key(Modifiers::NONE, Key::F8);
    // What is missing besides is given on the way: each is a link that comes back here.
    hand.h.get_by_label_contains("进度").click();
    hand.h.run();
    let percent = hand.h.get_by_role_and_label(egui::accesskit::Role::TextInput, "进度 %");
    percent.type_text("100");
    hand.h.run();
    hand.record();
    let role = egui::accesskit::Role::TextInput;
    hand.h.get_by_role_and_label(role, "实际完工日期").focus();
    hand.h.run();
    hand.h.get_by_role_and_label(role, "实际完工日期").type_text("2022-05-12");
    hand.h.run();
    hand.key(Modifiers::NONE, Key::Escape);
    hand.inputs = 0;
    hand.key(Modifiers::NONE, Key::F8);
    hand.record();
    assert_eq!(hand.inputs, 2);
    let plans = hand.h.state().plans();
    assert_eq!(plans[&outfall(1)].stage_code(), Some("self_check"));
}

#[test]
fn a_visit_with_three_photos_and_a_sample_takes_six_inputs_in_the_sun() {
    let mut hand = visited();
    hand.key(Modifiers::NONE, Key::F12);
    hand.inputs = 0;
    hand.click(ROW);
    hand.key(Modifiers::NONE, Key::F2);
    hand.drop_files(&["a.jpg", "b.jpg", "c.jpg"]);
    hand.record();
    hand.key(Modifiers::NONE, Key::F7);
    hand.record();
    assert_eq!(hand.inputs, 6);
    let plans = hand.h.state().plans();
    let state = &plans[&outfall(1)];
    assert_eq!((state.visits.len(), state.photos.len(), state.samples.len()), (2, 3, 1));
}

#[test]
fn a_key_leads_from_pane_to_pane_and_back_to_where_one_typed() {
    let mut hand = Hand::new();
    let focused = |hand: &Hand| {
        let node = hand.h.query(By::new().predicate(|node| node.is_focused()));
        node.map(|node| node.accesskit_node().label().unwrap_or_default()).unwrap_or_default()
    };
    // The row that was clicked has the keyboard.
    assert_eq!(focused(&hand), ROW);
    let mut seen = Vec::new();
    for _ in 0..4 {
        hand.key(Modifiers::NONE, Key::F10);
        hand.h.run();
        seen.push(focused(&hand));
    }
    assert_eq!(seen[0], "地图");
    assert!(!seen[1].is_empty() && seen[1] != ROW, "{seen:?}");
    assert_eq!((seen[2].as_str(), seen[3].as_str()), (ROW, "地图"));
    hand.key(Modifiers::NONE, Key::F2);
    for _ in 0..3 {
        hand.key(Modifiers::NONE, Key::F10);
        hand.h.run();
    }
    assert_eq!(focused(&hand), "说明", "the form's row that had the keyboard has it again");
}

#[test]
fn twenty_photos_stand_in_rows_within_the_card() {
    let mut hand = Hand::new();
    let names: Vec<String> = (1..=20).map(|n| format!("{n}.jpg")).collect();
    for names in names.chunks(5) {
        hand.drop_files(&names.iter().map(String::as_str).collect::<Vec<_>>());
        hand.record();
    }
    hand.key(Modifiers::ALT, Key::Num4);
    hand.h.run();
    let tab = hand.h.get_by_label("照片材料 20").rect();
    let pictures: Vec<_> =
        hand.h.query_all_by_label_contains("正在打开").map(|node| node.rect()).collect();
    assert!(pictures.len() >= 20, "{}", pictures.len());
    assert!(tab.left() > 900.0, "the card stays in its place");
    for rect in pictures {
        assert!(rect.left() > 900.0 && rect.right() < 1366.0, "{rect:?}");
    }
}

#[test]
fn tab_walks_every_form_from_top_to_bottom() {
    for key in [Key::F2, Key::F4, Key::F7] {
        let mut hand = Hand::new();
        hand.h.set_size(egui::vec2(1366.0, 1400.0));
        hand.key(Modifiers::NONE, key);
        let mut tops = Vec::new();
        loop {
            hand.key(Modifiers::NONE, Key::Tab);
            let node = hand.h.query(By::new().predicate(|node| node.is_focused()));
            let Some(node) = node.filter(|node| node.rect().left() > 900.0) else { break };
            tops.push(node.rect().center().y);
            assert!(tops.len() < 40, "{key:?}: Tab never leaves the form");
        }
        assert!(!tops.is_empty(), "{key:?}: Tab goes nowhere");
        assert!(tops.windows(2).all(|pair| pair[1] > pair[0] - 12.0), "{key:?}: {tops:?}");
    }
}
