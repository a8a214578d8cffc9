//! The edges by which panes and windows are made larger, by their names: what reads the screen aloud would else hear
//! English ones in every language, and the same for each pane.

use egui::{Context, Id, LayerId, Ui};

use super::context::UiCtx;

/// The edge of a pane, as egui names a panel's.
pub fn pane_handle(ui: &Ui, pane: &str) -> Id {
    ui.scope_id().with(pane).with("__resize")
}

/// Names the edge of a pane that was just drawn into `ui`.
pub fn name_pane_handle(ui: &Ui, pane: &str, words: &str) {
    name(ui.ctx(), pane_handle(ui, pane), words);
}

/// Names the edges and corners of a window that was just drawn.
pub fn name_window_handles(ctx: &UiCtx<'_>, egui_ctx: &Context, window: LayerId, title: &str) {
    const HANDLES: [(&str, &str); 8] = [
        ("right", "handle.right"),
        ("left", "handle.left"),
        ("bottom", "handle.bottom"),
        ("top", "handle.top"),
        ("right_bottom", "handle.right_bottom"),
        ("right_top", "handle.right_top"),
        ("left_bottom", "handle.left_bottom"),
        ("left_top", "handle.left_top"),
    ];
    // As egui names a window's.
    let edges = Id::unique(window).with("edge_drag");
    for (handle, words) in HANDLES {
        name(egui_ctx, edges.with(handle), &ctx.fill(words, &[("name", &title)]));
    }
}

/// Only what is there is named: a name alone would be a thing of its own.
fn name(egui_ctx: &Context, handle: Id, words: &str) {
    if egui_ctx.read_response(handle).is_some() {
        egui_ctx.accesskit_node_builder(handle, |node| node.set_label(words));
    }
}
