//! The rows of a form: a label, an editor, and the focus that a "still missing" link asks for.

use egui::{Response, RichText, TextEdit, Ui};

use super::choice_list::choice_list_ui;
use super::files::RowPictures;
use crate::ui::context::{AskingForm, PickFor, UiCtx};

/// Room for labels left of the editors.
const LABEL_WIDTH_EMS: f32 = 4.3;
/// Up to so many choices lie open as buttons; more fold into a list.
const OPEN_CHOICES_MAX: usize = 6;

/// What the rows of one form share.
pub struct FormUi<'a> {
    pub ctx: &'a UiCtx<'a>,
    /// The row that is to get the keyboard, by name.
    pub wanted_focus: Option<String>,
    /// The row that has the keyboard in this frame, by name.
    pub focused: Option<String>,
    /// Enter was pressed in a line of text.
    pub entered: bool,
    /// The label of the row being drawn was clicked.
    label_clicked: bool,
    /// The pane has taken its shape: the row with the keyboard is brought into sight again.
    pub keeps_in_sight: bool,
    /// Whom files are chosen for; a row outside a form of its own has no such button.
    asking: Option<AskingForm>,
    /// The small pictures of its rows, by hash.
    pub pictures: Option<&'a RowPictures>,
}

/// A choice as a form offers it.
#[derive(Clone, Debug)]
pub struct Offer {
    pub code: String,
    pub label: String,
}

impl Offer {
    pub fn new(code: &str, label: &str) -> Self {
        Self { code: code.to_owned(), label: label.to_owned() }
    }
}

impl<'a> FormUi<'a> {
    pub fn new(ctx: &'a UiCtx<'a>, wanted_focus: Option<String>) -> Self {
        let (focused, entered, label_clicked, keeps_in_sight, asking) = Default::default();
        let pictures = None;
        Self {
            ctx,
            wanted_focus,
            focused,
            entered,
            label_clicked,
            keeps_in_sight,
            asking,
            pictures,
        }
    }

    /// The same, with files chosen for this form.
    pub fn choosing_for(self, asking: AskingForm) -> Self {
        Self { asking: Some(asking), ..self }
    }

    /// The same, with the small pictures of its rows.
    pub fn showing(self, pictures: &'a RowPictures) -> Self {
        Self { pictures: Some(pictures), ..self }
    }

    /// The button that opens the system's dialog; what is chosen there comes back to this form.
    pub fn choose_ui(&self, ui: &mut Ui, purpose: fn(AskingForm) -> PickFor) {
        let Some(asking) = &self.asking else { return };
        if ui.button(self.ctx.t("photo.choose")).clicked() {
            self.ctx.outbox.pick_files(purpose(asking.clone()));
        }
    }

    /// A row: the label on the left, what `add` draws on the right, wrapping.
    pub fn row_ui(
        &mut self,
        ui: &mut Ui,
        label: &str,
        add: impl FnOnce(&mut Self, &mut Ui, egui::Id),
    ) {
        ui.horizontal_top(|ui| {
            let label = RichText::new(label).color(self.ctx.palette.weak);
            // A click on a label goes to its editor, as everywhere; Tab passes it by.
            let sense = egui::Sense::click() - egui::Sense::FOCUSABLE;
            let label = ui
                .vertical(|ui| {
                    ui.set_width(LABEL_WIDTH_EMS * ui.text_style_height(&egui::TextStyle::Body));
                    // A label of one line stands level with its editor's text; a longer one grows downwards.
                    let line = ui.text_style_height(&egui::TextStyle::Body);
                    ui.add_space(((ui.spacing().interact_size.y - line) / 2.0).max(0.0));
                    ui.add(egui::Label::new(label).wrap().sense(sense))
                })
                .inner;
            self.label_clicked = label.clicked();
            ui.vertical(|ui| add(self, ui, label.id));
            self.label_clicked = false;
        });
    }

    /// A line of text.
    pub fn line_ui(&mut self, ui: &mut Ui, name: &str, label: &str, text: &mut String) {
        self.row_ui(ui, label, |form, ui, label_id| {
            let width = ui.available_width();
            let edit = TextEdit::singleline(text).desired_width(width).id_salt(name);
            let response = ui.add(edit).labelled_by(label_id);
            form.follow_line(name, ui, &response);
        });
    }

    /// A line of text with a pale hint inside while it is empty.
    pub fn hinted_line_ui(
        &mut self,
        ui: &mut Ui,
        name: &str,
        label: &str,
        text: &mut String,
        hint: &str,
    ) {
        self.row_ui(ui, label, |form, ui, label_id| {
            let width = ui.available_width();
            let edit = TextEdit::singleline(text)
                .desired_width(width)
                .id_salt(name)
                .hint_text(hint.to_owned());
            let response = ui.add(edit).labelled_by(label_id);
            form.follow_line(name, ui, &response);
        });
    }

