//! What the demo does: its files and its commands.

use super::RECORD;

/// The files that the sample suppliers and the brand owner start with.
pub(super) const FILES: &[(&str, &[u8])] = &[
    ("bom.csv", include_bytes!("../../../../../fixtures/demo/bom.csv")),
    ("company.toml", include_bytes!("../../../../../fixtures/demo/company.toml")),
    ("tables/sdr0805.csv", include_bytes!("../../../../../fixtures/demo/tables/sdr0805.csv")),
    ("tables/cr0402.csv", include_bytes!("../../../../../fixtures/demo/tables/cr0402.csv")),
    ("tables/4304s-l.csv", include_bytes!("../../../../../fixtures/demo/tables/4304s-l.csv")),
    ("tables/ltc1163cn8.csv", include_bytes!("../../../../../fixtures/demo/tables/ltc1163cn8.csv")),
    (
        "declarations/pzu13b.xlsx",
        include_bytes!("../../../../../fixtures/demo/declarations/pzu13b.xlsx"),
    ),
    (
        "declarations/pzu13b-rohs.xml",
        include_bytes!("../../../../../fixtures/demo/declarations/pzu13b-rohs.xml"),
    ),
    (
        "declarations/ltc4315cms-rohs.xml",
        include_bytes!("../../../../../fixtures/demo/declarations/ltc4315cms-rohs.xml"),
    ),
];

/// A stretch of the story.
pub(super) struct Step {
    pub(super) title: &'static str,
    pub(super) title_zh: &'static str,
    pub(super) runs: &'static [Run],
}

/// One thing done.
pub(super) enum Run {
    /// A command that must end with this exit code.
    Command { line: &'static str, exit: i32 },
    /// A value is taken from a JSON file for later commands.
    Learn { file: &'static str, field: &'static str, name: &'static str },
    /// A command that goes on until the demo ends.
    Serve { line: &'static str },
}

const fn run(line: &'static str) -> Run {
    Run::Command { line, exit: 0 }
}

const fn no(line: &'static str) -> Run {
    Run::Command { line, exit: 1 }
}

/// The story, from the suppliers' keys to the receipt.
pub(super) const STEPS: &[Step] = &[
    Step {
        title: "Three suppliers and the brand owner make their keys",
        title_zh: "三家供应商和品牌商生成各自的密钥",
        runs: &[
            run("keygen -o keys/supplier-1.pem"),
            run("keygen -o keys/supplier-2.pem"),
            run("keygen -o keys/supplier-3.pem"),
            run("keygen -o keys/company.pem"),
        ],
    },
    Step {
        title: "The suppliers turn their tables into IPC-1752A declarations (class D)",
        title_zh: "供应商把成分表转换为 IPC-1752A 声明（D 类）",
        runs: &[
            run(
                "convert tables/sdr0805.csv --to ipc1752a --supplier 'Demo Supplier 1' -o declarations/sdr0805.xml",
            ),
            run(
                "convert tables/cr0402.csv --to ipc1752a --supplier 'Demo Supplier 1' -o declarations/cr0402.xml",
            ),
            run(
                "convert tables/4304s-l.csv --to ipc1752a --supplier 'Demo Supplier 1' -o declarations/4304s-l.xml",
            ),
            run(
                "convert tables/ltc1163cn8.csv --to ipc1752a --supplier 'Demo Supplier 3' -o declarations/ltc1163cn8.xml",
            ),
        ],
    },
    Step {
        title: "Each declaration is checked, then signed",
        title_zh: "检查每份声明并签名",
        runs: &[
            run(
                "check declarations/sdr0805.xml declarations/cr0402.xml declarations/4304s-l.xml declarations/ltc1163cn8.xml declarations/pzu13b.xlsx declarations/pzu13b-rohs.xml declarations/ltc4315cms-rohs.xml",
            ),
            run("sign declarations/sdr0805.xml --key keys/supplier-1.pem"),
            run("sign declarations/cr0402.xml --key keys/supplier-1.pem"),
            run("sign declarations/4304s-l.xml --key keys/supplier-1.pem"),
            run("sign declarations/pzu13b.xlsx --key keys/supplier-2.pem"),
            run("sign declarations/pzu13b-rohs.xml --key keys/supplier-2.pem"),
            run("sign declarations/ltc1163cn8.xml --key keys/supplier-3.pem"),
            run("sign declarations/ltc4315cms-rohs.xml --key keys/supplier-3.pem"),
        ],
    },
    Step {
        title: "The brand owner says whose keys it accepts, and verifies what it received",
        title_zh: "品牌商登记信任的公钥并验证收到的声明",
        runs: &[
            run("trust add keys/supplier-1.pub.pem --org 'Demo Supplier 1' --trust trust.json"),
            run("trust add keys/supplier-2.pub.pem --org 'Demo Supplier 2' --trust trust.json"),
            run("trust add keys/supplier-3.pub.pem --org 'Demo Supplier 3' --trust trust.json"),
            run(
                "verify declarations/sdr0805.xml declarations/cr0402.xml declarations/4304s-l.xml declarations/ltc1163cn8.xml declarations/pzu13b.xlsx declarations/pzu13b-rohs.xml declarations/ltc4315cms-rohs.xml --trust trust.json",
            ),
        ],
    },
    Step {
        title: "Two products are summed up and judged; one is not ready, so the answer is no (exit code 1)",
        title_zh: "汇总并判定两个产品；其中一个未达标，因此答案为否（退出码 1）",
        runs: &[
            no(
                "rollup bom.csv --declarations declarations --trust trust.json --format json -o report.json",
            ),
            no("rollup bom.csv --declarations declarations --trust trust.json"),
        ],
    },
    Step {
        title: "The table of hazardous substances for China: final for one product, a draft for the other",
        title_zh: "有害物质表：一个产品为正式版，另一个为草稿",
        runs: &[
            run(
                "document china-rohs-table report.json --product MONITOR-19 -o table-MONITOR-19.html",
            ),
            run("--lang en document china-rohs-table report.json --product MONITOR-19 --to text"),
            no("--lang zh document china-rohs-table report.json --product PHONE-1 --to text"),
        ],
    },
    Step {
        title: "The reference platform starts on this machine",
        title_zh: "在本机启动参考平台",
        runs: &[Run::Serve { line: "platform serve --data platform --listen 127.0.0.1:0" }],
    },
    Step {
        title: "The compliant product is filed; its signed receipt is kept and verified",
        title_zh: "报送达标产品，保存并验证签名回执",
        runs: &[
            run(
                "push report.json --product MONITOR-19 --declarant company.toml --platform {platform} --key keys/company.pem --format json -o push.json",
            ),
            run(
                "push report.json --product MONITOR-19 --declarant company.toml --platform {platform} --key keys/company.pem",
            ),
            run("outbox verify --platform {platform}"),
            Run::Learn { file: "push.json", field: "public_id", name: RECORD },
            run("platform record {record} --platform {platform}"),
        ],
    },
    Step {
        title: "The other product is refused, with the reasons",
        title_zh: "另一个产品被拒绝，并列出原因",
        runs: &[no(
            "push report.json --product PHONE-1 --declarant company.toml --platform {platform} --key keys/company.pem",
        )],
    },
];
