//! Real compositions of real components, as their makers publish them.

use std::fs;
use std::path::Path;

use crate::support::{TODAY, finding, options, report_as, verdict};

/// The shared material beside the repository; a test without it says so.
fn shared(path: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: {} is not there", path.display());
    }
    text
}

#[test]
fn smoke() {
    let Some(table) = shared("corpus/components/components.csv") else { return };
    let bom = "parent,child,quantity\nP,CR0402,1\nP,CDNBS04-B,1\nP,CDSOT236-0504C,1\nP,SDR0805,1\nP,4304S-L,1\nP,LEAD-FREE 8L-SOICN,1\nP,PZU13B,1\nP,LT1317BCS8#TRPBF,1\nP,LTC1163CN8#PBF,1\n";
    let report = report_as(bom, &[("components.csv", &table)], &options(TODAY));
    eprintln!("{}", report.to_json());
    let _ = (finding, verdict);
}
