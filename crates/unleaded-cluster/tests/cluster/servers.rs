//! Clusters on this machine: Spark with a master, two workers and a Connect server, and Sail. Both come from packages of Python
//! (`.ci/python-spark.txt`), in the environment whose Python `UNLEADED_SPARK_PYTHON` names.

use std::fs::{self, File};
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a server may take to start.
const STARTING: Duration = Duration::from_secs(120);

/// A process that ends with the test, with all that it started.
struct Server(Child);

impl Server {
    fn start(command: &mut Command, log: &Path) -> Self {
        let log = File::create(log).unwrap();
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        Self(command.spawn().unwrap())
    }

    /// Ends it and its children without warning.
    fn kill(&mut self) {
        let children = children_of(self.0.id());
        let _ = self.0.kill();
        let _ = self.0.wait();
        for child in children {
            let _ = Command::new("kill").args(["-9", &child.to_string()]).status();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn children_of(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let is_child = |process: &u32| {
        let about = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // The name of the program stands in brackets and may hold anything.
        let fields = about.rsplit_once(')').map_or("", |(_, fields)| fields);
        fields.split_whitespace().nth(1) == Some(&parent.to_string())
    };
    numbers.filter(is_child).collect()
}

/// A cluster, and a folder that it sees.
pub(crate) struct Cluster {
    /// The servers that are there; a worker is taken out when it is ended.
    servers: Vec<Server>,
    workers: Vec<Server>,
    pub(crate) port: u16,
    dir: TempDir,
}

impl Cluster {
    /// Spark; `None`: it is not installed, which is said.
    pub(crate) fn spark() -> Option<Self> {
        let home = python("import os, pyspark; print(os.path.dirname(pyspark.__file__))")?;
        let home = PathBuf::from(home.trim());
        let dir = TempDir::new().unwrap();
        let program = |name: &str, memory: &str| {
            let mut command = Command::new(home.join("bin").join(name));
            command
                .current_dir(dir.path())
                .env("SPARK_HOME", &home)
                .env("SPARK_LOCAL_IP", "127.0.0.1")
                .env("SPARK_DAEMON_MEMORY", memory);
            command
        };
        let mut master = program("spark-class", "256m");
        master.args(["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1"]);
        master.args(["--port", "0", "--webui-port", "0"]);
        let log = dir.path().join("master.log");
        let master = Server::start(&mut master, &log);
        let address = said(&log, "Starting Spark master at ");
        let workers = ["worker-1", "worker-2"].map(|name| {
            let mut worker = program("spark-class", "256m");
            worker.args(["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1"]);
            worker.args(["--port", "0", "--webui-port", "0", "-c", "1", "-m", "1g", "-d"]);
            worker.arg(dir.path().join(name)).arg(&address);
            let log = dir.path().join(format!("{name}.log"));
            let server = Server::start(&mut worker, &log);
            said(&log, "Successfully registered with master ");
            server
        });
        let port = free_port();
        // The heap of this server is that of a daemon, whatever --driver-memory says.
        let mut connect = program("spark-submit", "768m");
        connect.args(["--master", &address, "--executor-memory", "640m", "--executor-cores", "1"]);
        for setting in [
            "spark.connect.grpc.binding.address=127.0.0.1".to_owned(),
            format!("spark.connect.grpc.binding.port={port}"),
            format!("spark.sql.warehouse.dir={}", dir.path().join("warehouse").display()),
            "spark.sql.shuffle.partitions=4".to_owned(),
            "spark.excludeOnFailure.enabled=false".to_owned(),
            "spark.ui.enabled=false".to_owned(),
        ] {
            connect.args(["--conf", &setting]);
        }
        connect.args(["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]);
        connect.arg("spark-internal");
        let log = dir.path().join("connect.log");
        let connect = Server::start(&mut connect, &log);
        said(&log, "Spark Connect server started at: ");
        Some(Self { servers: vec![connect, master], workers: workers.into(), port, dir })
    }

    /// Sail, which has no workers of its own here; `None`: it is not installed, which is said.
    pub(crate) fn sail() -> Option<Self> {
        let home = python("import os, sys, pysail; print(os.path.dirname(sys.executable))")?;
        let dir = TempDir::new().unwrap();
        let port = free_port();
        let mut sail = Command::new(Path::new(home.trim()).join("sail"));
        sail.current_dir(dir.path()).env("SAIL_MODE", "local-cluster");
        sail.args(["spark", "server", "--ip", "127.0.0.1", "--port", &port.to_string()]);
        let server = Server::start(&mut sail, &dir.path().join("sail.log"));
        wait(|| TcpStream::connect(("127.0.0.1", port)).is_ok(), "sail");
        Some(Self { servers: vec![server], workers: Vec::new(), port, dir })
    }

    /// Ends a worker and its executor without warning.
    pub(crate) fn kill_worker(&mut self) {
        self.workers.pop().expect("there is one").kill();
    }

    /// A folder of this name.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// What the server that is spoken to wrote.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("connect.log")).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The workers last: an executor that loses its driver ends by itself.
        self.servers.clear();
    }
}

/// What a program in Python prints; `None`, and said, where it can't run.
fn python(program: &str) -> Option<String> {
    let python = std::env::var_os("UNLEADED_SPARK_PYTHON").unwrap_or_else(|| "python3".into());
    let java = Command::new("java").arg("-version").stderr(Stdio::null()).status();
    let output = Command::new(python).args(["-c", program]).stderr(Stdio::null()).output();
    let output = output.ok().filter(|output| output.status.success() && java.is_ok());
    if output.is_none() {
        let required = std::env::var("UNLEADED_REQUIRE_PROGRAMS").is_ok_and(|value| value == "1");
        assert!(!required, "Java and the packages of .ci/python-spark.txt are required");
        let _ = writeln!(std::io::stderr(), "skipped: Java, pyspark or pysail is not installed");
    }
    output.map(|output| String::from_utf8(output.stdout).unwrap())
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// The word that follows `words` in a log, once it is there.
fn said(log: &Path, words: &str) -> String {
    let mut found = String::new();
    wait(
        || {
            let text = fs::read_to_string(log).unwrap_or_default();
            let line = text.lines().find_map(|line| line.split_once(words));
            found = line
                .and_then(|(_, rest)| rest.split_whitespace().next())
                .map_or_else(String::new, str::to_owned);
            !found.is_empty()
        },
        words,
    );
    found
}

fn wait(mut is_there: impl FnMut() -> bool, what: &str) {
    let began = Instant::now();
    while !is_there() {
        assert!(began.elapsed() < STARTING, "no `{what}`");
        thread::sleep(Duration::from_millis(100));
    }
}
