//! Pictures that wait, with the phone gone: their bytes are in the workspace, and what is filed is what was chosen.

use std::path::Path;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::model::Bytes;
use yice::plan::{Body, Hash, Photo};
use yice::session::{
    Act, ActPart, Attachment, Command, Draft, DraftAfter, PictureFacts, Recording, look_at_picture,
};
use yice::ui::Ask;

use crate::commands::picture;
use crate::field::ctrl;
use crate::panels::{Desk, harness, on_card, outfall};
use crate::walk::{LAYER, Place, actor, import, key, now};

/// A picture of its own.
fn write_picture(path: &Path) {
    let name = path.to_string_lossy();
    std::fs::write(path, [&picture()[..], name.as_bytes()].concat()).unwrap();
}

/// A file is looked at as the window does it, taken at a place.
fn look_at(h: &mut Harness<'_, Desk>, path: &Path, lon_lat: Option<[&str; 2]>) -> PictureFacts {
    let (mut facts, bytes) = look_at_picture(path);
    facts.lon_lat = lon_lat.map(|place| place.map(str::to_owned));
    let egui_ctx = h.ctx.clone();
    let told = facts.clone();
    h.state_mut().act(|screen, ctx| {
        let bytes = (!bytes.is_empty()).then(|| Bytes::from(bytes));
        screen.hold_picture(ctx, &told, bytes);
        screen.picture_looked_at(ctx, &egui_ctx, told.clone(), None);
    });
    h.run_steps(4);
    facts
}

/// Seven pictures of a phone's folder in the tray, all taken at the second outfall, and the folder.
fn in_tray(h: &mut Harness<'_, Desk>) -> std::path::PathBuf {
    let phone = h.state().folder.path().join("手机");
    std::fs::create_dir_all(&phone).unwrap();
    let paths: Vec<_> = (1..=7).map(|nth| phone.join(format!("{nth}.png"))).collect();
    paths.iter().for_each(|path| write_picture(path));
    let dropped = paths.clone();
    h.state_mut().act(|screen, ctx| screen.take_files(ctx, dropped));
    for path in &paths {
        look_at(h, path, Some(["117.7201", "38.9201"]));
    }
    h.run_steps(40);
    phone
}

