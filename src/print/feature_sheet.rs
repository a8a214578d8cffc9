//! One feature's own sheet: where its plan stands, what is filled in, samples, evidence, and its history.
//!
//! A record that nobody else had when it was taken back is left out; one that others had is struck through.

use super::day_sheets::Facts;
use super::flow::{Column, Flow, Foot};
use super::font::Font;
use crate::model::{FeatureKey, Lang, Stamp, Text};
use crate::plan::{
    Fate, FeatureState, FieldDef, Outcome, Procedure, SampleState, describe, field_label,
    value_label,
};
use crate::session::{Snapshot, TakenBack};

/// The sheet as a PDF file; `None` if the font that is built in does not read, which a test says it does.
pub fn feature_pdf(
    snapshot: &Snapshot,
    key: &FeatureKey,
    lang: Lang,
    now: &Stamp,
) -> Option<Vec<u8>> {
    let facts = Facts::of(snapshot, key, lang);
    let title = format!("{} {}", facts.name, facts.code);
    let foot = Foot { lang, title: title.clone(), synthetic: snapshot.synthetic };
    let sheet = Sheet { snapshot, lang };
    let mut flow = Flow::new(Font::built_in()?, foot);
    flow.title(&title);
    flow.pair(sheet.say("阶段", "Stage"), &facts.stage);
    flow.pair(sheet.say("期限", "Due"), &facts.due(snapshot));
    flow.pair(sheet.say("位置", "Position"), &facts.position);
    if let Some(state) = facts.state {
        if state.unproven {
            flow.remark(
                sheet.say("阶段为来件状态，未经核实。", "The stage is as received, unproven."),
            );
        }
        sheet.conflicts(&mut flow, state, facts.procedure);
        sheet.fields(&mut flow, state, facts.procedure);
        sheet.samples(&mut flow, state);
        sheet.evidence(&mut flow, state, facts.procedure);
        sheet.items(&mut flow, state);
        sheet.history(&mut flow, state);
    }
    // To the minute: nobody reads more of it on paper.
    let minute = now.as_str().get(..16).unwrap_or(now.as_str()).replace('T', " ");
    let printed = match lang {
        Lang::Zh => format!("打印于 {minute}"),
        Lang::En => format!("printed {minute}"),
    };
    flow.space(8.0);
    flow.remark(&printed);
    Some(flow.finish())
}

struct Sheet<'a> {
    snapshot: &'a Snapshot,
    lang: Lang,
}

