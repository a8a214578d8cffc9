//! One call of `yice record` as one act: its flags become bodies in a fixed order, evidence first, the step last.
//!
//! Reads what people type; judges nothing. What is wrong with the plan is the rules' answer, not this file's.

use anyhow::{Result, bail};
use serde_json::json;

use super::complaint::complain;
use super::record_args::RecordArgs;
use super::{evidence, fields, references, values};
use crate::model::{Drawn, DrawnShape, FeatureKey, Lang, Stamp};
use crate::plan::{
    Adopted, Assigned, Body, Created, Decided, FeatureState, Fields, FieldsSet, Identified, Item,
    ItemAnswered, ItemJudged, Moved, Note, Person, Procedure, Progress, Requested, Resolved,
    Rulebook, SampleItem, Step, Withdrawn,
};
use crate::session::{Act, ActPart};

/// What the flags are read against.
pub struct Ground<'a> {
    pub feature: FeatureKey,
    /// The rules of the feature's kind, where it has some.
    pub procedure: Option<&'a Procedure>,
    /// Where the plan stands now.
    pub state: &'a FeatureState,
    pub rulebook: &'a Rulebook,
    pub now: &'a Stamp,
    pub lang: Lang,
}

impl Ground<'_> {
    /// What the kind is usually sampled for.
    pub fn usual_items(&self) -> &[String] {
        self.procedure.map(|procedure| procedure.sample_items.as_slice()).unwrap_or_default()
    }

    /// The item of a name: of several the usual one.
    pub fn item(&self, name: &str) -> Option<&SampleItem> {
        self.rulebook.standards.item_among(name, self.usual_items())
    }
}

/// Builds the act.
///
/// # Errors
/// If a flag cannot be understood, or none says anything.
pub fn build(args: &RecordArgs, ground: &Ground<'_>) -> Result<Act> {
    let on = args.on.as_deref().map(|on| values::day("--on", on)).transpose()?;
    let mut note = NoteFor::new(args);
    let mut parts = found_and_placed(args, ground)?;
    parts.extend(evidence::parts(args, ground, &mut note)?);
    parts.extend(plan_parts(args, ground, &mut note)?.into_iter().map(plain));
    parts.extend(correction_parts(args, ground, &mut note)?.into_iter().map(plain));
    if let Some(text) = note.left() {
        parts.push(plain(Body::Note(Note { text, ..Note::default() })));
    }
    if let Some(step) = step(args, ground)? {
        parts.push(plain(Body::Transition(step)));
    }
    if parts.is_empty() {
        bail!(complain!(
            "没有要记的内容：请给 --visit、--photo、--set、--note、--to 等；见 yice record --help",
            "nothing to record: give --visit, --photo, --set, --note, --to, …; see yice record --help"
        ));
    }
    let on_behalf_of = args.on_behalf_of.as_deref().map(person);
    Ok(Act { feature: ground.feature.clone(), on, on_behalf_of, parts })
}

/// The words of `--note`, on their way to the body they belong to.
pub struct NoteFor {
    text: Option<String>,
    /// A formal body of this call takes them: a step, a request, a decision, …
    formal: bool,
}

impl NoteFor {
    fn new(args: &RecordArgs) -> Self {
        let formal = args.to.is_some()
            || args.request.is_some()
            || args.decide.is_some()
            || args.progress.is_some()
            || args.assign.is_some()
            || !args.withdraw.is_empty()
            || !args.resolve.is_empty()
            || !args.judge.is_empty();
        Self { text: args.note.clone(), formal }
    }

    /// For a body that takes the words unless a formal one does.
    pub fn take(&mut self) -> String {
        if self.formal { String::new() } else { self.text.take().unwrap_or_default() }
    }

    /// For a formal body: all of a call share the words.
    fn formal(&self) -> String {
        self.text.clone().unwrap_or_default()
    }

    fn left(&mut self) -> Option<String> {
        if self.formal { None } else { self.text.take() }
    }
}

