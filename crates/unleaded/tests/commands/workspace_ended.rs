//! A workspace while its program is killed, stopped, run twice at once, or out of room: what is there is whole, and the same
//! command goes on from there.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Place, Ran, fixture_text};

/// Calls that change the disk.
const CALLS: [&str; 13] = [
    "fdatasync",
    "flock",
    "fsync",
    "ftruncate",
    "link",
    "linkat",
    "mkdir",
    "pwrite64",
    "rename",
    "syncfs",
    "unlink",
    "unlinkat",
    "write",
];

/// A workspace, and a folder `in` with documents of about that many bytes.
fn place(documents: usize, bytes: usize) -> Place {
    let place = Place::with_board();
    place.run("init --bom bom.csv").exits(0);
    let text = fixture_text("ipc1752/valid-class-d.xml");
    for number in 0..documents {
        let rest = bytes.saturating_sub(text.len());
        place.write(
            &format!("in/{number:03}.xml"),
            format!("{text}<!-- {number} {} -->\n", " ".repeat(rest)),
        );
    }
    place
}

/// Every file of the documents and statements, with its bytes.
fn kept(place: &Place) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![place.path("documents"), place.path("statements")];
    while let Some(folder) = open.pop() {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => {
                    let name = path.strip_prefix(place.path("")).unwrap();
                    found.insert(name.to_str().unwrap().to_owned(), std::fs::read(&path).unwrap());
                }
            }
        }
    }
    found
}

fn strace(place: &Place, call: &str, number: usize, line: &str) -> Command {
    let program = place.command(line);
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-qq", "-o"])
        .arg(place.path("trace"))
        .args(["-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:signal=KILL:when={number}")])
        .arg(program.get_program())
        .args(program.get_args())
        .current_dir(place.path(""))
        .env("TMPDIR", place.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    strace
}

/// Whether a process can be killed at a call; where it can't, the tests of the crate kill it at its own steps.
fn can_trace() -> bool {
    let traced = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).status();
    let can = traced.is_ok_and(|status| status.success());
    if !can {
        eprintln!("skipped: `strace` is not there, or may not trace");
    }
    can
}

#[test]
fn killed_at_any_call_that_changes_the_disk() {
    if !can_trace() {
        return;
    }
    let prepared = || {
        let place = place(3, 0);
        place.write("in/000.xml.dsse.json", "{}");
        place.run("keygen -o a.pem").exits(0);
        std::fs::remove_file(place.path("in/000.xml.dsse.json")).unwrap();
        place.run("sign in/000.xml --key a.pem").exits(0);
        place.run("add in/001.xml").exits(0);
        place
    };
    let whole = prepared();
    whole.run("add in").exits(0);
    let mut killed = 0;
    let place = prepared();
    let (documents, start) = (kept(&whole), kept(&place));
    for call in CALLS {
        for number in 1.. {
            for name in kept(&place).keys().filter(|name| !start.contains_key(*name)) {
                let folder = place.path(name);
                let _ = std::fs::remove_dir_all(folder.parent().unwrap());
            }
            let lived = strace(&place, call, number, "add in").status().unwrap().success();
            place.run("status --verify").exits(0).prints("sound");
            let now = kept(&place);
            let signed = |name: &&String| name.ends_with("/000.xml");
            for document in now.keys().filter(signed) {
                assert!(now.contains_key(&format!("{document}.dsse.json")), "{call} {number}");
            }
            place.run("add in").exits(0);
            // Each key is its own: only the names are those of the other workspace.
            assert!(kept(&place).keys().eq(documents.keys()), "{call} {number}");
            if lived {
                break;
            }
            killed += 1;
        }
    }
    assert!(killed > 20, "killed at {killed} calls only");
}