impl Sheet<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    fn conflicts(&self, flow: &mut Flow, state: &FeatureState, procedure: Option<&Procedure>) {
        let labels: Vec<String> = state
            .conflicts()
            .iter()
            .map(|code| field_label(procedure, code).get(self.lang).to_owned())
            .collect();
        flow.pair(self.say("填报不一致", "In conflict"), &labels.join(self.say("、", ", ")));
    }

    fn fields(&self, flow: &mut Flow, state: &FeatureState, procedure: Option<&Procedure>) {
        let Some(procedure) = procedure else { return };
        let standards = &self.snapshot.rulebook.standards;
        for group in &procedure.groups {
            let mut rows: Vec<(String, String)> = Vec::new();
            for field in procedure.fields.iter().filter(|it| it.group == group.code && !it.personal)
            {
                let label = field.label.get(self.lang);
                let value = |field: &FieldDef, value| {
                    value_label(Some(field), value, standards).get(self.lang).to_owned()
                };
                if let Some(standing) = state.fields.get(&field.code).and_then(|it| it.value()) {
                    rows.push((label.to_owned(), value(field, standing)));
                }
                let items = state.list_items(&field.code).enumerate();
                rows.extend(
                    items.map(|(idx, (_, item))| {
                        (format!("{label} {}", idx + 1), value(field, item))
                    }),
                );
            }
            rows.retain(|(_, value)| !value.trim().is_empty());
            if !rows.is_empty() {
                flow.heading(group.label.get(self.lang));
                rows.iter().for_each(|(label, value)| flow.pair(label, value));
            }
        }
    }

    fn samples(&self, flow: &mut Flow, state: &FeatureState) {
        if state.samples.is_empty() {
            return;
        }
        flow.heading(self.say("监测", "Samples"));
        let columns = [
            Column { head: self.say("日期", "Day"), share: 16.0 },
            Column { head: self.say("编号", "Number"), share: 20.0 },
            Column { head: self.say("结果", "Result"), share: 40.0 },
            Column { head: self.say("评价", "Judgement"), share: 24.0 },
        ];
        let rows: Vec<Vec<String>> = state
            .samples
            .iter()
            .map(|sample| {
                vec![
                    sample.day.to_string(),
                    sample.no.clone(),
                    self.values(sample),
                    self.judgement(sample),
                ]
            })
            .collect();
        flow.table(&columns, &rows);
    }

    fn values(&self, sample: &SampleState) -> String {
        let Some(result) = &sample.result else {
            return self.say("送检中", "at the laboratory").to_owned();
        };
        let known = &self.snapshot.rulebook.standards.items;
        let values = result.body.items.iter().map(|(code, measured)| {
            let item = known.iter().find(|item| item.code == *code);
            let label = item.map_or(code.as_str(), |item| item.label.get(self.lang));
            format!("{label} {} {}", measured.value, measured.unit).trim_end().to_owned()
        });
        values.collect::<Vec<_>>().join(self.say("；", "; "))
    }

    fn judgement(&self, sample: &SampleState) -> String {
        let Some(judgement) = &sample.judgement else { return String::new() };
        let outcome = match &judgement.outcome {
            Outcome::Compliant => self.say("达标", "compliant").to_owned(),
            Outcome::Failing => self.say("超标", "failing").to_owned(),
            Outcome::NotJudged(why) => return why.get(self.lang).to_owned(),
        };
        format!("{outcome} {}", judgement.standard.get(self.lang))
    }

    fn evidence(&self, flow: &mut Flow, state: &FeatureState, procedure: Option<&Procedure>) {
        if state.photos.is_empty() && state.documents.is_empty() {
            return;
        }
        flow.heading(self.say("佐证材料", "Evidence"));
        let columns = [
            Column { head: self.say("日期", "Day"), share: 16.0 },
            Column { head: self.say("内容", "What"), share: 34.0 },
            Column { head: self.say("存入人", "By"), share: 20.0 },
            Column { head: "SHA-256", share: 30.0 },
        ];
        let photos = state.photos.iter().map(|photo| {
            let label = procedure.map(|it| it.photo_label(&photo.body.photo_kind));
            (&photo.record, label, photo.body.note.as_str(), photo.body.sha256.as_str())
        });
        let documents = state.documents.iter().map(|document| {
            let label = procedure.map(|it| it.document_label(&document.body.doc_kind));
            (&document.record, label, document.body.title.as_str(), document.body.sha256.as_str())
        });
        let rows: Vec<Vec<String>> = photos
            .chain(documents)
            .map(|(record, label, words, sha256)| {
                let label = label.unwrap_or_else(|| Text::new("材料", "evidence"));
                let what = format!("{} {words}", label.get(self.lang));
                let absent = match self.snapshot.photos.contains(sha256) {
                    true => "",
                    false => self.say("（未到）", " (not here)"),
                };
                let short = sha256.get(..16).unwrap_or(sha256);
                vec![
                    record.on.to_string(),
                    what.trim_end().to_owned() + absent,
                    record.by.name.clone(),
                    short.to_owned(),
                ]
            })
            .collect();
        flow.table(&columns, &rows);
    }

    fn items(&self, flow: &mut Flow, state: &FeatureState) {
        if state.items.is_empty() {
            return;
        }
        flow.heading(self.say("待改事项", "To correct"));
        for (idx, item) in state.items.iter().enumerate() {
            let stands = match (&item.accepted, &item.answered) {
                (Some(_), _) => self.say("已认可", "accepted"),
                (None, Some(_)) => self.say("已答复", "answered"),
                (None, None) => self.say("待答复", "open"),
            };
            flow.pair(&format!("{} {stands}", idx + 1), &item.item.text);
        }
    }

    fn history(&self, flow: &mut Flow, state: &FeatureState) {
        flow.heading(self.say("经过", "History"));
        let rulebook = &self.snapshot.rulebook;
        for entry in &state.entries {
            let record = &entry.record;
            let procedure = rulebook.version(&record.procedure);
            let words = describe(record, procedure, &rulebook.standards, self.lang);
            match (self.snapshot.taken_back(entry), &entry.fate) {
                (Some(TakenBack::Unseen), _) | (None, Fate::Later) => {}
                (Some(TakenBack::Struck), _) => flow.struck(&words),
                (None, Fate::NotPermitted(_)) => {
                    flow.paragraph(&format!(
                        "{words}{}",
                        self.say("［不生效］", " [not permitted]")
                    ));
                }
                (None, Fate::Altered) => {
                    flow.paragraph(&format!("{words}{}", self.say("［待核］", " [altered]")));
                }
                (None, _) => flow.paragraph(&words),
            }
        }
    }
}
