//! The map's colours and sizes, light, dark and for the sun, as data: what each kind and each group of stages looks like.
//!
//! Knows nothing of features. Groups' colours and shapes are measured to stay apart for colour-blind readers;
//! the shape and the character carry the meaning where a printer has no colours.

use crate::model::Kind;
use crate::plan::StageGroup;

/// A colour with straight alpha, as hex codes name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgba(pub [u8; 4]);

impl Rgba {
    pub const TRANSPARENT: Self = Self([0; 4]);

    /// `rgb(0xF2B400)`.
    pub const fn rgb(hex: u32) -> Self {
        Self([(hex >> 16) as u8, (hex >> 8) as u8, hex as u8, 255])
    }

    /// The same colour, see-through: 255 is opaque.
    pub const fn with_alpha(self, alpha: u8) -> Self {
        Self([self.0[0], self.0[1], self.0[2], alpha])
    }

    pub const fn alpha(self) -> u8 {
        self.0[3]
    }

    /// Colour channels multiplied by alpha, in gamma space as egui blends.
    pub const fn premultiplied(self) -> [u8; 4] {
        let [r, g, b, a] = self.0;
        const fn times(channel: u8, alpha: u8) -> u8 {
            ((channel as u16 * alpha as u16 + 127) / 255) as u8
        }
        [times(r, a), times(g, a), times(b, a), a]
    }
}

/// The outline of a group's symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SymbolShape {
    Circle,
    Diamond,
    Square,
    Triangle,
    Hexagon,
    /// A circle with the ground inside and a dotted outline.
    DottedCircle,
    /// A circle with the ground inside.
    HollowCircle,
}

/// How a group of stages looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupStyle {
    pub shape: SymbolShape,
    pub fill: Rgba,
    /// The character inside.
    pub mark: Rgba,
}

/// How features of one kind look, symbols of stages apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KindStyle {
    pub line: Rgba,
    /// At street scale; lines grow thinner the further out one looks.
    pub line_width_pts: f32,
    pub fill: Rgba,
    pub label: Rgba,
    pub label_pts: f32,
    /// Gap and dash lengths in points; `None` for an unbroken line.
    pub dash: Option<(f32, f32)>,
    /// A soft band of this colour along the line, e.g. where the sea begins.
    pub shade: Option<(Rgba, f32)>,
}

/// All colours of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapTheme {
    pub ground: Rgba,
    pub ink: Rgba,
    pub muted_ink: Rgba,
    /// Around letters, so that they read on any ground.
    pub halo: Rgba,
    /// Behind the legend and the scale bar.
    pub panel: Rgba,
    pub panel_line: Rgba,
    pub symbol_outline: Rgba,
    pub selection: Rgba,
    pub hover: Rgba,
    /// Overdue rings, contradictions and the synthetic mark.
    pub alert: Rgba,
    pub due_soon: Rgba,
    pub badge: Rgba,
    pub badge_ink: Rgba,
    /// Symbols are drawn so many times as large as indoors.
    pub symbol_scale: f32,
    /// No line of a layer is thinner than this, however far out one looks.
    pub line_pts_min: f32,
    /// How large the words of legend and scale bar are, and with them all that stands beside these.
    pub type_pts: f32,
    /// The edges of plates and buttons, and of symbols that are nothing but an edge.
    pub edge_pts: f32,
    groups: [GroupStyle; 7],
    river: KindStyle,
    coastline: KindStyle,
    district: KindStyle,
    built_up_area: KindStyle,
    black_odorous_water: KindStyle,
    plot: KindStyle,
    point: KindStyle,
    other: KindStyle,
}

impl MapTheme {
    pub fn group(&self, group: StageGroup) -> GroupStyle {
        let idx = StageGroup::ALL.iter().position(|one| *one == group).unwrap_or(0);
        self.groups[idx]
    }

