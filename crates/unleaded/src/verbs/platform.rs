//! `platform`: the reference platform and its public records.

use std::net::SocketAddr;

use unleaded_platform::client::{
    HttpTransport, PlainHttp, PlatformUrl, PreparedRequest, Timeouts, Transport,
};
use unleaded_platform::contract::operation::Method;
use unleaded_platformd::{Config, EnrolmentMode};

use crate::exit::{Exit, Failure, Outcome};
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
  unleaded platform record P67733338b72e4ec82123 --platform http://127.0.0.1:8080")]
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
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::new(format!("no threads: {error}"), "try again"))?;
        runtime.block_on(async {
            let listening = unleaded_platformd::bind(config).await.map_err(|error| {
                Failure::new(with_causes(&error), "choose another folder or address")
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
                format!("`{}` is no public number", self.id),
                "copy it from the receipt",
            ));
        }
        let (platform, transport) = connect(&self.platform, Timeouts::default(), printer)?;
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
                format!("{}: {error}", request.url),
                "check the address, and try again later",
            )
        })?;
        let body: serde_json::Value = serde_json::from_slice(&answer.body).map_err(|_| {
            Failure::new(format!("{} did not answer with JSON", request.url), "check the address")
        })?;
        if answer.status == 200 {
            files::write(self.output.as_deref(), format!("{body:#}\n").as_bytes())?;
            return Ok(Exit::Yes);
        }
        let message = &body["message"][printer.word("en", "zh")];
        let text = message.as_str().unwrap_or("no message");
        printer.failure(&Failure {
            message: format!("{} ({})", text, answer.status),
            help: String::new(),
        });
        Ok(Exit::No)
    }
}

/// Returns the platform's address and a way to it.
pub(crate) fn connect(
    url: &str,
    timeouts: Timeouts,
    printer: &Printer,
) -> Result<(PlatformUrl, HttpTransport), Box<Failure>> {
    let platform = PlatformUrl::parse(url, PlainHttp::LoopbackOnly)
        .map_err(|diagnostic| Failure::of(&diagnostic, printer.language()))?;
    let transport = HttpTransport::new(&platform, timeouts)
        .map_err(|error| Failure::new(error.to_string(), "check the proxy settings"))?;
    Ok((platform, transport))
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
