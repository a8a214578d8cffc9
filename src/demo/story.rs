//! How the plans went: every lawful way through the procedure at least once, told in dates and acts.
//!
//! What the rules want at each step is given here; whether it is enough, the rules say when the acts are applied.

use serde_json::json;

use super::cast::Cast;
use super::outfall_layer::{Portrait, Story};
use super::pictures::Scene;
use super::teller::{Event, Paper, Teller, paper, photo, said, set, step, visit, yes};
use crate::model::Day;
use crate::plan::{Assigned, Body, Measured, Progress, SampleResult, SampleTaken};

/// The way to the end, in order. Side ways branch off it.
const WAY: [&str; 9] = [
    "pending",
    "drafting",
    "plan_review",
    "approved",
    "in_progress",
    "self_check",
    "acceptance",
    "signoff_review",
    "signed_off",
];

/// Days the way to each stage of [`WAY`] takes, at most, weekends included.
const DAYS_TO: [u64; 9] = [0, 10, 23, 30, 39, 72, 77, 90, 97];

/// Deadlines in turn. By the day of the demonstration the first has passed and the second is near.
const DEADLINES: [&str; 5] = ["2022-04-30", "2022-05-31", "2022-06-30", "2022-10-31", "2022-11-30"];

/// The works' receiving end, where a mouth was merged.
const MERGED_TO: &str = "示例污水处理厂";

/// All acts about one outfall, in order.
pub fn tell(portrait: &Portrait) -> Vec<Event> {
    let way_to = |stage: &str| WAY.iter().position(|code| *code == stage).unwrap_or(0);
    let (reached, days_after) = match portrait.story {
        Story::NotRegistered | Story::AsReceived(_) => return Vec::new(),
        Story::Reached("not_required" | "cancelled") => (0, 20),
        Story::Reached("suspended") => (way_to("in_progress"), 20),
        Story::Reached(stage) => (way_to(stage), 3),
        Story::SentBack => (way_to("acceptance"), 6),
        Story::BackAtWork => (way_to("self_check"), 24),
        Story::Reopened => (way_to("signed_off"), 24),
    };
    let mut tale = Tale::new(portrait, DAYS_TO[reached] + days_after);
    tale.register();
    tale.go_on(reached);
    match portrait.story {
        Story::Reached("not_required") => tale.find_nothing_to_do(),
        Story::Reached("cancelled") => tale.strike_off(),
        Story::Reached("suspended") => tale.put_on_hold(),
        Story::Reached("in_progress") => tale.carry_on(),
        Story::SentBack => tale.send_back_from("acceptance"),
        Story::BackAtWork => tale.come_back_to_work(),
        Story::Reopened => tale.relapse(),
        _ => {}
    }
    tale.teller.finish()
}

pub(super) struct Tale<'a> {
    pub(super) portrait: &'a Portrait,
    pub(super) teller: Teller,
    pub(super) inspector: Cast,
}

impl<'a> Tale<'a> {
    /// Begins so early that it is over on the day of the demonstration, and not before the year.
    fn new(portrait: &'a Portrait, days: u64) -> Self {
        let first = jiff::civil::date(2022, 1, 4);
        let room = 121_u64.saturating_sub(days);
        let number = portrait.number as u64;
        // Unfinished stories end in the last three weeks or so.
        let start = room.saturating_sub(number * 7 % 22);
        let day = first.checked_add(jiff::Span::new().days(start as i64)).unwrap_or(first);
        let inspector =
            if number.is_multiple_of(2) { Cast::InspectorLi } else { Cast::InspectorZhang };
        Self { portrait, teller: Teller::new(portrait.number, day), inspector }
    }

    pub(super) fn today(&self) -> Day {
        self.teller.today()
    }

    /// Takes so many steps of the straight way.
    fn go_on(&mut self, steps: usize) {
        let way: [fn(&mut Self); 8] = [
            Self::start_drafting,
            Self::submit_plan,
            Self::approve_plan,
            Self::start_works,
            Self::report_completion,
            Self::ask_for_acceptance,
            Self::ask_for_signoff,
            Self::sign_off,
        ];
        way.iter().take(steps).for_each(|step| step(self));
    }

