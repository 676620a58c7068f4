//! Where a server listens.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// The port of Spark Connect where none is written.
const PORT: u16 = 15002;

/// The address of a server that speaks Spark Connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: u16,
    /// What follows `/;` in the address of Spark Connect: `use_ssl=true`, a token.
    parameters: String,
}

impl Address {
    /// `host:port`, for a connection.
    pub fn endpoint(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// The address as clients of Spark Connect write it. It may hold a token: it is not for people.
    #[cfg(feature = "client")]
    pub(crate) fn connection(&self) -> String {
        match self.parameters.is_empty() {
            true => format!("sc://{}", self.endpoint()),
            false => format!("sc://{}/;{}", self.endpoint(), self.parameters),
        }
    }
}

/// Without the parameters, which may hold a token.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "spark://{}:{}", self.host, self.port)
    }
}

/// `spark://HOST[:PORT]` or `sc://HOST[:PORT]`, then perhaps `/;KEY=VALUE;...`.
impl FromStr for Address {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong =
            || Error::Address { text: text.split('/').take(3).collect::<Vec<_>>().join("/") };
        let rest = ["spark://", "sc://"].into_iter().find_map(|scheme| text.strip_prefix(scheme));
        let rest = rest.ok_or_else(wrong)?;
        let (place, parameters) = match rest.split_once('/') {
            None => (rest, ""),
            Some((place, "")) => (place, ""),
            Some((place, tail)) => (place, tail.strip_prefix(';').ok_or_else(wrong)?),
        };
        let (host, port) = match place.rsplit_once(':') {
            // The colons of an IPv6 address stand in brackets.
            Some((host, port)) if !port.ends_with(']') => {
                (host, port.parse().ok().filter(|port| *port > 0).ok_or_else(wrong)?)
            }
            _ => (place, PORT),
        };
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let named = !host.is_empty() && host.chars().all(allowed);
        let numbered = bare.is_some_and(|ip| ip.parse::<std::net::Ipv6Addr>().is_ok());
        if !named && !numbered {
            return Err(wrong());
        }
        Ok(Self { host: host.to_owned(), port, parameters: parameters.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let check = |text: &str, expected: Option<&str>| {
            let found = text.parse::<Address>().ok().map(|address| address.endpoint());
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("spark://cluster:15002", Some("cluster:15002"));
        check("sc://cluster", Some("cluster:15002"));
        check("sc://cluster/", Some("cluster:15002"));
        check("spark://[::1]:7", Some("[::1]:7"));
        check("sc://[::1]", Some("[::1]:15002"));
        check("sc://a.b:9/;use_ssl=true;token=x", Some("a.b:9"));
        for wrong in [
            "cluster:1",
            "spark://",
            "spark://a:0",
            "spark://a:b",
            "sc://a/path",
            "sc://a b:1",
            "sc://::1",
        ] {
            check(wrong, None);
        }
    }

    #[test]
    fn a_token_is_not_shown() {
        let address: Address = "sc://a:9/;use_ssl=true;token=secret".parse().unwrap();
        assert!(!format!("{address}").contains("secret"));
        let wrong = "http://a:9/;token=secret".parse::<Address>().unwrap_err();
        assert!(!wrong.to_string().contains("secret"));
    }
}
