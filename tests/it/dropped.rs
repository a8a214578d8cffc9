//! Files from the file manager: dropped on a slot, beside it, as a folder, or pasted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Event, Key, Modifiers, Pos2, ViewportCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::model::{FeatureKey, Kind};
use yice::ui::forms::Content;
use yice::ui::{Ask, CardTab};

use crate::panels::{Desk, harness, on_card};

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|why| why.to_string())
    }
}

/// The card of an outfall whose next step wants pictures and papers, at its slots.
fn on_slots() -> Harness<'static, Desk> {
    let mut desk = Desk::with_demonstration();
    desk.screen.view.card_tab = CardTab::Evidence;
    let mut h = harness(desk);
    let key = FeatureKey::new(&Kind::new(Kind::OUTFALL), "DEMO-OUT-0010");
    h.state_mut().act(|screen, ctx| screen.select(ctx, &key));
    h.run();
    h
}

/// Drops files as the system does: where the pointer is it tells a frame later.
fn drop_at(h: &mut Harness<'_, Desk>, files: &[&str], at: Option<Pos2>) {
    let dropped = files.iter().map(|file| Arc::new(Dropped(PathBuf::from(file))) as _);
    h.input_mut().dropped_files = dropped.collect();
    h.step();
    if let Some(at) = at {
        h.event(Event::PointerMoved(at));
    }
    h.run_steps(8);
}

#[test]
fn a_photo_dropped_on_a_slot_fills_that_slot() {
    let mut h = on_slots();
    let slot = h.get_by_label("还缺：采样点").rect().center();
    drop_at(&mut h, &["/somewhere/照片 4.jpg"], Some(slot));
    assert!(h.query_all_by_value("/somewhere/照片 4.jpg").count() >= 1);
    assert!(h.query_by_label("照片 2").is_none(), "one row, of the slot's kind");
}

#[test]
fn a_photo_dropped_on_a_papers_slot_is_filed_as_that_paper() {
    let mut h = on_slots();
    let slot = h.get_by_label_contains("还缺：验收意见").rect().center();
    drop_at(&mut h, &["/somewhere/照片 4.jpg", "/somewhere/照片 5.jpg"], Some(slot));
    assert!(h.query_all_by_value("/somewhere/照片 4.jpg").count() >= 1);
    assert!(h.query_all_by_label_contains("一次收一份材料：另外 1 份没有放进去").count() >= 1);
}

#[test]
fn of_several_papers_dropped_on_a_papers_form_the_further_ones_are_told_of() {
    let mut h = on_card();
    let key = h.state().screen.view.selected_key().unwrap();
    let form = Content::Document(Default::default());
    h.state_mut().act(|screen, ctx| screen.open_form(ctx, &key, form));
    h.run();
    drop_at(&mut h, &["/somewhere/意见.pdf", "/somewhere/二.pdf", "/somewhere/三.docx"], None);
    assert!(h.query_all_by_value("/somewhere/意见.pdf").count() >= 1);
    assert!(h.query_all_by_label_contains("另外 2 份没有放进去").count() >= 1);
}

#[test]
fn a_photo_dropped_beside_the_slots_or_nobody_knows_where_goes_to_the_chosen_feature() {
    for at in [None, Some(Pos2::new(500.0, 300.0))] {
        let mut h = on_card();
        drop_at(&mut h, &["/somewhere/照片 4.jpg"], at);
        assert!(h.query_all_by_value("/somewhere/照片 4.jpg").count() >= 1, "{at:?}");
    }
}

#[test]
fn the_window_takes_the_keyboard_after_a_drop() {
    let mut h = on_card();
    h.input_mut().dropped_files = vec![Arc::new(Dropped(PathBuf::from("/a.jpg")))];
    h.step();
    let told = h.output().viewport_output.values().flat_map(|out| &out.commands);
    assert!(told.clone().any(|one| *one == ViewportCommand::Focus));
}

#[test]
fn a_folders_pictures_wait_in_the_tray_and_its_layers_are_opened() {
    let mut h = on_card();
    drop_at(&mut h, &["/somewhere/DCIM"], None);
    let folder = PathBuf::from("/somewhere/DCIM");
    let looked = |ask: &Ask| matches!(ask, Ask::LookInto(path) if *path == folder);
    assert!(h.state().asks.iter().any(looked), "what it holds is looked at off the frame");
    let pictures = vec![folder.join("IMG_1.JPG"), folder.join("IMG_2.JPG")];
    h.state_mut().act(|screen, ctx| screen.looked_into(ctx, &folder, pictures, false));
    h.run();
    assert!(h.query_all_by_label_contains("文件夹“DCIM”里的 2 张照片").count() >= 1);
    assert!(h.query_all_by_label_contains("IMG_2.JPG").count() >= 1);
    assert!(h.query_by_label_contains("没有能打开的文件").is_none());
}

