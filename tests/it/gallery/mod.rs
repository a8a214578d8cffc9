//! Pictures of every screen and dialog, in both languages, at three scales and in three dresses: to be looked at.
//!
//! `cargo test --test it gallery:: -- --ignored` writes them into `target/pictures`, or the folder that
//! `YICE_PICTURES` names; `YICE_SCENES=card,tray` and `YICE_LOOKS=zh-dark,en-light-1366-150` draw only scenes and
//! looks whose names hold one of these words. No display and no GPU is wanted. What sticks out of the window, is cut off
//! at its side or lies on something else is written down in `flaws.txt` beside them.

mod flaws;
mod scenes;

use std::path::{Path, PathBuf};

use egui::{ViewportId, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::model::{Lang, Stamp};
use yice::plan::{Actor, Role};
use yice::session::{Command, look_at_picture};
use yice::ui::plan_card::PictureSize;
use yice::ui::{Ask, Dress, Screen, ThemeMode};

use crate::panels::Desk;
use crate::pictures::SoftRenderer;
use scenes::{SCENES, Scene};

/// How a scene is looked at.
#[derive(Clone, Copy, Debug)]
struct Look {
    lang: Lang,
    dress: &'static str,
    /// What is left of the screen for the window's content, pixels.
    content_px: [f32; 2],
    scale: f32,
    text_scale: f32,
}

/// 1366 × 768 without title and task bar.
const SMALL_PX: [f32; 2] = [1366.0, 690.0];
const DRESSES: [&str; 3] = ["light", "dark", "outdoor"];

impl Look {
    /// The file's name: everything that tells two pictures of a scene apart.
    fn name(&self) -> String {
        let Self { lang, dress, content_px: [width, _], scale, text_scale } = self;
        let (scale, text) = (scale * 100.0, text_scale * 100.0);
        let lang = if *lang == Lang::Zh { "zh" } else { "en" };
        match *text_scale == 1.0 {
            true => format!("{lang}-{dress}-{width}-{scale}"),
            false => format!("{lang}-{dress}-{width}-{scale}-text{text}"),
        }
    }
}

/// Every look of the small screen, the large screens for what is on them all day, and the largest type.
fn looks(scene: &Scene) -> Vec<Look> {
    let mut looks = Vec::new();
    for lang in [Lang::Zh, Lang::En] {
        let look = |dress, content_px, scale, text_scale| Look {
            lang,
            dress,
            content_px,
            scale,
            text_scale,
        };
        for dress in DRESSES {
            for scale in [1.0, 1.25, 1.5] {
                looks.push(look(dress, SMALL_PX, scale, 1.0));
            }
        }
        looks.push(look("light", SMALL_PX, 1.0, 2.0));
        if scene.large {
            for dress in DRESSES {
                looks.push(look(dress, [1920.0, 1000.0], 1.0, 1.0));
                looks.push(look(dress, [2560.0, 1360.0], 1.25, 1.0));
            }
        }
    }
    looks
}

/// The demonstration, as a workspace of its own has it.
fn demonstration() -> Desk {
    let mut desk = Desk::empty();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    desk.act(|screen, ctx| screen.open_files_at_start(ctx, vec![data]));
    desk
}

fn gallery(desk: Desk) -> Harness<'static, Desk> {
    let mut dressed = None;
    Harness::builder()
        .with_max_steps(16)
        .renderer(SoftRenderer::default())
        .with_context_setup(yice::ui::install)
        .build_ui_state(
            move |ui, desk: &mut Desk| {
                let dress = Dress::of(&desk.screen.view);
                if dressed != Some(dress) {
                    dress.put_on(ui.ctx());
                    dressed = Some(dress);
                }
                desk.act(|screen, ctx| screen.ui(ctx, ui));
                answer_asks(desk, ui.ctx());
            },
            desk,
        )
}

/// Reads the pictures that were asked for, as `app` does on its threads.
fn answer_asks(desk: &mut Desk, egui_ctx: &egui::Context) {
    for ask in std::mem::take(&mut desk.asks) {
        match ask {
            Ask::ReadPhoto(sha256, size) => {
                let hash = yice::plan::Hash::parse(&sha256).unwrap();
                let bytes = desk.session.file_bytes(hash).unwrap().unwrap_or_default();
                desk.screen.take_photo(egui_ctx, sha256, size, drawn(&bytes, size));
            }
            Ask::LookAtPictures(paths) => {
                for path in paths {
                    let (facts, bytes) = look_at_picture(&path);
                    let image = drawn(&bytes, PictureSize::Thumbnail);
                    desk.act(|screen, ctx| screen.picture_looked_at(ctx, egui_ctx, facts, image));
                }
            }
            _ => {}
        }
    }
}

