//! `outbox`: what waits, and what the platform has confirmed.

use std::path::Path;

use unleaded_model::diagnostic::Language;
use unleaded_platform::client::{
    Client, EnrolmentPolicy, Entry, EntryState, Outbox, OutboxError, RetryPolicy, Sender, System,
    Timeouts, parse_declarant,
};
use unleaded_platform::contract::declaration::ConformityDeclaration;
use unleaded_platform::contract::receipt::verify_receipt;
use unleaded_trust::PublicKey;

use crate::args::Format;
use crate::exit::{Both, Exit, Failure, Outcome};
use crate::files;
use crate::printer::{Printer, visible};
use crate::verbs::{keys, platform, push};

/// Look after filings and receipts
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "Example:\n  unleaded outbox list --platform https://platform.example")]
pub(crate) enum Action {
    /// Show filings and what has become of them, without the network
    #[command(after_help = "Example:\n  unleaded outbox list --platform https://platform.example")]
    List(Which),
    Retry(Retry),
    /// Check the receipts of what was filed, without the network
    #[command(after_help = "\
Example:
  unleaded outbox verify --platform https://platform.example

Exits 0 when every receipt is good, 1 when one is missing, damaged or not signed by the platform's key.")]
    Verify(Which),
}

/// Which outbox
#[derive(Debug, clap::Args)]
pub(crate) struct Which {
    /// The platform's address
    #[arg(long, value_name = "URL")]
    platform: String,
    /// The folder of filings and receipts
    #[arg(long, value_name = "DIR", default_value = "outbox")]
    outbox: String,
}

/// Send what waits
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded outbox retry --platform https://platform.example \\
      --declarant company.toml --key company.pem")]
pub(crate) struct Retry {
    #[command(flatten)]
    which: Which,
    /// The enterprise's identity (TOML)
    #[arg(long, value_name = "FILE")]
    declarant: String,
    /// The enterprise's private key
    #[arg(long, value_name = "KEY.pem")]
    key: String,
    /// Where the passphrase of the key is: `env:NAME` or `file:PATH`
    #[arg(long, value_name = "FROM")]
    passphrase: Option<String>,
}

impl Action {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        match self {
            Self::List(which) => list(&which, printer),
            Self::Retry(retry) => retry.run(printer),
            Self::Verify(which) => verify(&which, printer),
        }
    }
}

impl Which {
    /// Whether there is an outbox of the platform; looking makes none.
    fn is_used(&self) -> Result<bool, Box<Failure>> {
        let (platform, _) = platform::connect(&self.platform, Timeouts::default())?;
        Ok(Outbox::is_used(Path::new(&self.outbox), &platform))
    }

    fn unused(&self) -> Both {
        let (folder, platform) = (&self.outbox, &self.platform);
        Both::from((
            format!("the outbox `{folder}` holds nothing for {platform}"),
            format!("发件箱“{folder}”中没有该平台（{platform}）的内容"),
        ))
    }

    fn open(&self) -> Result<Outbox, Box<Failure>> {
        let (platform, _) = platform::connect(&self.platform, Timeouts::default())?;
        Outbox::open(Path::new(&self.outbox), &platform, &System).map_err(|error| failure(&error))
    }
}

fn list(which: &Which, printer: &Printer) -> Outcome {
    if !which.is_used()? {
        printer.note(which.unused().of(printer.language()));
        return Ok(Exit::Yes);
    }
    let listed = which.open()?.list().map_err(|error| failure(&error))?;
    printer.diagnostics(&listed.diagnostics);
    let lines = listed.entries.iter().map(|entry| {
        let state = match entry.state {
            EntryState::Filed => printer.word("filed", "已报送"),
            EntryState::Pending => printer.word("waiting", "待发送"),
            EntryState::Refused => printer.word("refused", "被拒绝"),
        };
        line(entry, state, printer)
    });
    files::print(lines.collect::<String>().as_bytes())?;
    Ok(if listed.diagnostics.is_empty() { Exit::Yes } else { Exit::No })
}

/// Key, state, number, product models and date of assessment; below it why it was refused.
fn line(entry: &Entry, state: &str, printer: &Printer) -> String {
    let declared = serde_json::from_slice::<ConformityDeclaration>(&entry.body).ok();
    let no = entry.submission_no.as_deref();
    let models = declared.as_ref().map(|d| d.product.models.join(", "));
    let date = declared.as_ref().map(|d| d.basis.assessed_on.0.to_string());
    let columns = [Some(entry.key.as_str()), Some(state), no, models.as_deref(), date.as_deref()];
    let columns: Vec<String> = columns.into_iter().flatten().map(visible).collect();
    let mut text = format!("{}\n", columns.join("  "));
    for reason in &entry.reasons {
        let issue = match printer.language() {
            Language::En => reason.issue.english(),
            Language::Zh => &reason.issue.zh,
        };
        let colon = printer.word(": ", "：");
        text += &format!("  {}{colon}{}\n", visible(&reason.code), visible(issue));
    }
    text
}

