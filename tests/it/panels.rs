//! The panels, found by the words on them.

use std::path::PathBuf;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::map::MapTheme;
use yice::model::{FeatureKey, Kind, Lang, Stamp};
use yice::plan::{Actor, Ledger, Role, Rulebook};
use yice::session::{FeatureRow, LayerView, Snapshot};
use yice::ui::{Outbox, Palette, Screen, UiCtx, Words};

/// A window without a frame: what `app` holds in life.
struct Desk {
    screen: Screen,
    snapshot: Snapshot,
    outbox: Outbox,
    now: Stamp,
}

const OUTFALLS: &str = r#"{"type":"FeatureCollection","name":"outfalls","metadata":{"synthetic":true},"features":[
{"type":"Feature","properties":{"outfall_id":"DEMO-OUT-0001","name":"示例排口001","plan_state":"整治中","deadline_original":"2022-04-30"},"geometry":{"type":"Point","coordinates":[117.70,38.90]}},
{"type":"Feature","properties":{"outfall_id":"DEMO-OUT-0002","name":"示例排口002"},"geometry":{"type":"Point","coordinates":[117.72,38.92]}}]}"#;

impl Desk {
    fn new() -> Self {
        let mut snapshot = empty_snapshot();
        snapshot.layers.push(Arc::new(outfalls()));
        Self::of(snapshot)
    }

    fn of(snapshot: Snapshot) -> Self {
        let mut screen = Screen::default();
        screen.map.state = yice::map::MapState::unthreaded(yice::map::Camera::default());
        let now = Stamp::parse("2022-05-12T09:31:05+08:00").unwrap();
        Self { screen, snapshot, outbox: Outbox::default(), now }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        let actor = self.screen.view.actor.clone();
        let map_theme = MapTheme::light();
        let ctx = UiCtx {
            snapshot: &self.snapshot,
            snapshot_no: 1,
            words: Words::of(self.screen.view.lang),
            palette: Palette::of(egui::Theme::Light),
            map_theme: &map_theme,
            now: &self.now,
            actor: actor.as_ref(),
            outbox: &self.outbox,
            jobs: &[],
            saved_at: None,
            unanswered: 0,
        };
        self.screen.ui(&ctx, ui);
    }
}

fn empty_snapshot() -> Snapshot {
    Snapshot {
        workspace: PathBuf::from("test.yice"),
        read_only: false,
        synthetic: false,
        rulebook: Arc::new(Rulebook::built_in()),
        layers: Vec::new(),
        plans: Arc::default(),
        drafts: Arc::default(),
        settings: Arc::default(),
        photos: Arc::default(),
        today: jiff::civil::date(2022, 5, 12),
    }
}

fn outfalls() -> LayerView {
    let options = yice::formats::ReadOptions {
        file_name: "outfalls.geojson",
        kind: None,
        datum: None,
        progress: &|_, _| std::ops::ControlFlow::Continue(()),
    };
    let (layer, issues) = yice::formats::read_layer(OUTFALLS.as_bytes().into(), options).unwrap();
    let kind = Kind::new(Kind::OUTFALL);
    let row = |n: usize| FeatureRow {
        key: FeatureKey::new(&kind, &format!("DEMO-OUT-000{n}")),
        name: format!("示例排口00{n}"),
        code: format!("DEMO-OUT-000{n}"),
        search: format!("示例排口00{n} demo-out-000{n} slpk00{n} shilipaikou00{n}"),
    };
    LayerView {
        id: 1,
        layer: Arc::new(layer),
        rows: Arc::new(vec![row(1), row(2)]),
        issues: Arc::new(issues),
        path: PathBuf::from("outfalls.geojson"),
    }
}

fn harness(desk: Desk) -> Harness<'static, Desk> {
    Harness::builder()
        .with_size([1366.0, 700.0])
        .with_max_steps(8)
        .with_context_setup(yice::ui::install)
        .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk)
}

#[test]
fn an_empty_workspace_says_what_to_do() {
    let mut h = harness(Desk::of(empty_snapshot()));
    h.run();
    h.get_by_label_contains("还没有图层");
    h.get_all_by_label("打开…").next().unwrap();
    h.state_mut().screen.view.lang = Lang::En;
    h.run();
    h.get_by_label_contains("No layers yet");
}

#[test]
fn the_list_shows_features_and_choosing_one_opens_its_card() {
    let mut h = harness(Desk::new());
    h.run();
    h.get_by_label_contains("示例排口002").click();
    h.run();
    h.get_by_label("复制 DEMO-OUT-0002");
    for tab in ["概况", "方案", "监测", "照片材料", "经过"] {
        h.get_by_label(tab).click();
        h.run();
    }
}

#[test]
fn the_search_knows_pinyin() {
    let mut h = harness(Desk::new());
    h.state_mut().screen.view.list_query = "slpk001".to_owned();
    h.run();
    h.get_by_label("全部 1");
}
