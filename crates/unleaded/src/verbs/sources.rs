//! What is rolled up, and how: the options that `rollup` shares with the verbs that roll up, too.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;

use jiff::civil::Date;
use unleaded_app::documents::{Documents, is_of_check};
use unleaded_app::rollup::{Request, Signatures, Step};
use unleaded_model::amount::{FractionRange, Number};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Severity};
use unleaded_rules::lists::{Category, Draft, Lists};
use unleaded_rules::{Disclosure, Law, Options};

use crate::exit::{Both, Failure};
use crate::files::{self, Folder};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::verbs::own_lists::{self, OwnLists};
use crate::verbs::{dates, mapping, trust};
use crate::workspace::{self, Opened};

mod settled;

/// What is rolled up, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Sources {
    /// The bill of materials: CSV or XLSX, `parent,child,quantity[,unit]` or `level,item,quantity[,unit]`; `-` is standard input; by default that of the workspace
    bom: Option<String>,
    /// The folder of declarations, with their signatures beside them; by default the workspace
    #[arg(long, value_name = "DIR")]
    declarations: Option<String>,
    /// Whose keys you accept; without it signatures are not checked
    #[arg(long, value_name = "TRUST.json")]
    trust: Option<String>,
    /// How to read tables whose headings or units are not understood by themselves (TOML, see `--write-mapping` of `check`)
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
    /// A product by its item number (can be repeated); by default the parts without a parent
    #[arg(long, value_name = "ITEM")]
    product: Vec<String>,
    /// A rule set, see `unleaded lists` (can be repeated); `all` is every one; by default eu-rohs, china-rohs and reach-svhc
    #[arg(long, value_name = "SET")]
    rules: Vec<String>,
    #[command(flatten)]
    own: OwnLists,
    /// A draft from --lists, ID or ID@EDITION, to be tried beside the rule sets: its verdict binds nobody (can be repeated)
    #[arg(long, value_name = "DRAFT")]
    what_if: Vec<String>,
    /// Use only the editions of lists that were known on that day; by default all
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    known_on: Option<Date>,
    /// What the products are used for, e.g. battery: rules for other applications are left out (can be repeated)
    #[arg(long, value_name = "NAME")]
    application: Vec<String>,
    /// The category of products for which the bill of materials names none, e.g. eu-rohs=9-industrial
    #[arg(long, value_name = "eu-rohs=CAT", value_parser = category)]
    category: Option<Category>,
    /// The limit set for China RoHS; by default the oldest that the date allows
    #[arg(long, value_name = "STANDARD")]
    china_basis: Option<String>,
    /// The item of the China RoHS catalogue, with values that bound it, where the bill of materials names none: 2018-1/1,volume=650L; or outside. By default judged as if in the catalogue
    #[arg(long, value_name = "ITEM[,WORD=VALUE]")]
    china_item: Option<String>,
    /// How far the shares of a material may miss 100 %, in percentage points; by default 0.5
    #[arg(long, value_name = "POINTS", value_parser = tolerance)]
    closure_tolerance: Option<unleaded_model::amount::Fraction>,
    /// Take an accepted full composition as the statement that nothing listed was left out; a listed substance inside an undisclosed share then goes unseen
    #[arg(long)]
    trust_full_disclosure: bool,
    /// Leave out documents that no trusted key signed
    #[arg(long)]
    require_signed: bool,
    /// Where the documents are when no folder is named.
    #[arg(skip)]
    workspace: Option<Opened>,
}

fn law(id: &str, lists: &Lists) -> Result<Law, Box<Failure>> {
    Law::parse(id, lists).ok_or_else(|| {
        let known = Law::all(lists).into_iter().map(|law| law.id(lists).to_owned());
        let known = known.collect::<Vec<String>>().join(", ");
        let en = format!("there is no rule set `{id}`; there are {known}");
        let zh = format!("没有规则集“{id}”，可用的有 {known}");
        Failure::new((&en, &zh), ("name one of these with --rules", "请用 --rules 指定其中之一"))
    })
}

pub(crate) fn category(text: &str) -> Result<Category, Both> {
    let token = text.strip_prefix("eu-rohs=").ok_or_else(|| {
        Both::from((
            "write eu-rohs=CATEGORY, e.g. eu-rohs=3",
            "请写作 eu-rohs=类别，例如 eu-rohs=3",
        ))
    })?;
    let known = || Category::ALL.map(Category::as_str).join(", ");
    Category::parse(token).ok_or_else(|| {
        Both::from((format!("the categories are {}", known()), format!("类别有 {}", known())))
    })
}

fn tolerance(text: &str) -> Result<unleaded_model::amount::Fraction, Both> {
    let number = Number::parse(text).ok();
    let share = number.and_then(|n| FractionRange::of(&n, -2)).filter(|share| share.is_exact());
    let most = unleaded_model::amount::Fraction::ppm(100_000);
    share.map(|s| s.low).filter(|s| *s <= most).ok_or_else(|| {
        Both::from((
            "write percentage points from 0 to 10, e.g. 0.5",
            "请写 0 到 10 的百分点数，例如 0.5",
        ))
    })
}

