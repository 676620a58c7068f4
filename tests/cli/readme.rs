//! Every command of the README does what it says there.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use crate::support::{folder, program, root, run, words};

const ADDRESS: &str = "127.0.0.1:8080";

/// Ends the platform with the test.
struct Platform {
    child: Child,
    address: String,
}

impl Drop for Platform {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(folder: &Path, line: &[&str]) -> Platform {
    let mut child = program(folder, line).stdout(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let address = first.trim().strip_prefix("listening on http://");
    Platform { address: address.unwrap_or_else(|| panic!("{first}")).to_owned(), child }
}

/// The lines of the blocks of code.
fn code(readme: &str) -> Vec<&str> {
    readme
        .split("```")
        .skip(1)
        .step_by(2)
        .flat_map(str::lines)
        .filter(|line| !line.is_empty())
        .collect()
}

/// Makes what the README takes to be there: the folder of the demo, and the files that it says to save.
fn lay_out(folder: &Path, readme: &str) -> PathBuf {
    let ran = run(folder, &["demo"]);
    assert_eq!(ran.exit, 0, "{}{}", ran.out, ran.err);
    let demo = folder.join("demo");
    let mut saved = 0;
    for (before, block) in readme.split("```").zip(readme.split("```").skip(1)).step_by(2) {
        let named = before.trim_end().strip_suffix("`:").and_then(|text| text.rsplit_once(" as `"));
        if let Some((_, name)) = named {
            std::fs::write(demo.join(name), block.trim_start()).unwrap();
            saved += 1;
        }
    }
    assert_eq!(saved, 3);
    demo
}

/// A command and the exit code that the README says it has: 0 unless a remark names another.
fn command(line: &str) -> Option<(&str, i32)> {
    let line = line.strip_prefix("unleaded ")?;
    let (command, remark) = line.split_once("  # ").unwrap_or((line, ""));
    let exit = remark.strip_prefix("exit code ").map_or(0, |code| code[..1].parse().unwrap());
    Some((command, exit))
}

#[test]
fn every_command_works() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let code = code(&readme);
    let folder = lay_out(&folder("readme"), &readme);
    let mut platform: Option<Platform> = None;
    let mut ran = 0;
    for (line, exit) in code.iter().filter_map(|line| command(line)) {
        let address = platform.as_ref().map_or("127.0.0.1:0", |platform| &platform.address);
        let line = line.replace(ADDRESS, address);
        let words = words(&line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        ran += 1;
        if words.starts_with(&["platform", "serve"]) {
            platform = Some(serve(&folder, &words));
            continue;
        }
        let found = run(&folder, &words);
        assert_eq!(found.exit, exit, "unleaded {line}\n{}{}", found.out, found.err);
    }
    assert!(ran > 15, "only {ran} commands found");
}

#[test]
fn the_defect_is_the_one_shown() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let folder = folder("readme-defect");
    let table = "part,total_mass,total_mass_unit,material,substance,cas,mass_pct_of_material\n\
        R-0402,0.6,mg,Ceramic,Aluminium oxide,1344-28-1,96\n\
        R-0402,0.6,mg,Ceramic,Silicon dioxide,7631-86-9,see comment\n";
    std::fs::write(folder.join("bad.csv"), table).unwrap();
    let found = run(&folder, &["check", "bad.csv"]);
    assert_eq!(found.exit, 1);
    let shown = readme.split("```").find(|block| block.starts_with("\nerror[")).unwrap();
    assert!(found.err.contains(shown.trim()), "{}", found.err);
}
