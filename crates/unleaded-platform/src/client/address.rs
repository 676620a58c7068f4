//! The address of a platform.

use std::fmt;

use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::platform as codes;

use crate::contract::operation::BASE_PATH;

/// Where requests may go without TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlainHttp {
    /// Anywhere: who reads the line reads the filing.
    Anywhere,
    /// To this machine only.
    #[default]
    LoopbackOnly,
}

/// The origin of a platform: scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformUrl {
    url: reqwest::Url,
}

impl PlatformUrl {
    /// Parses `text`: `https://HOST[:PORT]`, or `http://` as `plain` allows; the path is empty, `/` or the contract's base path.
    pub fn parse(text: &str, plain: PlainHttp) -> Result<Self, Box<Diagnostic>> {
        let bad = |en: &str, zh: &str| {
            // An address may hold a password, so a bad one is shown without what stands before the `@`.
            let shown = text.rsplit_once('@').map_or(text, |(_, host)| host);
            let diagnostic = Diagnostic::unplaced(codes::PLATFORM_URL_INVALID);
            Box::new(diagnostic.with("value", shown).with("reason", (en, zh)))
        };
        let url = reqwest::Url::parse(text.trim()).map_err(|error| {
            let en = error.to_string();
            bad(&en, &format!("不是网址（{en}）"))
        })?;
        let host = url.host_str().unwrap_or_default().to_owned();
        match url.scheme() {
            "https" if cfg!(feature = "tls") => {}
            "https" => {
                return Err(bad("this program was built without TLS", "本程序构建时未包含 TLS"));
            }
            "http" if plain == PlainHttp::Anywhere || is_loopback(&host) => {}
            "http" => {
                return Err(bad(
                    "plain http leaves this machine unprotected",
                    "http 会在不加密的情况下离开本机",
                ));
            }
            _ => return Err(bad("the scheme is not https", "不是 https 地址")),
        }
        if host.is_empty() {
            return Err(bad("it has no host", "没有主机名"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad(
                "it holds a user name; requests are signed with a key instead",
                "含有用户名；请求由密钥签名，不用用户名",
            ));
        }
        if !["", BASE_PATH].contains(&url.path().trim_end_matches('/')) {
            return Err(bad("it has a path", "含有路径"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(bad("it has a query or a fragment", "含有查询参数或片段"));
        }
        Ok(Self { url })
    }

    /// Host and port as the `Host` header has them.
    pub fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Whether the platform is on this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.url.host_str().unwrap_or_default())
    }

    /// The address of `target`, a path with its query.
    pub fn at(&self, target: &str) -> String {
        format!("{}://{}{target}", self.url.scheme(), self.host())
    }

    /// A name for a directory that no other platform has.
    pub(crate) fn directory(&self) -> String {
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() || ".-".contains(c) { c } else { '_' }
        };
        format!("{}_{}", self.url.scheme(), self.host()).chars().map(plain).collect()
    }
}

impl fmt::Display for PlatformUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.url.scheme(), self.host())
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, shown) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost/pspa/v1/", "http://localhost"),
            ("http://[::1]:9/", "http://[::1]:9"),
            #[cfg(feature = "tls")]
            ("https://platform.example", "https://platform.example"),
        ] {
            assert_eq!(
                PlatformUrl::parse(text, PlainHttp::LoopbackOnly).unwrap().to_string(),
                shown
            );
        }
        for bad in [
            "http://platform.example",
            "ftp://127.0.0.1",
            "127.0.0.1:80",
            "",
            "http://127.0.0.1/x",
            "http://127.0.0.1/?a",
            "http://u:secret@127.0.0.1",
            "http://127.0.0.1.example.com",
        ] {
            let refused = PlatformUrl::parse(bad, PlainHttp::LoopbackOnly).unwrap_err();
            assert_eq!(refused.code, codes::PLATFORM_URL_INVALID, "{bad}");
            assert!(!format!("{refused:?}").contains("secret"));
        }
        assert!(PlatformUrl::parse("http://platform.example", PlainHttp::Anywhere).is_ok());
    }
}
