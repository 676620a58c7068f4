//! The mark as a picture: two arrows that circle an `e` or a number. The drawing is ours, in a square of 100; all of it is strokes and
//! triangles, so that it looks the same everywhere.

use unleaded_model::diagnostic::Language;

use super::EfupMark;
use crate::made_from::MadeFrom;

/// The shafts of the arrows: arcs of 123 degrees at radius 42.
const SHAFTS: &str = "M9.84,37.72 A42,42 0 0 1 82.17,23 M90.16,62.28 A42,42 0 0 1 17.83,77";
/// Their heads.
const HEADS: &str =
    "M74.91,28.35 L87.36,17.53 L88.73,38.16 Z M25.09,71.65 L12.64,82.47 L11.27,61.84 Z";
/// The letter, around the centre.
const LETTER: &str = "M-17,0 H17 A17,17 0 1 0 12,12";
/// The digits, each in a cell of 20 by 32 whose corner is at its left end above.
const DIGITS: [&str; 10] = [
    "M10,0 A10,10 0 0 1 20,10 V22 A10,10 0 0 1 0,22 V10 A10,10 0 0 1 10,0 Z",
    "M3,8 L12,0 V32",
    "M0,10 A10,10 0 0 1 20,10 C20,18 2,24 0,32 H20",
    "M1,6 A9.3,8 0 1 1 9,15.5 A10,8.3 0 1 1 0,25",
    "M15,32 V0 L0,22 H20",
    "M18,0 H3.5 L2,13.5 A10,9.8 0 1 1 0,26",
    "M17,0 C7,5 0,13 0,22 A10,10 0 1 0 20,22 A10,10 0 1 0 0,22",
    "M0,0 H20 L7,32",
    "M10,15 A8.5,7.5 0 1 1 10,0 A8.5,7.5 0 1 1 10,15 A10,8.5 0 1 0 10,32 A10,8.5 0 1 0 10,15 Z",
    "M3,32 C13,27 20,19 20,10 A10,10 0 1 0 0,10 A10,10 0 1 0 20,10",
];
/// From the beginning of one digit to that of the next.
const STEP: usize = 29;

pub(super) fn write(mark: EfupMark, language: Language, made: &MadeFrom) -> String {
    let (colour, sign) = match mark {
        EfupMark::Nothing => ("#007a33", letter()),
        EfupMark::Years(years) => ("#d95f02", number(years)),
    };
    let name = name(mark, language);
    let lang = language.pick("en", "zh-CN");
    let description = description(mark, language);
    let json = made.to_json();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"100\" viewBox=\"0 0 100 100\" role=\"img\" lang=\"{lang}\" aria-label=\"{name}\">\n\
         <title>{name}</title>\n\
         <desc>{description}</desc>\n\
         <metadata id=\"unleaded-made-from\">{json}</metadata>\n\
         <g fill=\"none\" stroke=\"{colour}\" stroke-width=\"7\">\n\
         <path d=\"{SHAFTS}\"/>\n\
         <path d=\"{HEADS}\" fill=\"{colour}\" stroke=\"none\"/>\n\
         {sign}\
         </g>\n\
         </svg>\n"
    )
}

fn letter() -> String {
    format!("<path d=\"{LETTER}\" transform=\"translate(50 50)\" stroke-width=\"8\"/>\n")
}

/// The digits side by side, as large as the circle allows.
fn number(years: u32) -> String {
    let digits = years.to_string();
    let columns = STEP * (digits.len() - 1) + 20;
    let scale = match digits.len() {
        1 => "1.2",
        2 => "0.88",
        _ => "0.72",
    };
    let places = digits.bytes().enumerate().map(|(at, digit)| {
        let shape = DIGITS[usize::from(digit - b'0')];
        format!("<path d=\"{shape}\" transform=\"translate({} 0)\"/>\n", at * STEP)
    });
    let places: String = places.collect();
    let half = columns / 2;
    let odd = if columns % 2 == 1 { ".5" } else { "" };
    format!(
        "<g transform=\"translate(50 50) scale({scale}) translate(-{half}{odd} -16)\" stroke-width=\"6.5\" stroke-linejoin=\"round\" stroke-linecap=\"round\">\n{places}</g>\n"
    )
}

/// What the mark says.
fn name(mark: EfupMark, language: Language) -> String {
    match (mark, language) {
        (EfupMark::Nothing, Language::En) => {
            "Environment-friendly use: no hazardous substance is above its limit".to_owned()
        }
        (EfupMark::Nothing, Language::Zh) => "环保标志：有害物质均不超过限量要求".to_owned(),
        (EfupMark::Years(1), Language::En) => "Environment-friendly use period: 1 year".to_owned(),
        (EfupMark::Years(years), Language::En) => {
            format!("Environment-friendly use period: {years} years")
        }
        (EfupMark::Years(years), Language::Zh) => format!("环保使用期限：{years} 年"),
    }
}

/// Whose word the mark is.
fn description(mark: EfupMark, language: Language) -> &'static str {
    match mark {
        EfupMark::Nothing => language.pick(
            "Made from the table of hazardous substances of the product (SJ/T 11364). The drawing is not an official one.",
            "依据该产品的有害物质名称及含量表（SJ/T 11364）生成。图形并非官方图样。",
        ),
        EfupMark::Years(_) => language.pick(
            "The number of years is stated by the producer and begins on the production date; it was not checked against SJ/Z 11388. The drawing is not an official one.",
            "年数由生产者确定，自生产日期起算；未与 SJ/Z 11388 核对。图形并非官方图样。",
        ),
    }
}
