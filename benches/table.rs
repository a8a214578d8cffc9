//! The table and the review at 100,000 features: what one frame costs while it is scrolled, filtered, sorted.
//!
//! `cargo bench --bench table`. A frame is the whole window but its pixels: panels, layout, shapes. Filter and order
//! are worked out over many frames; what counts is the longest of them and how long the answer takes.
#![expect(clippy::unwrap_used, reason = "a bench may stop where it cannot go on")]

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use yice::map::{Camera, MapState, MapTheme};
use yice::model::Stamp;
use yice::plan::{Actor, Role};
use yice::session::{Opening, SeededIds, Session, Snapshot};
use yice::ui::shortcuts::KeyAct;
use yice::ui::{Ask, Outbox, Palette, Screen, UiCtx, Words};

const FEATURES: usize = 100_000;
const SCROLLS: usize = 60;

fn layer() -> String {
    let mut text = String::from(
        r#"{"type":"FeatureCollection","metadata":{"layer":"outfall","synthetic":true},"features":["#,
    );
    let stages = ["整治中", "待编制方案", "已销号", "市级销号审核", "方案审核中"];
    for idx in 0..FEATURES {
        let comma = if idx == 0 { "" } else { "," };
        let (stage, month) = (stages[idx % stages.len()], 1 + idx % 12);
        let (lon, lat) = (117.0 + (idx % 400) as f64 * 1e-3, 38.5 + (idx / 400) as f64 * 1e-3);
        write!(
            text,
            r#"{comma}{{"type":"Feature","properties":{{"outfall_id":"B-{idx:06}","name":"排口{}","plan_state":"{stage}","deadline_original":"2022-{month:02}-28","district":"区{}"}},"geometry":{{"type":"Point","coordinates":[{lon:.5},{lat:.5}]}}}}"#,
            (idx * 7919) % FEATURES,
            idx % 16,
        )
        .unwrap();
    }
    text.push_str("]}");
    text
}

/// The window without its frame, and the session behind it.
struct Desk {
    screen: Screen,
    session: Session,
    snapshot: Arc<Snapshot>,
    snapshot_no: u64,
    outbox: Outbox,
    now: Stamp,
    theme: MapTheme,
    egui: egui::Context,
    time_s: f64,
}

impl Desk {
    /// One frame; answers how long it took and whether another was asked for at once.
    fn frame(&mut self, events: Vec<egui::Event>) -> (Duration, bool) {
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
        let goes_on = asks.iter().any(|ask| matches!(ask, Ask::WakeAfter(wait) if *wait <= 0.0));
        (took, goes_on)
    }

    fn draw(&mut self, actor: Option<&Actor>, ui: &mut egui::Ui) {
        self.act(actor, |screen, ctx| screen.ui(ctx, ui));
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

    /// Frames until nothing is worked out any more: how many, how long together, and the longest.
    fn settle(&mut self, what: &str) {
        let (mut frames, mut whole, mut longest) = (0, Duration::ZERO, Duration::ZERO);
        loop {
            let (took, goes_on) = self.frame(Vec::new());
            (frames, whole, longest) = (frames + 1, whole + took, longest.max(took));
            if !goes_on || frames > 2000 {
                break;
            }
        }
        let (whole, longest) = (ms(whole), ms(longest));
        println!(
            "{what:<28} {frames:>4} frames  {whole:>8.1} ms in all  longest {longest:>6.1} ms"
        );
    }

    fn scrolled(&mut self, what: &str) {
        let middle = egui::pos2(700.0, 400.0);
        let mut taken = Vec::new();
        for _ in 0..SCROLLS {
            let wheel = egui::Event::MouseWheel {
                unit: egui::MouseWheelUnit::Line,
                delta: egui::vec2(0.0, -20.0),
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Wheel,
                modifiers: egui::Modifiers::NONE,
            };
            taken.push(self.frame(vec![egui::Event::PointerMoved(middle), wheel]).0);
        }
        taken.sort();
        let (median, longest) = (ms(taken[taken.len() / 2]), ms(taken[taken.len() - 1]));
        println!(
            "{what:<28} {SCROLLS:>4} frames  median {median:>6.2} ms  longest {longest:>6.1} ms"
        );
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("outfalls.geojson");
    std::fs::write(&path, layer()).unwrap();
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
    screen.view.actor = Some(by.clone());
    screen.view.actor_day = "2022-05-12".to_owned();
    let snapshot = session.snapshot();
    let mut desk = Desk {
        screen,
        session,
        snapshot,
        snapshot_no: 1,
        outbox: Outbox::default(),
        now,
        theme: MapTheme::light(),
        egui,
        time_s: 0.0,
    };
    desk.act(Some(&by), |screen, ctx| screen.act(ctx, KeyAct::Table));
    desk.screen.view.list_tab = serde_json::from_str("\"all\"").unwrap();
    desk.settle("table: opened");
    desk.scrolled("table: scrolled");
    for filter in ["期限<2022-06-30 且 (区县=区3 或 名称~99)", "阶段=整治中 或 剩余天数<-60"]
    {
        filter.clone_into(&mut desk.screen.view.table.filter);
        desk.settle("table: filtered");
    }
    desk.screen.view.table.filter.clear();
    desk.settle("table: filter cleared");
    for column in ["name", "due", "days_left"] {
        desk.screen.view.table.sort =
            serde_json::from_str(&format!(r#"{{"column":"{column}","falling":false}}"#)).unwrap();
        desk.settle(&format!("table: sorted by {column}"));
    }
    desk.scrolled("table: scrolled, sorted");
    desk.act(Some(&by), |screen, ctx| screen.act(ctx, KeyAct::Review));
    desk.settle("review: opened");
    desk.scrolled("review: scrolled");
    drop(desk.session);
}
