//! The symbol of a stage: its group's shape and colour, a dark outline, and the overlays around it.
//!
//! Overlays are no stages: a thick ring and "!" for overdue, a dashed ring for due soon, "≠" for contradictory
//! records, a bent arrow for what was sent back, a dot for what was not handed in. They are drawn, not written:
//! fonts lack some of these characters.

use std::f32::consts::TAU;

use super::input::{DeadlineLook, FeatureLook, StageLook};
use super::label_room::LabelBox;
use super::mesh::{Mesh, circle, regular};
use super::stroke::{Beyond, Pen, clip_half, stroke};
use super::theme::{GroupStyle, MapTheme, Rgba, SymbolShape};

/// Below this size a symbol shows no character.
pub const MARK_SIZE_PTS_MIN: f32 = 14.0;
const OUTLINE_PTS: f32 = 1.5;

/// The symbol of a stage around the origin, `size_pts` across.
pub fn stage_symbol(stage: &StageLook, size_pts: f32, theme: &MapTheme, feather_pts: f32) -> Mesh {
    let mut mesh = Mesh::default();
    let style = theme.group(stage.group);
    let radius = size_pts / 2.0;
    let outline_pts = OUTLINE_PTS.min(size_pts / 6.0);
    let corners = corners(style.shape, radius);
    let halo = corners.iter().map(|corner| corner.map(|at| at * (1.0 + 1.6 / radius)));
    let halo: Vec<_> = halo.collect();
    mesh.convex(&halo, theme.halo.with_alpha(170), theme.halo, 0.0, feather_pts);
    // What is nothing but an outline has one that is seen in the sun too.
    let edge_pts = outline_pts.max(theme.edge_pts.min(size_pts / 6.0));
    match style.shape {
        SymbolShape::DottedCircle => {
            // Dots that touch would be a ring.
            let dot_pts = outline_pts.max(edge_pts.min(size_pts / 9.0));
            dotted(&mut mesh, style, radius, dot_pts, feather_pts);
        }
        SymbolShape::HollowCircle => {
            mesh.convex(&corners, style.fill, style.mark, edge_pts, feather_pts);
        }
        _ => mesh.convex(&corners, style.fill, theme.symbol_outline, outline_pts, feather_pts),
    }
    if stage.hatched {
        hatch(&mut mesh, &corners, radius, style.mark.with_alpha(96), feather_pts);
    }
    mesh
}

/// A plain spot for features that have no plan.
pub fn plain_symbol(fill: Rgba, size_pts: f32, theme: &MapTheme, feather_pts: f32) -> Mesh {
    let mut mesh = Mesh::default();
    let outline_pts = OUTLINE_PTS.min(size_pts / 6.0);
    mesh.disc([0.0; 2], size_pts / 2.0 + 1.2, theme.halo, theme.halo, 0.0, feather_pts);
    mesh.disc([0.0; 2], size_pts / 2.0, fill, theme.symbol_outline, outline_pts, feather_pts);
    mesh
}

/// The same where hundreds share the view: an octagon on an octagon, twelve triangles.
pub fn crowd_symbol(fill: Rgba, size_pts: f32, theme: &MapTheme, feather_pts: f32) -> Mesh {
    let mut mesh = Mesh::default();
    let rims = [(feather_pts / 2.0, theme.symbol_outline), (-1.0, fill)];
    for (beyond, color) in rims {
        let color = color.premultiplied();
        let first = mesh.vertices.len() as u32;
        for corner in regular([0.0; 2], size_pts / 2.0 + beyond, 8, TAU / 16.0) {
            mesh.vertex(corner, color);
        }
        for corner in 1..7 {
            mesh.triangle(first, first + corner, first + corner + 1);
        }
    }
    mesh
}

/// The group's colour with a dark edge in as few triangles as can be seen apart.
pub fn small_symbol(stage: &StageLook, size_pts: f32, theme: &MapTheme, feather_pts: f32) -> Mesh {
    let style = theme.group(stage.group);
    let mut mesh = speck(theme.symbol_outline, size_pts, feather_pts);
    mesh.append_moved(&speck(style.fill, size_pts - 2.0, feather_pts), [0.0; 2]);
    mesh
}

/// A hexagon in as few triangles as make one: where it is drawn there are thousands.
pub fn speck(color: Rgba, size_pts: f32, feather_pts: f32) -> Mesh {
    let mut mesh = Mesh::default();
    let color = color.premultiplied();
    for corner in regular([0.0; 2], (size_pts + feather_pts) / 2.0, 6, 0.0) {
        mesh.vertex(corner, color);
    }
    for corner in 1..5 {
        mesh.triangle(0, corner, corner + 1);
    }
    mesh
}

/// How far below the centre of its symbol a character looks centred, in radii: a triangle is wide at its foot.
pub fn mark_drop(shape: SymbolShape) -> f32 {
    if shape == SymbolShape::Triangle { 0.2 } else { 0.0 }
}