fn restarted(h: &mut Harness<'_, Desk>) -> Harness<'static, Desk> {
    let mut desk = reopened(h);
    desk.act(|screen, ctx| screen.act(ctx, yice::ui::shortcuts::KeyAct::Tray));
    harness(desk)
}

fn reopened(h: &mut Harness<'_, Desk>) -> Desk {
    let desk = std::mem::replace(h.state_mut(), Desk::with_outfalls());
    let actor = desk.screen.view.actor.clone();
    let mut desk = desk.restart();
    desk.screen.view.actor = actor;
    desk.screen.view.actor_day = "2022-05-12".to_owned();
    desk
}

#[test]
fn pictures_in_the_tray_are_filed_though_the_phone_is_gone() {
    let mut h = on_card();
    let phone = in_tray(&mut h);
    std::fs::remove_dir_all(&phone).unwrap();
    let mut h = restarted(&mut h);
    h.get_by_label_contains("7 张，7 张可归档");
    assert!(h.query_by_label_contains("现在读不到").is_none());
    ctrl(&mut h, Key::Enter);
    let photos = h.state().plans()[&outfall(2)].photos.clone();
    assert_eq!(photos.len(), 7);
    let first = Hash::parse(&photos[0].body.sha256).unwrap();
    assert!(h.state().session.file_bytes(first).unwrap().is_some());
}

#[test]
fn a_paper_is_filed_though_the_stick_was_pulled_out_before() {
    let mut h = on_card();
    let stick = h.state().folder.path().join("U盘");
    std::fs::create_dir_all(&stick).unwrap();
    let path = stick.join("验收意见.pdf");
    std::fs::write(&path, b"%PDF-1.4 opinion").unwrap();
    let form = yice::ui::forms::DocumentForm::of_kind("lab_report");
    let content = yice::ui::forms::Content::Document(form);
    h.state_mut().act(|screen, ctx| screen.open_form(ctx, &outfall(1), content));
    h.run();
    let dropped = vec![path.clone()];
    h.state_mut().act(|screen, ctx| screen.take_files(ctx, dropped));
    h.step();
    // The keyboard is in the very row: whether a path is still being typed shows when it rests.
    h.run_steps(60);
    let asked = |ask: &Ask| matches!(ask, Ask::LookAtFile(asked) if *asked == path);
    assert_eq!(h.state().asks.iter().filter(|ask| asked(ask)).count(), 1, "looked at once");
    look_at(&mut h, &path, None);
    h.get_by_label_contains("已收进工作库");
    std::fs::remove_dir_all(&stick).unwrap();
    h.run_steps(80);
    let mut h = harness(reopened(&mut h));
    h.state_mut().act(|screen, ctx| {
        let form = yice::ui::forms::DocumentForm::of_kind("lab_report");
        screen.open_form(ctx, &outfall(1), yice::ui::forms::Content::Document(form));
    });
    h.run_steps(4);
    h.get_by_label_contains("已收进工作库");
    ctrl(&mut h, Key::Enter);
    let papers = h.state().plans()[&outfall(1)].documents.clone();
    assert_eq!(papers.len(), 1);
    let sha256 = Hash::parse(&papers[0].body.sha256).unwrap();
    assert_eq!(h.state().session.file_bytes(sha256).unwrap().unwrap(), b"%PDF-1.4 opinion");
    assert_eq!(papers[0].body.ext, "pdf");
}

#[test]
fn a_paper_that_is_nowhere_any_more_says_where_it_was() {
    let mut h = on_card();
    let path = h.state().folder.path().join("没有.pdf");
    let content = yice::ui::forms::Content::Document(Default::default());
    h.state_mut().act(|screen, ctx| screen.open_form(ctx, &outfall(1), content));
    let dropped = vec![path.clone()];
    h.state_mut().act(|screen, ctx| screen.take_files(ctx, dropped));
    h.run_steps(60);
    look_at(&mut h, &path, None);
    h.get_by_label_contains("材料（没有.pdf）现在读不到");
    h.get_by_label("再找一遍");
}

#[test]
fn what_was_filed_and_taken_back_says_that_it_is_stored_already() {
    let mut h = on_card();
    let phone = in_tray(&mut h);
    ctrl(&mut h, Key::Enter);
    std::fs::remove_dir_all(&phone).unwrap();
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run_steps(40);
    let mut h = restarted(&mut h);
    h.get_by_label_contains("7 张，7 张可归档");
    ctrl(&mut h, Key::Enter);
    assert_eq!(h.state().plans()[&outfall(2)].photos.len(), 7);
}

#[test]
fn what_is_nowhere_any_more_says_where_it_was_and_comes_back_with_the_phone() {
    let mut h = on_card();
    let phone = h.state().folder.path().join("手机");
    std::fs::create_dir_all(&phone).unwrap();
    let paths: Vec<_> = (1..=6).map(|nth| phone.join(format!("{nth}.png"))).collect();
    paths.iter().for_each(|path| write_picture(path));
    let dropped = paths.clone();
    h.state_mut().act(|screen, ctx| screen.take_files(ctx, dropped));
    let egui_ctx = h.ctx.clone();
    // They were looked at and not held: there was no room.
    for path in &paths {
        let (facts, _) = look_at_picture(path);
        h.state_mut().act(|screen, ctx| screen.picture_looked_at(ctx, &egui_ctx, facts, None));
    }
    h.run_steps(40);
    let away = phone.with_file_name("拔了");
    std::fs::rename(&phone, &away).unwrap();
    let mut h = restarted(&mut h);
    for path in &paths {
        look_at(&mut h, path, None);
    }
    h.get_by_label_contains("6 张现在读不到：原来在");
    h.get_by_label("再找一遍").click();
    h.run_steps(4);
    let asked =
        h.state().asks.iter().any(|ask| matches!(ask, Ask::LookAtPictures(all) if all.len() == 6));
    assert!(asked);
    // One comes back from another place, the others where they were.
    let chosen = vec![away.join("1.png")];
    h.state_mut().act(|screen, ctx| {
        screen.picked(ctx, &yice::ui::PickFor::Tray, yice::ui::Picked::Paths(chosen))
    });
    look_at(&mut h, &away.join("1.png"), None);
    h.get_by_label_contains("6 张，");
    h.get_by_label_contains("5 张现在读不到");
    std::fs::rename(&away, &phone).unwrap();
    for path in &paths {
        look_at(&mut h, path, None);
    }
    assert!(h.query_by_label_contains("现在读不到").is_none());
}

#[test]
fn of_two_files_of_the_same_bytes_the_original_is_proposed() {
    let mut h = on_card();
    let folder = h.state().folder.path().to_owned();
    let names = ["IMG_0005(1).png", "IMG_0005.png", "a.png", "b.png", "c.png", "d.png"];
    let paths: Vec<_> = names.map(|name| folder.join(name)).to_vec();
    paths[2..].iter().for_each(|path| write_picture(path));
    paths[..2].iter().for_each(|path| std::fs::write(path, picture()).unwrap());
    let dropped = paths.clone();
    h.state_mut().act(|screen, ctx| screen.take_files(ctx, dropped));
    for path in &paths {
        look_at(&mut h, path, Some(["117.7201", "38.9201"]));
    }
    h.get_by_label_contains("与 IMG_0005.png 相同，不用再存");
    h.get_by_label_contains("6 张，5 张可归档");
}

#[test]
fn a_forms_picture_is_filed_though_the_phone_is_gone_and_is_seen_in_its_row() {
    let mut h = on_card();
    let path = h.state().folder.path().join("c0.png");
    write_picture(&path);
    h.key_press(Key::F4);
    h.run();
    let dropped = vec![path.clone()];
    h.state_mut().act(|screen, ctx| screen.take_files(ctx, dropped));
    h.run();
    let (facts, bytes) = look_at_picture(&path);
    let image = egui::ColorImage::filled([4, 3], egui::Color32::RED);
    let egui_ctx = h.ctx.clone();
    h.state_mut().act(|screen, ctx| {
        screen.hold_picture(ctx, &facts, Some(Bytes::from(bytes)));
        screen.picture_looked_at(ctx, &egui_ctx, facts.clone(), Some(image));
    });
    h.run_steps(4);
    h.get_by_role_and_label(egui::accesskit::Role::Image, "c0.png");
    std::fs::remove_file(&path).unwrap();
    ctrl(&mut h, Key::Enter);
    assert_eq!(h.state().plans()[&outfall(1)].photos.len(), 1);
}

#[test]
fn a_picture_that_is_gone_is_named_with_what_to_do() {
    let mut h = on_card();
    let path = h.state().folder.path().join("c0.png");
    h.key_press(Key::F4);
    h.run();
    let dropped = vec![path.clone()];
    h.state_mut().act(|screen, ctx| screen.take_files(ctx, dropped));
    h.run();
    ctrl(&mut h, Key::Enter);
    h.get_by_label_contains("照片 1（c0.png）现在读不到");
    assert!(h.state().plans().get(&outfall(1)).is_none_or(|state| state.photos.is_empty()));
}

/// A picture whose camera says where it was taken, in whole thousandths of a degree.
fn picture_at(lon: f64, lat: f64) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        let head = [tag.to_le_bytes(), kind.to_le_bytes()].concat();
        [&head[..], &count.to_le_bytes(), &value].concat()
    };
    let part = |entries: &[Vec<u8>]| {
        let count = (entries.len() as u16).to_le_bytes().to_vec();
        [count, entries.concat(), vec![0; 4]].concat()
    };
    let (gps_at, lat_at, lon_at) = (26_u32, 80_u32, 104_u32);
    let rationals = |degrees: f64| {
        let parts = [((degrees * 1000.0).round() as u32, 1000_u32), (0, 1), (0, 1)];
        parts
            .iter()
            .flat_map(|(n, d)| [n.to_le_bytes(), d.to_le_bytes()].concat())
            .collect::<Vec<_>>()
    };
    let bytes = [
        b"II*\0\x08\0\0\0".to_vec(),
        part(&[entry(0x8825, 4, 1, gps_at.to_le_bytes())]),
        part(&[
            entry(1, 2, 2, *b"N\0\0\0"),
            entry(2, 5, 3, lat_at.to_le_bytes()),
            entry(3, 2, 2, *b"E\0\0\0"),
            entry(4, 5, 3, lon_at.to_le_bytes()),
        ]),
        rationals(lat),
        rationals(lon),
    ];
    assert_eq!(bytes[..3].concat().len(), lat_at as usize);
    bytes.concat()
}

