//! 五件事: 查 测 溯 治 管. They run beside each other, so each is done or wants something of its own (国办函〔2022〕17号).

use super::kpi::{has_deciding_result, is_surveyed_on_foot};
use super::state::{FeatureState, SampleState};
use crate::model::{Day, Text};

/// One of the five.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Five {
    Survey,
    Monitor,
    Trace,
    Remediate,
    Manage,
}

/// What one of them still wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FiveWants {
    SurveyOnFoot,
    /// Whether it is an outfall at all.
    Decision,
    Sample,
    /// What the laboratory found.
    Result,
    /// More than a quick test.
    Laboratory,
    Subject,
    TraceComplete,
    /// The plan's own steps.
    Stage,
    Signboard,
    Filing,
}

/// Where one of the five stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FiveStands {
    pub thing: Five,
    /// `None`: done.
    pub wants: Option<FiveWants>,
    /// The day it was done, where a record says it.
    pub on: Option<Day>,
    /// Done without a sample: 不具备采样条件.
    pub is_exempt: bool,
}

/// Where the five stand.
pub fn five_things(state: &FeatureState) -> [FiveStands; 5] {
    let says = |field: &str, words: [&str; 2]| {
        state.texts(field).iter().any(|value| words.contains(&value.as_str()))
    };
    let yes = |field| says(field, ["yes", "true"]);
    let set_on = |field: &str| -> Option<Day> {
        Some(state.fields.get(field)?.standing.last()?.record.as_ref()?.on)
    };
    let stands = |thing, wants: Option<FiveWants>, on: Option<Day>| {
        let on = on.filter(|_| wants.is_none());
        FiveStands { thing, wants, on, is_exempt: false }
    };
    let survey = match (is_surveyed_on_foot(state), state.texts("is_outfall").is_empty()) {
        (false, _) => Some(FiveWants::SurveyOnFoot),
        (true, true) => Some(FiveWants::Decision),
        (true, false) => None,
    };
    let decides = |sample: &&SampleState| has_deciding_result(sample);
    let is_exempt = says("sampling_possible", ["no", "false"])
        && state.text("sampling_blocker").is_some()
        && !state.samples.iter().any(has_deciding_result);
    let waits = state.samples.iter().any(|sample| sample.result.is_none());
    let monitor = match state.samples.iter().rfind(decides) {
        Some(_) => None,
        None if is_exempt => None,
        None if waits => Some(FiveWants::Result),
        None if state.samples.is_empty() => Some(FiveWants::Sample),
        None => Some(FiveWants::Laboratory),
    };
    let trace = match (state.text("responsible_subject"), yes("trace_complete")) {
        (None, _) => Some(FiveWants::Subject),
        (Some(_), false) => Some(FiveWants::TraceComplete),
        (Some(_), true) => None,
    };
    let is_closed = matches!(state.stage_code(), Some("signed_off" | "not_required"));
    let has_signboard = state.photos.iter().any(|photo| photo.body.photo_kind == "signboard");
    let manage = match (has_signboard, state.text("filing_no")) {
        (false, _) => Some(FiveWants::Signboard),
        (true, None) => Some(FiveWants::Filing),
        (true, Some(_)) => None,
    };
    let surveyed_on = set_on("is_outfall").or(set_on("survey_level"));
    let sampled_on = state.samples.iter().rfind(decides).map(|sample| sample.day);
    [
        stands(Five::Survey, survey, surveyed_on),
        FiveStands { is_exempt, ..stands(Five::Monitor, monitor, sampled_on) },
        stands(Five::Trace, trace, set_on("trace_complete")),
        stands(Five::Remediate, (!is_closed).then_some(FiveWants::Stage), None),
        stands(Five::Manage, manage, set_on("filing_no")),
    ]
}

impl Five {
    /// One character, as the bureau counts them.
    pub fn label(self) -> Text {
        match self {
            Self::Survey => Text::new("查", "Survey"),
            Self::Monitor => Text::new("测", "Tests"),
            Self::Trace => Text::new("溯", "Trace"),
            Self::Remediate => Text::new("治", "Works"),
            Self::Manage => Text::new("管", "Manage"),
        }
    }
}

impl FiveWants {
    /// What is missing; empty for the plan's own steps, whose stage says it.
    pub fn label(self) -> Text {
        match self {
            Self::SurveyOnFoot => Text::new("还缺实地排查", "not yet surveyed on foot"),
            Self::Decision => {
                Text::new("还没判定是不是排污口", "not yet decided whether it is an outfall")
            }
            Self::Sample => Text::new("还没采过样", "never sampled"),
            Self::Result => Text::new("送检中，还没有结果", "at the laboratory"),
            Self::Laboratory => {
                Text::new("只有快检，还没有检测结果", "quick tests only, no result that decides")
            }
            Self::Subject => Text::new("责任主体未明", "responsible subject unknown"),
            Self::TraceComplete => Text::new(
                "责任主体已有，溯源未办结",
                "responsible subject known, tracing not finished",
            ),
            Self::Stage => Text::default(),
            Self::Signboard => Text::new("缺标识牌照片", "no picture of the signboard"),
            Self::Filing => Text::new("缺备案号", "no filing number"),
        }
    }
}

impl FiveStands {
    /// Said of one that is done without a sample.
    pub fn exemption(self) -> Option<Text> {
        self.is_exempt.then(|| Text::new("不具备采样条件", "cannot be sampled"))
    }
}
