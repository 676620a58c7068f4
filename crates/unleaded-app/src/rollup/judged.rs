//! Every part under every rule set, judged once per category.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::bom::{Bom, CompositionRole, OwnMaterials};
use unleaded_rollup::Graph;
use unleaded_rules::lists::{Category, Lists};
use unleaded_rules::{
    Covered, Judge, JudgedClaim, Law, Options, PartJudgement, PartKind, RuleSet, RuleSetError,
    china_rohs, eu_rohs, foreign_claims, judge, judge_covered, judge_missing, listed, reach_svhc,
};

use super::Request;
use super::parts::Parts;
use crate::parallel;

/// The rule sets of one category of product, and the judgement of each part under each.
pub(super) struct OfCategory {
    /// In the order of the laws asked for.
    pub(super) rules: Vec<RuleSet>,
    /// By rule set and then by part of the bill of materials.
    judgements: Vec<Vec<PartJudgement>>,
}

/// All judgements of a roll-up.
pub(super) struct Judged<'l> {
    by_category: BTreeMap<Category, OfCategory>,
    default: Category,
    categories: Vec<Category>,
    /// What parts claim of laws that there is no rule set of, by part.
    foreign_claims: BTreeMap<usize, Vec<JudgedClaim>>,
    missing: PartJudgement,
    nothing: PartJudgement,
    lists: &'l Lists,
    options: Options,
    /// What each part of the bill of materials is used for; empty: all for what the options say.
    applications: Vec<Vec<String>>,
}

impl<'l> Judged<'l> {
    /// Judges every part of `bom` under every law, for each category that a product has.
    pub(super) fn new(
        request: &Request<'_>,
        bom: &Bom,
        graph: &Graph,
        parts: &Parts,
        lists: &'l Lists,
    ) -> Result<Self, RuleSetError> {
        let default = request.options.category;
        let categories: Vec<Category> =
            bom.parts.iter().map(|p| Category::parse(&p.category).unwrap_or(default)).collect();
        let mut judged = Self {
            by_category: BTreeMap::new(),
            default,
            foreign_claims: foreign(parts, lists),
            missing: judge_missing(),
            nothing: PartJudgement::default(),
            lists,
            options: request.options.clone(),
            categories: Vec::new(),
            applications: applications(bom, graph, &request.options.applications),
        };
        let mut distinct: Vec<Category> = categories.clone();
        distinct.push(default);
        distinct.sort_unstable();
        distinct.dedup();
        for category in distinct {
            let rules = rules(request, category, lists)?;
            let judgements = rules
                .iter()
                .map(|rules| judged.all_parts(rules, category, bom, graph, parts))
                .collect();
            judged.by_category.insert(category, OfCategory { rules, judgements });
        }
        judged.categories = categories;
        Ok(judged)
    }

    fn all_parts(
        &self,
        rules: &RuleSet,
        category: Category,
        bom: &Bom,
        graph: &Graph,
        parts: &Parts,
    ) -> Vec<PartJudgement> {
        let all: Vec<usize> = (0..bom.parts.len()).collect();
        let one = |at: &usize| match (&parts.compositions[*at], kind(graph, *at)) {
            (Some(composition), kind) => {
                judge(composition, kind, &self.judge_part(rules, category, *at))
            }
            (None, PartKind::Adds | PartKind::Leaf) => self.missing.clone(),
            (None, PartKind::Assembly) => match bom.parts[*at].own_materials {
                OwnMaterials::None => self.nothing.clone(),
                OwnMaterials::Unread => self.missing.clone(),
            },
        };
        parallel::map(&all, one, |_| ())
    }

