//! What a declaration must satisfy. The platform refuses by these checks, and the client runs them before it sends.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unleaded_model::amount::Number;

use super::catalogue;
use super::declaration::{
    COMMITMENT_TEXT, ConformityDeclaration, Party, SUPPLIER_CONFORMITY, SupplyChainSummary,
    SupportDocument,
};
use super::enterprise::{EnterpriseId, EnterpriseIdError};
use super::error::{Detail, ErrorCode};
use super::limit_set::{Conversion, LimitSet, allowed_on, conversion};
use super::text::Text;

/// Days after placing on the market by which a self-declaration is due.
const DUE_AFTER_DAYS: i64 = 30;
/// Characters that a text of a declaration may have.
const LONGEST_TEXT: usize = 500;
/// Rows, models, documents and identifiers that a declaration may have, each.
const MOST_ITEMS: usize = 2000;

/// A remark that blocks nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// `W` and four digits.
    pub code: String,
    /// The words.
    pub message: Text,
}

/// What the checks found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Any of these refuses the declaration; in the order of the body.
    pub issues: Vec<Issue>,
    /// Remarks.
    pub warnings: Vec<Warning>,
}

/// A defect and the error it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The error.
    pub code: ErrorCode,
    /// Where and what.
    pub detail: Detail,
}

impl Issue {
    /// Returns an issue of `code` at `field`.
    pub fn new(
        code: ErrorCode,
        field: impl Into<String>,
        value: Option<&str>,
        issue: Text,
    ) -> Self {
        let value = value.map(|value| value.chars().take(80).collect());
        let detail = Detail { field: field.into(), value, issue, rule: code.name().to_owned() };
        Self { code, detail }
    }
}

/// Returns the day by which a product placed on the market on `placed` must be filed; `None` at the end of the calendar.
pub fn due_on(placed: Date) -> Option<Date> {
    placed.checked_add(DUE_AFTER_DAYS.days()).ok()
}

/// Returns the enterprise that `party` names.
pub fn enterprise_of(party: &Party) -> Result<EnterpriseId, EnterpriseIdError> {
    match (&party.uscc, &party.foreign_id_scheme, &party.foreign_id) {
        (Some(uscc), None, None) if !uscc.contains(':') => EnterpriseId::parse(uscc),
        (None, Some(scheme), Some(value)) => {
            EnterpriseId::foreign(scheme, value).ok_or(EnterpriseIdError::Form)
        }
        _ => Err(EnterpriseIdError::Form),
    }
}

/// Checks `declaration` as on `today`, the date in Shanghai when it is received.
pub fn check(declaration: &ConformityDeclaration, today: Date) -> Findings {
    let mut findings = Findings::default();
    check_head(declaration, &mut findings);
    check_parties(declaration, &mut findings);
    check_product(declaration, &mut findings);
    let limit_set = check_basis(declaration, today, &mut findings);
    table::check_table(declaration, limit_set, &mut findings);
    check_evidence(declaration, &mut findings);
    findings
}

impl Findings {
    fn rule(&mut self, field: impl Into<String>, value: Option<&str>, zh: &str, en: &str) {
        let issue = Issue::new(ErrorCode::RuleViolation, field, value, Text::both(zh, en));
        self.issues.push(issue);
    }

    /// A text that must be there and be short enough.
    fn text(&mut self, field: impl Into<String>, value: &str) {
        if value.trim().is_empty() {
            self.rule(field, None, "不能为空", "it must not be empty");
        } else if value.chars().count() > LONGEST_TEXT {
            let (zh, en) = ("超过 500 个字符", "it is longer than 500 characters");
            self.rule(field, Some(value), zh, en);
        } else if value.chars().any(char::is_control) {
            let (zh, en) = ("含有控制字符", "it contains a control character");
            self.rule(field, Some(value), zh, en);
        }
    }

    /// A list that must not be empty and not be endless. Says whether to look into it.
    fn list(&mut self, field: &str, length: usize) {
        if length == 0 {
            self.rule(field, None, "至少需要一项", "at least one is needed");
        } else if length > MOST_ITEMS {
            self.rule(field, None, "超过 2000 项", "there are more than 2000");
        }
    }

    fn warn(&mut self, code: &str, zh: &str, en: &str) {
        self.warnings.push(Warning { code: code.to_owned(), message: Text::both(zh, en) });
    }
}

fn check_head(declaration: &ConformityDeclaration, findings: &mut Findings) {
    if declaration.declaration_type != SUPPLIER_CONFORMITY {
        let value = Some(declaration.declaration_type.as_str());
        findings.rule(
            "/declaration_type",
            value,
            "只接受 supplier_conformity",
            "only supplier_conformity is taken",
        );
    }
    if !(1..=9999).contains(&declaration.revision) {
        let value = declaration.revision.to_string();
        findings.rule("/revision", Some(&value), "应为 1 至 9999", "it must be 1 to 9999");
    }
    let commitment = &declaration.commitment;
    if commitment.text_id != COMMITMENT_TEXT {
        findings.rule(
            "/commitment/text_id",
            Some(&commitment.text_id),
            "未知的承诺文本",
            "no such text of commitment",
        );
    }
    if !commitment.accepted {
        let (zh, en) = ("必须接受承诺", "the commitment must be accepted");
        findings.rule("/commitment/accepted", Some("false"), zh, en);
    }
    findings.text("/signatory/name", &declaration.signatory.name);
    findings.text("/signatory/title", &declaration.signatory.title);
}

