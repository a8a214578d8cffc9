//! Where places lie on the map: the projection, the camera, the scale bar.

use proptest::prelude::*;
use yice::map::{
    Camera, ScreenPoint, World, ground_m_per_world, lon_lat_from_world, scale_bar,
    world_from_lon_lat,
};
use yice::model::{Bbox, lon_lat};

use crate::scenes::*;

#[test]
fn places_project_where_the_specification_of_web_mercator_says() {
    // EPSG guidance note 7-2, 1024 Popular Visualisation Pseudo Mercator: 100°20'W 24°22'54.433"N.
    let at = world_from_lon_lat(lon_lat(-100.333_333_333, 24.381_786_944_4));
    let metres = 2.0 * std::f64::consts::PI * 6_378_137.0;
    assert!(((at.x - 0.5) * metres - -11_169_055.58).abs() < 0.01, "{at:?}");
    assert!(((0.5 - at.y) * metres - 2_800_000.0).abs() < 0.01, "{at:?}");
    assert_eq!(world_from_lon_lat(lon_lat(0.0, 0.0)), World { x: 0.5, y: 0.5 });
    let pole = world_from_lon_lat(lon_lat(0.0, 90.0));
    assert!(pole.y.abs() < 1e-12, "the pole lands on the edge: {pole:?}");
}

#[test]
fn lengths_on_the_map_are_those_of_the_ellipsoid() {
    // A degree of a parallel of WGS 84, metres (NIMA TR8350.2 tables).
    for (lat_deg, metres) in [(0.0, 111_319.49), (45.0, 78_846.81), (60.0, 55_800.0)] {
        let degree = ground_m_per_world(lat_deg) / 360.0;
        assert!((degree - metres).abs() < 1.5, "{lat_deg}°: {degree}");
    }
}

proptest! {
    #[test]
    fn a_place_comes_back_to_a_tenth_of_a_millimetre(lon in -180.0..180.0_f64, lat in -85.0..85.0_f64) {
        let back = lon_lat_from_world(world_from_lon_lat(lon_lat(lon, lat)));
        prop_assert!((back.lon_deg - lon).abs() < 1e-9 && (back.lat_deg - lat).abs() < 1e-9);
    }

    #[test]
    fn the_place_under_the_pointer_stays_under_it_while_zooming(
        lon in 100.0..130.0_f64, lat in 20.0..50.0_f64, zoom in 7.0..20.0_f64, levels in -2.0..2.0_f64,
        x in 0.0..800.0_f64, y in 0.0..600.0_f64,
    ) {
        let camera = Camera::new(lon_lat(lon, lat), zoom);
        let pointer = ScreenPoint { x, y };
        let before = camera.world_from_screen(pointer, SIZE);
        let after = camera.zoomed_at(pointer, levels, SIZE).screen_from_world(before, SIZE);
        prop_assert!((after.x - x).abs() < 1e-3 && (after.y - y).abs() < 1e-3, "{after:?}");
    }

    #[test]
    fn a_drag_there_and_back_leaves_the_view_where_it_was(
        zoom in 7.0..22.0_f64, x in -2000.0..2000.0_f64, y in -2000.0..2000.0_f64,
    ) {
        let camera = Camera::new(lon_lat(117.5, 39.0), zoom);
        let back = camera.panned(x, y).panned(-x, -y);
        let at = back.screen_from_world(camera.center_in_world(), SIZE);
        prop_assert!((at.x - 400.0).abs() < 1e-4 && (at.y - 300.0).abs() < 1e-4, "{at:?}");
    }

    #[test]
    fn whatever_is_fitted_is_wholly_seen(
        west in 116.0..118.0_f64, south in 38.0..40.0_f64, width in 0.0..2.0_f64, height in 0.0..1.0_f64,
    ) {
        let bbox = Bbox { west, south, east: west + width, north: south + height };
        let camera = Camera::default().fitted(bbox, SIZE, 40.0);
        for corner in [lon_lat(bbox.west, bbox.north), lon_lat(bbox.east, bbox.south)] {
            let at = camera.screen_from_world(world_from_lon_lat(corner), SIZE);
            prop_assert!(at.x > 39.0 && at.x < 761.0 && at.y > 39.0 && at.y < 561.0, "{at:?}");
        }
    }
}

#[test]
fn a_damaged_view_becomes_one_of_tianjin() {
    let camera = Camera::new(lon_lat(f64::NAN, 39.0), 9.0);
    assert_eq!(camera, Camera::default());
    assert_eq!(Camera::new(lon_lat(117.0, 39.0), 99.0).zoom_level(), 22.0);
}

#[test]
fn the_scale_bar_is_as_long_as_it_says_by_the_geodesic() {
    use geo::{Distance as _, Geodesic, Point};
    for (lat, zoom) in [(0.0, 15.0), (39.1, 12.0), (39.1, 17.5), (52.0, 10.0)] {
        let camera = Camera::new(lon_lat(117.4, lat), zoom);
        let bar = scale_bar(&camera, 140.0);
        let end = |sign: f64| {
            let x = 400.0 + sign * bar.length_pts / 2.0;
            let at = camera.lon_lat_from_screen(ScreenPoint { x, y: 300.0 }, SIZE);
            Point::new(at.lon_deg, at.lat_deg)
        };
        let truth_m = Geodesic.distance(end(-1.0), end(1.0));
        assert!((truth_m / bar.ground_m - 1.0).abs() < 1e-4, "{bar:?}: {truth_m} m");
        assert!(bar.length_pts <= 140.0 && bar.length_pts > 50.0, "{bar:?}");
    }
}
