//! The words of needs: what is missing and what to do about it, in the bureau's own language.

use super::need::*;
use super::own_work::{other_unit_en, other_unit_zh};
use super::person::Person;
use super::plain_words::{day_zh, request_label};
use super::procedure::*;
use super::rules::{Jump, Missing};
use crate::model::{Day, FeatureKey, Text};

/// Messages that need the procedure's labels and the step they belong to.
pub(super) struct Words<'a> {
    pub procedure: &'a Procedure,
    pub transition: Option<&'a Transition>,
}

pub(super) fn missing(zh: impl Into<String>, en: impl Into<String>, jump: Jump) -> Missing {
    Missing::new(Text::new(zh, en), jump)
}

impl Words<'_> {
    pub fn field(&self, code: &str, test: &ValueTest, values: &[String], jump: Jump) -> Missing {
        let label = self.procedure.field_label(code);
        let (zh, en) = (&label.zh, &label.en);
        // Persons are counted in 人, anything else in 项.
        let counted = if zh.ends_with("人员") || zh.ends_with('人') { "人" } else { "项" };
        let jump = if code == PROGRESS { Jump::Progress } else { jump };
        let value_label = |value: &String| match self.procedure.field(code).map(|def| &def.kind) {
            Some(FieldKind::Choice(choices) | FieldKind::Choices(choices)) => {
                choice_label(choices, value)
            }
            Some(FieldKind::Bool) if value == "yes" => Text::new("是", "yes"),
            Some(FieldKind::Bool) => Text::new("否", "no"),
            _ => Text::same(value.as_str()),
        };
        let list = |values: &[String]| {
            let labels: Vec<Text> = values.iter().map(value_label).collect();
            let zh: Vec<&str> = labels.iter().map(|label| label.zh.as_str()).collect();
            let en: Vec<&str> = labels.iter().map(|label| label.en.as_str()).collect();
            (zh.join("、"), en.join(", "))
        };
        if !test.is.is_empty() {
            let (is_zh, is_en) = list(&test.is);
            let of_these = if test.is.len() > 1 { "（其中之一）" } else { "" };
            return missing(
                format!("“{zh}”要填：{is_zh}{of_these}"),
                format!("Set \"{en}\" to {is_en}"),
                jump,
            );
        }
        if let (Some(min), false) = (test.min, values.is_empty()) {
            let found = values.first().map_or("", String::as_str);
            return match self.procedure.field(code).map(|def| &def.kind) {
                Some(FieldKind::Choices(_) | FieldKind::Texts | FieldKind::List(_)) => {
                    let folded = values.iter().map(|value| super::person::folded_name(value));
                    let distinct = folded.collect::<std::collections::BTreeSet<_>>().len();
                    let (twice_zh, twice_en) = match distinct == values.len() {
                        true => ("", ""),
                        false if counted == "人" => {
                            ("（同一个人写了两次）", " (one person is named twice)")
                        }
                        false => ("（同一项写了不止一次）", " (one is named twice)"),
                    };
                    missing(
                        format!(
                            "“{zh}”至少要 {min} {counted}，现在 {distinct} {counted}{twice_zh}"
                        ),
                        format!("\"{en}\" wants at least {min}, there are {distinct}{twice_en}"),
                        jump,
                    )
                }
                _ => missing(
                    format!("“{zh}”要到 {min}，现在是 {found}"),
                    format!("\"{en}\" must reach {min}, it is {found}"),
                    jump,
                ),
            };
        }
        if let (Some(max), false) = (test.max, values.is_empty()) {
            return missing(
                format!("“{zh}”不能超过 {max}"),
                format!("\"{en}\" must not be above {max}"),
                jump,
            );
        }
        if let (false, false) = (test.not.is_empty(), values.is_empty()) {
            let (not_zh, not_en) = list(values);
            return missing(
                format!("“{zh}”还是“{not_zh}”，先定下来"),
                format!("\"{en}\" is still {not_en}: settle it first"),
                jump,
            );
        }
        if let (Some(other), false) = (&test.differs_from, values.is_empty()) {
            let other = self.procedure.field_label(other);
            return missing(
                format!("“{zh}”不能与“{}”相同", other.zh),
                format!("\"{en}\" must differ from \"{}\"", other.en),
                jump,
            );
        }
        let is_several = matches!(
            self.procedure.field(code).map(|def| &def.kind),
            Some(FieldKind::Choices(_) | FieldKind::Texts | FieldKind::List(_))
        );
        match test.min.filter(|min| *min > 1.0) {
            Some(min) if is_several => missing(
                format!("填写“{zh}”，至少 {min} {counted}"),
                format!("Fill in \"{en}\", at least {min} of them"),
                jump,
            ),
            Some(min) => missing(
                format!("填写“{zh}”，至少 {min}"),
                format!("Fill in \"{en}\", at least {min}"),
                jump,
            ),
            None => missing(format!("填写“{zh}”"), format!("Fill in \"{en}\""), jump),
        }
    }

    pub fn note(&self) -> Missing {
        match self.transition.and_then(|transition| transition.verdict) {
            Some(Verdict::Return) => missing("写明退回意见", "Say why it is returned", Jump::Note),
            _ => missing("写明情况说明", "Write a note", Jump::Note),
        }
    }

    pub fn never_entered(&self, stage: &str) -> Missing {
        let label = self.procedure.stage_label(stage);
        missing(
            format!("没有进入“{}”的记录，不能判断先后", label.zh),
            format!("There is no record of entering \"{}\" to count from", label.en),
            Jump::Nowhere,
        )
    }

    pub fn feature(&self, field: &str, found: Option<&str>) -> Missing {
        let label = self.procedure.field_label(field);
        let jump = Jump::Field(field.to_owned());
        match found {
            None => {
                missing(format!("选定“{}”", label.zh), format!("Choose \"{}\"", label.en), jump)
            }
            Some(found) => missing(
                format!("“{}”填的“{found}”不在图层里，请选已有的对象", label.zh),
                format!(
                    "\"{}\" names {found:?}, which does not exist: choose one that does",
                    label.en
                ),
                jump,
            ),
        }
    }

    pub fn itself(&self, field: &str) -> Missing {
        let label = self.procedure.field_label(field);
        missing(
            format!("“{}”不能是它自己，请选另一个对象", label.zh),
            format!("\"{}\" cannot be this feature itself: choose another", label.en),
            Jump::Field(field.to_owned()),
        )
    }

    pub fn struck_off(&self, field: &str, key: &FeatureKey) -> Missing {
        let label = self.procedure.field_label(field);
        missing(
            format!("“{}”填的 {key} 自己已核减，请选在册的对象", label.zh),
            format!(
                "\"{}\" names {key}, which has been struck off itself: choose another",
                label.en
            ),
            Jump::Field(field.to_owned()),
        )
    }

    /// UX 2.9: 取缔后要隔 7 天复看一次“无排水”。封堵日期 5月8日，最早 5月15日 可以办。
    pub fn revisit(
        &self,
        closing: &Text,
        conditions: &[(String, String)],
        after: Option<&Moment>,
        days: i64,
        earliest: Day,
        on: Day,
    ) -> Missing {
        let looks = self.conditions(conditions);
        let span = jiff::Span::new().try_days(days.clamp(-36_500, 36_500)).unwrap_or_default();
        let from = earliest.saturating_sub(span);
        let (what, since) = match after {
            Some(Moment::Field(field)) if field == FINISHED_ON => {
                (closing.clone(), Text::new("封堵日期", "Sealed on"))
            }
            Some(Moment::Field(field)) => {
                let label = self.procedure.field_label(field);
                (label.clone(), label)
            }
            _ => (Text::new("这一步", "that step"), Text::new("起算日期", "From")),
        };
        // Waiting is all there is to do until that day; then it is a visit.
        let jump = if on < earliest { Jump::Day(earliest) } else { Jump::Visit };
        missing(
            format!(
                "{}后要隔 {days} 天复看一次“{}”。{} {}，最早 {} 可以办。",
                what.zh,
                looks.zh,
                since.zh,
                day_zh(from),
                day_zh(earliest)
            ),
            format!(
                "{days} days after {} a visit must find \"{}\". {} {from}: possible from {earliest}",
                what.en, looks.en, since.en
            ),
            jump,
        )
    }

    /// UX 2.4: 区级公示满 5 个工作日 (差2天).
    pub fn wait(&self, since: &Moment, from: Day, days: i64, earliest: Day) -> Missing {
        let label = match since {
            Moment::Field(field) => self.procedure.field_label(field),
            Moment::Stage(stage) => self.procedure.stage_label(stage),
            Moment::PresentStage | Moment::Record => Text::new("这一阶段", "this stage"),
        };
        missing(
            format!(
                "“{}”是{}，要满 {days} 个工作日，最早 {} 可以办（按周一至周五算，遇节假日请顺延）",
                label.zh,
                day_zh(from),
                day_zh(earliest)
            ),
            format!(
                "\"{}\" is {from}: {days} working days must go by, possible from {earliest} (Monday to Friday, public holidays come on top)",
                label.en
            ),
            Jump::Day(earliest),
        )
    }

    fn conditions(&self, conditions: &[(String, String)]) -> Text {
        let label = |(name, value): &(String, String)| {
            let look = self.procedure.looks.iter().find(|look| &look.code == name);
            match look.map(|look| &look.kind) {
                Some(FieldKind::Choice(choices)) => choice_label(choices, value),
                _ => Text::same(format!("{name} = {value}")),
            }
        };
        let labels: Vec<Text> = conditions.iter().map(label).collect();
        let zh: Vec<&str> = labels.iter().map(|label| label.zh.as_str()).collect();
        let en: Vec<&str> = labels.iter().map(|label| label.en.as_str()).collect();
        Text::new(zh.join("、"), en.join(", "))
    }

    pub fn request(&self, conditions: &[(String, String)]) -> Missing {
        let what =
            conditions.iter().find(|(name, _)| name == "what").map(|(_, what)| what.as_str());
        let what = what.unwrap_or_default();
        let label = request_label(what);
        let (zh, en) = match what {
            "deadline" => ("先提出延期申请".to_owned(), "Request a new deadline first".to_owned()),
            _ => (
                format!("要先由区级或巡查人员申请“{}”（申请未被驳回）", label.zh),
                format!("District or inspector must request \"{}\" first", label.en),
            ),
        };
        missing(zh, en, Jump::Request(what.to_owned()))
    }

    pub fn record(&self, body: &str, conditions: &[(String, String)]) -> Missing {
        let looks = self.conditions(conditions);
        match body {
            "visit" => missing(
                format!("要有一次巡查，看到“{}”", looks.zh),
                format!("A visit must find \"{}\"", looks.en),
                Jump::Visit,
            ),
            _ => missing(
                format!("要有一条“{body}”记录：{}", looks.zh),
                format!("A record {body:?} is needed: {}", looks.en),
                Jump::Nowhere,
            ),
        }
    }

    /// UX 2.9: 这件是你（李四）报的验收，销号要由另一人审核。
    pub fn same_actor(
        &self,
        from: &ActorOf,
        by: ActorBy,
        author: &Person,
        own: &Person,
    ) -> Missing {
        let done = match from {
            ActorOf::Transition(id) => self
                .procedure
                .transition(id)
                .map_or_else(|| Text::same(id.as_str()), |transition| transition.label.clone()),
            ActorOf::Request(what) => {
                let label = request_label(what);
                Text::new(format!("申请{}", label.zh), format!("request: {}", label.en))
            }
            ActorOf::Field(field) | ActorOf::Named(field) => {
                let label = self.procedure.field_label(field);
                Text::new(format!("填写{}", label.zh), format!("entry: {}", label.en))
            }
            ActorOf::Work => Text::default(),
        };
        let (unit_zh, unit_en) = (other_unit_zh(author, own), other_unit_en(author, own));
        let step = self.transition.map(|transition| transition.label.clone()).unwrap_or_default();
        let name = &author.name;
        match by {
            ActorBy::Person => missing(
                format!(
                    "这件是你（{name}）办的“{}”，“{}”要由另一人审核{unit_zh}",
                    done.zh, step.zh
                ),
                format!(
                    "You ({name}) did \"{}\": \"{}\" is for another person{unit_en}",
                    done.en, step.en
                ),
                Jump::AnotherPerson,
            ),
            ActorBy::Unit => missing(
                format!(
                    "“{}”是你单位（{}）办的，“{}”要由另一单位办理",
                    done.zh, author.unit, step.zh
                ),
                format!("Your unit did \"{}\": \"{}\" is for another unit", done.en, step.en),
                Jump::AnotherPerson,
            ),
        }
    }

    /// What has to stand in a field before this step.
    pub fn stood(&self, field: &str, is: &[String]) -> Missing {
        let label = self.procedure.field_label(field);
        let choices = self.procedure.field(field).map(|field| &field.kind);
        let choices = match choices {
            Some(FieldKind::Choice(choices)) => choices.as_slice(),
            _ => &[],
        };
        let values: Vec<Text> = is.iter().map(|code| super::choice_label(choices, code)).collect();
        let join = |of: fn(&Text) -> &str, with: &str| {
            values.iter().map(of).collect::<Vec<_>>().join(with)
        };
        let (zh, en) = (join(|text| &text.zh, "或"), join(|text| &text.en, " or "));
        missing(
            format!("先由另一人把“{}”登记为“{zh}”", label.zh),
            format!("Another person first records \"{}\" as {en}", label.en),
            Jump::AnotherPerson,
        )
    }

    pub fn falls(&self, field: &str, present: f64, given: f64) -> Missing {
        let label = self.procedure.field_label(field);
        missing(
            format!("“{}”从 {present} 降到 {given}，要写明原因", label.zh),
            format!("\"{}\" falls from {present} to {given}: say why in a note", label.en),
            Jump::Note,
        )
    }
}

