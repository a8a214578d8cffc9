//! One thing wrong with a file, with the ways to its feature on the map and to its line in the text.

use egui::{Button, Label, RichText, Ui};

use super::import_report::ReportAsk;
use crate::model::{FeatureKey, Layer, ReadIssue};
use crate::session::LayerView;
use crate::ui::context::UiCtx;
use crate::ui::layer_panel::{issue_in_words, issue_ui};
use crate::ui::lines::small;

/// The issue whose line is shown: the layer's name, line and column.
pub type LookedAt = Option<(String, usize, usize)>;

/// One issue with the ways to its feature and its line.
pub fn issue_row_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    issue: &ReadIssue,
    layer: Option<&LayerView>,
    looked_at: &mut LookedAt,
) -> Option<ReportAsk> {
    issue_ui(ctx, ui, issue);
    let layer = layer?;
    let mut ask = None;
    let here = (layer.layer.name.clone(), issue.line, issue.column);
    let words = issue_in_words(ctx, issue);
    ui.horizontal_wrapped(|ui| {
        if let Some(key) = issue.feature.and_then(|ordinal| key_of(layer, ordinal)) {
            let button = ui.add(small(ctx, Button::new(ctx.t("import.show"))));
            if button.accessible_name(format!("{} {words}", ctx.t("import.show"))).clicked() {
                ask = Some(ReportAsk::Show(key));
            }
        }
        let is_open = looked_at.as_ref() == Some(&here);
        let label = ctx.t("import.line");
        let button = Button::selectable(is_open, label).frame_when_inactive(true);
        let button = ui.add(small(ctx, button));
        if button.accessible_name(format!("{label} {words}")).clicked() {
            *looked_at = if is_open { None } else { Some(here.clone()) };
        }
    });
    if looked_at.as_ref() == Some(&here) {
        let excerpt = line_excerpt(&layer.layer, issue.line, issue.column);
        ui.add(Label::new(RichText::new(excerpt).monospace()).wrap().selectable(true));
    }
    ask
}

/// The feature that stands at a place of the file; `None` where it was not read.
fn key_of(layer: &LayerView, ordinal: usize) -> Option<FeatureKey> {
    let ordinal = u32::try_from(ordinal).ok()?;
    let spans = &layer.layer.features;
    let idx = spans.binary_search_by_key(&ordinal, |spans| spans.ordinal).ok()?;
    Some(layer.rows.get(idx)?.key.clone())
}

/// The surroundings of a place in the file's text, the place itself between marks.
fn line_excerpt(layer: &Layer, line: usize, column: usize) -> String {
    const AROUND: usize = 60;
    let text = layer.line_text(line);
    // A whole file may stand on one line: only its neighbourhood is unpacked.
    let text = String::from_utf8_lossy(&text);
    let at = column.saturating_sub(1);
    let before: String =
        text.chars().skip(at.saturating_sub(AROUND)).take(at.min(AROUND)).collect();
    let after: String = text.chars().skip(at).take(AROUND).collect();
    let (more_before, more_after) = (
        if at > AROUND { "…" } else { "" },
        if after.chars().count() == AROUND { "…" } else { "" },
    );
    format!("{line}:{column}  {more_before}{before}▶{after}{more_after}")
}
