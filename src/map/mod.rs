//! Layers to pictures: projection, camera, level of detail, index, symbols, labels, scene, raster.
//!
//! Geometry is *prepared* once, off the frame (projected, simplified per zoom step, indexed, triangulated); each
//! frame only culls and builds a *scene* of what lies in view, so that cost follows pixels and not vertices. One
//! scene has two ends: egui meshes in the window ([`map_ui`]) and an antialiased CPU raster ([`render_map`]).
//!
//! Names `model` and `plan` alone; egui appears only where it paints and takes input.

mod along;
mod anchor;
mod boxes;
mod camera;
mod cluster;
mod cover;
mod decor;
mod draw;
mod hit;
mod index;
mod input;
mod label_room;
mod labels;
mod legend;
mod level;
mod mesh;
mod paint;
mod paint_builder;
mod paint_picture;
mod paint_rare;
mod paint_soft;
mod paint_window;
mod pixel;
mod prepare;
mod prepared_set;
mod projection;
mod raster;
mod raster_edge;
mod raster_gradient;
mod raster_stamp;
mod raster_stroke;
mod raster_texture;
mod render;
mod scale_bar;
mod scene;
mod simplify;
mod spot_marks;
mod spots;
mod straighten;
mod stroke;
mod strokes;
mod symbol;
mod symbols;
mod theme;
mod widget;
mod widget_input;
mod widget_nodes;
mod widget_places;
mod widget_sketch;
mod widget_stack;
mod widget_tools;

pub use camera::{Camera, ScreenPoint, ScreenSize, ZOOM_LEVEL_MAX, ZOOM_LEVEL_MIN};
pub use cluster::Cluster;
pub use hit::{Hit, HitRank, hits};
pub use input::{
    DeadlineLook, FeatureLook, LineNames, MapFeature, MapInput, MapLayer, Redrawn, StageLook,
};
pub use label_room::LabelBox;
pub use labels::PlacedLabel;
pub use legend::{LegendSection, SectionShape, group_words, legend, word};
pub use paint_rare::{FontFile, RareFonts};
pub use paint_soft::SoftPainter;
pub use prepare::PreparedLayer;
pub use prepared_set::PreparedSet;
pub use projection::{World, ground_m_per_world, lon_lat_from_world, world_from_lon_lat};
pub use raster::{PixelBox, Raster, RasterVertex};
pub use raster_texture::RasterTexture;
pub use render::{Picture, RenderOptions, Renderer, render_map, render_prepared};
pub use scale_bar::{SCREEN_PTS_PER_INCH, ScaleBar, scale_bar, scale_denominator, scale_text};
pub use scene::{Measure, Scene, SceneInput, SceneLayer, SceneText, SceneView, build_scene};
pub use theme::{GroupStyle, KindStyle, MapTheme, Rgba, SymbolShape};
pub use widget::{MapResponse, MapState, map_ui};
pub use widget_places::MapPlace;
pub use widget_sketch::MapSketch;
pub use widget_tools::{MapMark, MapTool, ToolAnswer};

/// The product's own font, Noto Sans SC with the characters our words need: first in every font family, so that
/// window and pictures never show boxes.
pub const FONT_NOTO_SANS_SC: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-subset.ttf");
