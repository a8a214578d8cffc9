//! The schematic base map: hand-drawn rivers, a public-domain coast, districts as points. Nothing of it is surveyed.

use serde_json::{Map, Value};

use super::DemoError;

const SOURCE: &str = include_str!("../../assets/demo/tianjin_schematic.geojson");

/// Metres to a degree of latitude, and to one of longitude at 39° north: near enough to place a drawing.
const METRES_PER_DEGREE: [f64; 2] = [86_500.0, 111_200.0];

/// Longitude and latitude in degrees.
pub type Place = [f64; 2];

/// One feature of the base map.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub id: String,
    pub places: Vec<Place>,
    pub properties: Map<String, Value>,
}

impl Drawn {
    pub fn text(&self, name: &str) -> String {
        self.properties.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    pub fn first(&self) -> Place {
        self.places.first().copied().unwrap_or_default()
    }

    pub fn last(&self) -> Place {
        self.places.last().copied().unwrap_or_default()
    }
}

/// The base map, sorted by what its features are.
#[derive(Clone, Debug, Default)]
pub struct Schematic {
    pub rivers: Vec<Drawn>,
    pub districts: Vec<Drawn>,
    pub coastlines: Vec<Drawn>,
}

impl Schematic {
    /// Reads the base map that is built into the program.
    ///
    /// # Errors
    /// If the file in `assets/demo` is not what this code expects.
    pub fn built_in() -> Result<Self, DemoError> {
        let broken = |what: &str| DemoError::Schematic(what.to_owned());
        let file: Value =
            serde_json::from_str(SOURCE).map_err(|error| broken(&error.to_string()))?;
        let mut schematic = Self::default();
        for feature in file["features"].as_array().ok_or_else(|| broken("no features"))? {
            let properties = feature["properties"].as_object().cloned().unwrap_or_default();
            let drawn = Drawn {
                id: feature["id"].as_str().unwrap_or_default().to_owned(),
                places: places(&feature["geometry"]["coordinates"]),
                properties,
            };
            match drawn.text("layer").as_str() {
                "river" => schematic.rivers.push(drawn),
                "district" => schematic.districts.push(drawn),
                "coastline" => schematic.coastlines.push(drawn),
                other => return Err(broken(&format!("a feature of layer {other:?}"))),
            }
        }
        Ok(schematic)
    }

    pub fn river(&self, code: &str) -> Option<&Drawn> {
        self.rivers.iter().find(|river| river.id == code)
    }

    pub fn district(&self, adcode: &str) -> Option<&Drawn> {
        self.districts.iter().find(|district| district.text("adcode") == adcode)
    }
}

/// The positions of a point or a line.
fn places(coordinates: &Value) -> Vec<Place> {
    let place = |value: &Value| Some([value.get(0)?.as_f64()?, value.get(1)?.as_f64()?]);
    match place(coordinates) {
        Some(one) => vec![one],
        None => coordinates.as_array().into_iter().flatten().filter_map(place).collect(),
    }
}

/// The distance between two places near Tianjin, in metres.
pub fn distance_m(a: Place, b: Place) -> f64 {
    let [east, north] = [0, 1].map(|axis| (b[axis] - a[axis]) * METRES_PER_DEGREE[axis]);
    (east * east + north * north).sqrt()
}

/// The length of a line in metres.
pub fn length_m(line: &[Place]) -> f64 {
    line.windows(2).map(|pair| distance_m(pair[0], pair[1])).sum()
}

/// The place that far along a line; its end where the line is shorter.
pub fn along(line: &[Place], metres: f64) -> Place {
    let mut left = metres;
    for pair in line.windows(2) {
        let length = distance_m(pair[0], pair[1]);
        if left <= length && length > 0.0 {
            let share = left / length;
            return [0, 1].map(|axis| pair[0][axis] + (pair[1][axis] - pair[0][axis]) * share);
        }
        left -= length;
    }
    line.last().copied().unwrap_or_default()
}

/// A place moved by metres to the east and the north.
pub fn moved(place: Place, east_m: f64, north_m: f64) -> Place {
    [place[0] + east_m / METRES_PER_DEGREE[0], place[1] + north_m / METRES_PER_DEGREE[1]]
}

/// Rounds to five decimals, about a metre: a drawing pretends to no more.
pub fn rounded(place: Place) -> Place {
    place.map(|degrees| (degrees * 1e5).round() / 1e5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_map_has_twelve_rivers_sixteen_districts_and_one_coast() {
        let map = Schematic::built_in().unwrap();
        assert_eq!((map.rivers.len(), map.districts.len(), map.coastlines.len()), (12, 16, 1));
        let coast_km = length_m(&map.coastlines[0].places) / 1000.0;
        assert!((95.0..110.0).contains(&coast_km), "{coast_km}");
    }

    #[test]
    fn half_way_along_a_line_is_its_middle() {
        let line = [[117.0, 39.0], [117.2, 39.0]];
        let middle = along(&line, length_m(&line) / 2.0);
        assert!(distance_m(middle, [117.1, 39.0]) < 0.01);
        assert_eq!(along(&line, 1e9), [117.2, 39.0]);
    }
}