/// The shapes cover about the same ground, so that no group looks more important by its size.
fn corners(shape: SymbolShape, radius: f32) -> Vec<[f32; 2]> {
    match shape {
        SymbolShape::Circle | SymbolShape::DottedCircle | SymbolShape::HollowCircle => {
            circle([0.0; 2], radius)
        }
        SymbolShape::Diamond => regular([0.0; 2], radius * 1.24, 4, 0.0),
        SymbolShape::Square => regular([0.0; 2], radius * 0.92 * 2_f32.sqrt(), 4, TAU / 8.0),
        SymbolShape::Triangle => regular([0.0, radius * 0.16], radius * 1.4, 3, -TAU / 4.0),
        SymbolShape::Hexagon => regular([0.0; 2], radius * 1.1, 6, 0.0),
    }
}

fn dotted(mesh: &mut Mesh, style: GroupStyle, radius: f32, width_pts: f32, feather_pts: f32) {
    mesh.disc([0.0; 2], radius, style.fill, style.fill, 0.0, feather_pts);
    // Wider dots are fewer: there is a gap between them.
    let dots = ((radius * 1.3 * OUTLINE_PTS / width_pts).round() as u32).clamp(6, 16);
    for dot in 0..dots {
        let angle = TAU * dot as f32 / dots as f32;
        let at =
            [angle.cos() * (radius - width_pts / 2.0), angle.sin() * (radius - width_pts / 2.0)];
        mesh.disc(at, width_pts * 0.62, style.mark, style.mark, 0.0, feather_pts);
    }
}

/// Stripes from lower left to upper right inside a convex shape.
fn hatch(mesh: &mut Mesh, corners: &[[f32; 2]], radius: f32, color: Rgba, feather_pts: f32) {
    let step = (radius * 0.5).max(2.5);
    let inner: Vec<[f64; 2]> = corners
        .iter()
        .map(|corner| corner.map(|at| f64::from(at * (1.0 - 2.4 / radius).max(0.3))))
        .collect();
    let mut along = -2.0 * radius;
    while along < 2.0 * radius {
        let (from, to) = (f64::from(along), f64::from(along + step * 0.32));
        let stripe = clip_half(&inner, |at| at[0] + at[1] - from);
        let stripe = clip_half(&stripe, |at| to - at[0] - at[1]);
        let stripe: Vec<_> = stripe.iter().map(|at| [at[0] as f32, at[1] as f32]).collect();
        mesh.convex(&stripe, color, color, 0.0, feather_pts.min(0.6));
        along += step;
    }
}

/// From the middle of a symbol to the end of its ring, or of itself where it has none.
pub fn reach_pts(radius_pts: f32, look: &FeatureLook) -> f32 {
    match look.deadline {
        DeadlineLook::Fine => radius_pts * 1.1,
        DeadlineLook::DueSoon | DeadlineLook::Overdue => radius_pts * 1.25 + 4.0,
    }
}

/// Draws what lies around a symbol: rings and badges.
pub fn overlays(
    mesh: &mut Mesh,
    at: [f32; 2],
    size_pts: f32,
    look: &FeatureLook,
    theme: &MapTheme,
    feather_pts: f32,
) {
    let radius = size_pts / 2.0;
    let ring_radius = radius * 1.25 + 2.6;
    match look.deadline {
        DeadlineLook::Fine => {}
        DeadlineLook::DueSoon => {
            let dashes = 8;
            for dash in 0..dashes {
                let from = TAU * dash as f32 / dashes as f32;
                let to = from + TAU / dashes as f32 * 0.6;
                mesh.arc(at, ring_radius, from, to, 1.6, theme.due_soon, feather_pts);
            }
        }
        DeadlineLook::Overdue => mesh.ring(at, ring_radius, 2.6, theme.alert, feather_pts),
    }
    let badge_radius = (radius * 0.56).clamp(4.8, 6.5);
    // Badges sit on the ring where there is one, else on the symbol's corner.
    let edge = if look.deadline == DeadlineLook::Fine { radius } else { ring_radius };
    let reach = edge * 0.76 + badge_radius * 0.3;
    let corner = |x: f32, y: f32| [at[0] + x * reach, at[1] + y * reach];
    let badges = [
        (look.deadline == DeadlineLook::Overdue, Badge::Overdue, corner(1.0, -1.0)),
        (look.conflict, Badge::Conflict, corner(1.0, 1.0)),
        (look.returned, Badge::Returned, corner(-1.0, 1.0)),
        (look.not_handed_in, Badge::NotHandedIn, corner(-1.0, -1.0)),
    ];
    for (_, one, at) in badges.into_iter().filter(|(shown, ..)| *shown) {
        badge(mesh, one, at, badge_radius, theme, feather_pts);
    }
}