#[test]
fn pictures_of_the_next_outfall_are_moved_there_at_one_press_and_back_by_one_undo() {
    let mut h = on_card();
    h.key_press(Key::F4);
    h.run();
    let folder = h.state().folder.path().to_owned();
    let paths: Vec<_> = ["a.jpg", "b.jpg"].map(|name| folder.join(name)).to_vec();
    for (nth, path) in paths.iter().enumerate() {
        std::fs::write(path, [picture_at(117.72, 38.92), vec![nth as u8]].concat()).unwrap();
    }
    h.state_mut().act(|screen, ctx| screen.take_files(ctx, paths));
    h.run();
    ctrl(&mut h, Key::Enter);
    let counting = |h: &Harness<'_, Desk>, n: u32| {
        let plans = h.state().plans();
        plans.get(&outfall(n)).map_or(0, |state| state.photos.len())
    };
    assert_eq!(counting(&h, 1), 2);
    assert!(h.query_all_by_label_contains("2 张照片位置离示例排口001").count() >= 1);
    h.get_by_label("移到附近的示例排口002").click();
    h.run();
    assert_eq!((counting(&h, 1), counting(&h, 2)), (0, 2));
    let moved = h.state().plans()[&outfall(2)].photos[0].body.clone();
    assert!(moved.lon_lat.is_some() && !moved.sha256.is_empty());
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run();
    assert_eq!((counting(&h, 1), counting(&h, 2)), (2, 0));
}

