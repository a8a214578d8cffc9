//! What is written on symbols and flags: the character of a stage, the class of a section.

use std::collections::HashMap;
use std::sync::Arc;

use super::input::{FeatureLook, StageLook};
use super::scene::{Measure, SceneInput, SceneText};
use super::spots::DrawnSpot;
use super::symbol::{self, MARK_SIZE_PTS_MIN};
use super::theme::{MapTheme, Rgba};
use crate::model::{Kind, Lang};

/// The character in a symbol or the class on a flag, where there is room for one.
pub(super) fn mark_of(
    at: [f32; 2],
    kind: &Kind,
    look: &FeatureLook,
    input: &SceneInput<'_>,
    size_pts: f32,
    measure: &mut dyn Measure,
) -> Option<SceneText> {
    if let Some(stage) = &look.stage {
        return Some(stage_mark(at, stage, input.theme, input.lang, size_pts));
    }
    let class = class_of(kind, look)?;
    let fits = measure.text_size(class, CLASS_PTS)[0] <= cloth_size(size_pts)[0];
    let letters_pts = if fits { CLASS_PTS } else { 10.0 };
    Some(class_mark(at, class, input.theme, size_pts, letters_pts))
}

/// What is written on a symbol that is drawn over all others.
pub(super) fn mark_on_top(
    at: [f32; 2],
    kind: &Kind,
    look: &FeatureLook,
    input: &SceneInput<'_>,
    size_pts: f32,
) -> Option<SceneText> {
    if let Some(stage) = &look.stage {
        return Some(stage_mark(at, stage, input.theme, input.lang, size_pts));
    }
    let class = class_of(kind, look)?;
    Some(class_mark(at, class, input.theme, size_pts, CLASS_PTS))
}

/// The letters of a class on a flag that has room for them.
const CLASS_PTS: f32 = 11.0;

/// What stands on the flag of a section.
fn class_of<'l>(kind: &Kind, look: &'l FeatureLook) -> Option<&'l Arc<str>> {
    look.class.as_ref().filter(|_| kind.code() == Kind::SECTION)
}

fn class_mark(
    at: [f32; 2],
    class: &Arc<str>,
    theme: &MapTheme,
    size_pts: f32,
    letters_pts: f32,
) -> SceneText {
    let (_, color) = theme.water_class(class);
    let center = symbol::flag_cloth(at, cloth_size(size_pts)).center();
    plain_text(class, center, letters_pts, color)
}

/// The character of a stage in the middle of its symbol.
pub(super) fn stage_mark(
    at: [f32; 2],
    stage: &StageLook,
    theme: &MapTheme,
    lang: Lang,
    size_pts: f32,
) -> SceneText {
    let style = theme.group(stage.group);
    let drop = symbol::mark_drop(style.shape) * size_pts / 2.0;
    // Few sizes only: every size of every character takes its own place in the font's texture.
    let letters_pts = if size_pts >= 18.0 { 13.0 } else { 10.0 };
    let mark: Arc<str> = stage.mark.get(lang).into();
    plain_text(&mark, [at[0], at[1] + drop], letters_pts, style.mark)
}

fn plain_text(text: &Arc<str>, center: [f32; 2], size_pts: f32, color: Rgba) -> SceneText {
    let halo = Rgba::TRANSPARENT;
    SceneText { text: text.clone(), center, size_pts, color, halo, angle_rad: 0.0 }
}

pub(super) fn cloth_size(size_pts: f32) -> [f32; 2] {
    if size_pts < MARK_SIZE_PTS_MIN { [9.0, 6.5] } else { [26.0, 15.0] }
}

/// The characters of symbols that no later symbol covers: letters are painted after all symbols.
pub(super) fn uncovered(
    marks: Vec<Option<SceneText>>,
    spots: &[DrawnSpot],
    size_pts: f32,
) -> Vec<SceneText> {
    let cell = |at: [f32; 2]| at.map(|at| (at / size_pts).floor() as i32);
    // A flag's class stands in its cloth, beside the place it marks.
    let drawn_at = |spot: &DrawnSpot| spot.cloth.map_or(spot.at, |cloth| cloth.center());
    let mut later: HashMap<[i32; 2], Vec<[f32; 2]>> = HashMap::new();
    let mut kept = Vec::new();
    for (mark, spot) in marks.into_iter().zip(spots).rev() {
        let own = drawn_at(spot);
        let [x, y] = cell(own);
        // A flag's letter is smaller than its cloth, a symbol's fills it.
        let reach_pts = size_pts * if spot.cloth.is_some() { 0.5 } else { 0.72 };
        let covered =
            (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| [x + dx, y + dy])).any(|near| {
                later.get(&near).is_some_and(|places| {
                    places.iter().any(|at| (at[0] - own[0]).hypot(at[1] - own[1]) < reach_pts)
                })
            });
        later.entry([x, y]).or_default().push(own);
        if !covered {
            kept.extend(mark);
        }
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{Camera, LineNames, SceneView, ScreenSize};
    use crate::model::lon_lat;

    #[test]
    fn a_chosen_section_keeps_the_class_on_its_flag() {
        let theme = MapTheme::light();
        let view = SceneView {
            camera: Camera::new(lon_lat(117.0, 39.0), 12.0),
            size: ScreenSize { width: 400.0, height: 300.0 },
            margin_pts: 0.0,
            feather_pts: 1.0,
        };
        let (layers, keep_free) = (Vec::new(), Vec::new());
        let input = SceneInput {
            layers,
            view,
            theme: &theme,
            lang: Lang::Zh,
            selected: &[],
            line_names: LineNames::WhereFree,
            keep_free,
        };
        let look = FeatureLook { class: Some("Ⅳ".into()), ..FeatureLook::default() };
        let mark = |kind: &str| mark_on_top([50.0, 60.0], &Kind::new(kind), &look, &input, 20.0);
        let on_flag = mark(Kind::SECTION).unwrap();
        assert_eq!(&*on_flag.text, "Ⅳ");
        assert!(on_flag.center[1] < 60.0, "in the cloth, above the place: {on_flag:?}");
        assert!(mark("outfall").is_none());
    }
}