fn check_parties(declaration: &ConformityDeclaration, findings: &mut Findings) {
    check_party("/declarant", &declaration.declarant, findings);
    if !["producer", "importer"].contains(&declaration.declarant.role.as_str()) {
        let value = Some(declaration.declarant.role.as_str());
        let (zh, en) = ("应为 producer 或 importer", "it must be producer or importer");
        findings.rule("/declarant/role", value, zh, en);
    }
    let field = "/authorised_representative";
    match &declaration.authorised_representative {
        Some(representative) => {
            check_party(field, representative, findings);
            if representative.uscc.is_none() {
                let (zh, en) = (
                    "授权代表须有统一社会信用代码",
                    "a representative needs a unified social credit code",
                );
                findings.rule(format!("{field}/uscc"), None, zh, en);
            }
        }
        None if declaration.declarant.uscc.is_none() => {
            let (zh, en) = (
                "境外供方须有境内授权代表",
                "a supplier outside China needs a representative in it",
            );
            findings.rule(field, None, zh, en);
        }
        None => {}
    }
}

fn check_party(at: &str, party: &Party, findings: &mut Findings) {
    if let Err(error) = enterprise_of(party) {
        findings.issues.push(bad_enterprise(at, party, error));
    }
    for (field, value) in [
        ("name/zh", &party.name.zh),
        ("address/zh", &party.address.zh),
        ("contact/name", &party.contact.name),
        ("contact/phone", &party.contact.phone),
        ("contact/email", &party.contact.email),
    ] {
        findings.text(format!("{at}/{field}"), value);
    }
}

fn bad_enterprise(at: &str, party: &Party, error: EnterpriseIdError) -> Issue {
    match (&party.uscc, error) {
        (Some(uscc), EnterpriseIdError::Check) => Issue::new(
            ErrorCode::UsccCheckFailed,
            format!("{at}/uscc"),
            Some(uscc),
            Text::both("校验位不符", "the check character is wrong"),
        ),
        (Some(uscc), EnterpriseIdError::Form) if party.foreign_id.is_none() => Issue::new(
            ErrorCode::UsccCheckFailed,
            format!("{at}/uscc"),
            Some(uscc),
            Text::both(
                "应为 18 位大写字母或数字",
                "it must be 18 digits and capital letters without I, O, S, V, Z",
            ),
        ),
        _ => Issue::new(
            ErrorCode::ParamError,
            at,
            party.foreign_id.as_deref(),
            Text::both(
                "应填写 uscc，或同时填写 foreign_id_scheme 与 foreign_id",
                "give either uscc, or foreign_id_scheme with foreign_id",
            ),
        ),
    }
}

fn check_product(declaration: &ConformityDeclaration, findings: &mut Findings) {
    let product = &declaration.product;
    if catalogue::class_name(&product.catalogue_item).is_none() {
        findings.issues.push(Issue::new(
            ErrorCode::CatalogueOutOfScope,
            "/product/catalogue_item",
            Some(&product.catalogue_item),
            Text::both("应为 2018-1/1 至 2018-1/12", "it must be 2018-1/1 to 2018-1/12"),
        ));
    }
    findings.text("/product/name/zh", &product.name.zh);
    findings.list("/product/models", product.models.len());
    let mut seen = std::collections::BTreeSet::new();
    for (index, model) in product.models.iter().enumerate().take(MOST_ITEMS) {
        findings.text(format!("/product/models/{index}"), model);
        if !seen.insert(model) {
            let (zh, en) = ("型号重复", "the model is named twice");
            findings.rule(format!("/product/models/{index}"), Some(model), zh, en);
        }
    }
    if let Some(years) = product.epup_years
        && !(1..=100).contains(&years)
    {
        let value = years.to_string();
        findings.rule(
            "/product/epup_years",
            Some(&value),
            "应为 1 至 100 年",
            "it must be 1 to 100 years",
        );
    }
}

