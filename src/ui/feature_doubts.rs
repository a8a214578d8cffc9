//! What is odd about a feature, in words: worked out when its values, its place or the layers change. The card shows
//! it, and forms while a place is being given.

use egui::{Label, RichText, Ui};

use super::context::UiCtx;
use crate::model::{Kind, LonLat, Text};
use crate::plan::{FeatureState, Fields};

#[derive(Debug, Default)]
pub struct FeatureDoubts {
    of: Option<(u64, String, Option<LonLat>)>,
    doubts: Vec<Text>,
}

impl FeatureDoubts {
    /// Looks at a feature as it stands, or would stand at another place. `name` tells one from another.
    pub fn refresh(
        &mut self,
        ctx: &UiCtx<'_>,
        kind: &Kind,
        name: &str,
        state: Option<&FeatureState>,
        at: Option<LonLat>,
    ) {
        let of = Some((ctx.snapshot_no, format!("{} {name}", kind.code()), at));
        if self.of == of {
            return;
        }
        self.of = of;
        let fields = state.map(fields_of).unwrap_or_default();
        self.doubts = ctx.snapshot.feature_doubts(kind, &fields, at);
    }

    pub fn ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        doubts_ui(ctx, ui, self.doubts.iter());
    }
}

/// What is odd about values while they are typed: worked out when they or the layers change.
#[derive(Clone, Debug, Default)]
pub struct TypedDoubts {
    of: Option<(u64, Fields)>,
    doubts: Vec<Text>,
}

/// What is worked out is no part of what was typed.
impl PartialEq for TypedDoubts {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl TypedDoubts {
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, kind: &Kind, typed: &Fields) {
        let is_known =
            self.of.as_ref().is_some_and(|(no, fields)| *no == ctx.snapshot_no && fields == typed);
        if !is_known {
            self.doubts = ctx.snapshot.feature_doubts(kind, typed, None);
            self.of = Some((ctx.snapshot_no, typed.clone()));
        }
        doubts_ui(ctx, ui, self.doubts.iter());
    }
}

/// Lines of warnings, in nobody's way.
pub fn doubts_ui<'t>(ctx: &UiCtx<'_>, ui: &mut Ui, doubts: impl Iterator<Item = &'t Text>) {
    for doubt in doubts {
        let words = RichText::new(format!("! {}", ctx.say(doubt))).color(ctx.palette.warn);
        ui.add(Label::new(words).wrap());
    }
}

fn fields_of(state: &FeatureState) -> Fields {
    let standing = state.fields.iter();
    let standing = standing.filter_map(|(code, it)| Some((code.clone(), it.value()?.clone())));
    standing.collect()
}
