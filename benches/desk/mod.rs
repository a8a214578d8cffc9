//! The whole window without its pixels, over a layer of many outfalls: what benches press and type in.
#![allow(dead_code, reason = "each bench uses its part")]

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use yice::map::{Camera, MapState, MapTheme};
use yice::model::Stamp;
use yice::plan::{Actor, Role};
use yice::session::{Opening, SearchColumn, SeededIds, Session, Snapshot};
use yice::ui::shortcuts::KeyAct;
use yice::ui::{Ask, Outbox, Palette, Screen, UiCtx, Words};

/// So many outfalls with stages, days and districts, with names and codes as long as those of registers.
fn layer(features: usize) -> String {
    let mut text = String::from(
        r#"{"type":"FeatureCollection","metadata":{"layer":"outfall","synthetic":true},"features":["#,
    );
    let rivers = ["海河", "永定新河", "蓟运河", "潮白新河", "独流减河", "子牙新河", "北排水河"];
    let kinds = ["工业排污口", "城镇污水处理厂排污口", "农业排口", "城镇雨洪排口", "其他排口"];
    let stages = ["整治中", "待编制方案", "已销号", "市级销号审核", "方案审核中"];
    for idx in 0..features {
        let comma = if idx == 0 { "" } else { "," };
        let (stage, month) = (stages[idx % stages.len()], 1 + idx % 12);
        let (lon, lat) = (117.0 + (idx % 400) as f64 * 1e-3, 38.5 + (idx / 400) as f64 * 1e-3);
        write!(
            text,
            r#"{comma}{{"type":"Feature","properties":{{"outfall_id":"120116-{idx:07}","name":"{}{}号{}","plan_state":"{stage}","deadline_original":"2022-{month:02}-28","district":"区{}"}},"geometry":{{"type":"Point","coordinates":[{lon:.5},{lat:.5}]}}}}"#,
            rivers[idx % rivers.len()],
            (idx * 7919) % features,
            kinds[idx / 3 % kinds.len()],
            idx % 16,
        )
        .unwrap();
    }
    text.push_str("]}");
    text
}

/// The window without its frame, and the session behind it.
pub struct Desk {
    pub screen: Screen,
    _session: Session,
    _folder: tempfile::TempDir,
    snapshot: Arc<Snapshot>,
    snapshot_no: u64,
    outbox: Outbox,
    now: Stamp,
    theme: MapTheme,
    egui: egui::Context,
    time_s: f64,
}

impl Desk {
    /// With a layer of so many outfalls, all of them in the list.
    pub fn of(features: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outfalls.geojson");
        std::fs::write(&path, layer(features)).unwrap();
        let now = Stamp::parse("2022-05-12T09:31:05+08:00").unwrap();
        let opening = Opening::new(folder.path().join("work.yice")).ids(SeededIds::new("bench"));
        let mut session = Session::open_or_create(opening, &now).unwrap();
        let import = yice::session::Import {
            path,
            kind: None,
            datum: None,
            mode: yice::session::ImportMode::Auto,
            mix_synthetic: false,
        };
        let by = Actor { name: "王五".into(), unit: "市局".into(), role: Role::Municipal };
        session.apply(yice::session::Command::Import(import), &now, &by).unwrap();
        let egui = egui::Context::default();
        yice::ui::install(&egui);
        let mut screen = Screen::default();
        screen.map.state = MapState::unthreaded(Camera::default());
        screen.view.actor = Some(by);
        screen.view.actor_day = "2022-05-12".to_owned();
        screen.view.list_tab = serde_json::from_str("\"all\"").unwrap();
        let snapshot = session.snapshot();
        Self {
            screen,
            _session: session,
            _folder: folder,
            snapshot,
            snapshot_no: 1,
            outbox: Outbox::default(),
            now,
            theme: MapTheme::light(),
            egui,
            time_s: 0.0,
        }
    }

    /// One frame; answers how long it took and how soon another was asked for.
    pub fn frame(&mut self, events: Vec<egui::Event>) -> (Duration, Option<f64>) {
        self.time_s += 1.0 / 60.0;
        let size = egui::vec2(1366.0, 690.0);
        let raw = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, size)),
            time: Some(self.time_s),
            events,
            ..egui::RawInput::default()
        };
        let begun = Instant::now();
        let actor = self.screen.view.actor.clone();
        let egui = self.egui.clone();
        let mut output = egui.run_ui(raw, |ui| self.draw(actor.as_ref(), ui));
        let took = begun.elapsed();
        output.textures_delta.clear();
        let asks = self.outbox.take();
        let waits = asks.iter().filter_map(|ask| match ask {
            Ask::WakeAfter(wait) => Some(*wait),
            _ => None,
        });
        (took, waits.min_by(f64::total_cmp))
    }

    fn draw(&mut self, actor: Option<&Actor>, ui: &mut egui::Ui) {
        self.act(actor, |screen, ctx| screen.ui(ctx, ui));
    }

    /// What a search looks in takes of memory for each feature, bytes, and how long it takes to make it.
    pub fn search_texts(&self) -> (f64, Duration) {
        let (layers, begun) = (self.snapshot.layers.iter(), Instant::now());
        let of_layer = |rows: &Arc<Vec<_>>| (SearchColumn::of(rows).bytes(), rows.len());
        let (bytes, features) = layers
            .map(|view| of_layer(&view.rows))
            .fold((0, 0), |all, layer| (all.0 + layer.0, all.1 + layer.1));
        (bytes as f64 / features as f64, begun.elapsed())
    }

    /// Does what a key or a menu would ask for.
    pub fn press(&mut self, act: KeyAct) {
        let actor = self.screen.view.actor.clone();
        self.act(actor.as_ref(), |screen, ctx| screen.act(ctx, act));
    }

    fn act(&mut self, actor: Option<&Actor>, act: impl FnOnce(&mut Screen, &UiCtx<'_>)) {
        let ctx = UiCtx {
            snapshot: &self.snapshot,
            snapshot_no: self.snapshot_no,
            words: Words::of(self.screen.view.lang),
            palette: Palette::of(egui::Theme::Light),
            map_theme: &self.theme,
            now: &self.now,
            actor,
            outbox: &self.outbox,
            jobs: &[],
            saved_at: None,
            unanswered: 0,
        };
        act(&mut self.screen, &ctx);
    }
}

pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