fn drawn(bytes: &[u8], size: PictureSize) -> Option<egui::ColorImage> {
    let picture = image::load_from_memory(bytes).ok()?;
    let picture = picture.thumbnail(size.pixels(), size.pixels()).to_rgba8();
    let size = [picture.width() as usize, picture.height() as usize];
    Some(egui::ColorImage::from_rgba_unmultiplied(size, picture.as_raw()))
}

/// A window that was just opened, dressed as `look` says, with 李四 at the keyboard.
fn dress(h: &mut Harness<'_, Desk>, look: &Look) {
    put_on(&mut h.state_mut().screen.view, look);
    let viewport = h.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    viewport.native_pixels_per_point = Some(look.scale);
    // A new scale first stretches what the window is: its size is given once the scale holds.
    h.run_steps(2);
    let [width, height] = look.content_px;
    h.set_size(vec2(width, height) / (look.scale * look.text_scale));
    let desk = h.state_mut();
    let map = std::mem::take(&mut desk.screen.map.state);
    desk.screen = Screen::default();
    desk.screen.map.state = map;
    desk.screen.map.state.tool = yice::map::MapTool::Hand;
    desk.screen.map.state.show_everything();
    desk.jobs.clear();
    put_on(&mut desk.screen.view, look);
    desk.theme = if look.dress == "dark" { egui::Theme::Dark } else { egui::Theme::Light };
    // What an earlier picture's form left half typed is not of this one.
    let drafts: Vec<String> = desk.snapshot.drafts.iter().map(|one| one.id.clone()).collect();
    for id in drafts {
        desk.session.apply(Command::DropDraft { id }, &now(), &Actor::default()).unwrap();
    }
    desk.look_again();
    // Panels as wide as they first are, nothing open, nobody typing; only the dress stays.
    h.ctx.memory_mut(|memory| {
        let options = memory.options.clone();
        *memory = egui::Memory::default();
        memory.options = options;
    });
    h.remove_cursor();
    h.event(egui::Event::PointerGone);
    h.run_steps(3);
}

fn put_on(view: &mut yice::ui::ViewState, look: &Look) {
    view.lang = look.lang;
    view.outdoor = look.dress == "outdoor";
    view.theme = if look.dress == "dark" { ThemeMode::Dark } else { ThemeMode::Light };
    view.text_scale = (look.text_scale != 1.0).then_some(look.text_scale);
    view.actor = Some(Actor {
        name: "李四".to_owned(),
        unit: "滨海新区生态环境局".to_owned(),
        role: Role::District,
    });
    view.companions = "张三".to_owned();
    view.actor_day = "2022-05-12".to_owned();
}

#[test]
#[ignore = "draws some hundreds of pictures: run by name, and look at them"]
fn every_screen_is_drawn_to_be_looked_at() {
    let folder = std::env::var_os("YICE_PICTURES").map(PathBuf::from);
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = folder.unwrap_or_else(|| manifest.join("target/pictures"));
    let scenes = SCENES.iter().filter(|scene| is_wanted("YICE_SCENES", scene.name));
    let (mut empty, mut filled) = (gallery(Desk::empty()), gallery(demonstration()));
    scenes::prepare(filled.state_mut());
    let mut flaws = String::new();
    for scene in scenes {
        let place = folder.join(scene.name);
        std::fs::create_dir_all(&place).unwrap();
        for look in looks(scene).into_iter().filter(|look| is_wanted("YICE_LOOKS", &look.name())) {
            let h = if scene.empty { &mut empty } else { &mut filled };
            dress(h, &look);
            (scene.set)(h);
            h.run_steps(4);
            let path = place.join(format!("{}.png", look.name()));
            h.render().unwrap().save(path).unwrap();
            for flaw in flaws::flaws(h) {
                flaws.push_str(&format!("{} {}: {flaw}\n", scene.name, look.name()));
            }
        }
    }
    std::fs::write(folder.join("flaws.txt"), flaws).unwrap();
}

