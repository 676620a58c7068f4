//! `push`: files a product with the platform.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use unleaded_documents::conformity::Open;
use unleaded_model::diagnostic::{Diagnostic, Language};
use unleaded_platform::client::{
    Client, DeclarantFile, EnrolmentPolicy, Filed, NoRandomness, Outbox, Outcome as Sent,
    ProductFacts, Retry, RetryPolicy, Sender, Stamp, Surroundings, System, Timeouts, When,
    parse_declarant, prepare_filing,
};
use unleaded_platform::contract::day::shanghai_date;
use unleaded_platform::contract::declaration::COMMITMENT_TEXT;

use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::{Printer, visible};
use crate::verbs::conformity::{NotConforming, status};
use crate::verbs::document::ReportFile;
use crate::verbs::filing::Subject;
use crate::verbs::json::{diagnostic, document};
use crate::verbs::{declarant, keys, outbox, platform};

/// File a product's summary with the public platform
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded push report.json --product PHONE-1 --declarant company.toml \\
      --platform https://platform.example --key company.pem

Only a product that is compliant under china-rohs is filed. The filing is kept in the outbox until the platform's signed receipt is
stored; run the same command again, or `unleaded outbox retry`, after any interruption: nothing is filed twice.
Who files accepts the commitment truth-completeness-consistency-v1: what is filed is true, complete and consistent with the product.
Exits 0 when the receipt is stored, 1 when the filing is refused, 2 when the platform can't be reached (the filing is kept).")]
pub(crate) struct Args {
    /// The report, made by `unleaded rollup --format json`
    report: String,
    /// The product
    #[arg(long, value_name = "ITEM")]
    product: String,
    /// The enterprise's identity and contact, and what the platform must know of each product (TOML)
    #[arg(long, value_name = "FILE")]
    declarant: String,
    /// The platform's address
    #[arg(long, value_name = "URL")]
    platform: String,
    /// The enterprise's private key
    #[arg(long, value_name = "KEY.pem")]
    key: String,
    /// Where the passphrase of the key is: `env:NAME` or `file:PATH`
    #[arg(long, value_name = "FROM")]
    passphrase: Option<String>,
    /// The folder of filings and receipts
    #[arg(long, value_name = "DIR", default_value = "outbox")]
    outbox: String,
    /// Print the request as it would be sent, without the value of its signature, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Seconds to wait for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let file = ReportFile::read(&self.report)?;
        let sha256 = file.sha256();
        let subject = match Subject::new(&file.report, &sha256, &self.product)? {
            Ok(subject) => subject,
            Err(refusal) => return self.refuse(Some(&refusal), &[], printer),
        };
        let declarant = match declarant::read(&self.declarant, parse_declarant)? {
            Ok(declarant) => declarant,
            Err(diagnostics) => return self.refuse(None, &diagnostics, printer),
        };
        let facts = self.facts(&declarant)?;
        if let Some(differs) = subject.other_item(facts) {
            return self.refuse(None, &[differs], printer);
        }
        let filing = subject.filing(&declarant, facts)?;
        let body = match filing.body(shanghai_date(Timestamp::now())) {
            Ok(body) => body,
            Err(diagnostics) => return self.refuse(None, &diagnostics, printer),
        };
        let key = keys::private(&self.key, self.passphrase.as_deref())?;
        let sender =
            Sender { enterprise: &declarant.declarant.enterprise, app_id: None, key: &key };
        self.send(sender, &body, printer)
    }

    fn send(&self, sender: Sender<'_>, body: &[u8], printer: &Printer) -> Outcome {
        let (platform, transport) = platform::connect(&self.platform, timeouts(self.timeout))?;
        if self.dry_run {
            let request = prepare_filing(&platform, sender, &stamp()?, body);
            let request = request.map_err(|error| keys::not_signed(&error))?;
            let text = format!("{}\n", request.display());
            files::write(self.output.as_deref(), text.as_bytes())?;
            return Ok(Exit::Yes);
        }
        let outbox = Outbox::open(Path::new(&self.outbox), &platform, &System)
            .map_err(|error| outbox::failure(&error))?;
        commit(printer);
        let how = (RetryPolicy::default(), EnrolmentPolicy::Ask);
        let machine = Watched { printer };
        let client = Client::new(&platform, sender, &transport, &machine, how);
        let sent = client.file(&outbox, body).map_err(|error| outbox::failure(&error))?;
        show(&sent, (self.format, self.output.as_deref()), printer)
    }

    /// Says why nothing is sent.
    fn refuse(
        &self,
        refusal: Option<&NotConforming>,
        diagnostics: &[Diagnostic],
        printer: &Printer,
    ) -> Outcome {
        if self.format == Format::Json {
            let body = wire("refused", None, refusal, diagnostics);
            files::write(self.output.as_deref(), document(&body).as_bytes())?;
            return Ok(Exit::No);
        }
        printer.diagnostics(diagnostics);
        let Some(refusal) = refusal else {
            printer.note(printer.word("not filed", "未报送"));
            return Ok(Exit::No);
        };
        let word = printer.word("not filed: the product is ", "未报送：该产品的判定为");
        printer.note(&format!("{word}{}", status(&refusal.status, printer.language())));
        refusal.tell(printer);
        Ok(Exit::No)
    }

    fn facts<'a>(&self, declarant: &'a DeclarantFile) -> Result<&'a ProductFacts, Box<Failure>> {
        declarant.products.get(&self.product).ok_or_else(|| {
            Failure::new(
                (
                    format!("`{}` says nothing of product `{}`", self.declarant, self.product),
                    format!("“{}”中没有产品“{}”的信息", self.declarant, self.product),
                ),
                (
                    format!("add a section [products.\"{}\"] with catalogue_item, placed_on_market_on and doc_no", self.product),
                    format!("请增加 [products.\"{}\"] 一节，填写 catalogue_item、placed_on_market_on 和 doc_no", self.product),
                ),
            )
        })
    }
}

