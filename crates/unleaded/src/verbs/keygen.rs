//! `keygen`: a key pair.

use std::path::{Path, PathBuf};

use unleaded_trust::PrivateKey;

use crate::exit::{Exit, Failure, Outcome};
use crate::files::{self, Access};
use crate::printer::Printer;
use crate::verbs::keys;

/// Make a key pair for signing
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded keygen -o company.pem

Writes company.pem (the private key, PKCS#8 PEM, readable by you alone) and company.pub.pem (the public key, to hand out).
An existing file is never replaced.")]
pub(crate) struct Args {
    /// The file of the private key
    #[arg(short, long, value_name = "KEY.pem")]
    output: String,
    /// Where the passphrase to encrypt the key under is: `env:NAME`, `fd:NUMBER` or `file:PATH`; without it the key is not encrypted
    #[arg(long, value_name = "FROM")]
    passphrase: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        if self.output == files::STANDARD {
            return Err(Failure::new(
                ("a private key is not written to standard output", "私钥不会写到标准输出"),
                ("name a file: `-o KEY.pem`", "请指定文件：`-o KEY.pem`"),
            ));
        }
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| keys::no_random(&error))?;
        let key = PrivateKey::from_seed(seed);
        let pem = match &self.passphrase {
            None => key.to_pem(),
            Some(from) => keys::encrypted(&key, &keys::passphrase(from)?)?,
        };
        let public = public_path(&self.output);
        for path in [Path::new(&self.output), public.as_path()] {
            if path.exists() {
                let path = path.display();
                return Err(Failure::new(
                    (format!("`{path}` exists"), format!("“{path}”已存在")),
                    (
                        "choose another name: a key that is replaced is lost",
                        "请换一个名称：密钥一旦被覆盖就无法找回",
                    ),
                ));
            }
        }
        // The public key first: what an interruption leaves behind is then no secret.
        put(&public, key.public().to_pem().as_bytes(), Access::Everybody)?;
        put(Path::new(&self.output), pem.as_bytes(), Access::Owner)?;
        printer.note(&format!(
            "{}{}\n{}{}\n{}{}",
            printer.word("private key: ", "私钥："),
            self.output,
            printer.word("public key:  ", "公钥："),
            public.display(),
            printer.word("key id:      ", "密钥标识："),
            key.public().id(),
        ));
        Ok(Exit::Yes)
    }
}

/// `KEY.pub.pem` beside `KEY.pem`.
fn public_path(private: &str) -> PathBuf {
    let stem = private.strip_suffix(".pem").unwrap_or(private);
    PathBuf::from(format!("{stem}.pub.pem"))
}

fn put(path: &Path, bytes: &[u8], access: Access) -> Result<(), Box<Failure>> {
    files::make(path, bytes, access)
        .map_err(|error| files::unwritable(&path.display().to_string(), &error))
}
