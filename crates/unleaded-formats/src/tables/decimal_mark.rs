//! Numbers with a decimal comma or thousands separators. What has two readings is never guessed: the other cells of the
//! column, then of the table, decide, and where they do not, the number is not read.

/// Which character separates the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// `0,5`; a point separates thousands.
    Comma,
    /// `0.5`; a comma separates thousands.
    Point,
}

/// What the cells of a column show of their decimal mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    comma: bool,
    point: bool,
}

impl Evidence {
    /// Takes a number into account.
    pub(crate) fn see(&mut self, number: &str) {
        match Form::of(number) {
            Form::Certain { mark: Some(DecimalMark::Comma), .. } => self.comma = true,
            Form::Certain { mark: Some(DecimalMark::Point), .. } => self.point = true,
            _ => {}
        }
    }

    /// Takes all that `other` saw into account.
    pub(crate) fn add(&mut self, other: Self) {
        self.comma |= other.comma;
        self.point |= other.point;
    }

    /// What `self` shows; where it shows nothing, what `wider` shows.
    pub(crate) fn or(self, wider: Self) -> Self {
        if self == Self::default() { wider } else { self }
    }

    /// The evidence that the user states.
    pub(crate) fn of(mark: DecimalMark) -> Self {
        Self { comma: mark == DecimalMark::Comma, point: mark == DecimalMark::Point }
    }
}

/// A number that can be read in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ambiguous;

/// Returns `number` with a decimal point and without separators; text that is no number comes back as it is.
pub(crate) fn plain(number: &str, evidence: Evidence) -> Result<String, Ambiguous> {
    match (Form::of(number), evidence) {
        (Form::Certain { plain, .. }, _) => Ok(plain),
        (Form::OneComma, Evidence { comma: true, point: false }) => Ok(number.replace(',', ".")),
        (Form::OneComma, Evidence { comma: false, point: true }) => Ok(number.replace(',', "")),
        (Form::OneComma, _) => Err(Ambiguous),
        // A point is the decimal mark of every other format; only a table with decimal commas makes it doubtful.
        (Form::OnePoint, Evidence { comma: true, .. }) => Err(Ambiguous),
        (Form::OnePoint | Form::Other, _) => Ok(number.to_owned()),
    }
}

/// How a number is written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// It has one reading. `mark`: what it shows of the decimal mark.
    Certain { plain: String, mark: Option<DecimalMark> },
    /// `1,234`: 1.234 or 1234.
    OneComma,
    /// `1.234`: 1.234, or 1234 in a table with decimal commas.
    OnePoint,
    /// Not a number with separators.
    Other,
}

impl Form {
    fn of(number: &str) -> Self {
        let unsigned = number.strip_prefix(['+', '-']).unwrap_or(number);
        let sign = &number[..number.len() - unsigned.len()];
        let digits = unsigned.split(['e', 'E']).next().unwrap_or(unsigned);
        let power = &unsigned[digits.len()..];
        let known = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\'' | '’');
        if !digits.chars().all(known)
            || !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',')
        {
            return Self::Other;
        }
        let of = |text: String, mark| Self::Certain { plain: format!("{sign}{text}{power}"), mark };
        match digits.find([' ', '\'', '’']) {
            // Groups apart by blanks: one comma or point behind them can only be the decimal mark.
            Some(_) => ungrouped(digits).map_or(Self::Other, |(plain, mark)| of(plain, mark)),
            None => separated(digits).map_or_else(|form| form, |(plain, mark)| of(plain, mark)),
        }
    }
}

type Read = (String, Option<DecimalMark>);

/// `1 234,5` and `1'234.5`.
fn ungrouped(digits: &str) -> Option<Read> {
    let at = digits.find([',', '.']);
    let (whole, part) = at.map_or((digits, ""), |at| (&digits[..at], &digits[at + 1..]));
    if !is_grouped(whole, [' ', '\'', '’']) || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let mark = at.map(|at| mark_at(digits, at));
    Some((if part.is_empty() { whole } else { format!("{whole}.{part}") }, mark))
}

fn mark_at(digits: &str, at: usize) -> DecimalMark {
    if digits[at..].starts_with(',') { DecimalMark::Comma } else { DecimalMark::Point }
}

