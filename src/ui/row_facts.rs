//! What is known of the list's rows beside their records: what presses about each, and where it belongs. A handful of
//! shared pointers, for a frame or a thread to look at.

use std::sync::Arc;

use super::context::UiCtx;
use super::facets::{Facet, FacetTable};
use super::work_lines::RowRef;
use super::work_rows::Standing;

#[derive(Clone, Debug, Default)]
pub struct RowFacts {
    pub facets: FacetTable,
    /// By layer, by feature.
    pub standings: Arc<Vec<Vec<Standing>>>,
}

impl RowFacts {
    /// Where a row's feature belongs; `None` while nobody asked or it is not read yet.
    pub fn facet(&self, ctx: &UiCtx<'_>, row: RowRef) -> Option<&Facet> {
        let layer = ctx.snapshot.layers.get(row.layer_idx())?;
        self.facets.get(layer.id, row.feature_idx())
    }

    /// What presses about a row.
    pub fn standing(&self, row: RowRef) -> Standing {
        let of_layer = self.standings.get(row.layer_idx());
        of_layer.and_then(|layer| layer.get(row.feature_idx())).copied().unwrap_or_default()
    }
}