    pub fn kind(&self, kind: &Kind) -> &KindStyle {
        match kind.code() {
            Kind::RIVER => &self.river,
            Kind::COASTLINE => &self.coastline,
            Kind::DISTRICT => &self.district,
            Kind::BUILT_UP_AREA => &self.built_up_area,
            Kind::BLACK_ODOROUS_WATER => &self.black_odorous_water,
            Kind::PLOT => &self.plot,
            Kind::OUTFALL | Kind::SECTION => &self.point,
            _ => &self.other,
        }
    }

    /// How wide the lines of a kind are, in points: they grow from a third at the whole of China to full width on a
    /// street, and are never thinner than the theme allows.
    pub fn line_width_pts(&self, kind: &Kind, zoom_level: f64) -> f32 {
        let growth = (0.35 + (zoom_level - 6.0) * 0.1).clamp(0.35, 1.2) as f32;
        (self.kind(kind).line_width_pts * growth).max(self.line_pts_min)
    }

    /// Fill and ink of a section's flag: blue for Ⅰ and Ⅱ, green, yellow, orange, red for worse than Ⅴ, as the
    /// bulletins of surface-water quality print them; anything else stays pale.
    pub fn water_class(&self, class: &str) -> (Rgba, Rgba) {
        const DARK: Rgba = Rgba::rgb(0x1B2126);
        match class {
            "Ⅰ" | "Ⅱ" => (Rgba::rgb(0x4FA3E0), DARK),
            "Ⅲ" => (Rgba::rgb(0x63BE7B), DARK),
            "Ⅳ" => (Rgba::rgb(0xF7DC4B), DARK),
            "Ⅴ" => (Rgba::rgb(0xF59B38), DARK),
            "劣Ⅴ" => (Rgba::rgb(0xC62F2F), Rgba::rgb(0xFFFFFF)),
            _ => (self.panel.with_alpha(255), self.muted_ink),
        }
    }

    /// Warm paper and water blues, for daylight and print.
    pub fn light() -> Self {
        let black = Rgba::rgb(0x111416);
        let white = Rgba::rgb(0xFFFFFF);
        let ground = Rgba::rgb(0xF5F3EC);
        let water = Rgba::rgb(0x5E9FD3);
        Self {
            ground,
            ink: Rgba::rgb(0x222C33),
            muted_ink: Rgba::rgb(0x58646C),
            halo: Rgba::rgb(0xFBFAF6).with_alpha(235),
            panel: Rgba::rgb(0xFFFFFF).with_alpha(236),
            panel_line: Rgba::rgb(0xC9CCC8),
            symbol_outline: Rgba::rgb(0x1D2226),
            selection: Rgba::rgb(0xD6009A),
            hover: Rgba::rgb(0x00848C),
            alert: Rgba::rgb(0xC8102E),
            due_soon: Rgba::rgb(0x8A4B00),
            badge: white,
            badge_ink: black,
            symbol_scale: 1.0,
            line_pts_min: 0.0,
            type_pts: 12.0,
            edge_pts: 1.0,
            groups: [
                group(SymbolShape::Circle, Rgba::rgb(0xF2B400), black),
                group(SymbolShape::Diamond, Rgba::rgb(0x1F1F1F), white),
                group(SymbolShape::Square, Rgba::rgb(0x1F6FC4), white),
                group(SymbolShape::Triangle, Rgba::rgb(0xC8340A), white),
                group(SymbolShape::Hexagon, Rgba::rgb(0x7CCBA8), black),
                group(SymbolShape::DottedCircle, ground, black),
                group(SymbolShape::HollowCircle, ground, black),
            ],
            river: line(water, 3.6, Rgba::rgb(0x2B6CA3), 13.0).filled(water.with_alpha(90)),
            coastline: line(Rgba::rgb(0x86B2CF), 1.6, Rgba::rgb(0x4E86AC), 12.0)
                .filled(Rgba::rgb(0xD9E8F1))
                .shaded(Rgba::rgb(0xA9CFE6).with_alpha(110), 9.0),
            district: line(Rgba::rgb(0xA79FB0), 1.2, Rgba::rgb(0x837A8E), 13.0)
                .filled(Rgba::rgb(0x837A8E).with_alpha(10))
                .dashed(6.0, 3.0),
            built_up_area: line(Rgba::rgb(0xB08D86), 1.2, Rgba::rgb(0x80584F), 12.0)
                .filled(Rgba::rgb(0xC58F80).with_alpha(44)),
            black_odorous_water: line(Rgba::rgb(0x5A4A63), 3.4, Rgba::rgb(0x4B3C54), 12.0)
                .filled(Rgba::rgb(0x5A4A63).with_alpha(90)),
            plot: line(Rgba::rgb(0x94713A), 1.6, Rgba::rgb(0x6B4F22), 12.0)
                .filled(Rgba::rgb(0xC9A45C).with_alpha(84)),
            point: line(Rgba::rgb(0x4A5A66), 2.0, Rgba::rgb(0x222C33), 12.0)
                .filled(Rgba::rgb(0x4A5A66).with_alpha(60)),
            other: line(Rgba::rgb(0x7C8A90), 1.6, Rgba::rgb(0x58646C), 12.0)
                .filled(Rgba::rgb(0x7C8A90).with_alpha(46)),
        }
    }

