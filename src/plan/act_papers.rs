//! What a picture or a paper must be in itself: of a kind there is, one of two that exclude each other, given its time
//! once.

use super::acts::one;
use super::body::{Photo, PhotoTime};
use super::rules::{Asked, Jump, Missing};
use crate::model::Text;

/// One picture cannot be both before and after.
pub(super) fn same_picture_missing(asked: &Asked<'_>, photo: &Photo) -> Option<Missing> {
    let procedure = asked.procedure?;
    let rival = asked.state.photos.iter().find(|filed| {
        filed.body.sha256.eq_ignore_ascii_case(&photo.sha256)
            && procedure.are_apart(&filed.body.photo_kind, &photo.photo_kind)
    })?;
    let is = procedure.photo_label(&rival.body.photo_kind);
    let wanted = procedure.photo_label(&photo.photo_kind);
    Some(Missing::new(
        Text::new(
            format!("这张照片已经存作“{}”，同一张不能又作“{}”；请换一张", is.zh, wanted.zh),
            format!(
                "This picture is filed as \"{}\" and cannot be \"{}\" as well: choose another",
                is.en, wanted.en
            ),
        ),
        Jump::Photo(photo.photo_kind.clone()),
    ))
}

/// A time is given once, to a picture that has none, and no later than it was filed.
pub(super) fn photo_time_missing(asked: &Asked<'_>, given: &PhotoTime) -> Vec<Missing> {
    let at_time = || Jump::Input("time".to_owned());
    let photo = asked.state.photos.iter().find(|filed| filed.record.is_named(&given.photo));
    let Some(photo) = photo else {
        return one(
            true,
            "没有找到这张照片，可能已经撤回",
            "There is no such photo here: it may have been taken back",
            Jump::Nowhere,
        );
    };
    if photo.body.time().is_some() {
        return one(
            true,
            "这张照片已有拍摄时间，不能再改；时间不对，请撤回照片后重新添加",
            "This photo has a time already, which stays: if it is wrong, take the photo back and file it again",
            Jump::Nowhere,
        );
    }
    if super::apply::day_of(Some(&given.typed_time)).is_none() {
        return one(
            true,
            "拍摄时间读不懂，请写成 2022-05-12 09:31",
            "The time does not read: write it like 2022-05-12 09:31",
            at_time(),
        );
    }
    one(
        super::moments::is_ahead(Some(&given.typed_time), &photo.record),
        "拍摄时间在照片存入之后，请核对",
        "The time is later than the photo was filed: check it",
        at_time(),
    )
}

pub(super) fn kind_missing(
    choices: Option<&[super::Choice]>,
    code: &str,
    jump: Jump,
) -> Vec<Missing> {
    let is_known = choices.is_none_or(|choices| choices.iter().any(|choice| choice.code == code));
    one(
        !is_known,
        &format!("没有“{code}”这种材料，请从列表里选"),
        &format!("There is no kind {code:?} of photo or document: choose one of the list"),
        jump,
    )
}