#[test]
fn what_is_dropped_together_is_opened_together_though_a_part_is_looked_into_first() {
    let mut h = on_card();
    let text = crate::panel_desk::OUTFALLS.replace("DEMO-OUT-0", "DEMO-OUT-9");
    let whole = h.state().write("甲.geojson", &text);
    let cut = h.state().write("乙.geojson.download", &text[..200]);
    let folder = PathBuf::from("/somewhere/丙");
    let taken_in = |h: &Harness<'_, Desk>| {
        let key = FeatureKey::new(&Kind::new(Kind::OUTFALL), "DEMO-OUT-9001");
        h.state().snapshot.place(&key).is_some()
    };
    drop_at(&mut h, &[&whole, &cut, &folder].map(|path| path.to_str().unwrap()), None);
    for path in [cut, folder] {
        assert!(!taken_in(&h), "before {path:?} is looked into nothing is opened");
        h.state_mut().act(|screen, ctx| screen.looked_into(ctx, &path, Vec::new(), true));
    }
    h.run();
    assert!(taken_in(&h));
    h.get_by_label_contains("2 个文件：2 个没有读进来");
    // What comes after it does not cover what stands there unread.
    let late = h.state().write("丁.geojson", "{");
    drop_at(&mut h, &[late.to_str().unwrap()], None);
    h.get_by_label_contains("3 个文件：3 个没有读进来");
}

#[test]
fn while_files_hover_it_is_said_where_they_would_go() {
    let mut h = on_card();
    let hovered = |name: &str| egui::HoveredFile { path: Some(name.into()), ..Default::default() };
    h.input_mut().hovered_files = vec![hovered("/a.jpg")];
    h.run_steps(2);
    h.get_by_label_contains("松手：1 张照片归到示例排口001");
    h.input_mut().hovered_files = vec![hovered("/a.geojson"), hovered("/b")];
    h.run_steps(2);
    h.get_by_label_contains("松手：打开这 2 个文件或文件夹");
    h.input_mut().hovered_files.clear();
    h.step();
    assert!(h.query_by_label_contains("松手").is_none());
}

#[test]
fn files_copied_in_the_file_manager_are_pasted() {
    let released = Event::Key {
        key: Key::V,
        physical_key: None,
        pressed: false,
        repeat: false,
        modifiers: Modifiers::COMMAND,
    };
    let asked = |h: &Harness<'_, Desk>| {
        h.state().asks.iter().filter(|ask| matches!(ask, Ask::PasteFiles)).count()
    };
    let mut h = on_card();
    h.event(released.clone());
    h.step();
    assert_eq!(asked(&h), 1);
    // Text that was pasted is pasted already.
    h.event(Event::Paste("排口".to_owned()));
    h.step();
    h.event(released);
    h.step();
    assert_eq!(asked(&h), 1);
    h.event(Event::Paste("/somewhere/a.jpg".to_owned()));
    h.run_steps(3);
    assert!(h.query_all_by_value("/somewhere/a.jpg").count() >= 1);
}

#[test]
fn a_copy_is_said() {
    let mut h = on_card();
    h.get_by_label("复制 DEMO-OUT-0001").click();
    h.run();
    assert!(h.query_all_by_label_contains("已复制，到别处粘贴即可").count() >= 1);
}

#[test]
fn a_field_that_tab_has_reached_takes_composed_words_before_the_next_key() {
    let mut h = on_card();
    h.key_press(Key::F2);
    h.run();
    for _ in 0..3 {
        h.key_press(Key::Tab);
        h.run();
        if h.ctx.text_edit_focused() {
            assert!(h.output().platform_output.ime.is_some());
        }
    }
}

#[test]
fn a_group_that_is_changed_opens_with_the_keyboard_in_a_row() {
    let mut h = on_card();
    h.state_mut().screen.view.card_tab = CardTab::Plan;
    h.run();
    let edit = h.query_all_by_label_contains("修改 ").next().unwrap();
    edit.click();
    h.run();
    assert!(h.ctx.memory(|memory| memory.focused()).is_some());
}
