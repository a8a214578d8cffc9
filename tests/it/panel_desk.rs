//! The window without a frame: a real session behind panels that are found by the words on them.

use std::path::PathBuf;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::map::{Camera, MapState, MapTheme};
use yice::model::{FeatureKey, Kind, Stamp};
use yice::plan::{Actor, Role};
use yice::session::{Opening, SeededIds, Session, Snapshot};
use yice::ui::shortcuts::KeyAct;
use yice::ui::{Ask, Job, OUTDOOR, Outbox, Palette, Screen, UiCtx, Words};

pub(crate) const OUTFALLS: &str = r#"{"type":"FeatureCollection","name":"outfalls","metadata":{"layer":"outfall","synthetic":true},"features":[
{"type":"Feature","properties":{"outfall_id":"DEMO-OUT-0001","name":"示例排口001","plan_state":"整治中","deadline_original":"2022-04-30"},"geometry":{"type":"Point","coordinates":[117.70,38.90]}},
{"type":"Feature","properties":{"outfall_id":"DEMO-OUT-0002","name":"示例排口002"},"geometry":{"type":"Point","coordinates":[117.72,38.92]}}]}"#;

/// What `app` holds in life, its thread and clock apart.
pub(crate) struct Desk {
    pub(crate) screen: Screen,
    pub(crate) session: Session,
    pub(crate) snapshot: std::sync::Arc<Snapshot>,
    snapshot_no: u64,
    outbox: Outbox,
    now: Stamp,
    pub(crate) theme: egui::Theme,
    pub(crate) jobs: Vec<Job>,
    /// The reports that were asked for.
    pub(crate) ordered: Vec<yice::report::ReportOrder>,
    /// What else was asked for that is no command.
    pub(crate) asks: Vec<Ask>,
    pub(crate) folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = Stamp::parse("2022-05-12T09:31:05+08:00").unwrap();
        let session = open(&folder.path().join("work.yice"), &now);
        let mut screen = Screen::default();
        screen.map.state = MapState::unthreaded(Camera::default());
        let snapshot = session.snapshot();
        Self {
            screen,
            session,
            snapshot,
            snapshot_no: 0,
            outbox: Outbox::default(),
            now,
            theme: egui::Theme::Light,
            ordered: Vec::new(),
            jobs: Vec::new(),
            asks: Vec::new(),
            folder,
        }
    }

    /// With two outfalls, and 张三 at the keyboard.
    pub(crate) fn with_outfalls() -> Self {
        let mut desk = Self::empty();
        let path = desk.write("outfalls.geojson", OUTFALLS);
        desk.screen.view.actor = Some(Actor {
            name: "张三".to_owned(),
            unit: "滨海新区局".to_owned(),
            role: Role::District,
        });
        desk.screen.view.actor_day = "2022-05-12".to_owned();
        desk.act(|screen, ctx| screen.open_files(ctx, vec![path]));
        desk
    }

    /// The demonstration's outfalls with their photos, and nobody at the keyboard yet.
    pub(crate) fn with_demonstration() -> Self {
        let mut desk = Self::empty();
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        desk.screen.view.actor_day = "2022-05-12".to_owned();
        desk.screen.view.actor = Some(Actor::default());
        desk.act(|screen, ctx| screen.open_files(ctx, vec![data.join("outfalls.geojson")]));
        desk.put_report_away();
        desk
    }

    fn put_report_away(&mut self) {
        self.act(|screen, ctx| screen.act(ctx, KeyAct::Escape));
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn plans(&self) -> std::sync::Arc<yice::plan::Plans> {
        std::sync::Arc::clone(&self.snapshot.plans)
    }

    pub(crate) fn act(&mut self, act: impl FnOnce(&mut Screen, &UiCtx<'_>)) {
        let actor = self.screen.view.actor.clone();
        let outdoor = self.screen.view.outdoor;
        let map_theme = match self.theme {
            _ if outdoor => MapTheme::outdoor(),
            egui::Theme::Light => MapTheme::light(),
            egui::Theme::Dark => MapTheme::dark(),
        };
        let ctx = UiCtx {
            snapshot: &self.snapshot,
            snapshot_no: self.snapshot_no,
            words: Words::of(self.screen.view.lang),
            palette: if outdoor { &OUTDOOR } else { Palette::of(self.theme) },
            map_theme: &map_theme,
            now: &self.now,
            actor: actor.as_ref(),
            outbox: &self.outbox,
            jobs: &self.jobs,
            saved_at: None,
            unanswered: self.screen.unanswered(),
        };
        act(&mut self.screen, &ctx);
        self.answer();
    }

    /// Does what was asked for, as the session's thread would.
    fn answer(&mut self) {
        for ask in self.outbox.take() {
            let (ticket, command) = match ask {
                Ask::Command(ticket, command) => (ticket, command),
                Ask::Print(order) => {
                    self.ordered.push(order);
                    continue;
                }
                Ask::CountBoard(order) => {
                    let board = self.snapshot.board(order.compared_with).unwrap();
                    self.screen.board_counted(order, board);
                    continue;
                }
                Ask::ChangesSinceFile(file) => {
                    let found = self.snapshot.changes_since_file(&file);
                    self.screen.changes_found(&file, found.map_err(|why| why.text().zh));
                    continue;
                }
                other => {
                    self.asks.push(other);
                    continue;
                }
            };
            self.screen.sent(ticket, &command);
            let actor = self.screen.view.actor.clone().unwrap_or_default();
            let outcome = self.session.apply(command, &self.now, &actor);
            self.snapshot = self.session.snapshot();
            self.snapshot_no += 1;
            let outcome = outcome.map_err(|error| error.to_string());
            self.act(|screen, ctx| screen.answer(ctx, ticket, outcome));
        }
        self.follow_evening();
    }

    /// Shows the evening that is looked at, as `app` does.
    fn follow_evening(&mut self) {
        let wanted = self.screen.view.evening;
        if self.snapshot.evening != wanted {
            self.look_again();
            if let Some(evening) = wanted {
                let never = std::sync::atomic::AtomicBool::new(false);
                let then = self.session.snapshot().on_evening(evening, &never).unwrap().unwrap();
                self.snapshot = std::sync::Arc::new(then);
            }
        }
    }

    /// It is another time, with the same person at the keyboard.
    pub(crate) fn set_now(&mut self, now: &str) {
        self.now = Stamp::parse(now).unwrap();
        self.screen.view.actor_day = now[..10].to_owned();
        let nobody = Actor::default();
        self.session.apply(yice::session::Command::Refresh, &self.now, &nobody).unwrap();
        self.look_again();
    }

    /// Takes in what was recorded behind the window's back.
    pub(crate) fn look_again(&mut self) {
        self.snapshot = self.session.snapshot();
        self.snapshot_no += 1;
    }

    /// The program is killed and started again on the same workspace.
    pub(crate) fn restart(self) -> Self {
        let Self { session, folder, now, .. } = self;
        drop(session);
        let mut desk = Self::empty();
        desk.session = open(&folder.path().join("work.yice"), &now);
        desk.snapshot = desk.session.snapshot();
        desk.folder = folder;
        desk.act(Screen::restore);
        desk
    }
}

fn open(path: &std::path::Path, now: &Stamp) -> Session {
    Session::open_or_create(Opening::new(path).ids(SeededIds::new("panels")), now).unwrap()
}

/// A layer of so many outfalls `A1`, `A2` …, each with these properties too.
pub(crate) fn many_outfalls(count: usize, more: &str) -> String {
    let feature = |number: usize| {
        let (lon, lat) =
            (117.0 + (number % 400) as f64 / 800.0, 38.6 + (number / 400) as f64 / 800.0);
        format!(
            r#"{{"type":"Feature","properties":{{"outfall_id":"A{number}","name":"第{number}号口"{more}}},"geometry":{{"type":"Point","coordinates":[{lon},{lat}]}}}}"#
        )
    };
    let features: Vec<String> = (1..=count).map(feature).collect();
    format!(
        r#"{{"type":"FeatureCollection","name":"many","metadata":{{"layer":"outfall","synthetic":true}},"features":[{}]}}"#,
        features.join(",\n")
    )
}

pub(crate) fn outfall(n: u32) -> FeatureKey {
    FeatureKey::new(&Kind::new(Kind::OUTFALL), &format!("DEMO-OUT-000{n}"))
}

pub(crate) fn harness(desk: Desk) -> Harness<'static, Desk> {
    let mut harness = Harness::builder()
        .with_size([1366.0, 690.0])
        .with_max_steps(12)
        .with_context_setup(yice::ui::install)
        .build_ui_state(|ui, desk: &mut Desk| desk.act(|screen, ctx| screen.ui(ctx, ui)), desk);
    harness.run();
    harness
}

/// A harness with the first outfall's card open.
pub(crate) fn on_card() -> Harness<'static, Desk> {
    let mut h = harness(Desk::with_outfalls());
    h.get_by_label("示例排口001 整治中 逾期 12 天").click();
    h.run();
    h
}

pub(crate) fn records_of(h: &Harness<'_, Desk>, n: u32) -> usize {
    h.state().session.records(Some(&outfall(n))).len()
}
