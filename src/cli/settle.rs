//! `yice settle`: says which feature a key belongs to, where several claim it.

use anyhow::{Result, bail};

use super::args::SettleArgs;
use super::complaint::complain;
use super::{Exit, Surroundings, opening};
use crate::model::{FeatureKey, Text};
use crate::session::Command;

pub fn run(args: &SettleArgs, surroundings: &mut Surroundings<'_>) -> Result<Exit> {
    let Some(key) = FeatureKey::parse(&args.key) else {
        bail!(complain!(
            "应为完整的编码，如 outfall:DEMO-OUT-0001，得到 {:?}",
            "expected a whole key like outfall:DEMO-OUT-0001, found {:?}",
            args.key
        ));
    };
    let mut session = opening::to_write(&args.workspace.workspace, surroundings)?;
    let snapshot = session.snapshot();
    let mut layers = snapshot.layers.iter().filter(|layer| !layer.found);
    let Some(layer) = layers.find(|layer| layer.layer.name == args.layer) else {
        let mut names = Vec::new();
        for layer in &snapshot.layers {
            names.push(layer.layer.name.as_str());
        }
        let names = names.join(", ");
        bail!(complain!(
            "没有图层 {:?}；有：{names}",
            "there is no layer {:?}; there are: {names}",
            args.layer
        ));
    };
    let features = &layer.layer.features;
    let found = features.iter().position(|spans| u64::from(spans.ordinal) == args.feature);
    let Some(feature_idx) = found else {
        bail!(complain!(
            "图层 {:?} 没有第 {} 个要素",
            "the layer {:?} has no feature {}",
            args.layer,
            args.feature
        ));
    };
    let (now, actor) = (surroundings.now.clone(), crate::plan::Actor::default());
    let command = Command::AttachKey { layer: layer.id, feature_idx, key: key.clone() };
    session.apply(command, &now, &actor).map_err(opening::told(surroundings.lang))?;
    surroundings.tell(&Text::new(
        format!("{key} 定为图层 {} 的第 {} 个要素", args.layer, args.feature),
        format!("{key} is feature {} of the layer {}", args.feature, args.layer),
    ));
    Ok(Exit::Fine)
}
