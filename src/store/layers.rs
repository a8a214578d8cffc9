//! Layers: where each came from, the texts it has had, and the keys its features were given.

use super::{Store, StoreError, Writing};
use crate::plan::Hash;

/// A layer as it lies in the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerRow {
    pub id: u64,
    /// Where its newest text was read.
    pub path: String,
    pub file_name: String,
    /// The kind a person chose; otherwise it is recognised anew.
    pub kind: Option<String>,
    /// The datum a person named.
    pub datum: Option<String>,
    pub synthetic: bool,
    /// Its newest text.
    pub source: Hash,
}

/// A text that a layer has, or has had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRow {
    pub layer: u64,
    pub source: Hash,
    pub received_at: String,
}

/// A feature with records that its layer's newest text no longer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFeature {
    pub layer: u64,
    pub key: String,
    /// GeoJSON text of the feature, as its old text spells it.
    pub text: String,
}

impl Store {
    /// The layers that are shown, in the order they came.
    pub fn layers(&self) -> Result<Vec<LayerRow>, StoreError> {
        self.layers_where("removed = 0")
    }

    /// The layers that were taken off the map, in the order they came.
    pub fn closed_layers(&self) -> Result<Vec<LayerRow>, StoreError> {
        self.layers_where("removed = 1")
    }

    fn layers_where(&self, condition: &str) -> Result<Vec<LayerRow>, StoreError> {
        let mut query = self.connection.prepare(&format!(
            "SELECT id, path, file_name, kind, datum, synthetic,
                    (SELECT content FROM layer_source WHERE layer = layer.id ORDER BY id DESC LIMIT 1)
             FROM layer WHERE {condition} ORDER BY id",
        ))?;
        let rows = query.query_map([], |row| {
            Ok(LayerRow {
                id: row.get(0)?,
                path: row.get(1)?,
                file_name: row.get(2)?,
                kind: row.get(3)?,
                datum: row.get(4)?,
                synthetic: row.get(5)?,
                source: Hash(row.get(6)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The texts of all layers, also of those that were taken off the map, in the order they came.
    pub fn layer_texts(&self) -> Result<Vec<TextRow>, StoreError> {
        let mut query = self
            .connection
            .prepare("SELECT layer, content, received_at FROM layer_source ORDER BY id")?;
        let rows = query.query_map([], |row| {
            let (layer, source, received_at) = (row.get(0)?, Hash(row.get(1)?), row.get(2)?);
            Ok(TextRow { layer, source, received_at })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The keys given to features of a layer's newest text, by feature index.
    pub fn feature_keys(&self, layer: u64) -> Result<Vec<(usize, String)>, StoreError> {
        let mut query =
            self.connection.prepare("SELECT feature, key FROM feature_key WHERE layer = ?1")?;
        let rows = query.query_map([layer], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub fn kept_features(&self) -> Result<Vec<KeptFeature>, StoreError> {
        let mut query = self
            .connection
            .prepare("SELECT layer, key, text FROM kept_feature ORDER BY layer, key")?;
        let rows = query.query_map([], |row| {
            Ok(KeptFeature { layer: row.get(0)?, key: row.get(1)?, text: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writing<'_> {
    /// Adds a layer, or changes what is said about it; a new text joins the old ones.
    pub fn put_layer(&self, layer: &LayerRow, now: &str) -> Result<(), StoreError> {
        self.transaction.execute(
            "INSERT INTO layer (id, path, file_name, kind, datum, synthetic) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET path = ?2, file_name = ?3, kind = ?4, datum = ?5, synthetic = ?6",
            (&layer.id, &layer.path, &layer.file_name, &layer.kind, &layer.datum, layer.synthetic),
        )?;
        self.transaction.execute(
            "INSERT INTO layer_source (layer, content, received_at)
             SELECT ?1, ?2, ?3 WHERE ?2 IS NOT
                 (SELECT content FROM layer_source WHERE layer = ?1 ORDER BY id DESC LIMIT 1)",
            (layer.id, layer.source.0, now),
        )?;
        Ok(())
    }

    /// The number the next layer gets. Never one that a removed layer had.
    pub fn next_layer_id(&self) -> Result<u64, StoreError> {
        Ok(self
            .transaction
            .query_row("SELECT coalesce(max(id), 0) + 1 FROM layer", [], |row| row.get(0))?)
    }

    /// Takes a layer off the map. Its text and its features' records stay.
    pub fn remove_layer(&self, layer: u64) -> Result<(), StoreError> {
        self.transaction.execute("UPDATE layer SET removed = 1 WHERE id = ?1", [layer])?;
        Ok(())
    }

    /// Sets down all keys given to features of a layer's newest text.
    pub fn put_feature_keys<'a>(
        &self,
        layer: u64,
        keys: impl Iterator<Item = (usize, &'a str)>,
    ) -> Result<(), StoreError> {
        self.transaction.execute("DELETE FROM feature_key WHERE layer = ?1", [layer])?;
        let mut insert = self
            .transaction
            .prepare_cached("INSERT INTO feature_key (layer, feature, key) VALUES (?1, ?2, ?3)")?;
        for (feature_idx, key) in keys {
            insert.execute((layer, feature_idx, key))?;
        }
        Ok(())
    }

    /// Sets down one key.
    pub fn put_feature_key(
        &self,
        layer: u64,
        feature_idx: usize,
        key: &str,
    ) -> Result<(), StoreError> {
        self.transaction.execute(
            "INSERT OR REPLACE INTO feature_key (layer, feature, key) VALUES (?1, ?2, ?3)",
            (layer, feature_idx, key),
        )?;
        Ok(())
    }

    /// No feature of the layer bears this key any longer.
    pub fn drop_feature_key(&self, layer: u64, key: &str) -> Result<(), StoreError> {
        self.transaction
            .execute("DELETE FROM feature_key WHERE layer = ?1 AND key = ?2", (layer, key))?;
        Ok(())
    }

    pub fn put_kept_feature(&self, kept: &KeptFeature) -> Result<(), StoreError> {
        self.transaction.execute(
            "INSERT OR REPLACE INTO kept_feature (layer, key, text) VALUES (?1, ?2, ?3)",
            (kept.layer, &kept.key, &kept.text),
        )?;
        Ok(())
    }

    /// The feature is in its layer's text again.
    pub fn drop_kept_feature(&self, layer: u64, key: &str) -> Result<(), StoreError> {
        self.transaction
            .execute("DELETE FROM kept_feature WHERE layer = ?1 AND key = ?2", (layer, key))?;
        Ok(())
    }
}