    /// White ground, black words, nothing thin or pale: for a screen in the sun.
    pub fn outdoor() -> Self {
        let black = Rgba::rgb(0x000000);
        let white = Rgba::rgb(0xFFFFFF);
        let water = Rgba::rgb(0x00589E);
        let light = Self::light();
        let mut groups = light.groups;
        for style in &mut groups {
            if style.fill == light.ground {
                style.fill = white;
            }
        }
        Self {
            ground: white,
            ink: black,
            muted_ink: black,
            halo: white,
            panel: white,
            panel_line: black,
            symbol_outline: black,
            selection: Rgba::rgb(0xB0007F),
            hover: Rgba::rgb(0x005A60),
            alert: Rgba::rgb(0x9C0000),
            due_soon: Rgba::rgb(0x6B3600),
            badge: white,
            badge_ink: black,
            symbol_scale: 1.25,
            line_pts_min: 3.0,
            type_pts: 16.0,
            edge_pts: 3.0,
            groups,
            river: line(water, 5.0, black, 17.0).filled(water.with_alpha(90)),
            coastline: line(water, 3.0, black, 16.0).filled(Rgba::rgb(0xD4EAF8)),
            district: line(Rgba::rgb(0x55486A), 3.0, black, 17.0)
                .filled(Rgba::rgb(0x55486A).with_alpha(8))
                .dashed(10.0, 6.0),
            built_up_area: line(Rgba::rgb(0x7A4438), 3.0, black, 16.0)
                .filled(Rgba::rgb(0xC58F80).with_alpha(70)),
            black_odorous_water: line(Rgba::rgb(0x3A2448), 4.5, black, 16.0)
                .filled(Rgba::rgb(0x3A2448).with_alpha(110)),
            plot: line(Rgba::rgb(0x6B4510), 3.0, black, 16.0)
                .filled(Rgba::rgb(0xC08A2E).with_alpha(90)),
            point: line(black, 3.0, black, 16.0).filled(black.with_alpha(60)),
            other: line(Rgba::rgb(0x3A444A), 3.0, black, 16.0)
                .filled(Rgba::rgb(0x3A444A).with_alpha(46)),
        }
    }

