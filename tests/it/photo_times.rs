//! A time given to a picture that was filed without one: once, marked as typed, and never over what a camera wrote.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use yice::plan::{Actor, Body, Photo, PhotoTime};
use yice::session::{ActPart, Attachment};
use yice::ui::plan_card::PictureSize;
use yice::ui::{Ask, PickFor};

use crate::commands::{Desk, INSPECTOR, picture};
use crate::histories::{
    World, Writer, adopted, counts, day, district, inspector, photo, refusal_of, rulebook,
    state_of, withdraw,
};
use crate::panels::{on_card, outfall};
use crate::walk::{Place, actor, import, now, record};

fn given(photo: &str, time: &str) -> Body {
    Body::PhotoTime(PhotoTime {
        photo: photo.to_owned(),
        photo_kind: "signboard".to_owned(),
        typed_time: time.to_owned(),
    })
}

#[test]
fn the_first_time_given_stands_and_goes_with_its_withdrawal() {
    let book = rulebook();
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let begun = writer.line(&district(), None, vec![adopted(None, &[]), silent()]);
    let id = begun[1].id.clone();
    let first = writer.write(&inspector(), &[&begun[1]], given(&id, "2022-05-09"));
    let again = writer.write(&inspector(), &[&first], given(&id, "2022-05-08"));
    let mut all = vec![begun[0].clone(), begun[1].clone(), first.clone(), again.clone()];
    let state = state_of(&book, &all);
    assert_eq!(state.photos[0].body.typed_time.as_deref(), Some("2022-05-09"));
    assert!(counts(&state, &first) && !counts(&state, &again));
    assert!(refusal_of(&state, &again).contains("已有拍摄时间"));
    all.push(writer.write(&inspector(), &[&again], withdraw(&first, "")));
    assert_eq!(state_of(&book, &all).photos[0].body.time(), None);
}

#[test]
fn a_cameras_time_a_later_time_and_a_photo_that_is_not_there_are_refused() {
    let book = rulebook();
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let with_exif = Body::Photo(Photo {
        photo_kind: "after".to_owned(),
        taken_at: Some("2022-05-01T09:00:00+08:00".to_owned()),
        ..Photo::default()
    });
    let bodies = vec![adopted(None, &[]), with_exif, silent()];
    let begun = writer.line(&district(), None, bodies);
    let state = state_of(&book, &begun);
    let today = day("2022-05-12");
    let answer = |id: &str, time: &str| {
        let checked =
            book.check(&state, &given(id, time), &inspector(), today, today, &World::default());
        checked.err().map(|refusal| refusal.to_string()).unwrap_or_default()
    };
    let (exif, timeless) = (begun[1].id.as_str(), begun[2].id.as_str());
    assert!(answer(exif, "2022-05-02").contains("has a time already"));
    assert!(answer(timeless, "2022-05-11").contains("later than the photo was filed"));
    assert!(answer(timeless, "2022-06-11").contains("after today"));
    assert!(answer(timeless, "soon").contains("does not read"));
    assert!(answer("nothing", "2022-05-09").contains("no such photo"));
    assert_eq!(answer(timeless, "2022-05-09T10:00:00+08:00"), "");
}

/// A picture of which nobody said when it was taken; [`Writer`] would say so of any other.
fn silent() -> Body {
    match photo("signboard") {
        Body::Photo(photo) => Body::Photo(Photo { taken_at: Some(String::new()), ..photo }),
        other => other,
    }
}

/// A photo of the first outfall that says nothing of itself, on record.
fn timeless(folder: &std::path::Path, ext: &str) -> ActPart {
    let path = folder.join(format!("wechat.{ext}"));
    std::fs::write(&path, picture()).unwrap();
    let body = Photo { photo_kind: "signboard".to_owned(), ..Photo::default() };
    ActPart { body: Body::Photo(body), attachment: Some(Attachment { path }) }
}

#[test]
fn the_tile_and_the_viewer_offer_it_and_the_history_says_it() {
    let mut h = on_card();
    let part = timeless(h.state().folder.path(), "png");
    let who: Actor = h.state().screen.view.actor.clone().unwrap();
    record(&mut h.state_mut().session, &outfall(1), vec![part], &now(40), &who);
    h.state_mut().look_again();
    h.key_press_modifiers(Modifiers::ALT, Key::Num4);
    h.run();
    h.get_by_label_contains("时间不明");
    h.get_by_label("补填时间 标识牌").click_accesskit();
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    h.run();
    h.get_by_label_contains("拍摄时间读不懂");
    h.get_by_label("拍摄时间").type_text("9:05");
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    h.run();
    assert!(h.query_by_label_contains("时间不明").is_none());
    h.get_by_label_contains("09:05 补录");
    assert!(h.query_by_label("补填时间 标识牌").is_none(), "given once");
    h.key_press_modifiers(Modifiers::ALT, Key::Num5);
    h.run();
    let said = "补填照片“标识牌”的拍摄时间 2022-05-12 09:05（补录）";
    assert!(h.query_all_by_label_contains(said).next().is_some());
}