#[test]
fn two_at_once() {
    let place = place(40, 4_000);
    for name in ["020.xml", "021.xml"] {
        place.write(&format!("more/{name}"), place.read(&format!("in/{name}")));
    }
    place.write("more/own.xml", fixture_text("ipc1752/valid-class-d.xml"));
    let spawn = |line: &str| {
        place.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let both = [spawn("add in"), spawn("add more"), spawn("add in")];
    for one in both {
        Ran::of("add", one.wait_with_output().unwrap()).exits(0);
    }
    place.run("status --verify").exits(0).prints("documents: 41,");
}

#[test]
fn stopped_by_the_user() {
    let place = place(150, 60_000);
    let child = place.command("add in").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = child.unwrap();
    let began = Instant::now();
    let is_at_work = || {
        let inside = place.path(".unleaded/tmp").read_dir();
        inside.is_ok_and(|mut inside| inside.next().is_some())
    };
    while !is_at_work() && began.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(1));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
    let ran = Ran::of("add in", child.wait_with_output().unwrap()).exits(2);
    let ran = ran.says("stopped as you asked").says("goes on from there");
    assert!(ran.out().contains("not reached"), "{}", ran.out());
    let status = place.run("status --verify --format json").exits(0).json();
    let there = status["documents"].as_u64().unwrap();
    assert!((1..150).contains(&there) && status["leftovers"] == 0, "{status}");
    let again = place.run("add in --format json").exits(0).json();
    assert_eq!(again["totals"]["present"], there);
    assert_eq!(again["totals"]["added"], 150 - there);
}

/// What a failed run leaves, and that the next one completes it.
fn check_full(place: &Place, ran: &Ran, documents: usize) {
    assert_eq!(ran.code, 2, "{}{}", ran.out(), ran.err);
    assert!(
        ran.err.contains("make room") && ran.err.contains("not reached")
            || ran.out().contains("not reached"),
        "{}",
        ran.err
    );
    let status = place.run("status --verify --format json").exits(0).json();
    assert_eq!((&status["sound"], &status["leftovers"]), (&true.into(), &0.into()));
    place.run("add in").exits(0);
    place.run("status --verify").exits(0).prints(&format!("documents: {documents},"));
}

#[test]
fn a_file_that_may_not_be_written_whole() {
    let place = place(12, 3_000);
    let text = place.text("in/005.xml");
    place.write("in/005.xml", format!("{text}<!-- {} -->\n", " ".repeat(600_000)));
    let program = place.command("add in");
    // Without the trap the system ends the process instead of telling it.
    let limited = "trap '' XFSZ; ulimit -f 800; exec \"$0\" \"$@\"";
    let ran = Command::new("sh")
        .args(["-c", limited])
        .arg(program.get_program())
        .args(program.get_args())
        .current_dir(place.path(""))
        .env("LC_ALL", "C")
        .output();
    let ran = Ran::of("add in", ran.unwrap());
    assert!(ran.err.contains("File too large"), "{}", ran.err);
    check_full(&place, &ran, 12);
}

/// A small disk, as long as it is mounted.
struct Small<'p>(&'p Path);

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
fn a_disk_that_is_full() {
    let place = place(0, 0);
    let small = place.path("small");
    std::fs::create_dir(&small).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=2m", "none"])
        .arg(&small)
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no small disk can be mounted here");
        return;
    }
    let _small = Small(&small);
    let text = fixture_text("ipc1752/valid-class-d.xml");
    for number in 0..60 {
        place.write(
            &format!("in/{number}.xml"),
            format!("{text}<!-- {number} {} -->\n", " ".repeat(60_000)),
        );
    }
    place.run("init small").exits(0);
    let at = |line: &str| {
        let output = place.command(line).current_dir(&small).output();
        Ran::of(line, output.unwrap())
    };
    let ran = at("add ../in");
    assert!(ran.err.contains("No space left"), "{}", ran.err);
    assert_eq!(ran.code, 2);
    let status = at("status --verify --format json").exits(0).json();
    assert_eq!((&status["sound"], &status["leftovers"]), (&true.into(), &0.into()));
    let zh = at("--lang zh add ../in").exits(2);
    assert!(zh.err.contains("磁盘已满"), "{}", zh.err);
    let grown = Command::new("mount").args(["-o", "remount,size=20m"]).arg(&small).status();
    assert!(grown.unwrap().success());
    at("add ../in").exits(0);
    at("status --verify").exits(0).prints("documents: 60,");
}
