//! What is wrong with a picture and can be told without looking: something to click beyond the window, cut off at its
//! side, or lying on something else to click.

use egui::{Rect, WidgetRect, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::panels::Desk;

/// Less than this is an edge, points.
const EDGE_POINTS: f32 = 2.0;

/// What a thumb is to hit is so high, points; what lies on the map among other things is not a button.
const THUMB_POINTS: f32 = 40.0;

/// What can be pressed and is lower than a thumb, in the window as it was drawn last. Links are words, and the map's
/// own things lie where they lie.
pub fn too_low(h: &Harness<'_, Desk>) -> Vec<String> {
    let pressed = [
        Role::Button,
        Role::CheckBox,
        Role::ComboBox,
        Role::RadioButton,
        Role::Tab,
        Role::TextInput,
        Role::MultilineTextInput,
    ];
    let window = h.ctx.content_rect();
    let nodes = pressed.into_iter().flat_map(|role| h.query_all_by_role(role));
    let low = nodes.filter_map(|node| {
        let (rect, it) = (node.rect(), node.accesskit_node());
        let is_low = rect.height() < THUMB_POINTS - 0.5 && window.intersects(rect);
        let is_pressed = is_low && !it.is_disabled();
        is_pressed.then(|| format!("{:?} {:?} at {rect:.0}", it.role(), it.label()))
    });
    low.collect()
}

/// The flaws of the window as it was drawn last.
pub fn flaws(h: &Harness<'_, Desk>) -> Vec<String> {
    let window = h.ctx.content_rect();
    let mut found = Vec::new();
    h.ctx.viewport(|viewport| {
        let widgets = &viewport.prev_pass.widgets;
        let named = |widget: &WidgetRect| {
            let label = widgets.info(widget.id).and_then(|info| info.label.clone());
            format!("{:?} at {:.0}", label.unwrap_or_default(), widget.rect)
        };
        for (_, layer) in widgets.layers() {
            let clicked = layer.iter().filter(|it| it.enabled && it.sense.senses_click());
            let seen: Vec<&WidgetRect> = clicked.filter(|it| is_seen(it)).collect();
            for (nth, widget) in seen.iter().enumerate() {
                if widget.rect.left() < -EDGE_POINTS
                    || widget.rect.right() > window.right() + EDGE_POINTS
                {
                    found.push(format!("{} sticks out", named(widget)));
                } else if is_cut(widget) {
                    found.push(format!("{} is cut off", named(widget)));
                }
                for other in &seen[nth + 1..] {
                    if overlap(widget.interact_rect, other.interact_rect) {
                        found.push(format!("{} lies on {}", named(other), named(widget)));
                    }
                }
            }
        }
    });
    found
}

/// Scrolled away is not seen.
fn is_seen(widget: &WidgetRect) -> bool {
    let seen = widget.interact_rect;
    seen.is_positive() && seen.width() > EDGE_POINTS && seen.height() > EDGE_POINTS
}

/// What scrolls sideways – the river's strip, tables – is cut there by right: none of the kept scenes has one open.
fn is_cut(widget: &WidgetRect) -> bool {
    widget.interact_rect.width() < widget.rect.width() - EDGE_POINTS
}

/// Neither holds the other, and both claim the same place.
fn overlap(one: Rect, other: Rect) -> bool {
    let both = one.intersect(other).shrink(EDGE_POINTS);
    let holds = |outer: Rect, inner: Rect| outer.expand(EDGE_POINTS).contains_rect(inner);
    both.is_positive() && !holds(one, other) && !holds(other, one)
}
