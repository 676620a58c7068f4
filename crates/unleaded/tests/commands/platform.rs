//! A running platform, and ways to it that fail.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::Place;

/// The reference platform, ended with the value.
pub(crate) struct Platform {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Platform {
    pub(crate) fn start(place: &Place) -> Self {
        let mut child = place
            .command("platform serve --data platform --listen 127.0.0.1:0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().parse().unwrap();
        Self { child, address }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a listener does with each connection.
pub(crate) fn listen(
    answer: impl Fn(TcpStream, usize) + Send + Sync + 'static,
) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let answer = Arc::new(answer);
    // The thread ends with the test process.
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let number = counted.fetch_add(1, Ordering::SeqCst);
            let answer = Arc::clone(&answer);
            std::thread::spawn(move || answer(stream, number));
        }
    });
    (address, count)
}

/// An address at which nothing listens.
pub(crate) fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Reads one HTTP message: its head and as much body as the head says.
pub(crate) fn message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        bytes.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&bytes).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |n| n.trim().parse().unwrap())];
    stream.read_exact(&mut body).ok()?;
    bytes.extend(body);
    Some(bytes)
}

/// A way to the platform at `address` that hands every message on. `told` sees each request and its answer, and says whether the
/// answer goes back.
pub(crate) fn proxy(
    address: SocketAddr,
    told: impl Fn(&[u8], &[u8]) -> bool + Send + Sync + 'static,
) -> SocketAddr {
    let (own, _) = listen(move |mut client, _| {
        while let Some(request) = message(&mut client) {
            let mut server = TcpStream::connect(address).unwrap();
            server.write_all(&request).unwrap();
            let Some(answer) = message(&mut server) else { return };
            if !told(&request, &answer) || client.write_all(&answer).is_err() {
                return;
            }
        }
    });
    own
}