    fn register(&mut self) {
        let problems = match self.portrait.category {
            "ban" => json!(["illegal_location", "direct_discharge"]),
            "merge" => json!(["direct_discharge", "no_approval"]),
            "keep" => json!(["other"]),
            _ => json!(["exceed_standard", "no_signboard"]),
        };
        let fields = [("problems", problems), ("survey_level", json!("level_2"))];
        let discharging = if self.portrait.category == "keep" { "no" } else { "yes" };
        let colour = if discharging == "yes" { "grey" } else { "clear" };
        self.teller.act(
            self.inspector,
            vec![
                visit(discharging, colour, "排查到场"),
                photo(Scene::Form, self.today()),
                step(None, "pending", &fields, ""),
            ],
        );
        if self.portrait.standard().is_some() && self.portrait.category == "standardize" {
            self.teller.days_later(1);
            self.sample(Sample::Failing);
        }
    }

    /// A sample is taken, and its results come two days later.
    pub(super) fn sample(&mut self, sample: Sample) {
        let day = self.today();
        let no = format!("S{}-{:03}", day.strftime("%m%d"), self.portrait.number);
        let items = ["cod", "nh3n"];
        let taken = SampleTaken {
            no: no.clone(),
            taken_at: Some(day.to_string()),
            place: "口门".into(),
            by: vec!["孙八".into(), "周九".into()],
            items: items.map(str::to_owned).to_vec(),
            ..SampleTaken::default()
        };
        self.teller.act(Cast::Monitor, vec![said(Body::SampleTaken(taken))]);
        self.teller.days_later(2);
        let spread = self.teller.dice.below(60) as f64;
        let (cod, nh3n) = match sample {
            Sample::Failing => (260.0 + spread, 31.0 + spread / 10.0),
            Sample::Compliant => (14.0 + spread / 5.0, 0.4 + spread / 100.0),
        };
        let measured = |value: String| Measured { value, unit: "mg/L".into() };
        let values = [measured(format!("{cod:.0}")), measured(format!("{nh3n:.2}"))];
        let result = SampleResult {
            no,
            source: "lab".into(),
            items: items.map(str::to_owned).into_iter().zip(values).collect(),
            ..SampleResult::default()
        };
        self.teller.act(Cast::Monitor, vec![said(Body::SampleResult(result))]);
    }

    fn start_drafting(&mut self) {
        self.teller.days_later(4);
        let deadline = DEADLINES[self.portrait.number % DEADLINES.len()];
        let fields = [
            ("responsible_subject", json!(format!("示例责任单位{:03}", self.portrait.number))),
            ("deadline_original", json!(deadline)),
            ("is_outfall", yes()),
            ("trace_complete", yes()),
        ];
        self.teller.step(Cast::District, Some("pending"), "drafting", &fields);
        let task = Assigned { to: "李四".into(), task: "编制方案".into(), due: None };
        if self.portrait.number.is_multiple_of(5) {
            self.teller.act(Cast::District, vec![said(Body::Assigned(task))]);
        }
    }

    fn submit_plan(&mut self) {
        self.teller.days_later(8);
        let number = self.portrait.number;
        let (measure, text, cause, target) = match self.portrait.category {
            "ban" => ("seal", "拆除并封堵口门", "未经批准设置", "封堵后无排水"),
            "merge" => ("connect_sewer", "截污纳管，封堵原口门", "周边管网未覆盖", "污水全部纳管"),
            _ => (
                "signboard",
                "规范口门，设采样点，树标立牌",
                "口门不规范、设施老化",
                "达到执行标准",
            ),
        };
        let fields = [
            ("plan_no", json!(format!("示例方案2022-{number:03}"))),
            ("baseline", json!("有污水流出，水色发灰（示意）")),
            ("cause", json!(cause)),
            ("pace", json!(if self.portrait.category == "ban" { "immediate" } else { "limited" })),
            ("target", json!(target)),
            ("measures/m1", json!({"code": measure, "text": text, "owner": "示例责任单位"})),
            ("responsible_unit", json!("示例街镇")),
            ("regulator", json!("滨海新区局（示意）")),
            ("acceptance_criteria", json!("按整治类型的销号条件")),
            ("budget_wan", json!(format!("{}", 8 + number * 7 % 40))),
        ];
        self.teller.step(Cast::District, Some("drafting"), "plan_review", &fields);
    }