pub const fn plain(body: Body) -> ActPart {
    ActPart { body, attachment: None }
}

/// What a feature is and where: before everything else that is said about it.
fn found_and_placed(args: &RecordArgs, ground: &Ground<'_>) -> Result<Vec<ActPart>> {
    let mut bodies = Vec::new();
    if let Some(drawn) = drawn(args)? {
        let fields = if args.to.is_none() { set_fields(args, ground)? } else { Fields::new() };
        bodies.push(Body::Created(Created { geometry: Some(drawn.geojson()), fields }));
    }
    if args.adopt {
        // The session knows what the file states.
        bodies.push(Body::Adopted(Adopted::default()));
    }
    if let Some(code) = &args.identify {
        let also = match FeatureKey::parse(code) {
            Some(key) => key,
            None => FeatureKey::new(&ground.feature.kind(), code),
        };
        bodies.push(Body::Identified(Identified { also: also.to_string() }));
    }
    if let Some(position) = &args.move_to {
        let geometry = Drawn::point(values::position("--move", position)?).geojson();
        bodies.push(Body::Moved(Moved { geometry, datum: String::new() }));
    }
    Ok(bodies.into_iter().map(plain).collect())
}

/// Where a new feature is: a point, a line or an area.
fn drawn(args: &RecordArgs) -> Result<Option<Drawn>> {
    if let Some(position) = &args.position {
        return values::position("--position", position).map(|at| Some(Drawn::point(at)));
    }
    if let Some(line) = &args.line {
        return values::drawn("--line", DrawnShape::Line, line).map(Some);
    }
    let area = args.area.as_deref();
    area.map(|area| values::drawn("--area", DrawnShape::Area, area)).transpose()
}

fn plan_parts(args: &RecordArgs, ground: &Ground<'_>, note: &mut NoteFor) -> Result<Vec<Body>> {
    let mut bodies = Vec::new();
    if args.to.is_none() && args.new_kind.is_none() && !args.set.is_empty() {
        let fields = set_fields(args, ground)?;
        bodies.push(Body::Fields(FieldsSet { fields, note: note.take() }));
    }
    if let Some(percent) = &args.progress {
        let digits = percent.trim().trim_end_matches('%');
        let Some(percent) = digits.parse().ok().filter(|percent: &u64| *percent <= 100) else {
            bail!(complain!(
                "--progress：应为 0 到 100，得到 {percent:?}；例如 --progress 60",
                "--progress: expected 0 to 100, found {percent:?}; example: --progress 60"
            ));
        };
        bodies.push(Body::Progress(Progress { percent, note: note.formal() }));
    }
    for answer in &args.answer {
        let (item, words) = values::pair("--answer", answer, "1=已补标识牌")?;
        let item = references::item(ground.state, item)?;
        bodies.push(Body::ItemAnswered(ItemAnswered {
            item,
            note: words.to_owned(),
            ..ItemAnswered::default()
        }));
    }
    for judgement in &args.judge {
        let (item, verdict) = values::pair("--judge", judgement, "1=accepted")?;
        let item = references::item(ground.state, item)?;
        let verdict = one_of("--judge", verdict, &["accepted", "again"])?;
        bodies.push(Body::ItemJudged(ItemJudged { item, verdict, note: note.formal() }));
    }
    if let Some(request) = &args.request {
        bodies.push(Body::Requested(requested(request, note.formal())?));
    }
    if let Some(decision) = &args.decide {
        let (request, verdict) = values::pair("--decide", decision, "deadline=approved")?;
        let request = references::request(ground.state, request)?;
        let verdict = one_of("--decide", verdict, &["approved", "refused"])?;
        bodies.push(Body::Decided(Decided { request, verdict, note: note.formal() }));
    }
    if let Some(name) = &args.assign {
        bodies.push(Body::Assigned(Assigned { to: name.clone(), task: note.formal(), due: None }));
    }
    Ok(bodies)
}

