//! 改正的值写回原字段: which values of the source an export would replace, field by field, before it does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{CollapsingHeader, Label, RichText, Ui};

use crate::model::Day;
use crate::plan::Plans;
use crate::session::{Command, Evening, Export, Purpose, WrittenBack};
use crate::ui::context::UiCtx;

/// So many values of one field are listed; the rest are counted.
const LISTED_MAX: usize = 60;

/// What a person lets an export replace. Nothing, unless ticked.
#[derive(Debug, Default)]
pub struct WriteBack {
    /// The codes of the ticked fields.
    ticked: BTreeSet<String>,
    /// What was asked for last.
    asked: Option<Asked>,
    /// By the fields' codes; `None` while the session looks.
    found: Option<BTreeMap<String, Vec<WrittenBack>>>,
}

/// What decides which values would be replaced.
#[derive(Debug)]
struct Asked {
    layer: Option<u64>,
    as_of: Option<Day>,
    plans: Arc<Plans>,
}

impl Asked {
    fn is_of(&self, ctx: &UiCtx<'_>, layer: Option<u64>, as_of: Option<Day>) -> bool {
        self.layer == layer && self.as_of == as_of && Arc::ptr_eq(&self.plans, &ctx.snapshot.plans)
    }
}

impl WriteBack {
    /// The session's answer.
    pub fn found(&mut self, values: Vec<WrittenBack>) {
        let mut fields = BTreeMap::<String, Vec<WrittenBack>>::new();
        for value in values {
            fields.entry(value.field.clone()).or_default().push(value);
        }
        self.found = Some(fields);
    }

    /// The codes that an export is to write back: the ticked ones that were shown.
    pub fn codes(&self) -> Vec<String> {
        let shown = self.found.iter().flatten().map(|(code, _)| code);
        shown.filter(|code| self.ticked.contains(*code)).cloned().collect()
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, layer: Option<u64>, as_of: Option<Day>) {
        let header = CollapsingHeader::new(ctx.t("export.write_back")).id_salt("write back");
        let shown = header.show(ui, |ui| {
            ui.add(Label::new(ctx.t("export.write_back_what")).wrap());
            self.ask(ctx, layer, as_of);
            self.fields_ui(ctx, ui);
        });
        // What is not in sight is not written.
        if shown.fully_closed() {
            *self = Self::default();
        }
    }

    fn ask(&mut self, ctx: &UiCtx<'_>, layer: Option<u64>, as_of: Option<Day>) {
        if self.asked.as_ref().is_some_and(|asked| asked.is_of(ctx, layer, as_of)) {
            return;
        }
        let kinds = ctx.snapshot.layers.iter().filter(|it| layer.is_none_or(|id| it.id == id));
        let procedures = kinds.filter_map(|it| ctx.procedure_of(&it.layer.kind));
        let codes: BTreeSet<&str> =
            procedures.flat_map(|it| &it.fields).map(|field| field.code.as_str()).collect();
        ctx.outbox.command(Command::PreviewWriteBack(Export {
            layer,
            to: std::path::PathBuf::new(),
            as_of: as_of.map(Evening::by_what_happened),
            write_back: codes.into_iter().map(str::to_owned).collect(),
            personal: false,
            overwrite: false,
            purpose: Purpose::OwnUse,
        }));
        self.found = None;
        self.asked = Some(Asked { layer, as_of, plans: Arc::clone(&ctx.snapshot.plans) });
    }

    fn fields_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let Some(found) = &self.found else {
            ui.label(ctx.t("export.write_back_looking"));
            return;
        };
        if found.is_empty() {
            ui.add(Label::new(ctx.t("export.write_back_nothing")).wrap());
        }
        egui::ScrollArea::vertical().max_height(220.0).id_salt("write back").show(ui, |ui| {
            for (code, values) in found {
                let field = match values.first() {
                    Some(value) => ctx.field_label(&value.feature, code),
                    None => continue,
                };
                let words = [("field", &field as &dyn std::fmt::Display), ("n", &values.len())];
                let mut is_ticked = self.ticked.contains(code);
                if ui
                    .checkbox(&mut is_ticked, ctx.fill("export.write_back_field", &words))
                    .changed()
                {
                    match is_ticked {
                        true => self.ticked.insert(code.clone()),
                        false => self.ticked.remove(code),
                    };
                }
                values_ui(ctx, ui, values);
            }
        });
    }
}

/// `tj-028 · plan_state: "整治中" → "已完工"`, value by value.
fn values_ui(ctx: &UiCtx<'_>, ui: &mut Ui, values: &[WrittenBack]) {
    for value in values.iter().take(LISTED_MAX) {
        let (code, property) = (value.feature.code(), &value.property);
        let line = format!("    {code} · {property}: {} → {}", value.old, value.new);
        ui.add(Label::new(RichText::new(line).small().monospace()).wrap());
    }
    if let Some(more) = values.len().checked_sub(LISTED_MAX).filter(|more| *more > 0) {
        let words = ctx.fill("export.write_back_more", &[("n", &more)]);
        ui.label(RichText::new(words).small().color(ctx.palette.weak));
    }
}
