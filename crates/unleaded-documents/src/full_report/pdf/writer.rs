//! Pages as PDF.

use krilla::Document;
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill as Paint, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use unleaded_model::diagnostic::Language;

use super::font::Metrics;
use super::layout::{self, Fill, HEIGHT, MARGIN, Mark, Page, Text, WIDTH};
use super::{Font, Look, PdfError, Tone};

/// The size of the footer and where it stands.
const FOOTER: i32 = 6_500;
const FOOT: i32 = HEIGHT - 30_000;

/// What is written.
pub(super) struct Paper<'p> {
    pub(super) pages: &'p [Page],
    pub(super) marks: Vec<Mark>,
    pub(super) footer: String,
    pub(super) title: String,
    /// What it was made from.
    pub(super) made: String,
    pub(super) language: Language,
}

/// Thousandths of a point as points.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "the library takes points as floats; lengths of a page are far below 2^24"
)]
fn points(thousandths: i32) -> f32 {
    thousandths as f32 / 1000.0
}

/// Returns the bytes.
pub(super) fn write(
    paper: &Paper<'_>,
    font: &Font,
    metrics: &Metrics<'_>,
) -> Result<Vec<u8>, PdfError> {
    let face = krilla::text::Font::new(font.bytes.clone().into(), metrics.index);
    let face = face.ok_or(PdfError::FontUnreadable)?;
    let size = PageSettings::from_wh(points(WIDTH), points(HEIGHT));
    let size = size.ok_or(PdfError::FontUnreadable)?;
    let mut document = Document::new();
    for (at, page) in paper.pages.iter().enumerate() {
        let mut sheet = document.start_page_with(size.clone());
        let mut surface = sheet.surface();
        page.fills.iter().for_each(|fill| draw_fill(&mut surface, fill));
        for text in page.texts.iter().chain(&footer(paper, at, metrics)) {
            draw_text(&mut surface, text, &face, metrics);
        }
        surface.finish();
        sheet.finish();
    }
    let mut outline = Outline::new();
    for mark in &paper.marks {
        let place = XyzDestination::new(mark.page, Point::from_xy(0.0, points(mark.y)));
        outline.push_child(OutlineNode::new(mark.title.clone(), place));
    }
    document.set_outline(outline);
    let language = paper.language.pick("en", "zh-CN");
    let metadata = Metadata::new().title(paper.title.clone()).description(paper.made.clone());
    document.set_metadata(metadata.language(language.to_owned()));
    document.finish().map_err(|error| PdfError::Unwritable(format!("{error:?}")))
}

/// The hash at the left and the number of the page at the right.
fn footer(paper: &Paper<'_>, at: usize, metrics: &Metrics<'_>) -> [Text; 2] {
    let number = format!("{}/{}", at + 1, paper.pages.len());
    let right = WIDTH - MARGIN - metrics.width(&number, FOOTER);
    let text = |x, text| layout::Text { x, y: FOOT, size: FOOTER, look: Look::Faint, text };
    [text(MARGIN, paper.footer.clone()), text(right, number)]
}

fn draw_fill(surface: &mut Surface<'_>, fill: &Fill) {
    let rect =
        Rect::from_xywh(points(fill.x), points(fill.y), points(fill.width), points(fill.height));
    let Some(rect) = rect else { return };
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    surface.set_stroke(None);
    surface.set_fill(Some(paint(rgb::Color::new(fill.grey, fill.grey, fill.grey))));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn draw_text(
    surface: &mut Surface<'_>,
    text: &Text,
    face: &krilla::text::Font,
    metrics: &Metrics<'_>,
) {
    let glyph = |(at, c): (usize, char)| {
        let (glyph, width) = metrics.glyph(c);
        let range = at..at + c.len_utf8();
        let id = GlyphId::new(u32::from(glyph));
        KrillaGlyph::new(id, points(width), 0.0, 0.0, 0.0, range, None)
    };
    let glyphs: Vec<KrillaGlyph> = text.text.char_indices().map(glyph).collect();
    let colour = colour(text.look);
    let strong = matches!(text.look, Look::Status(_) | Look::Strong);
    // The font has one weight: strong type has an edge of its own colour.
    surface.set_stroke(strong.then(|| Stroke {
        paint: colour.into(),
        width: points(text.size / 30),
        ..Stroke::default()
    }));
    surface.set_fill(Some(paint(colour)));
    let start = Point::from_xy(points(text.x), points(text.y));
    surface.draw_glyphs(start, &glyphs, face.clone(), &text.text, points(text.size), false);
}

fn paint(colour: rgb::Color) -> Paint {
    Paint { paint: colour.into(), opacity: NormalizedF32::ONE, ..Paint::default() }
}

fn colour(look: Look) -> rgb::Color {
    let [red, green, blue] = match look {
        Look::Faint => [0x55, 0x55, 0x55],
        Look::Plain | Look::Strong => [0x1a, 0x1a, 0x1a],
        Look::Status(Tone::Bad) => [0xa5, 0x0e, 0x0e],
        Look::Status(Tone::Exempt) => [0x0b, 0x53, 0x94],
        Look::Status(Tone::Good) => [0x1e, 0x6b, 0x2e],
        Look::Status(Tone::Open) => [0x7a, 0x4b, 0x00],
        Look::Status(Tone::Tell) => [0x6a, 0x2c, 0x91],
    };
    rgb::Color::new(red, green, blue)
}
