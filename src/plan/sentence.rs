//! Each record as one sentence for the history: `5月10日 王五(市) 退回整改，2 条：补标识牌照片`.

use serde_json::Value;

use super::body::*;
use super::labels::{common_looks, field_label, value_label};
use super::person::Role;
use super::plain_words::{day_zh, request_label};
use super::procedure::{Procedure, Verdict};
use super::record::{Fields, Record};
use super::sentence_item::{Was, item_text};
use super::sentence_withdrawal::withdrawal_text;
use super::standard::Standards;
use super::state::Entry;
use crate::model::{Lang, LonLat, Stamp, Text, lon_lat};

/// How many fields, items or values a sentence names before it says "and so on".
const NAMED_COUNT_MAX: usize = 3;

/// Says what a record is about, who made it and on which day. `history`, the feature's records, names what was changed.
pub fn describe(
    record: &Record,
    history: &[Entry],
    procedure: Option<&Procedure>,
    standards: &Standards,
    lang: Lang,
) -> String {
    let what = describe_record(record, history, procedure, standards);
    let name = &record.by.name;
    match lang {
        Lang::Zh => {
            let role = match record.by.role {
                Role::District => "(区)",
                Role::Municipal => "(市)",
                Role::Monitor => "(监测)",
                _ => "",
            };
            let behalf = record.on_behalf_of.as_ref();
            let behalf =
                behalf.map(|person| format!("（代 {} 录）", person.name)).unwrap_or_default();
            format!("{} {name}{role}{behalf} {}", day_zh(record.on), what.zh)
        }
        Lang::En => {
            let role = record.by.role.code();
            let behalf = record.on_behalf_of.as_ref();
            let behalf = behalf.map(|person| format!(" for {}", person.name)).unwrap_or_default();
            format!("{} {name} ({role}){behalf}: {}", record.on, what.en)
        }
    }
}

/// What a body says, whatever was there before.
pub fn describe_body(body: &Body, procedure: Option<&Procedure>, standards: &Standards) -> Text {
    let (named_max, history, before) = (NAMED_COUNT_MAX, &[], &|_: &str| Was::Unknown);
    Sentence { procedure, standards, named_max, history, before }.what(body)
}

/// What was recorded, without who and when.
pub fn describe_record(
    record: &Record,
    history: &[Entry],
    procedure: Option<&Procedure>,
    standards: &Standards,
) -> Text {
    let before = |code: &str| Was::before(record, history, code);
    let (named_max, before) = (NAMED_COUNT_MAX, &before);
    Sentence { procedure, standards, named_max, history, before }.what(&record.body)
}

/// What was recorded in every detail: all fields and values, the fields and items of a step.
pub fn describe_in_full(
    record: &Record,
    history: &[Entry],
    procedure: Option<&Procedure>,
    standards: &Standards,
) -> Text {
    let before = |code: &str| Was::before(record, history, code);
    let (named_max, before) = (usize::MAX, &before);
    let sentence = Sentence { procedure, standards, named_max, history, before };
    let text = sentence.what(&record.body);
    let Body::Transition(step) = &record.body else { return text };
    let items = step.items.iter().map(|item| Text::same(item.text.as_str()));
    let details = step.fields.iter().map(|field| sentence.field(field)).chain(items);
    let details = join(details.collect(), usize::MAX);
    match details.zh.is_empty() {
        true => text,
        false => Text::new(
            format!("{}；{}", text.zh, details.zh),
            format!("{}; {}", text.en, details.en),
        ),
    }
}

/// Where a point's GeoJSON text lies; `None` for other shapes.
pub fn point_of(geometry: &str) -> Option<LonLat> {
    let geometry: Value = serde_json::from_str(geometry).ok()?;
    let is_point = geometry.get("type")?.as_str() == Some("Point");
    let numbers = geometry.get("coordinates").filter(|_| is_point)?;
    Some(lon_lat(numbers.get(0)?.as_f64()?, numbers.get(1)?.as_f64()?))
}

