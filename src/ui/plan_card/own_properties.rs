//! What a feature's own file says of it. A large file is asked where it lies, on whatever disk that is: not by a frame.

use std::sync::Arc;

use crate::model::{Bytes, FeatureKey, Properties};
use crate::ui::context::UiCtx;
use crate::ui::off_frame::{Turn, UnderWay};

/// Whose properties, and in which snapshot.
type Of = (FeatureKey, u64);

#[derive(Debug, Default)]
pub struct OwnProperties {
    read: Option<(Of, Properties)>,
    reading: Option<UnderWay<(Of, Properties)>>,
}

impl OwnProperties {
    /// The properties of `key`; `None` while they are being fetched, and of a feature that no layer has. Those of an
    /// older snapshot stay until the new ones are there.
    pub fn of(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) -> Option<&Properties> {
        if let Some(reading) = self.reading.take() {
            match reading.look(ctx) {
                Turn::Working => self.reading = Some(reading),
                Turn::Done(read) => self.read = Some(read),
                Turn::Lost => {}
            }
        }
        let wanted = (key.clone(), ctx.snapshot_no);
        let is_read = self.read.as_ref().is_some_and(|(of, _)| *of == wanted);
        if !is_read && self.reading.is_none() {
            self.begin(ctx, wanted);
        }
        let (_, properties) = self.read.as_ref().filter(|((of, _), _)| of == key)?;
        Some(properties)
    }

    fn begin(&mut self, ctx: &UiCtx<'_>, wanted: Of) {
        let Some((view, feature_idx)) = ctx.snapshot.place(&wanted.0) else { return };
        if matches!(view.layer.text, Bytes::Held(_)) {
            self.read = Some((wanted, ctx.snapshot.properties(view, feature_idx)));
            return;
        }
        let (snapshot, view) = (ctx.snapshot.clone(), Arc::clone(view));
        let reading = UnderWay::begin("own properties", move || {
            (wanted, snapshot.properties(&view, feature_idx))
        });
        // The next frame looks in.
        reading.wake(ctx);
        self.reading = Some(reading);
    }
}
