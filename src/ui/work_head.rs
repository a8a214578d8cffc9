//! The head of the list: its tabs with their counts, and what it is ordered, parted and narrowed by.

use egui::{Button, RichText, Ui};

use super::context::UiCtx;
use super::view_state::{ListGroup, ListSort, ListTab, ViewState};
use super::work_list::WorkList;
use super::work_rows::kinds_of;
use crate::model::Kind;

impl WorkList {
    pub(super) fn tabs_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().button_padding.x = 5.0;
            ui.spacing_mut().item_spacing.x = 4.0;
            for tab in ListTab::ALL {
                let label = ctx.fill(tab.text(), &[("n", &self.rows.counts.of(tab))]);
                // In a low window the tabs keep to one line.
                let label = RichText::new(label);
                let label = if ctx.is_low(ui.ctx()) { label.small() } else { label };
                if ui.add(Button::selectable(view.list_tab == tab, label)).clicked() {
                    view.list_tab = tab;
                }
            }
            if self.rows.is_working() {
                let words = RichText::new("…").color(ctx.palette.weak);
                ui.label(words).on_hover_text(ctx.t("list.working"));
            }
        });
    }

    pub(super) fn order_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.spacing_mut().button_padding.x = 6.0;
            let width = (ui.available_width() - 8.0) / 3.0;
            combo(ui, ctx.t("list.sort"), ctx.t(view.list_sort.text(view.list_tab)), width, |ui| {
                for sort in ListSort::ALL {
                    ui.selectable_value(&mut view.list_sort, sort, ctx.t(sort.text(view.list_tab)));
                }
            });
            combo(ui, ctx.t("list.group"), ctx.t(view.list_group.text()), width, |ui| {
                for group in ListGroup::ALL {
                    ui.selectable_value(&mut view.list_group, group, ctx.t(group.text()));
                }
            });
            let kind = match &view.list_kind {
                Some(code) => ctx.kind_name(&Kind::new(code)),
                None => ctx.t("list.every_kind").to_owned(),
            };
            combo(ui, ctx.t("list.kind"), &kind, width, |ui| {
                ui.selectable_value(&mut view.list_kind, None, ctx.t("list.every_kind"));
                for kind in kinds_of(ctx) {
                    let name = ctx.kind_name(&kind);
                    ui.selectable_value(&mut view.list_kind, Some(kind.code().to_owned()), name);
                }
            });
        });
    }
}

fn combo(ui: &mut Ui, name: &str, shown: &str, width: f32, choices: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        // Words too long for it are cut: they do not push the pane wider.
        ui.set_max_width(width);
        // In a narrow list the words are smaller rather than cut.
        let small = ui.text_style_height(&egui::TextStyle::Small);
        let shown = RichText::new(shown);
        let shown = if width < small * 8.0 { shown.small() } else { shown };
        egui::ComboBox::from_id_salt(name)
            .selected_text(shown)
            .width(width)
            .truncate()
            .show_ui(ui, choices)
            .response
            .accessible_name(name);
    });
}
