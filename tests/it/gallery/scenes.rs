//! What there is to be looked at: each screen and dialog, and how a person gets there.

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::model::{FeatureKey, Kind};
use yice::plan::{Body, FeatureState, Note, Role, Visit};
use yice::session::{Act, ActPart, Command, DayChange};
use yice::ui::forms::{
    Content, DocumentForm, FieldsForm, NoteForm, PhotosForm, ProgressForm, RequestForm,
};
use yice::ui::shortcuts::KeyAct;
use yice::ui::{CardTab, Job, Ticket, Tone, Words};

use super::now;
use crate::panels::Desk;

type Window<'h> = Harness<'h, Desk>;

pub struct Scene {
    pub name: &'static str,
    /// Of a workspace in which nothing is yet.
    pub empty: bool,
    /// On the screen all day: looked at on large screens too.
    pub large: bool,
    pub set: fn(&mut Window<'_>),
}

const fn scene(name: &'static str, set: fn(&mut Window<'_>)) -> Scene {
    Scene { name, empty: false, large: false, set }
}

const fn all_day(name: &'static str, set: fn(&mut Window<'_>)) -> Scene {
    Scene { name, empty: false, large: true, set }
}

const fn in_empty(name: &'static str, set: fn(&mut Window<'_>)) -> Scene {
    Scene { name, empty: true, large: false, set }
}

