//! `platform`: the reference platform and its public records.

use std::net::SocketAddr;

use unleaded_platform::client::{
    HttpTransport, PlainHttp, PlatformUrl, PreparedRequest, Timeouts, Transport,
};
use unleaded_platform::contract::operation::Method;
use unleaded_platformd::{Config, EnrolmentMode};

use crate::exit::{Both, Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;

/// Run the reference platform, or read its public records
#[derive(Debug, clap::Subcommand)]
#[command(
    after_help = "Example:\n  unleaded platform serve --data platform/ --listen 127.0.0.1:8080"
)]
pub(crate) enum Action {
    Record(Record),
    Serve(Serve),
}

/// Run the reference platform until it is interrupted
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded platform serve --data platform/ --listen 127.0.0.1:8080

Writes one line with its address to standard output once it answers. The contract is served at /pspa/v1/openapi.json.")]
pub(crate) struct Serve {
    /// The folder of the database and the key; made when it is not there
    #[arg(long, value_name = "DIR")]
    data: String,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Let anyone who reaches the server register the key of an enterprise; without it only on a loopback address
    #[arg(long)]
    open_enrolment: bool,
}

/// Show a public record
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded platform record P67733338b72e4ec82123 \\
      --platform http://127.0.0.1:8080")]
pub(crate) struct Record {
    /// The public number of the record, as the receipt names it
    #[arg(value_name = "PUBLIC-ID")]
    id: String,
    /// The platform's address
    #[arg(long, value_name = "URL")]
    platform: String,
    /// Where to write it
    #[arg(short, long)]
    output: Option<String>,
}

impl Action {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        match self {
            Self::Record(record) => record.run(printer),
            Self::Serve(serve) => serve.run(printer),
        }
    }
}

impl Serve {
    fn run(self, printer: &Printer) -> Outcome {
        let mut config = Config::new(self.data, self.listen);
        if self.open_enrolment {
            config.enrolment = EnrolmentMode::Open;
        }
        let shown = *printer;
        config.log = std::sync::Arc::new(move |line: &str| shown.note(line));
        let runtime =
            tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
                let zh = format!("无法启动线程：{}", unleaded_app::system::in_chinese(&error));
                Failure::new((format!("no threads: {error}"), zh), ("try again", "请重试"))
            })?;
        runtime.block_on(async {
            let listening = unleaded_platformd::bind(config).await.map_err(|error| {
                Failure::new(
                    (with_causes(&error), format!("平台无法启动：{}", causes_in_chinese(&error))),
                    ("choose another folder or address", "请更换文件夹或地址"),
                )
            })?;
            files::print(format!("listening on http://{}\n", listening.address()).as_bytes())?;
            listening.run(interrupted()).await;
            Ok(Exit::Yes)
        })
    }
}

/// Ready when the process is asked to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

impl Record {
    fn run(self, printer: &Printer) -> Outcome {
        let id: String =
            self.id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        if id.is_empty() || id != self.id {
            return Err(Failure::new(
                (
                    format!("`{}` is no public number", self.id),
                    format!("“{}”不是公开编号", self.id),
                ),
                ("copy it from the receipt", "请从回执中复制公开编号"),
            ));
        }
        let (platform, transport) = connect(&self.platform, Timeouts::default())?;
        let target = format!("/pspa/v1/public/records/{id}");
        let request = PreparedRequest {
            method: Method::Get,
            url: platform.at(&target),
            target,
            host: platform.host(),
            headers: vec![("accept", "application/json".to_owned())],
            body: Vec::new(),
        };
        let answer = transport.send(&request).map_err(|error| {
            Failure::new(
                (
                    format!("{}: {error}", request.url),
                    format!("无法从 {} 取得应答：{error}", request.url),
                ),
                ("check the address, and try again later", "请检查地址，稍后再试"),
            )
        })?;
        let body: serde_json::Value = serde_json::from_slice(&answer.body).map_err(|_| {
            Failure::new(
                (
                    format!("{} did not answer with JSON", request.url),
                    format!("{} 的应答不是 JSON", request.url),
                ),
                ("check the address", "请检查地址"),
            )
        })?;
        if answer.status == 200 {
            files::write(self.output.as_deref(), format!("{body:#}\n").as_bytes())?;
            return Ok(Exit::Yes);
        }
        let text = |language: &str, none: &str| {
            body["message"][language].as_str().unwrap_or(none).to_owned()
        };
        let (status, none) = (answer.status, Both::default());
        printer.failure(&Failure {
            message: Both::from((
                format!("{} ({status})", text("en", "no message")),
                format!("{}（{status}）", text("zh", "平台未说明原因")),
            )),
            help: none,
        });
        Ok(Exit::No)
    }
}

/// Returns the platform's address and a way to it.
pub(crate) fn connect(
    url: &str,
    timeouts: Timeouts,
) -> Result<(PlatformUrl, HttpTransport), Box<Failure>> {
    let platform = PlatformUrl::parse(url, PlainHttp::LoopbackOnly)
        .map_err(|diagnostic| Failure::of(&diagnostic))?;
    let transport = HttpTransport::new(&platform, timeouts).map_err(|error| {
        Failure::new(
            (error.to_string(), format!("无法建立网络连接：{error}")),
            ("check the proxy settings", "请检查代理设置"),
        )
    })?;
    Ok((platform, transport))
}

/// The innermost cause in Chinese where the system gives it a kind, else all causes as they are.
fn causes_in_chinese(error: &(dyn std::error::Error + 'static)) -> String {
    let mut inner = error;
    while let Some(cause) = inner.source() {
        inner = cause;
    }
    match inner.downcast_ref() {
        Some(system) => unleaded_app::system::in_chinese(system),
        None => with_causes(error),
    }
}

/// An error with its causes, outermost first.
pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text += &format!(": {inner}");
        cause = inner.source();
    }
    text
}