    fn approve_plan(&mut self) {
        self.teller.days_later(4);
        let returned = self.portrait.number.is_multiple_of(9);
        if returned {
            let back = step(Some("plan_review"), "drafting", &[], "措施缺完成期限，请补充");
            self.teller.act(Cast::Municipal, vec![back]);
            self.teller.days_later(1);
            let due = [(
                "measures/m1",
                json!({"code": "other", "text": "按期完成", "end": "2022-06-30"}),
            )];
            self.teller.step(Cast::District, Some("drafting"), "plan_review", &due);
            self.teller.days_later(1);
        }
        let fields =
            [("approved_by", json!("钱七")), ("approved_on", json!(self.today().to_string()))];
        self.teller.step(Cast::Municipal, Some("plan_review"), "approved", &fields);
    }

    fn start_works(&mut self) {
        self.teller.days_later(6);
        let day = self.today();
        let fields = [("started_on", json!(day.to_string()))];
        self.teller.act(
            self.inspector,
            vec![photo(Scene::Before, day), step(Some("approved"), "in_progress", &fields, "")],
        );
        self.teller.days_later(8);
        self.progress(30);
    }

    fn progress(&mut self, percent: u64) {
        let note = format!("完成约 {percent}%");
        self.teller.act(self.inspector, vec![said(Body::Progress(Progress { percent, note }))]);
    }

    fn report_completion(&mut self) {
        self.teller.days_later(10);
        self.progress(70);
        self.teller.days_later(9);
        let day = self.today();
        let fields = [("finished_on", json!(day.to_string()))];
        let mut act = vec![photo(Scene::After, day)];
        if self.portrait.category != "standardize" {
            act.push(photo(Scene::Sealed, day));
        }
        act.push(said(Body::Progress(Progress { percent: 100, note: "完工".into() })));
        act.push(step(Some("in_progress"), "self_check", &fields, ""));
        self.teller.act(Cast::District, act);
    }

    fn ask_for_acceptance(&mut self) {
        self.teller.days_later(2);
        let act = vec![
            paper(Paper::SelfCheck, self.today()),
            step(Some("self_check"), "acceptance", &[], ""),
        ];
        self.teller.act(Cast::District, act);
    }

    /// Everything that closes the category's gate, then the step.
    fn ask_for_signoff(&mut self) {
        if self.portrait.category == "standardize" {
            self.sample(Sample::Compliant);
            let day = self.today();
            let number = self.portrait.number;
            self.teller.act(
                self.inspector,
                vec![
                    visit("yes", "clear", "水清，标识牌、采样点已建"),
                    photo(Scene::Signboard, day),
                    photo(Scene::SamplingPoint, day),
                    set(&[("archive_ref", json!(format!("示例档案2022-{number:03}")))]),
                ],
            );
        } else {
            self.teller.days_later(8);
            let day = self.today();
            let mut fields = vec![
                ("same_spot", yes()),
                ("sewage_destination", json!("经管网进入示例污水处理厂")),
            ];
            let mut act = vec![visit("no", "clear", "复看，无排水"), photo(Scene::Sealed, day)];
            if self.portrait.category == "merge" {
                fields.push(("merged_to_name", json!(MERGED_TO)));
                act.push(paper(Paper::ConnectionProof, day));
            }
            act.push(set(&fields));
            self.teller.act(self.inspector, act);
        }
        self.teller.days_later(1);
        let fields = [("inspectors", json!(["张三", "李四"]))];
        let act = vec![
            paper(Paper::AcceptanceOpinion, self.today()),
            step(Some("acceptance"), "signoff_review", &fields, "现场验收通过"),
        ];
        self.teller.act(Cast::District, act);
    }

    fn sign_off(&mut self) {
        self.teller.days_later(4);
        let fields = [
            ("signoff_no", json!(format!("示例销号2022-{:03}", self.portrait.number))),
            ("signoff_on", json!(self.today().to_string())),
        ];
        self.teller.step(Cast::Municipal, Some("signoff_review"), "signed_off", &fields);
    }
}

#[derive(Clone, Copy)]
pub(super) enum Sample {
    Failing,
    Compliant,
}
