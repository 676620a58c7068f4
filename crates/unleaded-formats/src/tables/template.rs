//! A workbook for suppliers to fill, with choices, hints and help; `docs/formats/template.md` describes it.

use unleaded_model::diagnostic::Language;

use self::words::{EXAMPLE, GROUPS, INTENTS, NEEDED, UNITS, help, hint};
use super::book::{Allowed, Cell, Look, OWN, Rule, Sheet, workbook};
use super::rows::letters;
use super::statement::{SHEETS, Statement};
use super::writer::fields::Field;

mod words;

/// The last row that rules are for: the last of a sheet.
const LAST_ROW: u32 = 1 << 20;

/// A value to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is written into the cell: `7(c)-I`.
    pub value: String,
    /// What it means, for a person.
    pub meaning: String,
}

/// The columns of the table.
const FIELDS: [Field; 15] = [
    Field::Part,
    Field::PartName,
    Field::PartMass,
    Field::PartMassUnit,
    Field::Subpart,
    Field::Material,
    Field::Group,
    Field::MaterialMass,
    Field::MaterialMassUnit,
    Field::Substance,
    Field::Cas,
    Field::Content,
    Field::Unit,
    Field::Intent,
    Field::Exemption,
];

/// Returns a workbook with a table of compositions to fill, in `language`; `exemptions` are those to choose from.
pub fn template(language: Language, exemptions: &[Choice]) -> Vec<u8> {
    let choices = Choices::new(language, exemptions);
    let sheets = [table(language, &choices), statement(language), guide(language), choices.sheet];
    workbook(&sheets)
}

fn table(language: Language, choices: &Choices) -> Sheet {
    let look = |field| match field {
        Field::Content | Field::PartMass | Field::MaterialMass => Look::Plain,
        _ => Look::Text,
    };
    let columns = FIELDS.iter().map(|field| (field.width(), look(*field))).collect();
    let mut sheet = Sheet::new(language.pick("composition", "成分"), columns);
    sheet.row(headings(language));
    sheet.freeze();
    for (field, column) in FIELDS.into_iter().zip(0..) {
        let column = letters(column);
        let title = field.title(language);
        let refusal = language.pick(
            "This does not look right. Keep it if you are sure; `unleaded check` tells what is wrong.",
            "填写内容可能有误。如确认无误可保留；“unleaded check”会说明问题。",
        );
        sheet.rule(Rule {
            cells: format!("{column}2:{column}{LAST_ROW}"),
            allowed: allowed(field, &column, choices),
            refusal: (title.to_owned(), refusal.to_owned()),
            hint: (title.to_owned(), hint(field, language).to_owned()),
        });
    }
    sheet
}

fn headings(language: Language) -> impl Iterator<Item = Cell<'static>> {
    FIELDS.iter().map(move |field| {
        let look = if NEEDED.contains(field) { Look::Needed } else { Look::Heading };
        Cell { text: field.title(language), look }
    })
}

/// What may be typed under `field`, which is in `column`.
fn allowed(field: Field, column: &str, choices: &Choices) -> Allowed {
    let cell = format!("{column}2");
    match field {
        Field::Unit => Allowed::Choice(choices.units.clone()),
        Field::PartMassUnit | Field::MaterialMassUnit => {
            Allowed::Choice(choices.mass_units.clone())
        }
        Field::Group => Allowed::Choice(choices.groups.clone()),
        Field::Intent => Allowed::Choice(choices.intents.clone()),
        Field::Exemption => Allowed::Choice(choices.exemptions.clone()),
        // `<0.1` and `5-10` are text; a number is not negative.
        Field::Content | Field::PartMass | Field::MaterialMass => {
            Allowed::Formula(format!("OR(ISTEXT({cell}),{cell}>=0)"))
        }
        // Text without a hyphen is a placeholder; else the check digit is right: the digits before it, from the right,
        // weighted 1, 2, 3 and so on, modulo 10.
        Field::Cas => Allowed::Formula(format!(
            "OR(ISERROR(FIND(\"-\",{cell})),IFERROR(MOD(SUMPRODUCT(MID(RIGHT(\"000000000\"&SUBSTITUTE(LEFT({cell},\
             LEN({cell})-2),\"-\",\"\"),9),10-ROW($1:$9),1)*ROW($1:$9)),10)=VALUE(RIGHT({cell},1)),FALSE))"
        )),
        _ => Allowed::Formula(format!("LEN({cell})<=32767")),
    }
}

