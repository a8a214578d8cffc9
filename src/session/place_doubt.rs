//! Whether a place that a person gives can be meant: in the country, and in a file whose numbers are known.

use super::record::refusal;
use super::{Act, Session};
use crate::formats::parse_geometry;
use crate::model::{Datum, LonLat, Text};
use crate::plan::{Body, Jump, Refusal, place_of};

/// China with its waters, degrees east and north (domain: outside it is an error).
const LON_DEG: std::ops::RangeInclusive<f64> = 73.0..=136.0;
const LAT_DEG: std::ops::RangeInclusive<f64> = 3.0..=54.0;

impl Session {
    /// Why nothing can be put down or moved as this act says.
    pub(super) fn doubt_about_place(&self, act: &Act) -> Option<Refusal> {
        act.parts.iter().find_map(|part| match &part.body {
            Body::Created(created) => unfit(created.geometry.as_deref()?),
            Body::Moved(moved) => unfit(&moved.geometry).or_else(|| self.no_datum(act)),
            Body::SampleTaken(sample) => unfit_spot(sample.lon_lat.as_ref()?),
            Body::SampleResult(sample) => unfit_spot(sample.lon_lat.as_ref()?),
            _ => None,
        })
    }

    /// Nothing can be moved among numbers of which nobody has said what they mean.
    fn no_datum(&self, act: &Act) -> Option<Refusal> {
        let (view, _) = self.snapshot.place(self.ledger.main_key(&act.feature))?;
        let Datum::Unnamed(name) = &view.layer.datum else { return None };
        Some(at_position(
            format!("这个图层的坐标系（{name}）还没有指定，不能改位置：请先在图层面板里选坐标系。"),
            format!(
                "nobody has said yet what the numbers of this layer ({name}) mean: choose its datum in the layer panel first"
            ),
        ))
    }
}

/// Whether a position lies in China or its waters.
pub(super) fn is_in_country(at: &LonLat) -> bool {
    LON_DEG.contains(&at.lon_deg) && LAT_DEG.contains(&at.lat_deg)
}

fn unfit(geometry: &str) -> Option<Refusal> {
    let shapes = match parse_geometry(geometry) {
        Ok(shapes) => shapes,
        Err(error) => {
            return Some(at_position(
                format!("位置读不懂：{error}。请重新给出位置。"),
                format!("the place does not read: {error}; give it again"),
            ));
        }
    };
    let outside =
        shapes.parts(0).flat_map(|part| part.positions.iter()).find(|at| !is_in_country(at))?;
    let Text { zh, en } = outside_words(outside);
    Some(at_position(zh, en))
}

/// Why a sample cannot have been taken there.
fn unfit_spot(spot: &[String; 2]) -> Option<Refusal> {
    let words = match place_of(spot) {
        Some(at) if is_in_country(&at) => return None,
        Some(at) => outside_words(at),
        None => {
            let [lon, lat] = spot;
            Text::new(
                format!("采样位置“{lon}, {lat}”读不懂，请写成经度、纬度两个数。"),
                format!("the place {lon:?}, {lat:?} does not read: give longitude and latitude"),
            )
        }
    };
    Some(refusal(words, Jump::Nowhere))
}

fn outside_words(at: LonLat) -> Text {
    let (lon, lat) = (at.lon_deg, at.lat_deg);
    Text::new(
        format!(
            "位置 {lon:.5}, {lat:.5} 不在我国范围内（经度 73–136，纬度 3–54），请核对，经度在前。"
        ),
        format!(
            "{lon:.5}, {lat:.5} is not in the country (longitude 73 to 136, latitude 3 to 54): check it, longitude first"
        ),
    )
}

fn at_position(zh: String, en: String) -> Refusal {
    refusal(Text::new(zh, en), Jump::Position)
}