/// Returns the standard when there is such a one, so that the table can be checked against it.
fn check_basis(
    declaration: &ConformityDeclaration,
    today: Date,
    findings: &mut Findings,
) -> Option<LimitSet> {
    let basis = &declaration.basis;
    let Some(limit_set) = LimitSet::parse(&basis.limit_set) else {
        let names = LimitSet::ALL.map(LimitSet::name).join(", ");
        let (zh, en) = (format!("应为 {names} 之一"), format!("it must be one of {names}"));
        findings.issues.push(Issue::new(
            ErrorCode::ParamError,
            "/basis/limit_set",
            Some(&basis.limit_set),
            Text::both(zh, en),
        ));
        return None;
    };
    let assessed = basis.assessed_on.0;
    if assessed > today {
        let value = assessed.to_string();
        let (zh, en) = ("评定日期晚于今天", "the assessment lies in the future");
        findings.rule("/basis/assessed_on", Some(&value), zh, en);
    }
    let allowed = allowed_on(assessed);
    if !allowed.contains(&limit_set) {
        let names = allowed.iter().map(|set| set.name()).collect::<Vec<_>>().join(", ");
        findings.issues.push(Issue::new(
            ErrorCode::LimitSetNotApplicable,
            "/basis/limit_set",
            Some(&basis.limit_set),
            Text::both(
                format!("{assessed} 评定时可采用：{names}"),
                format!("an assessment on {assessed} may use: {names}"),
            ),
        ));
    }
    check_conversion(declaration, limit_set, findings);
    Some(limit_set)
}

fn check_conversion(declaration: &ConformityDeclaration, set: LimitSet, findings: &mut Findings) {
    match conversion(set, declaration.product.placed_on_market_on.0) {
        Conversion::None => {}
        Conversion::Before(day) => findings.warn(
            "W2001",
            &format!("须在 {day} 之前转换为新标准"),
            &format!("the assessment must be converted to a newer standard before {day}"),
        ),
        Conversion::Natural => findings.warn(
            "W2002",
            "证书换发或产品变更时自然过渡到 GB 26572-2025",
            "it passes to GB 26572-2025 when the product changes",
        ),
        Conversion::Overdue(day) => findings.issues.push(Issue::new(
            ErrorCode::LimitSetNotApplicable,
            "/basis/limit_set",
            Some(&declaration.basis.limit_set),
            Text::both(
                format!("依据 GB/T 26572-2011 的评定应在 {day} 之前完成转换"),
                format!("an assessment by GB/T 26572-2011 had to be converted before {day}"),
            ),
        )),
    }
}

fn check_evidence(declaration: &ConformityDeclaration, findings: &mut Findings) {
    let documents = &declaration.support_documents;
    if documents.is_empty() {
        findings.issues.push(Issue::new(
            ErrorCode::EvidenceMissing,
            "/support_documents",
            None,
            Text::both("至少需要一份技术支撑文件", "at least one supporting document is needed"),
        ));
    } else {
        findings.list("/support_documents", documents.len());
    }
    for (index, document) in documents.iter().enumerate().take(MOST_ITEMS) {
        check_document(&format!("/support_documents/{index}"), document, findings);
    }
    if let Some(summary) = &declaration.summary_of_supply_chain {
        check_summary(summary, findings);
    }
}

fn check_document(at: &str, document: &SupportDocument, findings: &mut Findings) {
    if !["supplier_conformity_report", "test_report"].contains(&document.kind.as_str()) {
        let (zh, en) = (
            "应为 test_report 或 supplier_conformity_report",
            "it must be test_report or supplier_conformity_report",
        );
        findings.rule(format!("{at}/kind"), Some(&document.kind), zh, en);
    }
    findings.text(format!("{at}/doc_no"), &document.doc_no);
    check_digest(format!("{at}/sha256"), &document.sha256, findings);
}

fn check_summary(summary: &SupplyChainSummary, findings: &mut Findings) {
    let at = "/summary_of_supply_chain";
    check_digest(format!("{at}/report_sha256"), &summary.report_sha256, findings);
    if summary.parts_declared > summary.parts {
        let value = summary.parts_declared.to_string();
        let (zh, en) = ("已声明部件多于部件总数", "more parts are declared than there are");
        findings.rule(format!("{at}/parts_declared"), Some(&value), zh, en);
    }
    if let Some(percent) = &summary.mass_coverage_percent
        && !is_percentage(percent)
    {
        let (zh, en) = ("应为 0 至 100 的十进制数", "it must be a decimal from 0 to 100");
        findings.rule(format!("{at}/mass_coverage_percent"), Some(percent), zh, en);
    }
}

fn check_digest(field: String, digest: &str, findings: &mut Findings) {
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if digest.len() != 64 || !digest.bytes().all(hex) {
        let (zh, en) = ("应为 64 位小写十六进制", "it must be 64 lower-case hex digits");
        findings.rule(field, Some(digest), zh, en);
    }
}

/// Whether `text` is a plain decimal from 0 to 100.
fn is_percentage(text: &str) -> bool {
    let plain = text.len() <= 40
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && text.starts_with(|c: char| c.is_ascii_digit())
        && Number::parse(text).is_ok();
    let whole = text.split('.').next().and_then(|whole| whole.parse::<u64>().ok());
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    plain
        && whole.is_some_and(|whole| {
            whole < 100 || (whole == 100 && fraction.bytes().all(|b| b == b'0'))
        })
}

mod table;
#[cfg(test)]
mod tests;