    /// The lists that all is judged by.
    pub(super) fn lists(&self) -> &'l Lists {
        self.lists
    }

    /// Returns what judges a product under `rules`.
    pub(super) fn judge<'a>(&'a self, rules: &'a RuleSet, category: Category) -> Judge<'a> {
        self.judge_for(rules, category, &self.options.applications)
    }

    /// Returns what judges the part at `part` of the bill of materials under `rules`.
    pub(super) fn judge_part<'a>(
        &'a self,
        rules: &'a RuleSet,
        category: Category,
        part: usize,
    ) -> Judge<'a> {
        self.judge_for(rules, category, self.applications(part))
    }

    /// What the part at `part` of the bill of materials is used for.
    pub(super) fn applications(&self, part: usize) -> &[String] {
        self.applications.get(part).unwrap_or(&self.options.applications)
    }

    fn judge_for<'a>(
        &'a self,
        rules: &'a RuleSet,
        category: Category,
        applications: &'a [String],
    ) -> Judge<'a> {
        Judge { rules, lists: self.lists, category, applications, options: &self.options }
    }

    /// The category of the part as a product.
    pub(super) fn category(&self, part: u32) -> Category {
        self.categories[part as usize]
    }

    /// The rule sets and judgements for products of that category.
    pub(super) fn of(&self, category: Category) -> &OfCategory {
        // Every category of a part was judged.
        self.by_category.get(&category).unwrap_or(&self.by_category[&self.default])
    }

    /// The exemptions that a part claims of laws that there is no rule set of.
    pub(super) fn foreign_claims(&self, part: u32) -> &[JudgedClaim] {
        self.foreign_claims.get(&(part as usize)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The rule sets for the default category.
    pub(super) fn default_rules(&self) -> &[RuleSet] {
        &self.by_category[&self.default].rules
    }

    /// The default category.
    pub(super) fn default_category(&self) -> Category {
        self.default
    }

    /// Returns what an undeclared leaf is that every way from the product leads through an assembly declared as a
    /// whole; `whole` is that assembly.
    pub(super) fn covered(
        &self,
        rules: &RuleSet,
        category: Category,
        whole: &unleaded_rules::PartComposition,
        (covered, part): (Covered, usize),
    ) -> PartJudgement {
        judge_covered(whole, covered, &self.judge_part(rules, category, part))
    }
}

impl OfCategory {
    /// The judgement of a part under the rule set at `at`.
    pub(super) fn part(&self, at: usize, part: u32) -> &PartJudgement {
        &self.judgements[at][part as usize]
    }
}

/// What each part is used for: what the options say of all, what the bill of materials says of it, and of every part that it
/// is in. Nothing where it says nothing.
pub(super) fn applications(bom: &Bom, graph: &Graph, of_all: &[String]) -> Vec<Vec<String>> {
    if bom.parts.iter().all(|part| part.applications.is_empty()) {
        return Vec::new();
    }
    let own = bom.parts.iter().map(|part| of_all.iter().chain(&part.applications).cloned());
    let mut all: Vec<BTreeSet<String>> = own.map(Iterator::collect).collect();
    let mut downwards = graph.bottom_up();
    downwards.reverse();
    for node in downwards {
        let above = all[graph.node(node).part as usize].clone();
        for (child, _) in graph.children(node) {
            all[graph.node(child).part as usize].extend(above.iter().cloned());
        }
    }
    all.into_iter().map(|names| names.into_iter().collect()).collect()
}

fn foreign(parts: &Parts, lists: &Lists) -> BTreeMap<usize, Vec<JudgedClaim>> {
    let declared = parts.compositions.iter().enumerate();
    let declared = declared.filter_map(|(at, part)| Some((at, &part.as_ref()?.alternatives)));
    let claims = declared.map(|(at, alternatives)| {
        let claims = alternatives.iter().flat_map(|one| foreign_claims(one, lists));
        (at, claims.collect::<Vec<_>>())
    });
    claims.filter(|(_, claims)| !claims.is_empty()).collect()
}

/// Whether the part has children, and what a declaration of it is about.
pub(super) fn kind(graph: &Graph, part: usize) -> PartKind {
    let node = u32::try_from(part).unwrap_or(u32::MAX);
    match graph.role(node) {
        _ if graph.is_leaf(node) => PartKind::Leaf,
        CompositionRole::Adds => PartKind::Adds,
        CompositionRole::Whole => PartKind::Assembly,
    }
}

fn rules(
    request: &Request<'_>,
    category: Category,
    lists: &Lists,
) -> Result<Vec<RuleSet>, RuleSetError> {
    let date = request.options.as_of;
    let basis = request.options.china_basis.as_deref();
    let set = |law: &Law| match law {
        Law::ChinaRohs => china_rohs(lists, date, basis),
        Law::EuRohs => Ok(eu_rohs(lists, category, date)),
        Law::Listed(at) => Ok(listed(lists, *at, date)),
        Law::ReachSvhc => Ok(reach_svhc(lists, request.options.candidates_on.unwrap_or(date))),
    };
    let known_on = request.options.known_on;
    let known = |rules: RuleSet| rules.known_on(lists, known_on);
    request.laws.iter().map(|law| set(law).map(known)).collect()
}