/// The looks with the least room and with the most, of the screens that are there all day.
#[test]
fn in_the_least_room_and_the_most_nothing_to_click_is_cut_or_covered() {
    let mut h = gallery(demonstration());
    scenes::prepare(h.state_mut());
    let names =
        ["10-main", "12-list", "15-layers", "30-card", "31-card", "34-card", "50-form", "83-"];
    let mut found = Vec::new();
    for scene in SCENES.iter().filter(|scene| names.iter().any(|it| scene.name.starts_with(it))) {
        let wide = ["zh-light-1920-100", "en-dark-2560-125"];
        let tight = ["light-1366-150", "outdoor-1366-150", "en-light-1366-100-text200"];
        let tight: Vec<&str> = tight.into_iter().chain(wide).collect();
        for look in looks(scene) {
            if !tight.iter().any(|it| look.name().ends_with(it)) {
                continue;
            }
            dress(&mut h, &look);
            (scene.set)(&mut h);
            h.run_steps(4);
            let of_look = flaws::flaws(&h).into_iter();
            found.extend(of_look.map(|flaw| format!("{} {}: {flaw}", scene.name, look.name())));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// In the sun and large, the review's foot has the least room of all.
#[test]
fn the_reviews_foot_fits_in_the_least_room() {
    let mut h = gallery(demonstration());
    scenes::prepare(h.state_mut());
    let scene = SCENES.iter().find(|scene| scene.name == "79-review").unwrap();
    for look in looks(scene).iter().filter(|look| look.name().ends_with("outdoor-1366-150")) {
        dress(&mut h, look);
        (scene.set)(&mut h);
        h.run_steps(4);
        assert_eq!(flaws::flaws(&h), Vec::<String>::new(), "{}", look.name());
    }
}

/// Dressed for the sun, what a thumb presses is as high as one.
#[test]
fn outdoors_nothing_to_press_is_lower_than_a_thumb() {
    let mut h = gallery(demonstration());
    scenes::prepare(h.state_mut());
    let names = ["10-main", "12-list", "15-layers", "3", "4", "5", "60", "61", "7", "83", "9"];
    let (mut outdoors, mut indoors) = (Vec::new(), 0);
    for scene in SCENES.iter().filter(|scene| names.iter().any(|it| scene.name.starts_with(it))) {
        for look in looks(scene).iter().filter(|look| look.name().ends_with("r-1366-100")) {
            dress(&mut h, look);
            (scene.set)(&mut h);
            h.run_steps(4);
            let of_look = flaws::too_low(&h).into_iter();
            outdoors.extend(of_look.map(|flaw| format!("{} {}: {flaw}", scene.name, look.name())));
        }
        let usual = looks(scene).remove(0);
        dress(&mut h, &usual);
        (scene.set)(&mut h);
        h.run_steps(4);
        indoors += flaws::too_low(&h).len();
    }
    assert!(outdoors.is_empty(), "{}", outdoors.join("\n"));
    assert!(indoors > 0, "the same look finds the lower buttons of the desk");
}

/// A menu that has to be scrolled hides what it offers.
#[test]
fn outdoors_every_line_of_a_menu_is_in_the_window() {
    let mut h = gallery(demonstration());
    scenes::prepare(h.state_mut());
    let menus = SCENES.iter().filter(|scene| scene.name.contains("-menu"));
    for (scene, scale) in menus.flat_map(|scene| [(scene, "-1366-100"), (scene, "-1366-125")]) {
        let in_sun = |look: &Look| look.dress == "outdoor" && look.name().ends_with(scale);
        for look in looks(scene).into_iter().filter(in_sun) {
            dress(&mut h, &look);
            (scene.set)(&mut h);
            h.run_steps(4);
            let window = h.ctx.content_rect();
            let nodes = h.query_all_by_role(egui::accesskit::Role::Button);
            let lines: Vec<egui::Rect> = nodes.map(|node| node.rect()).collect();
            let below = lines.iter().find(|line| !window.contains_rect(**line));
            assert!(below.is_none(), "{} {}: {below:?}", scene.name, look.name());
        }
    }
}

/// Whether one of the words of a variable is in `name`; without the variable everything is wanted.
fn is_wanted(variable: &str, name: &str) -> bool {
    let words = std::env::var(variable).unwrap_or_default();
    words.is_empty() || words.split(',').any(|word| name.contains(word))
}

/// The moment the demonstration is looked at.
fn now() -> Stamp {
    Stamp::parse("2022-05-12T09:31:05+08:00").unwrap()
}
