//! Recognises what a layer's features are.

use crate::model::{Kind, Layer, Span, Text};

pub fn classify(_layer: &Layer, _metadata: Option<Span>, _file_name: &str) -> (Kind, Vec<Text>) {
    (Kind::new(Kind::OTHER), Vec::new())
}