impl Sources {
    /// Takes what is not said here from the settings of the workspace, unless all that is rolled up is named.
    pub(crate) fn complete(&mut self, printer: &Printer) -> Result<(), Box<Failure>> {
        if self.bom.is_none() || self.declarations.is_none() {
            self.workspace = settled::complete(self, printer)?;
        }
        Ok(())
    }

    /// The workspace whose documents are rolled up; `None`: those of a folder are.
    pub(crate) fn workspace(&self) -> Option<&Opened> {
        self.workspace.as_ref().filter(|_| self.declarations.is_none())
    }

    /// Whether tables are read as the index of the workspace was made.
    pub(crate) fn is_mapped_as(&self, opened: &Opened) -> bool {
        self.mapping == opened.file("mapping")
    }

    /// The decisions that the workspace names; `None`: none, or nothing is taken from it.
    pub(crate) fn decisions(&self) -> Option<String> {
        self.workspace.as_ref().and_then(|opened| opened.file("decisions"))
    }

    fn bom(&self) -> Result<&str, Box<Failure>> {
        self.bom.as_deref().ok_or_else(|| {
            Failure::new(
                ("no bill of materials is named", "未指定物料清单"),
                (
                    "name one, or go to a workspace whose unleaded.toml does (`unleaded init`)",
                    "请指定物料清单，或进入 unleaded.toml 中已指定的工作区（“unleaded init”）",
                ),
            )
        })
    }

    /// The folder of declarations, and what it is called.
    fn folder(&self) -> Result<(String, Box<dyn Documents>), Box<Failure>> {
        if let Some(declarations) = &self.declarations {
            return Ok((declarations.clone(), Box::new(Folder::new(declarations))));
        }
        let Some(opened) = &self.workspace else {
            return Err(Failure::new(
                ("no folder of declarations is named", "未指定声明文件夹"),
                (
                    "name one with --declarations, or go to a workspace (`unleaded init`)",
                    "请用 --declarations 指定，或进入工作区（“unleaded init”）",
                ),
            ));
        };
        let name = opened.workspace.root().to_string_lossy().into_owned();
        Ok((name, Box::new(workspace::Documents::of(opened))))
    }

    /// The user's own lists.
    pub(crate) fn own(&mut self) -> &mut OwnLists {
        &mut self.own
    }