fn correction_parts(
    args: &RecordArgs,
    ground: &Ground<'_>,
    note: &mut NoteFor,
) -> Result<Vec<Body>> {
    let mut bodies = Vec::new();
    if !args.resolve.is_empty() {
        let mut settled = Fields::new();
        for text in &args.resolve {
            resolve(&mut settled, ground, text)?;
        }
        bodies.push(Body::Resolved(Resolved { fields: settled, note: note.formal() }));
    }
    if !args.withdraw.is_empty() {
        let records: Result<Vec<String>> =
            args.withdraw.iter().map(|id| references::record(ground.state, id)).collect();
        bodies.push(Body::Withdrawn(Withdrawn { records: records?, note: note.formal() }));
    }
    Ok(bodies)
}

/// `stage`, the place, and what is in dispute though it is no field, are settled like a field.
fn resolve(settled: &mut Fields, ground: &Ground<'_>, text: &str) -> Result<()> {
    let (name, value) = values::pair("--resolve", text, "stage=in_progress")?;
    match ground.procedure {
        Some(procedure) if name == "stage" => {
            let code = fields::stage("--resolve", procedure, value)?;
            settled.insert(name.to_owned(), json!(code));
            Ok(())
        }
        _ if name == "geometry" || name.starts_with('@') => {
            settled.insert(name.to_owned(), json!(value));
            Ok(())
        }
        procedure => {
            fields::set(settled, procedure, "--resolve", text, (ground.lang, ground.now.day()))
        }
    }
}

fn step(args: &RecordArgs, ground: &Ground<'_>) -> Result<Option<Step>> {
    let Some(to) = &args.to else { return Ok(None) };
    let Some(procedure) = ground.procedure else {
        bail!(complain!(
            "--to：本版没有 {} 的阶段",
            "--to: {} has no stages in this version",
            ground.feature.kind()
        ));
    };
    let item = |text: &String| Item { text: text.clone(), ..Item::default() };
    Ok(Some(Step {
        from: ground.state.stage_code().map(str::to_owned),
        to: fields::stage("--to", procedure, to)?.to_owned(),
        fields: set_fields(args, ground)?,
        note: args.note.clone().unwrap_or_default(),
        evidence: Vec::new(),
        items: args.item.iter().map(item).collect(),
    }))
}

fn set_fields(args: &RecordArgs, ground: &Ground<'_>) -> Result<Fields> {
    let mut set = Fields::new();
    for text in &args.set {
        fields::set(&mut set, ground.procedure, "--set", text, (ground.lang, ground.now.day()))?;
    }
    Ok(set)
}

fn requested(text: &str, reason: String) -> Result<Requested> {
    const WHAT: [&str; 4] = ["deadline", "cancelled", "not_required", "suspended"];
    let (what, date) = match text.split_once('=') {
        Some((what, date)) => (what.trim(), Some(date)),
        None => (text.trim(), None),
    };
    let what = one_of("--request", what, &WHAT)?;
    let new = date.map(|date| values::day("--request", date)).transpose()?;
    if what == "deadline" && new.is_none() {
        bail!(complain!(
            "--request deadline 要写新期限；例如 --request deadline=2022-10-31",
            "--request deadline wants the new day; example: --request deadline=2022-10-31"
        ));
    }
    Ok(Requested { what, new: new.map(|day| day.to_string()), reason, target: None })
}

fn one_of(flag: &str, value: &str, known: &[&str]) -> Result<String> {
    if known.contains(&value) {
        return Ok(value.to_owned());
    }
    bail!(complain!(
        "{flag}：应为其中之一：{}；得到 {value:?}",
        "{flag}: expected one of {}, found {value:?}",
        known.join(", ")
    ))
}

/// `NAME` or `NAME/UNIT`.
fn person(text: &str) -> Person {
    let (name, unit) = text.split_once('/').unwrap_or((text, ""));
    Person { name: name.trim().to_owned(), unit: unit.trim().to_owned() }
}