/// Checks each stored receipt against the platform's pinned key and the body that was filed.
fn verify(which: &Which, printer: &Printer) -> Outcome {
    if !which.is_used()? {
        return Err(Failure::new(
            which.unused(),
            (
                "check the address and `--outbox`; receipts are kept by `unleaded push`",
                "请检查地址和 `--outbox`；回执由 `unleaded push` 保存",
            ),
        ));
    }
    let outbox = which.open()?;
    let listed = outbox.list().map_err(|error| failure(&error))?;
    printer.diagnostics(&listed.diagnostics);
    if listed.diagnostics.is_empty() && listed.entries.iter().all(|e| e.state != EntryState::Filed)
    {
        printer.note(printer.word("nothing has been filed yet", "尚无已报送的内容"));
        return Ok(Exit::Yes);
    }
    let pin = outbox.pin_file();
    let key = match files::read(&pin.display().to_string()) {
        Ok(bytes) => PublicKey::from_pem(&String::from_utf8_lossy(&bytes)).map_err(|error| {
            let file = pin.display();
            Failure::new(
                (format!("`{file}`: {error}"), format!("平台公钥文件“{file}”无法使用：{error}")),
                ("restore the file", "请恢复该文件"),
            )
        })?,
        Err(error) => return Err(files::unreadable(&pin.display().to_string(), &error)),
    };
    let mut exit = if listed.diagnostics.is_empty() { Exit::Yes } else { Exit::No };
    for entry in listed.entries.iter().filter(|entry| entry.state == EntryState::Filed) {
        let no = entry.submission_no.as_deref().unwrap_or_default();
        let stored = outbox.load_receipt(no).map_err(|error| failure(&error))?;
        let checked = match &stored {
            Some(bytes) => {
                verify_receipt(bytes, &key, &entry.body).map_err(|error| error.to_string())
            }
            None => Err(printer.word("the receipt is missing", "回执缺失").to_owned()),
        };
        let line = match checked {
            Ok(receipt) => {
                let word = printer.word("good", "有效");
                let (colon, comma) = (printer.word(": ", "："), printer.word(", ", "，"));
                format!("{no}{colon}{word}{comma}{} {}\n", receipt.receipt_no, receipt.received_at)
            }
            Err(reason) => {
                exit = Exit::No;
                let colon = printer.word(": ", "：");
                format!("{no}{colon}{}{reason}\n", printer.word("BAD: ", "无效："))
            }
        };
        files::print(line.as_bytes())?;
    }
    Ok(exit)
}

impl Retry {
    fn run(self, printer: &Printer) -> Outcome {
        let text = String::from_utf8_lossy(&files::need(&self.declarant)?).into_owned();
        let file = unleaded_model::diagnostic::FileName::new(&self.declarant);
        let (declarant, diagnostics) = parse_declarant(&text, &file);
        printer.diagnostics(&diagnostics);
        let Some(declarant) = declarant else {
            return Ok(Exit::No);
        };
        let key = keys::private(&self.key, self.passphrase.as_deref())?;
        let (platform, transport) = platform::connect(&self.which.platform, Timeouts::default())?;
        let outbox = Outbox::open(Path::new(&self.which.outbox), &platform, &System)
            .map_err(|error| failure(&error))?;
        let sender =
            Sender { enterprise: &declarant.declarant.enterprise, app_id: None, key: &key };
        let how = (RetryPolicy::default(), EnrolmentPolicy::Ask);
        let machine = push::Watched { printer };
        let client = Client::new(&platform, sender, &transport, &machine, how);
        let retried = client.retry(&outbox).map_err(|error| failure(&error))?;
        printer.diagnostics(&retried.diagnostics);
        let mut worst = Exit::Yes;
        for (_, sent) in &retried.outcomes {
            let exit = push::show(sent, (Format::Human, None), printer)?;
            worst = worst.worse(exit);
        }
        if retried.outcomes.is_empty() {
            printer.note(printer.word("nothing waits", "没有待发送的报送"));
        }
        Ok(worst)
    }
}

/// Returns the failure of the own disk.
pub(crate) fn failure(error: &OutboxError) -> Box<Failure> {
    let zh = match error {
        OutboxError::Key(error) => return keys::not_signed(error),
        OutboxError::File { path, source } => {
            format!("无法使用“{}”：{}", path.display(), unleaded_app::system::in_chinese(source))
        }
        OutboxError::Locked { path } => {
            format!("另一个进程正在使用发件箱（“{}”）", path.display())
        }
        _ => format!("系统无法提供随机数：{error}"),
    };
    Failure::new(
        (platform::with_causes(error), zh),
        ("check the folder, its permissions and the free space", "请检查文件夹、权限和剩余空间"),
    )
}