    /// The shipped lists and the user's own.
    pub(crate) fn lists(&self, printer: &Printer) -> Result<Cow<'static, Lists>, Box<Failure>> {
        self.own.load(printer)
    }

    /// Rolls up as of a date by `run`.
    pub(crate) fn roll<T>(
        &self,
        as_of: Date,
        printer: &Printer,
        run: impl FnOnce(
            &Request<'_>,
            &dyn Documents,
            &mut dyn FnMut(Step, usize, usize),
        ) -> io::Result<T>,
    ) -> Result<T, Box<Failure>> {
        let own = self.lists(printer)?;
        self.roll_with(as_of, (&own, None), printer, run)
    }

    /// Rolls up as of a date by `run`, with these lists, and one edition in the place of that in force.
    pub(crate) fn roll_with<T>(
        &self,
        as_of: Date,
        (own, instead): (&Lists, Option<&str>),
        printer: &Printer,
        run: impl FnOnce(
            &Request<'_>,
            &dyn Documents,
            &mut dyn FnMut(Step, usize, usize),
        ) -> io::Result<T>,
    ) -> Result<T, Box<Failure>> {
        let bom = self.bom()?;
        if self.require_signed && self.trust.is_none() {
            return Err(Failure::new(
                ("without a trust file no signature is known", "没有信任文件，无法认定任何签名"),
                (
                    "name one with --trust, or leave --require-signed out",
                    "请用 --trust 指定，或去掉 --require-signed",
                ),
            ));
        }
        let bom_bytes = files::need(bom)?;
        let trust = self.trust.as_deref().map(trust::load).transpose()?;
        let mapping = mapping::load(self.mapping.as_deref(), printer)?;
        let options = self.options(as_of);
        let products = distinct(&self.product);
        let drafts: Vec<Draft> = distinct(&self.what_if).into_iter().map(Draft).collect();
        let lists = own_lists::used(own, as_of, self.known_on, &drafts, instead)?;
        let laws = self.laws(&lists)?;
        tell_unasked(&lists, &laws, printer);
        let request = Request {
            bom: FileName::new(bom),
            bom_bytes: &bom_bytes,
            trust: trust.as_ref(),
            mapping: mapping.as_ref(),
            decisions: None,
            replaced: &[],
            lists: &lists,
            options: &options,
            laws: &laws,
            products: &products,
            signatures: match self.require_signed {
                true => Signatures::Required,
                false => Signatures::Optional,
            },
        };
        let documents = Progress::new(printer.word("reading declarations", "读取声明"));
        let mut progress = |step: Step, done: usize, all: usize| {
            if step == Step::Documents {
                documents.at(done as u64, all as u64);
            }
        };
        let (name, folder) = self.folder()?;
        run(&request, folder.as_ref(), &mut progress)
            .map_err(|error| files::unreadable(&name, &error))
    }

    /// Prints what matters to the sums. Warnings that are about a declaration alone are counted: `check` tells them.
    pub(crate) fn tell(&self, diagnostics: &[Diagnostic], printer: &Printer) {
        let of_bom = |d: &Diagnostic| {
            d.places.iter().any(|p| Some(p.file_name().as_str()) == self.bom.as_deref())
        };
        let of_check =
            |d: &&Diagnostic| d.severity != Severity::Error && is_of_check(d) && !of_bom(d);
        let (told_by_check, told): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            diagnostics.iter().partition(of_check);
        let told: Vec<Diagnostic> = told.into_iter().cloned().collect();
        printer.diagnostics(&told);
        let files: BTreeSet<&str> = told_by_check
            .iter()
            .flat_map(|d| &d.places)
            .map(|place| place.file_name().as_str())
            .collect();
        if !files.is_empty() {
            printer.note(&match printer.language() {
                Language::En => format!(
                    "told by `unleaded check`, not here: warnings and notes on single documents ({}, in {})",
                    told_by_check.len(),
                    few(&files),
                ),
                Language::Zh => format!(
                    "单个文件的警告和提示共 {} 条，可用“unleaded check”查看：{}",
                    told_by_check.len(),
                    few(&files),
                ),
            });
        }
    }

    /// The laws asked for, in their order.
    fn laws(&self, lists: &Lists) -> Result<Vec<Law>, Box<Failure>> {
        let mut laws: Vec<Law> = match self.rules.as_slice() {
            [] => Law::DEFAULT.to_vec(),
            [all] if all == "all" => Law::all(lists),
            asked => distinct(asked).iter().map(|id| law(id, lists)).collect::<Result<_, _>>()?,
        };
        laws.extend(Law::drafts(lists));
        Ok(laws)
    }

    /// The options as of a date.
    pub(crate) fn options(&self, as_of: Date) -> Options {
        let default = Options::new(as_of);
        Options {
            known_on: self.known_on,
            category: self.category.unwrap_or(default.category),
            applications: distinct(&self.application),
            china_basis: self.china_basis.clone(),
            china_item: self.china_item.clone(),
            closure_tolerance: self.closure_tolerance.unwrap_or(default.closure_tolerance),
            disclosure: match self.trust_full_disclosure {
                true => Disclosure::TrustFull,
                false => Disclosure::Strict,
            },
            ..default
        }
    }
}

/// Says which of the user's own lists are not judged by: that a list is there asks nothing yet.
fn tell_unasked(lists: &Lists, laws: &[Law], printer: &Printer) {
    let shipped = Lists::shipped().headers();
    for header in lists.headers().into_iter().filter(|header| header.place.is_some()) {
        let (id, edition) = (&header.id, &header.edition);
        let added = [&lists.groups, &lists.further_groups];
        if added.iter().any(|table| table.added.contains(header)) {
            printer.note(&match printer.language() {
                Language::En => format!("`{edition}` adds members of your own to `{id}`"),
                Language::Zh => format!("“{edition}”为“{id}”补充了您自己的成员"),
            });
        } else if shipped.iter().any(|known| known.id == *id) {
            printer.note(&match printer.language() {
                Language::En => {
                    format!("`{id}` is your own edition, `{edition}`, not the shipped one")
                }
                Language::Zh => format!("“{id}”采用您自己的版本“{edition}”，而非随附版本"),
            });
        }
    }
    let own = lists.rules.iter().zip(0..).filter(|(list, _)| list.header.place.is_some());
    for (list, _) in own.filter(|(_, at)| !laws.contains(&Law::Listed(*at))) {
        let id = &list.rule_set;
        printer.note(&match printer.language() {
            Language::En => format!("`{id}` is not judged by: name it with `--rules {id}`"),
            Language::Zh => format!("未按“{id}”判定：请用“--rules {id}”指定"),
        });
    }
}

/// The first of many names.
fn few(names: &BTreeSet<&str>) -> String {
    const FEW: usize = 5;
    let shown: Vec<&str> = names.iter().copied().take(FEW).collect();
    let more = if names.len() > FEW { " …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// Each once, in the order in which they were first named.
fn distinct<T: Clone + Ord>(named: &[T]) -> Vec<T> {
    let mut seen = BTreeSet::new();
    named.iter().filter(|one| seen.insert(*one)).cloned().collect()
}