/// `2022-05-12 09:31` of a moment; what is no moment stays as it was typed.
fn minute_of(time: &str) -> String {
    match Stamp::parse(time) {
        Ok(_) => time.chars().take(16).collect::<String>().replace('T', " "),
        Err(_) => time.to_owned(),
    }
}

struct Sentence<'a> {
    procedure: Option<&'a Procedure>,
    standards: &'a Standards,
    /// How many fields or values are named before the rest is counted.
    named_max: usize,
    /// The feature's records, as far as they are known.
    history: &'a [Entry],
    /// What an item of a list was before, by its code.
    before: &'a dyn Fn(&str) -> Was<'a>,
}

impl Sentence<'_> {
    fn what(&self, body: &Body) -> Text {
        match body {
            Body::Created(_) => Text::new("发现并登记", "found and registered it"),
            Body::Adopted(adopted) => match &adopted.stage {
                Some(stage) => {
                    let stage = self.stage(stage);
                    let (zh, en) = (
                        format!("按来件建档：{}", stage.zh),
                        format!("adopted as received: {}", stage.en),
                    );
                    Text::new(zh, en)
                }
                None => Text::new("按来件建档", "adopted as received"),
            },
            Body::Identified(identified) => {
                let code = identified.also.split_once(':').map_or("", |(_, code)| code);
                Text::new(format!("补编码 {code}"), format!("identified as {code}"))
            }
            Body::Moved(moved) => match point_of(&moved.geometry) {
                Some(at) => Text::new(
                    format!("位置改到 {:.6}, {:.6}", at.lon_deg, at.lat_deg),
                    format!("moved it to {:.6}, {:.6}", at.lon_deg, at.lat_deg),
                ),
                None => Text::new("改了位置", "moved it"),
            },
            Body::Fields(set) => with_note(self.fields("填", "set", &set.fields), &set.note),
            Body::Visit(visit) => with_note(self.visit(visit), &visit.note),
            Body::SampleTaken(taken) => {
                let (zh, en) = at_point(taken.point.as_deref());
                Text::new(format!("采样 {}{zh}", taken.no), format!("took sample {}{en}", taken.no))
            }
            Body::SampleResult(result) => self.result(result),
            Body::Photo(photo) => {
                let label = self.photo(&photo.photo_kind);
                with_note(
                    Text::new(format!("照片“{}”", label.zh), format!("photo: {}", label.en)),
                    &photo.note,
                )
            }
            Body::PhotoTime(given) => {
                let label = self.photo(&given.photo_kind);
                let time = minute_of(&given.typed_time);
                Text::new(
                    format!("补填照片“{}”的拍摄时间 {time}（补录）", label.zh),
                    format!("gave the photo \"{}\" its time: {time} (typed in)", label.en),
                )
            }
            Body::Document(document) => {
                let label = self.procedure.map(|p| p.document_label(&document.doc_kind));
                let label = label.unwrap_or_else(|| Text::same(document.doc_kind.as_str()));
                let title = match document.title.as_str() {
                    "" => String::new(),
                    title => format!("《{title}》"),
                };
                Text::new(
                    format!("材料“{}”{title}", label.zh),
                    format!("document: {} {title}", label.en),
                )
            }
            Body::Transition(step) => self.step(step),
            Body::ItemAnswered(answer) => {
                with_note(Text::new("答复待改事项", "answered an item to correct"), &answer.note)
            }
            Body::ItemJudged(judged) => with_note(
                match judged.verdict.as_str() {
                    "accepted" => Text::new("通过一条待改事项", "accepted an item"),
                    _ => Text::new("一条待改事项再改", "gave an item back"),
                },
                &judged.note,
            ),
            Body::Progress(progress) => with_note(
                Text::new(
                    format!("进度 {}%", progress.percent),
                    format!("progress {} %", progress.percent),
                ),
                &progress.note,
            ),
            Body::Requested(request) => {
                let label = request_label(&request.what);
                let new = request.new.as_deref();
                let (zh_new, en_new) = match new {
                    Some(day) => (format!("至 {day}"), format!(" to {day}")),
                    None => (String::new(), String::new()),
                };
                with_note(
                    Text::new(
                        format!("申请{}{zh_new}", label.zh),
                        format!("requested: {}{en_new}", label.en),
                    ),
                    &request.reason,
                )
            }
            Body::Decided(decided) => with_note(
                match decided.verdict.as_str() {
                    "approved" => Text::new("同意申请", "approved the request"),
                    _ => Text::new("不同意申请", "refused the request"),
                },
                &decided.note,
            ),
            Body::Assigned(assigned) => with_note(
                Text::new(
                    format!("交办给 {}", assigned.to),
                    format!("assigned to {}", assigned.to),
                ),
                &assigned.task,
            ),
            Body::Note(note) => with_note(Text::new("备注", "note"), &note.text),
            Body::Withdrawn(withdrawn) => {
                let what = withdrawal_text(withdrawn, self.history, self.procedure);
                with_note(what, &withdrawn.note)
            }
            Body::Resolved(resolved) => {
                with_note(self.fields("选定", "settled", &resolved.fields), &resolved.note)
            }
            Body::Reported(reported) => {
                with_note(Text::new("存上报版", "froze the figures"), &reported.note)
            }
            Body::Unknown(_) => {
                Text::new("本版不认识的记录", "a record this version does not know")
            }
        }
    }

    fn photo(&self, kind: &str) -> Text {
        let label = self.procedure.map(|procedure| procedure.photo_label(kind));
        label.unwrap_or_else(|| Text::same(kind))
    }

    fn stage(&self, code: &str) -> Text {
        self.procedure.map_or_else(|| Text::same(code), |procedure| procedure.stage_label(code))
    }

    fn step(&self, step: &Step) -> Text {
        let transition =
            self.procedure.and_then(|p| p.transition_between(step.from.as_deref(), &step.to));
        let to = self.stage(&step.to);
        let text = match transition {
            Some(transition) if transition.verdict == Some(Verdict::Return) => {
                let label = &transition.label;
                match step.items.len() {
                    0 => label.clone(),
                    count => Text::new(
                        format!("{}，{count} 条", label.zh),
                        format!("{}, {count} item(s)", label.en),
                    ),
                }
            }
            Some(transition) => Text::new(
                format!("{}（到“{}”）", transition.label.zh, to.zh),
                format!("{} (now “{}”)", transition.label.en, to.en),
            ),
            None => Text::new(format!("改为“{}”", to.zh), format!("moved it to \"{}\"", to.en)),
        };
        with_note(text, &step.note)
    }

    fn visit(&self, visit: &Visit) -> Text {
        let looks = [
            ("discharging", &visit.looks.discharging),
            ("colour", &visit.looks.colour),
            ("turbidity", &visit.looks.turbidity),
            ("odour", &visit.looks.odour),
            ("oil_film", &visit.looks.oil_film),
        ];
        let seen = looks.iter().filter_map(|(code, value)| {
            let value = value.as_deref().filter(|value| !value.is_empty())?;
            let known = self.procedure.map_or(common_looks(), |procedure| &procedure.looks);
            let field = known.iter().find(|look| &look.code == code);
            let label = value_label(field, &value.into(), self.standards);
            // "Smell: none" says what it is of; "not discharging" does so itself.
            let name = field.map(|field| field.label.clone()).unwrap_or_default();
            Some(match *code {
                "odour" | "oil_film" => Text::new(
                    format!("{}{}", name.zh, label.zh),
                    format!("{} {}", name.en, label.en),
                ),
                _ => label,
            })
        });
        let seen: Vec<Text> = seen.collect();
        let zh: Vec<&str> = seen.iter().map(|label| label.zh.as_str()).collect();
        let en: Vec<String> = seen.iter().map(|label| label.en.to_lowercase()).collect();
        let (zh_abnormal, en_abnormal) = match visit.abnormal {
            Some(true) => ("，有异常", ", abnormal"),
            _ => ("", ""),
        };
        let (mut zh_around, mut en_around) = (String::new(), String::new());
        if !visit.with.is_empty() {
            zh_around = format!("，同行 {}", visit.with.join("、"));
            en_around = format!(", with {}", visit.with.join(", "));
        }
        if !visit.weather.is_empty() {
            zh_around.push_str(&format!("，天气 {}", visit.weather));
            en_around.push_str(&format!(", weather: {}", visit.weather));
        }
        match seen.is_empty() {
            true => Text::new(
                format!("巡查{zh_abnormal}{zh_around}"),
                format!("visited{en_abnormal}{en_around}"),
            ),
            false => Text::new(
                format!("巡查：{}{zh_abnormal}{zh_around}", zh.join("、")),
                format!("visited: {}{en_abnormal}{en_around}", en.join(", ")),
            ),
        }
    }

    fn result(&self, result: &SampleResult) -> Text {
        let value = |(code, measured): (&String, &Measured)| {
            let label = self.standards.item(code).map(|item| item.label.clone());
            let label = label.unwrap_or_else(|| Text::same(code.as_str()));
            let value = match self.named_max {
                usize::MAX => format!("{} {}", measured.value, measured.unit).trim_end().to_owned(),
                _ => self.standards.value_words(code, measured),
            };
            Text::new(format!("{} {value}", label.zh), format!("{} {value}", label.en))
        };
        let values = join(result.items.iter().map(value).collect(), self.named_max);
        let (zh_source, en_source) = match result.source.as_str() {
            "quick" => ("快检", "quick test"),
            "auto" => ("自动监测", "automatic"),
            _ => ("检测结果", "result"),
        };
        let (zh, en) = at_point(result.point.as_deref());
        Text::new(
            format!("{zh_source} {}{zh}：{}", result.no, values.zh),
            format!("{en_source} of {}{en}: {}", result.no, values.en),
        )
    }

    /// Fields behind the verb, then the items of lists, each with what was done to it.
    fn fields(&self, zh_verb: &str, en_verb: &str, fields: &Fields) -> Text {
        let item = |(code, value): (&String, &Value)| {
            let list = self.procedure?.field_or_list(code).filter(|_| code.contains('/'))?;
            let id = code.split_once('/').map_or("", |(_, id)| id);
            item_text(list, id, (self.before)(code), value, self.standards)
        };
        let plain = fields.iter().filter(|field| item(*field).is_none());
        let mut parts: Vec<Text> = plain.map(|field| self.field(field)).collect();
        if let Some(first) = parts.first_mut() {
            *first = Text::new(format!("{zh_verb}{}", first.zh), format!("{en_verb} {}", first.en));
        }
        parts.extend(fields.iter().filter_map(item));
        join(parts, self.named_max)
    }

    fn field(&self, (code, value): (&String, &Value)) -> Text {
        if code == "stage" {
            let stage = self.stage(value.as_str().unwrap_or_default());
            return Text::new(format!("阶段为“{}”", stage.zh), format!("stage: {}", stage.en));
        }
        let label = field_label(self.procedure, code);
        if value.is_null() {
            return Text::new(format!("“{}”清空", label.zh), format!("{} cleared", label.en));
        }
        let field = self.procedure.and_then(|procedure| procedure.field_or_list(code));
        let value = value_label(field, value, self.standards);
        Text::new(format!("“{}”为 {}", label.zh, value.zh), format!("{}: {}", label.en, value.en))
    }
}

fn join(parts: Vec<Text>, named_max: usize) -> Text {
    let named = parts.iter().take(named_max);
    let zh: Vec<&str> = named.clone().map(|part| part.zh.as_str()).collect();
    let en: Vec<&str> = named.map(|part| part.en.as_str()).collect();
    let (zh, en) = (zh.join("，"), en.join(", "));
    match parts.len() {
        count if count > named_max => {
            Text::new(format!("{zh} 等 {count} 项"), format!("{en} and more ({count})"))
        }
        _ => Text::new(zh, en),
    }
}

fn with_note(text: Text, note: &str) -> Text {
    let note = note.trim();
    if note.is_empty() {
        return text;
    }
    Text::new(format!("{}：{note}", text.zh), format!("{}: {note}", text.en))
}

/// `（1#）`, ` at 1#`; nothing where no sampling point is named.
fn at_point(point: Option<&str>) -> (String, String) {
    match point {
        Some(point) => (format!("（{point}）"), format!(" at {point}")),
        None => (String::new(), String::new()),
    }
}