fn statement(language: Language) -> Sheet {
    let columns = vec![(24, Look::Plain), (50, Look::Text)];
    let mut sheet = Sheet::new(language.pick(SHEETS[0], SHEETS[1]), columns);
    let title = format!("{OWN}{}", language.pick("declaration", "声明"));
    sheet.row([Cell { text: &title, look: Look::Title }]);
    for statement in Statement::ALL {
        let name = Cell { text: statement.name(language), look: Look::Heading };
        sheet.row([name, Cell { text: "", look: Look::Text }]);
    }
    sheet
}

/// The sheet of help, with an example: it stands here, where nothing is taken for data.
fn guide(language: Language) -> Sheet {
    // The first column holds the names of all columns too.
    let widths = FIELDS.iter().map(|field| field.width().max(16));
    let columns =
        widths.enumerate().map(|(at, width)| (if at == 0 { 24 } else { width }, Look::Plain));
    let mut sheet = Sheet::new(language.pick("help", "填写说明"), columns.collect());
    let title = format!("{OWN}{}", language.pick("how to fill this workbook", "填写说明"));
    sheet.row([Cell { text: &title, look: Look::Title }]);
    for text in help(language) {
        sheet.row([Cell { text, look: Look::Plain }]);
    }
    sheet.row([]);
    let text = language.pick(
        "Example, not read: a resistor of 2 mg with two materials",
        "示例（不读取）：质量 2 mg、含两种材料的电阻",
    );
    sheet.row([Cell { text, look: Look::Example }]);
    sheet.row(headings(language));
    for row in EXAMPLE {
        sheet.row(
            row.iter().map(|(en, zh)| Cell { text: language.pick(en, zh), look: Look::Example }),
        );
    }
    sheet.row([]);
    for field in FIELDS {
        let name = Cell { text: field.title(language), look: Look::Heading };
        sheet.row([name, Cell { text: hint(field, language), look: Look::Plain }]);
    }
    sheet
}

/// The sheet of choices, and where each stands in it.
struct Choices {
    sheet: Sheet,
    units: String,
    mass_units: String,
    groups: String,
    intents: String,
    exemptions: String,
}

impl Choices {
    fn new(language: Language, exemptions: &[Choice]) -> Self {
        let name = language.pick("choices", "选项");
        let groups: Vec<String> = GROUPS
            .iter()
            .map(|(code, en, zh)| format!("{code} {}", language.pick(en, zh)))
            .collect();
        let widths = [10, 10, 44, 16, 16, 100];
        let mut sheet =
            Sheet::new(name, widths.into_iter().map(|width| (width, Look::Text)).collect());
        let title = format!("{OWN}{}", language.pick("choices", "选项"));
        sheet.row([Cell { text: &title, look: Look::Title }]);
        let intents: Vec<&str> = INTENTS.iter().map(|(en, zh)| language.pick(en, zh)).collect();
        let most = [UNITS.len(), groups.len(), intents.len(), exemptions.len()];
        for row in 0..most.into_iter().max().unwrap_or(0) {
            let exemption = exemptions.get(row);
            let cells = [
                UNITS.get(row).copied(),
                UNITS.get(row + 2).copied(),
                groups.get(row).map(String::as_str),
                intents.get(row).copied(),
                exemption.map(|choice| choice.value.as_str()),
                exemption.map(|choice| choice.meaning.as_str()),
            ];
            sheet.row(cells.map(|text| Cell { text: text.unwrap_or(""), look: Look::Text }));
        }
        let range = |column: char, count: usize| {
            format!("'{name}'!${column}$2:${column}${}", count.max(1) + 1)
        };
        Self {
            sheet,
            units: range('A', UNITS.len()),
            mass_units: range('B', UNITS.len() - 2),
            groups: range('C', groups.len()),
            intents: range('D', intents.len()),
            exemptions: range('E', exemptions.len()),
        }
    }
}