fn timeouts(total: u64) -> Timeouts {
    let total = std::time::Duration::from_secs(total);
    Timeouts { connect: Timeouts::default().connect.min(total), total }
}

fn stamp() -> Result<Stamp, Box<Failure>> {
    let random = System.random().map_err(|error| keys::no_random(&error))?;
    let nonce = random.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Stamp { timestamp: System.now().as_second(), nonce })
}

/// Says what whoever files accepts.
pub(crate) fn commit(printer: &Printer) {
    printer.note(&match printer.language() {
        Language::En => format!(
            "By filing you accept the commitment {COMMITMENT_TEXT}: what is filed is true, complete and consistent with the product."
        ),
        Language::Zh => format!(
            "报送即表示您接受承诺 {COMMITMENT_TEXT}：所报送的信息真实、完整，并与产品一致。"
        ),
    });
}

/// The machine itself, which says when a request is tried again.
pub(crate) struct Watched<'a> {
    pub(crate) printer: &'a Printer,
}

impl Surroundings for Watched<'_> {
    fn now(&self) -> Timestamp {
        System.now()
    }

    fn pause(&self, duration: Duration) {
        System.pause(duration);
    }

    fn random(&self) -> Result<[u8; 16], NoRandomness> {
        System.random()
    }

    fn told(&self, retry: &Retry<'_>) {
        let Retry { number, most, pause, reason } = retry;
        let (seconds, reason) = (pause.as_secs(), reason.message(self.printer.language()));
        self.printer.note(&visible(&match self.printer.language() {
            Language::En => format!("retry {number} of {most} in {seconds} s: {reason}"),
            Language::Zh => {
                format!("{seconds} 秒后重试（第 {number} 次，最多 {most} 次）：{reason}")
            }
        }));
    }
}

/// Shows what has become of a filing.
pub(crate) fn show(
    sent: &Sent,
    (format, output): (Format, Option<&str>),
    printer: &Printer,
) -> Outcome {
    let (exit, diagnostics): (Exit, &[Diagnostic]) = match sent {
        Sent::Filed(filed) => (Exit::Yes, &filed.diagnostics),
        Sent::Kept(diagnostics) => (Exit::Failed, diagnostics),
        Sent::Refused(diagnostics) => (Exit::No, diagnostics),
    };
    match format {
        Format::Human => {
            printer.diagnostics(diagnostics);
            match sent {
                Sent::Filed(filed) => files::write(output, human(filed, printer).as_bytes())?,
                Sent::Kept(_) => printer.note(printer.word(
                    "not filed yet: the filing is kept in the outbox; run `unleaded outbox retry`",
                    "尚未报送：已保存在发件箱中，可运行“unleaded outbox retry”重试",
                )),
                Sent::Refused(_) => {
                    printer.note(printer.word("refused by the platform", "平台拒绝受理"))
                }
            }
        }
        Format::Json => files::write(output, document(&sent_wire(sent, diagnostics)).as_bytes())?,
    }
    Ok(exit)
}

fn human(filed: &Filed, printer: &Printer) -> String {
    let mut text = String::new();
    if let Some(key) = &filed.pinned_now {
        let word = printer.word("platform key, kept from now on: ", "平台公钥（今后固定）：");
        text += &format!("{word}{key}\n");
    }
    if filed.when == When::Before {
        text += printer.word("already filed: nothing was sent again\n", "此前已报送：未重复发送\n");
    }
    let receipt = &filed.receipt;
    text += &format!("{}{}\n", printer.word("submission: ", "报送编号："), receipt.submission_no);
    text += &format!("{}{}\n", printer.word("receipt:    ", "回执编号："), receipt.receipt_no);
    text += &format!("{}{}\n", printer.word("public:     ", "公开编号："), receipt.public_id);
    text += &format!(
        "{}{}\n",
        printer.word("kept in:    ", "回执文件："),
        filed.receipt_file.display()
    );
    text
}

fn sent_wire(sent: &Sent, diagnostics: &[Diagnostic]) -> Value {
    match sent {
        Sent::Filed(filed) => wire("filed", Some(filed), None, diagnostics),
        Sent::Kept(_) => wire("kept", None, None, diagnostics),
        Sent::Refused(_) => wire("refused", None, None, diagnostics),
    }
}

/// The result, described by `schemas/push-v1.schema.json`.
fn wire(
    outcome: &str,
    filed: Option<&Filed>,
    refusal: Option<&NotConforming>,
    diagnostics: &[Diagnostic],
) -> Value {
    let receipt = filed.map(|filed| &filed.receipt);
    let reasons = refusal.map_or(&[][..], |refusal| &refusal.open);
    json!({
        "schema": "unleaded/push/v1",
        "outcome": outcome,
        "status": refusal.map(|refusal| &refusal.status),
        "reasons": reasons.iter().map(reason).collect::<Vec<_>>(),
        "submission_no": receipt.map(|receipt| &receipt.submission_no),
        "receipt_no": receipt.map(|receipt| &receipt.receipt_no),
        "public_id": receipt.map(|receipt| &receipt.public_id),
        "receipt_file": filed.map(|filed| filed.receipt_file.display().to_string()),
        "diagnostics": diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
    })
}

fn reason(open: &Open) -> Value {
    json!({
        "entry": open.entry,
        "path": open.path,
        "reason": open.reason,
        "reason_zh": open.reason_zh,
    })
}