/// Numbers with commas and points only.
fn separated(digits: &str) -> Result<Read, Form> {
    let (commas, points) = (digits.matches(',').count(), digits.matches('.').count());
    let stripped = |separator: char| digits.replace(separator, "");
    match (commas, points) {
        (0, 0) => Err(Form::Other),
        (0, 1) if is_grouped(digits, ['.']) => Err(Form::OnePoint),
        (0, 1) => Ok((digits.to_owned(), Some(DecimalMark::Point))),
        (1, 0) if is_grouped(digits, [',']) => Err(Form::OneComma),
        (1, 0) => Ok((digits.replace(',', "."), Some(DecimalMark::Comma))),
        (_, 0) if is_grouped(digits, [',']) => Ok((stripped(','), Some(DecimalMark::Point))),
        (0, _) if is_grouped(digits, ['.']) => Ok((stripped('.'), Some(DecimalMark::Comma))),
        (1, _) => grouped_before(digits, '.', ',').map(|plain| (plain, Some(DecimalMark::Comma))),
        (_, 1) => grouped_before(digits, ',', '.').map(|plain| (plain, Some(DecimalMark::Point))),
        _ => Err(Form::Other),
    }
    .or_else(|form| match (form, commas, points) {
        // `1,234.5` has one of each, and which comes last decides.
        (Form::Other, 1, 1) => {
            grouped_before(digits, ',', '.').map(|plain| (plain, Some(DecimalMark::Point)))
        }
        (form, ..) => Err(form),
    })
}

/// `1.234,5` without its separators, where `group` separates thousands and `mark` decimals.
fn grouped_before(digits: &str, group: char, mark: char) -> Result<String, Form> {
    let (whole, part) = digits.split_once(mark).ok_or(Form::Other)?;
    if !is_grouped(whole, [group]) || part.is_empty() || part.contains([',', '.']) {
        return Err(Form::Other);
    }
    Ok(format!("{}.{part}", whole.replace(group, "")))
}

/// Whether `whole` is digits in groups of three: `1 234`, not `12 34` and not `0 123`.
fn is_grouped<const N: usize>(whole: &str, separators: [char; N]) -> bool {
    let mut groups = whole.split(separators);
    let first = groups.next().unwrap_or("");
    let mut rest = groups.peekable();
    let is_digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    rest.peek().is_some()
        && (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && is_digits(first)
        && rest.all(|group| group.len() == 3 && is_digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Evidence = Evidence { comma: true, point: false };
    const POINT: Evidence = Evidence { comma: false, point: true };
    const BOTH: Evidence = Evidence { comma: true, point: true };
    const NONE: Evidence = Evidence { comma: false, point: false };

    #[test]
    fn numbers_of_one_reading() {
        let check = |number: &str, expected: &str| {
            for evidence in [NONE, COMMA, POINT, BOTH] {
                assert_eq!(plain(number, evidence).as_deref(), Ok(expected), "{number}");
            }
        };
        check("5", "5");
        check("0.5", "0.5");
        check("0,5", "0.5");
        check(",5", ".5");
        check("0,123", "0.123");
        check("1234,567", "1234.567");
        check("12,5e-3", "12.5e-3");
        check("-0,5", "-0.5");
        check("1,234,567", "1234567");
        check("1.234.567", "1234567");
        check("1,234.5", "1234.5");
        check("1.234,5", "1234.5");
        check("1.234.567,8", "1234567.8");
        check("1 234,5", "1234.5");
        check("1 234.5", "1234.5");
        check("1 234 567", "1234567");
        check("1'234.567", "1234.567");
        // What is no number stays as it is, for its own diagnostic.
        for text in ["1,2kg", "12 34", "1,23,456", "NaN", "", "1..2", "1,2,3", "0 123"] {
            check(text, text);
        }
    }

    #[test]
    fn numbers_of_two_readings_need_evidence() {
        let check = |number: &str, evidence, expected: Result<&str, Ambiguous>| {
            let found = plain(number, evidence);
            assert_eq!(found.as_deref().map_err(|e| *e), expected, "{number}");
        };
        check("1,234", NONE, Err(Ambiguous));
        check("1,234", BOTH, Err(Ambiguous));
        check("1,234", COMMA, Ok("1.234"));
        check("1,234", POINT, Ok("1234"));
        check("1.234", NONE, Ok("1.234"));
        check("1.234", POINT, Ok("1.234"));
        check("1.234", COMMA, Err(Ambiguous));
        check("1.234", BOTH, Err(Ambiguous));
    }

    #[test]
    fn evidence_comes_from_numbers_of_one_reading() {
        let check = |numbers: &[&str], expected| {
            let mut evidence = NONE;
            numbers.iter().for_each(|number| evidence.see(number));
            assert_eq!(evidence, expected, "{numbers:?}");
        };
        check(&["5", "1,234", "1.234", "x"], NONE);
        check(&["0,5"], COMMA);
        check(&["1.234,5"], COMMA);
        check(&["1 234,5"], COMMA);
        check(&["1,234,567"], POINT);
        check(&["0.5", "0,5"], BOTH);
        assert_eq!(NONE.or(COMMA), COMMA);
        assert_eq!(POINT.or(COMMA), POINT);
    }
}