pub const SCENES: &[Scene] = &[
    in_empty("01-welcome", |_| {}),
    in_empty("02-opening", |h| {
        h.state_mut().screen.opening = true;
        let mut job = Job::new(Ticket(7), "outfalls.geojson".to_owned());
        job.share = Some(0.4);
        h.state_mut().jobs.push(job);
    }),
    all_day("10-main", |_| {}),
    scene("11-list-today", |h| tab(h, yice_list("today"))),
    scene("12-list-returned", |h| tab(h, yice_list("returned"))),
    scene("13-list-all-by-district", |h| {
        tab(h, yice_list("all"));
        let view = &mut h.state_mut().screen.view;
        view.list_group = serde("\"district\"");
        view.list_shown_narrow = true;
    }),
    scene("14-list-marked", |h| {
        tab(h, yice_list("todo"));
        h.state_mut().screen.view.list_shown_narrow = true;
        click(h, "list.marking");
        h.state_mut().act(|screen, ctx| screen.act(ctx, KeyAct::Unmark));
        h.run_steps(2);
    }),
    scene("15-layers", |h| act(h, KeyAct::Layers)),
    scene("16-search", |h| {
        act(h, KeyAct::Find);
        h.run_steps(2);
        h.event(egui::Event::Text("slpk03".to_owned()));
    }),
    scene("17-search-actions", |h| act(h, KeyAct::Actions)),
    scene("18-search-nothing", |h| {
        h.state_mut().screen.view.list_query = "没有这个".to_owned();
        h.state_mut().screen.view.list_shown_narrow = true;
    }),
    scene("19-menu", |h| menu(h, "menu.view")),
    scene("20-menu-record", |h| menu(h, "menu.record")),
    all_day("30-card", |h| on(h, at_stage(h, "rework"))),
    scene("31-card-plan", |h| on_tab(h, "rework", CardTab::Plan)),
    all_day("32-card-tests", |h| on_tab(h, "signed_off", CardTab::Tests)),
    all_day("33-card-evidence", |h| on_tab(h, "acceptance", CardTab::Evidence)),
    all_day("34-card-history", |h| on_tab(h, "rework", CardTab::History)),
    scene("35-card-returned", |h| on(h, with(h, |state| !state.items.is_empty()))),
    scene("36-card-request", |h| {
        on(h, with(h, |state| state.open_requests().next().is_some()));
    }),
    scene("37-card-drafting", |h| on(h, at_stage(h, "drafting"))),
    scene("38-card-not-started", |h| on(h, unregistered(h))),
    scene("39-card-river", |h| on(h, of_kind(h, Kind::RIVER))),
    scene("40-card-water", |h| on(h, of_kind(h, Kind::BLACK_ODOROUS_WATER))),
    scene("41-card-plot", |h| on(h, of_kind(h, Kind::PLOT))),
    scene("42-card-section", |h| on(h, of_kind(h, Kind::SECTION))),
    scene("43-card-past", |h| {
        on_tab(h, "rework", CardTab::History);
        h.run_steps(2);
        let see = Words::of(h.state().screen.view.lang).t("history.see_day");
        h.get_all_by_label_contains(see).next().unwrap().click_accesskit();
        h.run_steps(2);
    }),
    scene("44-card-more", |h| {
        on(h, at_stage(h, "rework"));
        h.run_steps(2);
        click(h, "card.more");
    }),
    scene("45-viewer", viewer),
    scene("46-viewer-beside", |h| {
        viewer(h);
        click(h, "viewer.beside");
    }),
    all_day("50-form-visit", |h| form_key(h, "in_progress", KeyAct::Visit)),
    scene("51-form-photo", |h| form_key(h, "in_progress", KeyAct::Photo)),
    scene("52-form-sample", |h| {
        form_key(h, "in_progress", KeyAct::Sample);
        h.run_steps(2);
        for _ in 0..3 {
            click(h, "sample.add_result");
        }
    }),
    scene("53-form-step", |h| form_key(h, "in_progress", KeyAct::NextStep)),
    scene("54-form-step-refused", |h| {
        form_key(h, "self_check", KeyAct::NextStep);
        h.run_steps(2);
        act(h, KeyAct::Record);
    }),
    scene("55-form-fields", |h| form(h, Content::Fields(FieldsForm::of_group("survey")))),
    scene("56-form-document", |h| form(h, Content::Document(DocumentForm::default()))),
    scene("57-form-request", |h| form(h, Content::Request(RequestForm::of("deadline")))),
    scene("58-form-note", |h| form(h, Content::Note(NoteForm::default()))),
    scene("59-form-progress", |h| form(h, Content::Progress(ProgressForm::default()))),
    scene("60-form-photos-dropped", |h| {
        let key = at_stage(h, "in_progress");
        on(h, key);
        let paths = photos();
        h.state_mut().act(|screen, ctx| screen.take_files(ctx, paths[..3].to_vec()));
    }),
    scene("61-form-problem", |h| {
        form(h, Content::Photos(PhotosForm::of_kind("")));
        h.run_steps(2);
        act(h, KeyAct::Record);
    }),
    all_day("70-table", |h| act(h, KeyAct::Table)),
    scene("71-table-columns", |h| {
        act(h, KeyAct::Table);
        h.run_steps(2);
        click(h, "table.columns");
    }),
    scene("72-lasso", |h| act(h, KeyAct::Lasso)),
    scene("73-patrol", |h| {
        mark_some(h);
        act(h, KeyAct::Patrol);
    }),
    scene("74-new-outfall", |h| {
        act(h, KeyAct::NewFeature);
        h.run_steps(2);
        let words = Words::of(h.state().screen.view.lang).t("field.place");
        h.get_by_label(words).focus();
        h.run_steps(1);
        h.event(egui::Event::Text("117.60, 38.60".to_owned()));
    }),
    scene("75-move", |h| {
        on(h, at_stage(h, "in_progress"));
        act(h, KeyAct::MovePlace);
    }),
    all_day("76-river-strip", |h| {
        on(h, at_stage(h, "in_progress"));
        act(h, KeyAct::River);
    }),
    all_day("78-board", |h| act(h, KeyAct::Board)),
    all_day("79-review", |h| act(h, KeyAct::Review)),
    scene("77-tray", |h| {
        let paths = photos();
        h.state_mut().act(|screen, ctx| screen.take_files(ctx, paths));
    }),
    scene("80-dialog-who", |h| act(h, KeyAct::Person)),
    scene("81-dialog-open-path", |h| act(h, KeyAct::TypePath)),
    scene("82-dialog-workspaces", |h| act(h, KeyAct::Workspaces)),
    scene("83-dialog-export", |h| {
        on(h, at_stage(h, "in_progress"));
        act(h, KeyAct::Export);
    }),
    scene("84-dialog-print", |h| {
        on(h, at_stage(h, "in_progress"));
        act(h, KeyAct::Print);
    }),
    scene("85-dialog-backup", |h| act(h, KeyAct::Backup)),
    scene("86-dialog-keys", |h| act(h, KeyAct::KeySheet)),
    scene("87-dialog-log", |h| {
        notices(h);
        h.run_steps(1);
        act(h, KeyAct::Log);
    }),
    scene("88-dialog-about", |h| act(h, KeyAct::About)),
    scene("89-dialog-adopt", |h| {
        act(h, KeyAct::Layers);
        h.run_steps(2);
        click_last(h, "layer.adopt");
    }),
    all_day("90-import-report", |h| {
        let names = ["truncated.geojson", "not-a-layer.geojson", "mixed.geojson"];
        let texts = [
            r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"一"},"geometry":{"type":"Point","coordinates":[117.7,"#,
            "<html>登录</html>",
            r#"{"type":"FeatureCollection","metadata":{"synthetic":true},"features":[{"type":"Feature","properties":{"name":"坏点"},"geometry":{"type":"Point","coordinates":[117.7,91.5]}},{"type":"Feature","properties":{"name":"没有闭合"},"geometry":{"type":"Polygon","coordinates":[[[117.7,38.9],[117.8,38.9],[117.8,39.0]]]}}]}"#,
        ];
        let paths: Vec<_> =
            names.iter().zip(texts).map(|(name, text)| h.state().write(name, text)).collect();
        h.state_mut().act(|screen, ctx| screen.open_files(ctx, paths));
    }),
    scene("91-notices", |h| {
        notices(h);
        h.run_steps(2);
        let more = Words::of(h.state().screen.view.lang).fill("notice.more", &[("n", &1)]);
        h.get_by_label(&more).click();
    }),
];

fn serde<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

fn yice_list(code: &str) -> String {
    format!("\"{code}\"")
}

fn tab(h: &mut Window<'_>, code: String) {
    let view = &mut h.state_mut().screen.view;
    view.list_tab = serde(&code);
    view.list_shown_narrow = true;
}

fn act(h: &mut Window<'_>, act: KeyAct) {
    h.state_mut().act(|screen, ctx| screen.act(ctx, act));
    h.run_steps(2);
}

fn words(h: &Window<'_>, key: &'static str) -> &'static str {
    Words::of(h.state().screen.view.lang).t(key)
}