/// Several ways of which one is enough. The same thing wanted twice is said once.
pub(super) fn either(ways: Vec<Missing>) -> Option<Missing> {
    let mut ways: Vec<Missing> = ways;
    ways.dedup();
    let jump = ways.first()?.jump.clone();
    let zh: Vec<&str> = ways.iter().map(|way| way.message.zh.as_str()).collect();
    let en: Vec<&str> = ways.iter().map(|way| way.message.en.as_str()).collect();
    Some(missing(zh.join("；或者"), en.join("; or: "), jump))
}

pub(super) fn position() -> Missing {
    missing("在图上点出位置", "Give its position on the map", Jump::Position)
}

pub(super) fn open_items(texts: &[&str]) -> Missing {
    let (zh, en) = (texts.join("、"), texts.join("; "));
    missing(
        format!("还有 {} 条待改事项没有答复：{zh}", texts.len()),
        format!("{} item(s) to correct are open: {en}", texts.len()),
        Jump::Items,
    )
}

pub(super) fn items_given() -> Missing {
    missing("至少列出一条待改事项", "List at least one item to correct", Jump::Items)
}

pub(super) fn correction(no: &str) -> Missing {
    missing(
        format!("完工后水样 {no} 的不合格结果被更正或撤回，需要审核人核对：勾选“已核对更正”"),
        format!(
            "The failing result of sample {no} was corrected after the works: needs the reviewer's confirmation"
        ),
        Jump::Input("correction_confirmed".into()),
    )
}
