//! What can go wrong, and what to do.

use std::io;
use std::path::PathBuf;

/// Words in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// Why the cluster gave no totals.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is no address.
    #[error("`{text}` is no address of a server")]
    Address {
        /// What was written.
        text: String,
    },
    /// Another run works in the folder.
    #[error("another run works in {}", .folder.display())]
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// Nobody listens, or the name is not known.
    #[error("no connection to {address}: {source}")]
    Connection {
        /// The address.
        address: String,
        /// Why.
        source: io::Error,
    },
    /// A result that came back is not whole.
    #[error("{what} holds {found} rows, not {expected}")]
    Incomplete {
        /// The result.
        what: String,
        /// How many rows it must hold.
        expected: u64,
        /// How many it holds.
        found: u64,
    },
    /// What listens there does not speak Spark Connect.
    #[error("{address} does not answer as a server of Spark Connect: {message}")]
    NoServer {
        /// The address.
        address: String,
        /// What it said.
        message: String,
    },
    /// A file of the folder can't be written or read here.
    #[error("{}: {source}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder has a name that the statements can't hold.
    #[error("the folder {} has a name that can't stand in a statement", .folder.display())]
    FolderName {
        /// The folder.
        folder: PathBuf,
    },
    /// The server will not count as it must.
    #[error("the server keeps {setting} at `{value}`")]
    Setting {
        /// The name of the setting.
        setting: String,
        /// Its value there.
        value: String,
    },
    /// A statement failed on the server.
    #[error("{what} failed on the server: {message}")]
    Statement {
        /// What the statement was to compute.
        what: String,
        /// What the server said.
        message: String,
    },
    /// It was interrupted here.
    #[error("interrupted; what was finished is kept in {}", .folder.display())]
    Stopped {
        /// The folder.
        folder: PathBuf,
    },
    /// The servers do not see the folder.
    #[error("the cluster does not see the files in {}: {message}", .folder.display())]
    Unseen {
        /// The folder.
        folder: PathBuf,
        /// What the server said.
        message: String,
    },
}

impl Error {
    /// What went wrong.
    pub fn message(&self) -> Words {
        let zh = match self {
            Self::Address { text } => format!("“{text}”不是服务器地址"),
            Self::Busy { folder } => format!("另一个运行正在使用 {}", folder.display()),
            Self::Connection { address, source } => format!("无法连接 {address}：{source}"),
            Self::File { path, source } => format!("{}：{source}", path.display()),
            Self::FolderName { folder } => {
                format!("文件夹名 {} 不能写入语句", folder.display())
            }
            Self::Incomplete { what, expected, found } => {
                format!("{what} 有 {found} 行，应为 {expected} 行")
            }
            Self::NoServer { address, message } => {
                format!("{address} 不是 Spark Connect 服务器：{message}")
            }
            Self::Setting { setting, value } => format!("服务器将 {setting} 保持为“{value}”"),
            Self::Statement { what, message } => format!("{what} 在服务器上失败：{message}"),
            Self::Stopped { folder } => {
                format!("已中断；已完成的部分保存在 {}", folder.display())
            }
            Self::Unseen { folder, message } => {
                format!("集群看不到 {} 中的文件：{message}", folder.display())
            }
        };
        Words { en: self.to_string(), zh }
    }

    /// What to do.
    pub fn help(&self) -> Words {
        let (en, zh) = match self {
            Self::Address { .. } => (
                "write spark://HOST:PORT, the port of the Spark Connect server (15002 by default)",
                "请写作 spark://主机:端口，端口为 Spark Connect 服务器的端口（默认 15002）",
            ),
            Self::Busy { .. } => (
                "wait until it has ended, or name another folder with --engine-dir",
                "请等待其结束，或用 --engine-dir 指定其他文件夹",
            ),
            Self::Connection { .. } => (
                "start the Spark Connect server, or correct host and port; docs/scale.md tells how",
                "请启动 Spark Connect 服务器，或更正主机和端口；见 docs/scale.md",
            ),
            Self::File { .. } => (
                "see that the folder can be written and has room; the finished part is used again",
                "请确认文件夹可写且空间足够；已完成的部分会再次使用",
            ),
            Self::FolderName { .. } => (
                "name an absolute path of letters, digits and /._- with --engine-dir",
                "请用 --engine-dir 指定只含字母、数字和 /._- 的绝对路径",
            ),
            Self::Incomplete { .. } => (
                "run again: what is not whole is computed again; if it comes back, the workers do not share the folder",
                "请重新运行：不完整的部分会重新计算；如再次出现，说明各工作节点未共享该文件夹",
            ),
            Self::NoServer { .. } => (
                "name the port of the Spark Connect server (15002 by default), not that of the master (7077)",
                "请指定 Spark Connect 服务器的端口（默认 15002），而不是 master 的端口（7077）",
            ),
            Self::Setting { .. } => (
                "allow sessions to change it on the server, or set it there",
                "请允许会话更改该设置，或在服务器上设置",
            ),
            Self::Statement { .. } => (
                "repair what the server says and run again: it goes on after the last finished statement",
                "请按服务器的提示处理后重新运行：将从最后完成的语句之后继续",
            ),
            Self::Stopped { .. } => {
                ("run the same command again to go on", "再次运行同一命令即可继续")
            }
            Self::Unseen { .. } => (
                "name a folder with --engine-dir that this machine, the server and all workers see under the same path",
                "请用 --engine-dir 指定本机、服务器和所有工作节点以相同路径可见的文件夹",
            ),
        };
        Words { en: en.to_owned(), zh: zh.to_owned() }
    }
}