fn click(h: &mut Window<'_>, key: &'static str) {
    let label = words(h, key);
    if let Some(button) = h.query_all_by_label(label).next() {
        // Pressed as a screen reader does: it may lie below what is in sight.
        button.click_accesskit();
    }
    h.run_steps(2);
}

fn click_last(h: &mut Window<'_>, key: &'static str) {
    let label = words(h, key);
    if let Some(button) = h.query_all_by_label(label).last() {
        button.click_accesskit();
    }
    h.run_steps(2);
}

/// Opens a menu, through the one button that holds them all where there is little room.
fn menu(h: &mut Window<'_>, key: &'static str) {
    on(h, at_stage(h, "in_progress"));
    h.run_steps(2);
    click(h, "menu.all");
    click(h, key);
}

fn with(h: &Window<'_>, fits: impl Fn(&FeatureState) -> bool) -> FeatureKey {
    let snapshot = &h.state().snapshot;
    let outfall = |key: &FeatureKey| key.kind().code() == Kind::OUTFALL;
    let mut plans = snapshot.plans.iter().filter(|(key, _)| outfall(key));
    plans.find(|(_, state)| fits(state)).map(|(key, _)| key.clone()).expect("the story has one")
}

fn at_stage(h: &Window<'_>, stage: &str) -> FeatureKey {
    with(h, |state| state.stage_code() == Some(stage) && !state.entries.is_empty())
}

fn unregistered(h: &Window<'_>) -> FeatureKey {
    with(h, |state| state.stage_code().is_none())
}

fn of_kind(h: &Window<'_>, kind: &str) -> FeatureKey {
    let layers = &h.state().snapshot.layers;
    let layer = layers.iter().find(|view| view.layer.kind.code() == kind).unwrap();
    layer.rows[0].key.clone()
}

