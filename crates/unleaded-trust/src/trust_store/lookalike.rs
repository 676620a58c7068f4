//! Names that a reader would take for one another.
//!
//! A good signature is as good as the name beside it. Whoever can have a key accepted under a name that looks like another
//! supplier's speaks in that supplier's name. The idea is that of Unicode Technical Standard 39, sections 4 and 5.1; the table is a
//! short one of letters that look alike in ordinary type.

/// What is left of a name when everything is gone that a reader may not notice: case, spaces, punctuation, the width of letters, and
/// which of several letters that look alike it is. Two names with the same skeleton look alike.
pub(super) fn skeleton(name: &str) -> String {
    let letters = name.chars().map(half_width).flat_map(char::to_lowercase);
    let letters = letters.filter(|c| c.is_alphanumeric() || *c == '|' || *c == '!').map(plain);
    // Two letters that look like one in ordinary type.
    letters.collect::<String>().replace("rn", "m").replace("vv", "w")
}

/// A letter of full width (U+FF01 to U+FF5E) as the ordinary one.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// The letter that a letter of another script, or a digit, looks like.
fn plain(c: char) -> char {
    match c {
        'а' | 'α' | 'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ɑ' => 'a',
        'в' | 'β' | 'ь' | 'ъ' => 'b',
        'с' | 'ϲ' | 'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ԁ' | 'ď' | 'đ' => 'd',
        'е' | 'ε' | 'є' | 'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ё' => {
            'e'
        }
        'ƒ' => 'f',
        'ɡ' | 'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'н' | 'η' | 'һ' | 'ĥ' | 'ħ' => 'h',
        'і' | 'ι' | 'ї' | 'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ӏ' | '1' | '|'
        | 'l' | '!' => 'i',
        'ј' | 'ĵ' => 'j',
        'к' | 'κ' | 'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'i',
        'м' | 'μ' => 'm',
        'п' | 'ν' | 'ñ' | 'ń' | 'ņ' | 'ň' | 'ŉ' => 'n',
        'о' | 'ο' | 'σ' | 'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ө' | '0' => {
            'o'
        }
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' | 'ŕ' | 'ŗ' | 'ř' => 'r',
        'ѕ' | 'ś' | 'ŝ' | 'ş' | 'š' | '5' => 's',
        'т' | 'τ' | 'ţ' | 'ť' | 'ŧ' => 't',
        'υ' | 'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ц' => 'u',
        'ѵ' => 'v',
        'ԝ' | 'ω' | 'ŵ' | 'ш' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' | 'ý' | 'ÿ' | 'ŷ' | 'ў' | 'ү' => 'y',
        'ζ' | 'ź' | 'ż' | 'ž' | 'з' => 'z',
        'ー' | '一' => '-',
        _ => c,
    }
}

/// Returns the first word of `name` whose letters are of more than one of the scripts that are mistaken for one another, or that has
/// letters which are for formulas and indexes and stand in no name.
pub(super) fn mixed_word(name: &str) -> Option<&str> {
    name.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).find(|word| {
        let has = |script: fn(char) -> bool| word.chars().any(script);
        let others = [is_greek, is_cyrillic, is_armenian, is_cherokee, is_coptic, is_lisu];
        let scripts = [has(is_latin)].into_iter().chain(others.map(has));
        scripts.filter(|there| *there).count() > 1 || has(is_of_no_name)
    })
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && matches!(half_width(c), 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}')
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3e1}' | '\u{3f0}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
}

fn is_armenian(c: char) -> bool {
    matches!(c, '\u{530}'..='\u{58f}')
}

fn is_cherokee(c: char) -> bool {
    matches!(c, '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}')
}

fn is_coptic(c: char) -> bool {
    matches!(c, '\u{3e2}'..='\u{3ef}' | '\u{2c80}'..='\u{2cff}')
}

fn is_lisu(c: char) -> bool {
    matches!(c, '\u{a4d0}'..='\u{a4ff}' | '\u{11fb0}')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Mathematical letters, letters in circles, and radicals that look like Chinese characters.
fn is_of_no_name(c: char) -> bool {
    matches!(c, '\u{1d400}'..='\u{1d7ff}' | '\u{2460}'..='\u{24ff}' | '\u{2e80}'..='\u{2fdf}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_has_one_skeleton() {
        for (one, other) in [
            ("Siemens AG", "SIEMENS A.G."),
            ("Apple", "Аррӏе"),
            ("Intel", "lntel"),
            ("Maker 10", "Maker lO"),
            ("Marne Ltd", "Mame Ltd"),
            ("ＡＢＣ株式会社", "ABC株式会社"),
            ("Müller", "Muller"),
            ("甲公司", "甲 公司"),
        ] {
            assert_eq!(skeleton(one), skeleton(other), "{one} {other}");
        }
        for (one, other) in
            [("甲公司", "乙公司"), ("Maker 2", "Maker 3"), ("Supplier A", "Supplier B")]
        {
            assert_ne!(skeleton(one), skeleton(other), "{one} {other}");
        }
    }

    #[test]
    fn a_word_is_of_one_script() {
        for good in
            ["ООО Siemens", "甲公司 ABC", "Müller & Söhne", "ＡＢＣ株式会社", "Α1", "ᎠᏂ Acme"]
        {
            assert_eq!(mixed_word(good), None, "{good}");
        }
        for (bad, word) in [
            ("Маkеr Ltd", "Маkеr"),
            ("Alphα", "Alphα"),
            ("𝐀cme", "𝐀cme"),
            ("⾦公司", "⾦公司"),
            ("Ꭺcme Ltd", "Ꭺcme"),
            ("Acme LᎢd", "LᎢd"),
            ("ꓮcme", "ꓮcme"),
            ("Aсmе", "Aсmе"),
            ("Acոe", "Acոe"),
            ("ⲟil", "ⲟil"),
        ] {
            assert_eq!(mixed_word(bad), Some(word), "{bad}");
        }
    }
}
