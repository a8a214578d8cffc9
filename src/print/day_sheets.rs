//! The list of a day with codes, and a blank sheet for each feature on it: for the field, where no screen is.

use super::flow::{Column, Flow, Foot};
use super::font::Font;
use crate::model::{Day, FeatureKey, Lang, Text};
use crate::plan::{
    Actor, FeatureState, FieldDef, FieldKind, Procedure, common_looks, day_zh, is_overdue,
};
use crate::session::Snapshot;

/// What is printed for a day.
#[derive(Clone, Copy, Debug)]
pub struct DaySheets<'a> {
    /// In the order of going.
    pub features: &'a [FeatureKey],
    pub day: Day,
    /// Who goes, if that is known.
    pub person: Option<&'a Actor>,
    pub lang: Lang,
}

/// The list and the sheets as one PDF file; `None` if the font that is built in does not read, which a test says
/// it does.
pub fn day_pdf(snapshot: &Snapshot, sheets: &DaySheets<'_>) -> Option<Vec<u8>> {
    let lang = sheets.lang;
    let title = match lang {
        Lang::Zh => format!("今日清单 {}", sheets.day),
        Lang::En => format!("List of the day {}", sheets.day),
    };
    let foot = Foot { lang, title: title.clone(), synthetic: snapshot.synthetic };
    let mut flow = Flow::new(Font::built_in()?, foot);
    flow.title(&title);
    if let Some(person) = sheets.person {
        flow.paragraph(format!("{} {}", person.name, person.unit).trim());
    }
    list(&mut flow, snapshot, sheets);
    for key in sheets.features {
        flow.new_page();
        blank_sheet(&mut flow, snapshot, key, sheets);
    }
    Some(flow.finish())
}

fn list(flow: &mut Flow, snapshot: &Snapshot, sheets: &DaySheets<'_>) {
    let lang = sheets.lang;
    let head = |zh, en| if lang == Lang::Zh { zh } else { en };
    let columns = [
        Column { head: head("序", "No."), share: 5.0 },
        Column { head: head("名称", "Name"), share: 24.0 },
        Column { head: head("编码", "Code"), share: 24.0 },
        Column { head: head("阶段", "Stage"), share: 17.0 },
        Column { head: head("期限", "Due"), share: 20.0 },
        Column { head: head("办完", "Done"), share: 8.0 },
    ];
    let rows: Vec<Vec<String>> = sheets
        .features
        .iter()
        .enumerate()
        .map(|(idx, key)| {
            let facts = Facts::of(snapshot, key, lang);
            let due = facts.due(snapshot);
            vec![(idx + 1).to_string(), facts.name, facts.code, facts.stage, due, String::new()]
        })
        .collect();
    flow.table(&columns, &rows);
    if rows.is_empty() {
        flow.remark(head("这一天还没有选点。", "Nothing has been chosen for this day."));
    }
}

/// What the heads of sheets say of a feature.
pub(super) struct Facts<'a> {
    pub name: String,
    pub code: String,
    pub stage: String,
    pub position: String,
    pub state: Option<&'a FeatureState>,
    pub procedure: Option<&'a Procedure>,
    lang: Lang,
}

impl<'a> Facts<'a> {
    pub fn of(snapshot: &'a Snapshot, key: &FeatureKey, lang: Lang) -> Self {
        let row = snapshot.row(key);
        let code = row.map_or(key.code(), |row| &row.code).to_owned();
        let name = row.map(|row| row.name.clone()).filter(|name| !name.is_empty());
        let state = snapshot.plans.get(key).map(AsRef::as_ref);
        let procedure = snapshot.rulebook.procedure(&key.kind());
        let stage = match (procedure, state.and_then(FeatureState::stage_code)) {
            (Some(procedure), Some(stage)) => procedure.stage_label(stage).get(lang).to_owned(),
            (Some(_), None) => Text::new("未建档", "not started").get(lang).to_owned(),
            (None, _) => String::new(),
        };
        let at = snapshot.place(key).and_then(|(view, idx)| view.layer.shapes.anchor(idx));
        let position = at.map(|at| format!("{:.6}, {:.6}", at.lon_deg, at.lat_deg));
        Self {
            name: name.unwrap_or_else(|| code.clone()),
            code,
            stage,
            position: position.unwrap_or_default(),
            state,
            procedure,
            lang,
        }
    }