fn on(h: &mut Window<'_>, key: FeatureKey) {
    h.state_mut().act(|screen, ctx| {
        screen.select(ctx, &key);
        screen.map.show(ctx, &key);
    });
    h.run_steps(2);
}

fn on_tab(h: &mut Window<'_>, stage: &str, tab: CardTab) {
    on(h, at_stage(h, stage));
    h.state_mut().screen.view.card_tab = tab;
}

fn viewer(h: &mut Window<'_>) {
    let has_both = |state: &FeatureState| {
        let has = |kind: &str| state.photos.iter().any(|photo| photo.body.photo_kind == kind);
        has("before") && has("after")
    };
    on(h, with(h, has_both));
    h.state_mut().screen.view.card_tab = CardTab::Evidence;
    h.run_steps(3);
    let look = Words::of(h.state().screen.view.lang).fill("photo.look", &[("what", &"")]);
    h.query_all_by_label_contains(look.trim()).next().unwrap().click_accesskit();
    h.run_steps(3);
}

fn form_key(h: &mut Window<'_>, stage: &str, key: KeyAct) {
    on(h, at_stage(h, stage));
    act(h, key);
}

fn form(h: &mut Window<'_>, content: Content) {
    let key = at_stage(h, "in_progress");
    on(h, key.clone());
    h.state_mut().act(|screen, ctx| screen.open_form(ctx, &key, content));
}

fn photos() -> Vec<std::path::PathBuf> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/outfalls.photos");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|it| it == "jpg")).collect();
    paths.sort();
    paths
}

fn mark_some(h: &mut Window<'_>) {
    tab(h, yice_list("todo"));
    h.run_steps(2);
    click(h, "list.marking");
    for _ in 0..3 {
        h.key_press(Key::Tab);
        h.run_steps(1);
    }
    let rows: Vec<egui::Pos2> = h
        .query_all_by_label_contains("示例排口")
        .map(|node| node.rect().center())
        .filter(|at| at.x < 300.0 && at.y > 100.0)
        .take(6)
        .collect();
    for at in rows {
        h.hover_at(at);
        h.drag_at(at);
        h.drop_at(at);
        h.run_steps(1);
    }
}

fn notices(h: &mut Window<'_>) {
    let notices = &mut h.state_mut().screen.notices;
    notices.add(Tone::Bad, "没有办成：没能存下：D 盘只剩 3 MB。这条内容还在表单里，没有丢。");
    notices.add(Tone::Plain, "这一页没有更多了。");
    notices.add(Tone::Good, "已存：巡查登记 · 示例排口031");
}

/// What a day leaves behind before the pictures are drawn: a list of today, a draft, a visit.
pub fn prepare(desk: &mut Desk) {
    let actor = yice::plan::Actor {
        name: "李四".to_owned(),
        unit: "滨海新区生态环境局".to_owned(),
        role: Role::District,
    };
    let keys: Vec<FeatureKey> = desk
        .snapshot
        .plans
        .iter()
        .filter(|(key, state)| {
            key.kind().code() == Kind::OUTFALL
                && matches!(state.stage_code(), Some("rework" | "in_progress"))
        })
        .map(|(key, _)| key.clone())
        .take(6)
        .collect();
    let visit = Body::Visit(Visit { abnormal: Some(false), ..Visit::default() });
    let act = Act {
        feature: keys[1].clone(),
        on: None,
        on_behalf_of: None,
        parts: vec![ActPart { body: visit, attachment: None }],
    };
    let note = Body::Note(Note { text: "下周复看标识牌".to_owned(), ..Note::default() });
    let noted = Act {
        feature: keys[0].clone(),
        parts: vec![ActPart { body: note, attachment: None }],
        ..act.clone()
    };
    let day = now().day();
    for command in [
        Command::ChangeDay { day, change: DayChange::Add(keys) },
        Command::Record(act),
        Command::Record(noted),
    ] {
        desk.session.apply(command, &now(), &actor).unwrap();
    }
    desk.look_again();
}
