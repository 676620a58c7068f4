//! What the operating system says.

use std::io;

/// What the system says, without its number of the error.
pub fn in_english(error: &io::Error) -> String {
    let words = error.to_string();
    words.split_once(" (os error ").map_or(words.as_str(), |(words, _)| words).to_owned()
}

/// What the system says, in Chinese where it says it by a kind.
pub fn in_chinese(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::AddrInUse => "地址已被占用",
        io::ErrorKind::AddrNotAvailable => "地址不可用",
        io::ErrorKind::AlreadyExists => "文件已存在",
        io::ErrorKind::ConnectionRefused => "连接被拒绝",
        io::ErrorKind::FileTooLarge => "文件过大",
        io::ErrorKind::InvalidFilename => "文件名无效",
        io::ErrorKind::IsADirectory => "是文件夹，不是文件",
        io::ErrorKind::NotADirectory => "路径中有一项不是文件夹",
        io::ErrorKind::NotFound => "文件或文件夹不存在",
        io::ErrorKind::PermissionDenied => "权限不足",
        io::ErrorKind::QuotaExceeded => "超出磁盘配额",
        io::ErrorKind::ReadOnlyFilesystem => "文件系统为只读",
        io::ErrorKind::ResourceBusy => "已被读取或占用",
        io::ErrorKind::StorageFull => "磁盘已满",
        io::ErrorKind::TimedOut => "超时",
        // The words of the system itself are better than none.
        _ => return error.to_string(),
    };
    words.to_owned()
}