/// A small sign beside a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Badge {
    Overdue,
    Conflict,
    Returned,
    NotHandedIn,
}

/// Draws a badge around a place.
pub fn badge(
    mesh: &mut Mesh,
    which: Badge,
    at: [f32; 2],
    radius: f32,
    theme: &MapTheme,
    feather_pts: f32,
) {
    match which {
        Badge::Overdue => exclamation(mesh, at, radius, theme, feather_pts),
        Badge::Conflict => unequal(mesh, at, radius, theme, feather_pts),
        Badge::Returned => bent_arrow(mesh, at, radius, theme, feather_pts),
        Badge::NotHandedIn => {
            mesh.disc(at, radius * 0.66, theme.hover, theme.badge, 1.0, feather_pts);
        }
    }
}

fn exclamation(mesh: &mut Mesh, at: [f32; 2], radius: f32, theme: &MapTheme, feather_pts: f32) {
    mesh.disc(at, radius + 0.8, theme.alert, theme.badge, 0.9, feather_pts);
    let ink = theme.badge;
    let pen = Pen { width_pts: radius * 0.42, color: ink.premultiplied(), feather_pts };
    let bar = [[at[0], at[1] - radius * 0.62], [at[0], at[1] + radius * 0.16]];
    stroke(mesh, &bar, pen, Beyond::default());
    mesh.disc([at[0], at[1] + radius * 0.56], radius * 0.24, ink, ink, 0.0, feather_pts);
}

fn unequal(mesh: &mut Mesh, at: [f32; 2], radius: f32, theme: &MapTheme, feather_pts: f32) {
    mesh.disc(at, radius + 0.8, theme.badge, theme.alert, 1.2, feather_pts);
    let color = theme.badge_ink.premultiplied();
    let pen = Pen { width_pts: radius * 0.24, color, feather_pts };
    let place = |x: f32, y: f32| [at[0] + x * radius, at[1] + y * radius];
    for line in [
        [place(-0.5, -0.2), place(0.5, -0.2)],
        [place(-0.5, 0.22), place(0.5, 0.22)],
        [place(-0.28, 0.56), place(0.28, -0.56)],
    ] {
        stroke(mesh, &line, pen, Beyond::default());
    }
}

/// An arrow that comes back: right, round, and left again.
fn bent_arrow(mesh: &mut Mesh, at: [f32; 2], radius: f32, theme: &MapTheme, feather_pts: f32) {
    mesh.disc(at, radius + 0.8, theme.badge, theme.badge_ink, 1.2, feather_pts);
    let color = theme.badge_ink.premultiplied();
    let pen = Pen { width_pts: radius * 0.26, color, feather_pts };
    let place = |x: f32, y: f32| [at[0] + x * radius, at[1] + y * radius];
    let bend = [
        place(0.0, 0.46),
        place(0.32, 0.42),
        place(0.48, 0.14),
        place(0.36, -0.12),
        place(0.1, -0.2),
        place(-0.3, -0.2),
    ];
    stroke(mesh, &bend, pen, Beyond::default());
    let head = [place(-0.62, -0.2), place(-0.18, -0.56), place(-0.18, 0.16)];
    mesh.convex(&head, theme.badge_ink, theme.badge_ink, 0.0, feather_pts.min(0.6));
}

/// Where the cloth of a section's flag is.
pub fn flag_cloth(at: [f32; 2], cloth: [f32; 2]) -> LabelBox {
    let (left, top) = (at[0] - 0.9, at[1] - cloth[1] - 8.0);
    LabelBox { min: [left, top], max: [left + cloth[0], top + cloth[1]] }
}

/// A section's flag: a pole on the place and a cloth for the water-quality class.
pub fn flag(
    mesh: &mut Mesh,
    at: [f32; 2],
    cloth: [f32; 2],
    fill: Rgba,
    theme: &MapTheme,
    feather_pts: f32,
) {
    let LabelBox { min, max } = flag_cloth(at, cloth);
    let pen = Pen { width_pts: 1.8, color: theme.ink.premultiplied(), feather_pts };
    let glow = Pen { width_pts: 4.0, color: theme.halo.premultiplied(), feather_pts };
    let pole = [at, [at[0], min[1]]];
    stroke(mesh, &pole, glow, Beyond::default());
    let corners = |grow: f32| {
        [
            [min[0] - grow, min[1] - grow],
            [max[0] + grow, min[1] - grow],
            [max[0] + grow, max[1] + grow],
            [min[0] - grow, max[1] + grow],
        ]
    };
    mesh.convex(&corners(1.2), theme.halo, theme.halo, 0.0, feather_pts);
    stroke(mesh, &pole, pen, Beyond::default());
    mesh.convex(&corners(0.0), fill, theme.ink, 1.3, feather_pts);
    mesh.disc(at, 2.8, theme.ink, theme.halo, 0.6, feather_pts);
}
