//! Words of the data in the screen's language: thin hands on `plan`'s own words, with the screen's way of naming
//! days and people.

use serde_json::Value;

use super::context::UiCtx;
use super::dates::time_of_day;
use crate::model::{FeatureKey, Stamp};
use crate::plan::{self, Actor, Body, Entry, FieldDef, Record};

impl<'a> UiCtx<'a> {
    /// What a stage is called.
    pub fn stage_label(&self, key: &FeatureKey, code: &str) -> String {
        self.procedure(key).map_or_else(
            || code.to_owned(),
            |procedure| self.say(&procedure.stage_label(code)).to_owned(),
        )
    }

    /// What a field is called; list items by their list.
    pub fn field_label(&self, key: &FeatureKey, code: &str) -> String {
        self.say(&plan::field_label(self.procedure(key), code)).to_owned()
    }

    /// A field's value in words.
    pub fn value_label(&self, field: Option<&FieldDef>, value: &Value) -> String {
        let standards = &self.snapshot.rulebook.standards;
        self.say(&plan::value_label(field, value, standards)).to_owned()
    }

    /// What a measured item is called.
    pub fn item_label(&self, code: &str) -> String {
        let item = self.snapshot.rulebook.standards.item(code);
        item.map_or_else(|| code.to_owned(), |item| self.say(&item.label).to_owned())
    }

    /// What a picture of this kind shows.
    pub fn photo_label(&self, key: &FeatureKey, code: &str) -> String {
        match self.procedure(key) {
            Some(procedure) => self.say(&procedure.photo_label(code)).to_owned(),
            None => self.words.code("photo_kind", code).to_owned(),
        }
    }

    /// What a paper of this kind is.
    pub fn document_label(&self, key: &FeatureKey, code: &str) -> String {
        match self.procedure(key) {
            Some(procedure) => self.say(&procedure.document_label(code)).to_owned(),
            None => self.words.code("document_kind", code).to_owned(),
        }
    }

    /// What was recorded, in one sentence.
    pub fn sentence(&self, key: &FeatureKey, body: &Body) -> String {
        let standards = &self.snapshot.rulebook.standards;
        self.say(&plan::describe_body(body, self.procedure(key), standards)).to_owned()
    }

    /// What was recorded, by what was there before among the feature's records.
    pub fn sentence_of(&self, key: &FeatureKey, record: &Record, history: &[Entry]) -> String {
        let (procedure, standards) = (self.procedure(key), &self.snapshot.rulebook.standards);
        self.say(&plan::describe_record(record, history, procedure, standards)).to_owned()
    }

    /// The same, nothing left out.
    pub fn sentence_in_full(&self, key: &FeatureKey, record: &Record, history: &[Entry]) -> String {
        let (procedure, standards) = (self.procedure(key), &self.snapshot.rulebook.standards);
        self.say(&plan::describe_in_full(record, history, procedure, standards)).to_owned()
    }

    /// `张三 · 滨海新区局 · 巡查`.
    pub fn person(&self, actor: &Actor) -> String {
        let role = self.words.code("role", actor.role.code());
        let parts = [actor.name.as_str(), actor.unit.as_str(), role];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// `张三 · 市级`: what is shown of a person wherever they are shown.
    pub fn name_and_role(&self, actor: &Actor) -> String {
        format!("{} · {}", actor.name, self.words.code("role", actor.role.code()))
    }

    /// `5月12日 09:31`.
    pub fn moment(&self, at: &Stamp) -> String {
        format!("{} {}", self.day(at.day()), time_of_day(at))
    }

    /// Who set a value and when: `张三 5月12日 09:31`; a value of the received file has no author.
    pub fn set_by(&self, record: Option<&Record>) -> String {
        match record {
            Some(record) => format!("{} {}", record.by.name, self.moment(&record.at)),
            None => self.t("card.as_received").to_owned(),
        }
    }
}
