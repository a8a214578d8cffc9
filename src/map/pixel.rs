//! Colours of pixels in whole numbers: premultiplied, four bytes, all four reckoned with at once.

/// Red, green, blue, alpha, premultiplied.
pub type Pixel = [u8; 4];

/// A colour with its four channels in sixteen bits each, for reckoning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lanes(u64);

const LOW: u64 = 0x00FF_00FF_00FF_00FF;
const HALF: u64 = 0x0080_0080_0080_0080;
const CARRY: u64 = 0x0100_0100_0100_0100;

impl Lanes {
    #[inline]
    pub fn of(pixel: Pixel) -> Self {
        let wide = u64::from(u32::from_le_bytes(pixel));
        let wide = (wide | wide << 16) & 0x0000_FFFF_0000_FFFF;
        Self((wide | wide << 8) & LOW)
    }

    /// Every channel times `share` 255ths, rounded.
    #[inline]
    pub fn times(self, share: u8) -> Self {
        let product = self.0 * u64::from(share) + HALF;
        Self((product + ((product >> 8) & LOW)) >> 8 & LOW)
    }

    #[inline]
    pub const fn alpha(self) -> u8 {
        (self.0 >> 48) as u8
    }

    /// The colour as a pixel.
    #[inline]
    pub const fn pixel(self) -> Pixel {
        let narrow = (self.0 | self.0 >> 8) & 0x0000_FFFF_0000_FFFF;
        ((narrow | narrow >> 16) as u32).to_le_bytes()
    }

    /// This colour painted over a pixel.
    #[inline]
    pub fn over(self, under: Pixel) -> Pixel {
        let sum = Self::of(under).times(255 - self.alpha()).0 + self.0;
        // Colours that are lighter than their alpha allows (glow) end at white.
        let over = (sum & CARRY) >> 8;
        Self((sum | (over * 0xFF)) & LOW).pixel()
    }
}

/// A colour ready to be painted on eight pixels at once, each covered as far as it says: channel by channel in
/// sixteen bits, without a question for any pixel, so that the compiler reckons with many of them in one step.
#[derive(Clone, Copy, Debug)]
pub struct EightLanes {
    color: [u16; 32],
    alpha: u16,
}

impl EightLanes {
    pub fn of(color: Lanes) -> Self {
        let pixel = color.pixel().map(u16::from);
        Self { color: std::array::from_fn(|idx| pixel[idx % 4]), alpha: pixel[3] }
    }

    /// Paints as `color.times(share).over(pixel)` does.
    #[inline]
    pub fn over(&self, pixels: &mut [Pixel; 8], shares: [u8; 8]) {
        let bytes = pixels.as_flattened_mut();
        let shares: [u16; 32] = std::array::from_fn(|idx| u16::from(shares[idx / 4]));
        let under: [u16; 32] = std::array::from_fn(|idx| u16::from(bytes[idx]));
        let painted: [u16; 32] = std::array::from_fn(|idx| {
            let keep = 255 - of_255(self.alpha * shares[idx]);
            (of_255(under[idx] * keep) + of_255(self.color[idx] * shares[idx])).min(255)
        });
        for (byte, painted) in bytes.iter_mut().zip(painted) {
            *byte = painted as u8;
        }
    }
}

/// A product of two 255ths in 255ths, rounded.
#[inline]
const fn of_255(product: u16) -> u16 {
    let product = product + 128;
    (product + (product >> 8)) >> 8
}

/// Premultiplied to straight alpha.
pub fn straight(pixel: Pixel) -> Pixel {
    match pixel[3] {
        255 => pixel,
        0 => [0; 4],
        alpha => {
            let channel = |at: u8| {
                let half = u32::from(alpha) / 2;
                ((u32::from(at) * 255 + half) / u32::from(alpha)).min(255) as u8
            };
            [channel(pixel[0]), channel(pixel[1]), channel(pixel[2]), alpha]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn painting_over_is_what_real_numbers_say_to_one_step() {
        for under in [[0, 0, 0, 255], [245, 243, 236, 255], [13, 200, 77, 255], [10, 20, 30, 40]] {
            for color in [[0, 0, 0, 0], [94, 159, 211, 255], [40, 66, 88, 106], [1, 1, 1, 1]] {
                let painted = Lanes::of(color).over(under);
                for idx in 0..4 {
                    let keep = 1.0 - f64::from(color[3]) / 255.0;
                    let exact = f64::from(color[idx]) + f64::from(under[idx]) * keep;
                    let differs = (f64::from(painted[idx]) - exact).abs();
                    assert!(differs <= 0.51, "{color:?} over {under:?}: {painted:?}");
                }
            }
        }
        assert_eq!(Lanes::of([255, 9, 9, 0]).over([200, 0, 0, 255])[0], 255);
    }

    proptest::proptest! {
        #[test]
        fn eight_pixels_at_once_are_painted_as_one_by_one(
            pixels: [Pixel; 8], shares: [u8; 8], color: Pixel,
        ) {
            let color = Lanes::of(color);
            let mut painted = pixels;
            EightLanes::of(color).over(&mut painted, shares);
            for idx in 0..8 {
                proptest::prop_assert_eq!(painted[idx], color.times(shares[idx]).over(pixels[idx]));
            }
        }
    }

    #[test]
    fn a_share_of_a_colour_is_rounded() {
        assert_eq!(Lanes::of([255, 128, 1, 255]).times(128), Lanes::of([128, 64, 1, 128]));
        assert_eq!(Lanes::of([9, 8, 7, 255]).times(255), Lanes::of([9, 8, 7, 255]));
    }
}