    /// Text of several lines.
    pub fn lines_ui(&mut self, ui: &mut Ui, name: &str, label: &str, text: &mut String) {
        self.hinted_lines_ui(ui, name, label, text, "");
    }

    /// The same with words in it while nothing is typed.
    pub fn hinted_lines_ui(
        &mut self,
        ui: &mut Ui,
        name: &str,
        label: &str,
        text: &mut String,
        hint: &str,
    ) {
        self.row_ui(ui, label, |form, ui, label_id| {
            let width = ui.available_width();
            let edit = TextEdit::multiline(text).desired_width(width).desired_rows(3).id_salt(name);
            let response = ui.add(edit.hint_text(hint.to_owned())).labelled_by(label_id);
            form.follow_focus(name, &response);
        });
    }

    /// One of several; clicking the chosen one again takes it back.
    pub fn choice_ui(
        &mut self,
        ui: &mut Ui,
        name: &str,
        label: &str,
        offers: &[Offer],
        value: &mut String,
    ) {
        if offers.len() <= OPEN_CHOICES_MAX {
            self.row_ui(ui, label, |form, ui, _| {
                ui.horizontal_wrapped(|ui| {
                    for offer in offers {
                        let chosen = *value == offer.code;
                        let spoken = format!("{label} {}", offer.label);
                        let response = ui
                            .add(
                                egui::Button::selectable(chosen, &offer.label)
                                    .frame_when_inactive(true),
                            )
                            .accessible_name(spoken);
                        if response.clicked() {
                            *value = if chosen { String::new() } else { offer.code.clone() };
                        }
                        form.follow_focus(name, &response);
                    }
                });
            });
        } else {
            self.choice_list_ui(ui, name, label, offers, value);
        }
    }

    /// One of several, folded into a list however few they are.
    pub fn choice_list_ui(
        &mut self,
        ui: &mut Ui,
        name: &str,
        label: &str,
        offers: &[Offer],
        value: &mut String,
    ) {
        self.row_ui(ui, label, |form, ui, label_id| {
            // Nothing chosen may have a name of its own: "the outfall's own standard".
            let unset = offers.iter().find(|offer| offer.code.is_empty());
            let shown = unset.map_or("", |offer| offer.label.as_str());
            let mut lines = offers.to_vec();
            if unset.is_none() {
                lines.insert(0, Offer::new("", form.ctx.t("form.none")));
            }
            let width = ui.available_width();
            let response = choice_list_ui(form.ctx, ui, name, shown, width, &lines, value)
                .labelled_by(label_id);
            form.follow_focus(name, &response);
        });
    }

    /// Several of several.
    pub fn choices_ui(
        &mut self,
        ui: &mut Ui,
        name: &str,
        label: &str,
        offers: &[Offer],
        values: &mut Vec<String>,
    ) {
        self.row_ui(ui, label, |form, ui, _| {
            ui.horizontal_wrapped(|ui| {
                for offer in offers {
                    let chosen = values.contains(&offer.code);
                    let response = ui
                        .add(
                            egui::Button::selectable(chosen, &offer.label)
                                .frame_when_inactive(true),
                        )
                        .accessible_name(format!("{label} {}", offer.label));
                    if response.clicked() {
                        if chosen {
                            values.retain(|value| *value != offer.code);
                        } else {
                            values.push(offer.code.clone());
                        }
                    }
                    form.follow_focus(name, &response);
                }
            });
        });
    }

    /// The same of a line of text, which Enter ends.
    fn follow_line(&mut self, name: &str, ui: &Ui, response: &Response) {
        self.follow_focus(name, response);
        let enter = |input: &egui::InputState| {
            input.key_pressed(egui::Key::Enter) && input.modifiers.is_none()
        };
        self.entered |= response.lost_focus() && ui.input(enter);
    }

    /// Gives the row the keyboard if it was asked for, and notes who has it.
    pub fn follow_focus(&mut self, name: &str, response: &Response) {
        if self.wanted_focus.as_deref() == Some(name) {
            response.request_focus();
            // No further than needed: what stands above the row is wanted too.
            response.scroll_to_me(None);
            self.wanted_focus = None;
        }
        if std::mem::take(&mut self.label_clicked) {
            response.request_focus();
        }
        if response.gained_focus() || self.keeps_in_sight && response.has_focus() {
            response.scroll_to_me(None);
        }
        if response.has_focus() {
            self.focused = Some(name.to_owned());
        }
    }
}
