//! `keygen`: a key pair.

use std::path::{Path, PathBuf};

use unleaded_trust::{KeyError, PrivateKey};
use zeroize::Zeroizing;

use crate::exit::{Exit, Failure, Outcome};
use crate::files::{self, Access};
use crate::printer::Printer;
use crate::verbs::keys;

/// Make a key pair for signing
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded keygen -o company.pem
  unleaded keygen --algorithm sm2 -o company-sm2.pem

Writes company.pem (the private key, PKCS#8 PEM, readable by you alone) and company.pub.pem (the public key, to hand out).
An existing file is never replaced.")]
pub(crate) struct Args {
    /// The file of the private key
    #[arg(short, long, value_name = "KEY.pem")]
    output: String,
    /// Where the passphrase to encrypt the key under is: `env:NAME`, `fd:NUMBER` or `file:PATH`; without it the key is not encrypted
    #[arg(long, value_name = "FROM")]
    passphrase: Option<String>,
    /// What the key signs with; SM2 needs a program that was built with it
    #[arg(long, value_enum, default_value_t)]
    algorithm: Algorithm,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Algorithm {
    #[default]
    Ed25519,
    Sm2,
}

/// A key pair as files.
struct Pair {
    private: Zeroizing<String>,
    public: String,
    id: String,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        if self.output == files::STANDARD {
            return Err(Failure::new(
                ("a private key is not written to standard output", "私钥不会写到标准输出"),
                ("name a file: `-o KEY.pem`", "请指定文件：`-o KEY.pem`"),
            ));
        }
        let Pair { private: pem, public: public_pem, id } = match self.algorithm {
            Algorithm::Ed25519 => ed25519(self.passphrase.as_deref())?,
            Algorithm::Sm2 => sm2(self.passphrase.as_deref())?,
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
        put(&public, public_pem.as_bytes(), Access::Everybody)?;
        put(Path::new(&self.output), pem.as_bytes(), Access::Owner)?;
        printer.note(&format!(
            "{}{}\n{}{}\n{}{}",
            printer.word("private key: ", "私钥："),
            self.output,
            printer.word("public key:  ", "公钥："),
            public.display(),
            printer.word("key id:      ", "密钥标识："),
            id,
        ));
        Ok(Exit::Yes)
    }
}

/// Makes an Ed25519 pair, encrypted where `passphrase` says what with.
fn ed25519(passphrase: Option<&str>) -> Result<Pair, Box<Failure>> {
    let key = PrivateKey::from_seed(*random()?);
    let encrypted = |passphrase: &[u8], salt, iv| key.to_encrypted_pem(passphrase, salt, iv);
    let private = private(passphrase, || key.to_pem(), encrypted)?;
    Ok(Pair { private, public: key.public().to_pem(), id: key.public().id() })
}

/// The private key, encrypted where `passphrase` says what with.
fn private(
    passphrase: Option<&str>,
    plain: impl FnOnce() -> Zeroizing<String>,
    encrypted: impl Fn(&[u8], [u8; 16], [u8; 16]) -> Result<Zeroizing<String>, KeyError>,
) -> Result<Zeroizing<String>, Box<Failure>> {
    match passphrase {
        None => Ok(plain()),
        Some(from) => keys::encrypted(&keys::passphrase(from)?, encrypted),
    }
}

/// Makes an SM2 pair, encrypted where `passphrase` says what with.
#[cfg(feature = "national")]
fn sm2(passphrase: Option<&str>) -> Result<Pair, Box<Failure>> {
    // The bounds leave out one draw in four thousand million.
    let key = loop {
        if let Some(key) = unleaded_trust::Sm2PrivateKey::from_secret(&*random()?) {
            break key;
        }
    };
    let encrypted = |passphrase: &[u8], salt, iv| key.to_encrypted_pem(passphrase, salt, iv);
    let private = private(passphrase, || key.to_pem(), encrypted)?;
    Ok(Pair { private, public: key.public().to_pem(), id: key.public().id() })
}

#[cfg(not(feature = "national"))]
fn sm2(_: Option<&str>) -> Result<Pair, Box<Failure>> {
    Err(Failure::new(
        ("this program was built without SM2", "本程序编译时未启用 SM2"),
        (
            "build it with `--features national`, or make an Ed25519 key",
            "请用 `--features national` 重新编译，或生成 Ed25519 密钥",
        ),
    ))
}

fn random() -> Result<Zeroizing<[u8; 32]>, Box<Failure>> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *bytes).map_err(|error| keys::no_random(&error))?;
    Ok(bytes)
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