    /// The deadline, and whether it has passed.
    pub fn due(&self, snapshot: &Snapshot) -> String {
        let Some((state, due)) = self.state.and_then(|it| Some((it, it.deadline_current?))) else {
            return String::new();
        };
        let over = self.procedure.is_some_and(|it| is_overdue(it, state, snapshot.today));
        match (over, self.lang) {
            (false, _) => due.to_string(),
            (true, Lang::Zh) => format!("{due} 逾期"),
            (true, Lang::En) => format!("{due} overdue"),
        }
    }
}

fn blank_sheet(flow: &mut Flow, snapshot: &Snapshot, key: &FeatureKey, sheets: &DaySheets<'_>) {
    let lang = sheets.lang;
    let say = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let facts = Facts::of(snapshot, key, lang);
    flow.title(&format!("{}　{}", facts.name, facts.code));
    flow.pair(say("阶段", "Stage"), &facts.stage);
    flow.pair(say("期限", "Due"), &facts.due(snapshot));
    flow.pair(say("位置", "Position"), &facts.position);
    let subject = facts.state.and_then(|state| state.text("responsible_subject"));
    flow.pair(say("责任主体", "Responsible"), subject.unwrap_or_default());
    flow.pair(say("上次巡查", "Last visit"), &last_visit(&facts, lang));
    to_correct(flow, &facts, lang);

    flow.heading(say("到场", "The visit"));
    let date = match lang {
        Lang::Zh => format!("{}　时间", day_zh(sheets.day)),
        Lang::En => format!("{}, at", sheets.day),
    };
    flow.blanks(&[&date, say("天气", "Weather"), say("同行", "With")]);
    let looks = facts.procedure.map(|procedure| procedure.looks.as_slice());
    for look in looks.filter(|looks| !looks.is_empty()).unwrap_or_else(|| common_looks()) {
        let choices = choices_of(look, lang);
        let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
        flow.choices(look.label.get(lang), &choices);
    }
    flow.choices(say("异常", "Abnormal"), &[say("否", "no"), say("是", "yes")]);
    flow.blank(say("情况", "What was seen"));
    flow.blank("");
    flow.heading(say("照片（张号与内容）", "Photos (number and what they show)"));
    if let Some(procedure) = facts.procedure {
        let kinds: Vec<&str> =
            procedure.photo_kinds.iter().map(|kind| kind.label.get(lang)).collect();
        flow.choices(say("已拍", "Taken"), &kinds);
    }
    flow.blank(say("张号", "Numbers"));
    flow.heading(say("采样", "Sample"));
    flow.blanks(&[say("编号", "Number"), say("时间", "Time"), say("点位", "Place")]);
    flow.blanks(&[say("项目", "Items"), say("采样人", "By")]);
    let columns = [
        Column { head: say("快检项目（参考）", "Quick test (reference)"), share: 2.0 },
        Column { head: say("数值", "Value"), share: 2.0 },
        Column { head: say("单位", "Unit"), share: 1.0 },
    ];
    flow.table(&columns, &vec![vec![String::new(); 3]; 3]);
    flow.blanks(&[say("记录人签字", "Signed"), say("同行签字", "Signed"), say("日期", "Date")]);
}

/// Things to correct that nobody has answered yet, each with a box to tick.
fn to_correct(flow: &mut Flow, facts: &Facts<'_>, lang: Lang) {
    let open: Vec<_> =
        facts.state.iter().flat_map(|it| &it.items).filter(|it| it.is_open()).collect();
    if open.is_empty() {
        return;
    }
    flow.heading(Text::new("待改事项", "To correct").get(lang));
    for (idx, item) in open.into_iter().enumerate() {
        flow.choices(&(idx + 1).to_string(), &[&item.item.text]);
    }
}

fn last_visit(facts: &Facts<'_>, lang: Lang) -> String {
    let visit = facts.state.and_then(|it| it.visits.iter().max_by_key(|it| it.record.on));
    let Some(visit) = visit else { return String::new() };
    let day = match lang {
        Lang::Zh => day_zh(visit.record.on),
        Lang::En => visit.record.on.to_string(),
    };
    format!("{day} {} {}", visit.record.by.name, visit.body.note).trim_end().to_owned()
}

fn choices_of(look: &FieldDef, lang: Lang) -> Vec<String> {
    match &look.kind {
        FieldKind::Choice(choices) | FieldKind::Choices(choices) => {
            choices.iter().map(|choice| choice.label.get(lang).to_owned()).collect()
        }
        FieldKind::Bool => vec![Text::new("是", "yes"), Text::new("否", "no")]
            .into_iter()
            .map(|text| text.get(lang).to_owned())
            .collect(),
        _ => vec!["________".to_owned()],
    }
}