#[test]
fn a_file_without_a_picture_is_opened_elsewhere_or_saved_under_a_name_that_says_what_it_is() {
    let mut h = on_card();
    let part = timeless(h.state().folder.path(), "png");
    let who: Actor = h.state().screen.view.actor.clone().unwrap();
    record(&mut h.state_mut().session, &outfall(1), vec![part], &now(20), &who);
    h.state_mut().look_again();
    h.key_press_modifiers(Modifiers::ALT, Key::Num4);
    h.run();
    let sha256 = h.state().plans().recorded(&outfall(1)).unwrap().photos[0].body.sha256.clone();
    let ctx = h.ctx.clone();
    h.state_mut().screen.take_photo(&ctx, sha256.clone(), PictureSize::Thumbnail, None);
    h.run();
    h.get_by_label("用其他程序打开 标识牌").click_accesskit();
    h.run();
    h.get_by_label("另存… 标识牌").click_accesskit();
    h.run();
    let name = "示例排口001 标识牌 2022-05-12.png";
    let is_it = |ask: &Ask| match ask {
        Ask::OpenStored(file) | Ask::PickFiles(PickFor::SaveStored(file)) => {
            (file.sha256.as_str(), file.name.as_str()) == (sha256.as_str(), name)
        }
        _ => false,
    };
    assert_eq!(h.state().asks.iter().filter(|ask| is_it(ask)).count(), 2);
}

#[test]
fn a_time_given_leaves_and_comes_back_with_the_layer() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let layer = place.write("outfalls.geojson", crate::walk::LAYER);
    import(&mut session, &layer);
    let key = crate::walk::key("DEMO-OUT-0001");
    let who = actor("张三");
    record(&mut session, &key, vec![timeless(place.folder.path(), "png")], &now(2), &who);
    let photo = session.state(&key).photos[0].record.id.clone();
    let later = ActPart {
        body: Body::PhotoTime(PhotoTime {
            photo,
            typed_time: "2022-05-11T08:00:00+08:00".to_owned(),
            ..PhotoTime::default()
        }),
        attachment: None,
    };
    record(&mut session, &key, vec![later], &now(3), &who);
    let out = place.path("out.geojson");
    crate::walk::export(&mut session, &out);
    let mut other = place.session("b.yice");
    import(&mut other, &out);
    let photo = &other.state(&key).photos[0];
    assert_eq!(photo.body.time(), Some("2022-05-11T08:00:00+08:00"));
}

#[test]
fn a_form_says_once_that_its_pictures_say_nothing_while_the_time_can_be_typed() {
    let mut h = on_card();
    let folder = h.state().folder.path().to_owned();
    let paths: Vec<_> = ["a.png", "b.png"].map(|name| folder.join(name)).to_vec();
    paths.iter().for_each(|path| std::fs::write(path, picture()).unwrap());
    h.key_press_modifiers(Modifiers::NONE, Key::F2);
    h.run();
    let dropped = paths.clone();
    h.state_mut().act(|screen, ctx| screen.take_files(ctx, dropped));
    h.run();
    let asked = h.state().asks.iter().filter(|ask| matches!(ask, Ask::LookAtPictures(_))).count();
    assert_eq!(asked, 2, "each once");
    let ctx = h.ctx.clone();
    for path in &paths {
        let (facts, _) = yice::session::look_at_picture(path);
        h.state_mut().act(|screen, ui| screen.picture_looked_at(ui, &ctx, facts, None));
    }
    h.run();
    h.get_by_label_contains("这 2 张没有拍摄时间和位置");
    h.query_all_by_label("拍摄时间").next().unwrap().focus();
    h.run();
    h.query_all_by_label("拍摄时间").next().unwrap().type_text("9:10");
    h.run();
    h.get_by_label_contains("这 1 张没有拍摄时间和位置");
}

#[test]
fn the_command_line_gives_a_time_once_too() {
    let terminal = Desk::new().with_outfalls();
    terminal.write("a.png", picture());
    let filed = ["--photo", "a.png", "--photo-kind", "signboard"];
    terminal.record("A-1", &INSPECTOR, &filed).exits(0);
    let log = terminal.run(&["log", "-w", "w.yice", "--json"]).exits(0).json();
    let records = log["records"].as_array().unwrap();
    let id = records.last().unwrap()["id"].as_str().unwrap();
    let given = format!("{}=2022-05-11T08:30", &id[..8]);
    let given = ["--photo-time", given.as_str()];
    let said = terminal.record("A-1", &INSPECTOR, &given).exits(0);
    assert!(said.out.contains("its time: 2022-05-11 08:30"), "{}", said.out);
    let again = terminal.record("A-1", &INSPECTOR, &given).exits(1);
    assert!(again.err.contains("has a time already"), "{}", again.err);
    let other = terminal.record("A-1", &INSPECTOR, &["--photo-time", "zzz=2022-05-11"]).exits(2);
    assert!(other.err.contains("a record of a photo"), "{}", other.err);
}