#[test]
fn held_bytes_are_filed_as_they_were_and_go_when_no_draft_names_them() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let layer = place.write("outfalls.geojson", LAYER);
    import(&mut session, &layer);
    let by = actor("张三");
    let path = place.write("IMG_1.png", picture());
    let (facts, bytes) = look_at_picture(&path);
    let sha256 = Hash::parse(&facts.sha256).unwrap();
    let other = Hash::of(b"given up");
    for (sha256, bytes) in [(sha256, bytes), (other, b"given up".to_vec())] {
        let hold = Command::Hold { sha256, bytes: Bytes::from(bytes) };
        session.apply(hold, &now(20), &by).unwrap();
    }
    let draft = |content: String| Draft {
        id: "tray".into(),
        feature: None,
        form: "tray".into(),
        content,
        saved_at: now(20).to_string(),
    };
    let names = Command::SaveDraft(draft(format!("[{{\"sha256\":\"{sha256}\"}}]")));
    session.apply(names, &now(20), &by).unwrap();
    drop(session);
    let mut session = place.session("a.yice");
    assert!(session.snapshot().holds(&facts.sha256));
    assert!(!session.snapshot().holds(&other.to_string()), "no draft names it");
    // The phone holds another picture of that name by now.
    std::fs::write(&path, b"\x89PNG\r\n\x1A\n another").unwrap();
    let photo =
        Photo { sha256: facts.sha256.clone(), photo_kind: "scene".into(), ..Photo::default() };
    let part = ActPart { body: Body::Photo(photo), attachment: Some(Attachment { path }) };
    let act =
        Act { feature: key("DEMO-OUT-0001"), on: None, on_behalf_of: None, parts: vec![part] };
    let after = DraftAfter::Gone("tray".into());
    let command = Command::RecordFrom { recording: Recording::One(act), after };
    session.apply(command, &now(21), &by).unwrap();
    assert_eq!(session.file_bytes(sha256).unwrap().unwrap(), picture());
    drop(session);
    let session = place.session("a.yice");
    assert!(session.snapshot().held.is_empty());
    assert!(session.file_bytes(sha256).unwrap().is_some());
}
