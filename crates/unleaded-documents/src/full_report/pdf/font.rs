//! What is read from the font: which characters it has, and how wide they are.

use ttf_parser::{Face, GlyphId, name_id};

/// Scripts that run from right to left, or whose letters change or move beside others.
const NOT_SET: &[(char, char)] = &[
    ('\u{590}', '\u{8ff}'),
    ('\u{900}', '\u{dff}'),
    ('\u{f00}', '\u{109f}'),
    ('\u{1780}', '\u{17ff}'),
    ('\u{1800}', '\u{18af}'),
    ('\u{fb1d}', '\u{fdff}'),
    ('\u{fe70}', '\u{fefc}'),
    ('\u{10800}', '\u{11fff}'),
    ('\u{1e800}', '\u{1efff}'),
];

/// A face of a font.
pub(super) struct Metrics<'f> {
    face: Face<'f>,
    /// Which face of a collection it is.
    pub(super) index: u32,
}

impl<'f> Metrics<'f> {
    /// Returns the face for simplified Chinese where the font is a collection that has one, else the first.
    pub(super) fn of(bytes: &'f [u8]) -> Option<Self> {
        let faces = ttf_parser::fonts_in_collection(bytes).unwrap_or(1);
        let index = (0..faces).find(|index| is_simplified(bytes, *index)).unwrap_or(0);
        let face = Face::parse(bytes, index).ok()?;
        (face.units_per_em() > 0).then_some(Self { face, index })
    }

    /// Whether the character can be set.
    pub(super) fn has(&self, c: char) -> bool {
        let set = !NOT_SET.iter().any(|(first, last)| (*first..=*last).contains(&c));
        set && self.face.glyph_index(c).is_some()
    }

    /// The glyph of a character and its width in thousandths of the size.
    pub(super) fn glyph(&self, c: char) -> (u16, i32) {
        let glyph = self.face.glyph_index(c).unwrap_or(GlyphId(0));
        let units = i32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0));
        (glyph.0, units * 1000 / i32::from(self.face.units_per_em()))
    }

    /// How wide text is at that size; both in thousandths of a point.
    pub(super) fn width(&self, text: &str, size: i32) -> i32 {
        text.chars().map(|c| self.glyph(c).1 * (size / 100) / 10).sum()
    }
}

/// Whether a face of a collection is the one for simplified Chinese: `Noto Sans CJK SC`, `PingFang SC`.
fn is_simplified(bytes: &[u8], index: u32) -> bool {
    let Ok(face) = Face::parse(bytes, index) else { return false };
    let names = face.names().into_iter().filter(|name| name.name_id == name_id::FAMILY);
    names.filter_map(|name| name.to_string()).any(|name| name.ends_with(" SC"))
}