    /// Deep blue-grey, for evenings.
    pub fn dark() -> Self {
        let black = Rgba::rgb(0x0B0D0F);
        let ground = Rgba::rgb(0x182028);
        let water = Rgba::rgb(0x4682B4);
        Self {
            ground,
            ink: Rgba::rgb(0xE6EBEE),
            muted_ink: Rgba::rgb(0xA3AFB7),
            halo: Rgba::rgb(0x10161B).with_alpha(235),
            panel: Rgba::rgb(0x202A33).with_alpha(240),
            panel_line: Rgba::rgb(0x43505A),
            symbol_outline: Rgba::rgb(0x07090B),
            selection: Rgba::rgb(0xFF5CC8),
            hover: Rgba::rgb(0x5FD6DE),
            alert: Rgba::rgb(0xFF6B6B),
            due_soon: Rgba::rgb(0xF0B35A),
            badge: Rgba::rgb(0xF5F5F5),
            badge_ink: black,
            symbol_scale: 1.0,
            line_pts_min: 0.0,
            type_pts: 12.0,
            edge_pts: 1.0,
            groups: [
                group(SymbolShape::Circle, Rgba::rgb(0xFFC629), black),
                group(SymbolShape::Diamond, Rgba::rgb(0xF5F5F5), black),
                group(SymbolShape::Square, Rgba::rgb(0x3D8BE0), black),
                group(SymbolShape::Triangle, Rgba::rgb(0xE8502A), black),
                group(SymbolShape::Hexagon, Rgba::rgb(0x4FA98A), black),
                group(SymbolShape::DottedCircle, ground, Rgba::rgb(0xE6EBEE)),
                group(SymbolShape::HollowCircle, ground, Rgba::rgb(0xE6EBEE)),
            ],
            river: line(water, 3.6, Rgba::rgb(0x8FC0E8), 13.0).filled(water.with_alpha(90)),
            coastline: line(Rgba::rgb(0x4F7B99), 1.6, Rgba::rgb(0x86AFCB), 12.0)
                .filled(Rgba::rgb(0x1B3345))
                .shaded(Rgba::rgb(0x2E5C7E).with_alpha(110), 9.0),
            district: line(Rgba::rgb(0x5C6570), 1.2, Rgba::rgb(0x9AA3AE), 13.0)
                .filled(Rgba::rgb(0x9AA3AE).with_alpha(8))
                .dashed(6.0, 3.0),
            built_up_area: line(Rgba::rgb(0x86665F), 1.2, Rgba::rgb(0xC9A79F), 12.0)
                .filled(Rgba::rgb(0xB07D70).with_alpha(44)),
            black_odorous_water: line(Rgba::rgb(0xA58BB3), 3.4, Rgba::rgb(0xC4AED0), 12.0)
                .filled(Rgba::rgb(0xA58BB3).with_alpha(80)),
            plot: line(Rgba::rgb(0xB89455), 1.6, Rgba::rgb(0xD8BC88), 12.0)
                .filled(Rgba::rgb(0xB89455).with_alpha(70)),
            point: line(Rgba::rgb(0xAAB7C0), 2.0, Rgba::rgb(0xE6EBEE), 12.0)
                .filled(Rgba::rgb(0xAAB7C0).with_alpha(60)),
            other: line(Rgba::rgb(0x82909A), 1.6, Rgba::rgb(0xA3AFB7), 12.0)
                .filled(Rgba::rgb(0x82909A).with_alpha(46)),
        }
    }
}

const fn group(shape: SymbolShape, fill: Rgba, mark: Rgba) -> GroupStyle {
    GroupStyle { shape, fill, mark }
}

const fn line(line: Rgba, line_width_pts: f32, label: Rgba, label_pts: f32) -> KindStyle {
    let fill = Rgba::TRANSPARENT;
    KindStyle { line, line_width_pts, fill, label, label_pts, dash: None, shade: None }
}

impl KindStyle {
    const fn filled(self, fill: Rgba) -> Self {
        Self { fill, ..self }
    }

    const fn dashed(self, dash_pts: f32, gap_pts: f32) -> Self {
        Self { dash: Some((dash_pts, gap_pts)), ..self }
    }

    const fn shaded(self, shade: Rgba, width_pts: f32) -> Self {
        Self { shade: Some((shade, width_pts)), ..self }
    }
}
