//! Making the pieces that are not there.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use unleaded_documents::report::DeclarationInput;
use unleaded_model::diagnostic::{Argument, Diagnostic, codes};
use unleaded_trust::Digest;

use super::super::engine::Local;
use super::super::ground::Ground;
use super::super::parts::numbers_of;
use super::super::{Request, Step, loaded, made};
use super::Workspace;
use super::page::{pieces, told_key};
use super::plan::{Bucket, Plan, ProductPlan};
use crate::documents::{Documents, Folder};

/// What is done.
pub(super) struct Work<'a> {
    request: &'a Request<'a>,
    ground: &'a Ground,
    plan: &'a Plan,
    workspace: &'a dyn Workspace,
    /// The item numbers by which declarations are found.
    numbers: BTreeSet<&'a str>,
    /// What was remarked.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The positions of the documents that were read.
    read: BTreeSet<usize>,
    /// The parts of which it is known what a report tells of their documents.
    resolved: BTreeSet<usize>,
    /// What a report tells of the documents of a part, by item number, each in one line of JSON.
    of_part: BTreeMap<String, Vec<String>>,
    /// The same of documents that are left out, by their SHA-256.
    left_out: BTreeMap<String, BTreeSet<String>>,
}

/// Products that are computed together: their pages are in memory until they are kept.
const MOST_PRODUCTS: usize = 1_000;

/// Parts that are computed together: they fit in memory with their documents.
#[derive(Default)]
struct Block<'a> {
    products: Vec<&'a ProductPlan>,
    parts: BTreeSet<u32>,
    documents: BTreeSet<usize>,
    size: u64,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        request: &'a Request<'a>,
        ground: &'a Ground,
        plan: &'a Plan,
        workspace: &'a dyn Workspace,
    ) -> Self {
        Self {
            request,
            ground,
            plan,
            workspace,
            numbers: ground.bom.parts.iter().flat_map(numbers_of).collect(),
            diagnostics: Vec::new(),
            read: BTreeSet::new(),
            resolved: BTreeSet::new(),
            of_part: BTreeMap::new(),
            left_out: BTreeMap::new(),
        }
    }

    /// How many documents were read.
    pub(super) fn documents_read(&self) -> usize {
        self.read.len()
    }

    /// Makes what is missing, with documents of at most so many bytes in memory at a time, and returns how many products that
    /// were; `None`: a sum is too large.
    pub(super) fn run(
        &mut self,
        block: u64,
        progress: &mut dyn FnMut(Step, usize, usize),
    ) -> io::Result<Option<usize>> {
        let missing: BTreeSet<Digest> =
            self.workspace.missing(&self.plan.keys())?.into_iter().collect();
        let plan = self.plan;
        let is_missing = |product: &&ProductPlan| {
            missing.contains(&product.key) || missing.contains(&told_key(&product.key))
        };
        let products: Vec<&ProductPlan> = plan.products.iter().filter(is_missing).collect();
        let buckets: Vec<&Bucket> =
            plan.buckets.iter().filter(|bucket| missing.contains(&bucket.key)).collect();
        for block in self.blocks(&products, block) {
            if !self.block(&block, progress)? {
                return Ok(None);
            }
        }
        self.resolve_rest(&buckets, block, progress)?;
        for bucket in buckets {
            self.keep_bucket(bucket)?;
        }
        let others = plan.others.iter().filter(|bucket| missing.contains(&bucket.key));
        self.others(&others.collect::<Vec<_>>(), block, progress)?;
        Ok(Some(products.len()))
    }

    /// `products` in blocks, in their order.
    fn blocks(&self, products: &[&'a ProductPlan], most: u64) -> Vec<Block<'a>> {
        let mut blocks = vec![Block::default()];
        for product in products {
            let last = blocks.len() - 1;
            let added = self.size_of(&product.parts, &blocks[last].documents);
            let is_full = blocks[last].size.saturating_add(added) > most
                || blocks[last].products.len() >= MOST_PRODUCTS;
            if is_full && !blocks[last].products.is_empty() {
                blocks.push(Block::default());
            }
            // There is always a last one.
            if let Some(block) = blocks.last_mut() {
                self.add(&product.parts, block);
                block.products.push(product);
            }
        }
        blocks.retain(|block| !block.products.is_empty());
        blocks
    }

    /// The bytes of the documents of `parts` that are not `there`.
    fn size_of(&self, parts: &[u32], there: &BTreeSet<usize>) -> u64 {
        let about = parts.iter().flat_map(|part| &self.plan.about[*part as usize]);
        let new: BTreeSet<usize> = about.copied().filter(|at| !there.contains(at)).collect();
        new.iter().map(|at| self.plan.documents[*at].size).sum()
    }

    fn add(&self, parts: &[u32], block: &mut Block<'a>) {
        for part in parts {
            if block.parts.insert(*part) {
                for at in &self.plan.about[*part as usize] {
                    if block.documents.insert(*at) {
                        block.size += self.plan.documents[*at].size;
                    }
                }
            }
        }
    }

    /// Finds what a report tells of the documents of the parts in `buckets` of which that is not yet known.
    fn resolve_rest(
        &mut self,
        buckets: &[&Bucket],
        most: u64,
        progress: &mut dyn FnMut(Step, usize, usize),
    ) -> io::Result<()> {
        let members = buckets.iter().flat_map(|bucket| bucket.members.iter().copied());
        let rest: BTreeSet<usize> = members.filter(|at| !self.resolved.contains(at)).collect();
        let mut block = Block::default();
        for part in rest {
            if block.size > most {
                self.resolve(&std::mem::take(&mut block), progress)?;
            }
            self.add(&[u32::try_from(part).unwrap_or(u32::MAX)], &mut block);
        }
        if block.parts.is_empty() { Ok(()) } else { self.resolve(&block, progress) }
    }

    /// Finds what a report tells of the documents of the parts of a block, which holds no product.
    fn resolve(
        &mut self,
        block: &Block<'_>,
        progress: &mut dyn FnMut(Step, usize, usize),
    ) -> io::Result<()> {
        let before = self.diagnostics.len();
        if !self.block(block, progress)? {
            return Err(io::Error::other("what holds no product can't be too large"));
        }
        // The parts of a bucket are no assembly: what was said of them before still holds.
        self.diagnostics.truncate(before);
        Ok(())
    }

    /// Makes the pages of a block; false: a sum is too large.
    fn block(
        &mut self,
        block: &Block<'_>,
        progress: &mut dyn FnMut(Step, usize, usize),
    ) -> io::Result<bool> {
        let folder = self.load(&block.documents, progress)?;
        let parts: Vec<u32> = block.parts.iter().copied().collect();
        let nodes: Vec<u32> = block.products.iter().map(|product| product.node).collect();
        let narrowed = self.ground.narrowed(&parts, &nodes, &self.plan.applications);
        let narrowed = narrowed.ok_or_else(|| io::Error::other("the bill of materials changed"))?;
        let Some((products, inputs)) = self.made(&narrowed, &folder, progress)? else {
            return Ok(false);
        };
        let mut kept = Vec::with_capacity(2 * products.len());
        let index = self.request.decisions.map(|(decisions, _)| decisions.index());
        for (plan, product) in block.products.iter().zip(products) {
            kept.extend(pieces((self.request, index.as_ref()), plan.key, product)?);
        }
        self.workspace.keep(&kept)?;
        self.take(inputs)?;
        self.resolved.extend(parts.iter().map(|part| *part as usize));
        Ok(true)
    }

    /// The documents at these positions, with all statements.
    fn load(
        &mut self,
        documents: &BTreeSet<usize>,
        progress: &mut dyn FnMut(Step, usize, usize),
    ) -> io::Result<Folder> {
        self.read.extend(documents);
        let few = Few::new(self.workspace, self.plan, documents);
        let before = self.diagnostics.len();
        let folder = loaded(self.request, &few, progress, &mut self.diagnostics)?;
        let unread = |found: &&Diagnostic| found.code == codes::files::FILE_INACCESSIBLE;
        match self.diagnostics[before..].iter().find(unread) {
            Some(found) => Err(io::Error::other(found.message(Default::default()))),
            None => Ok(folder),
        }
    }

    fn made(
        &mut self,
        ground: &Ground,
        folder: &Folder,
        progress: &mut dyn FnMut(Step, usize, usize),
    ) -> io::Result<Option<(Vec<unleaded_documents::report::Product>, Vec<DeclarationInput>)>> {
        let mut found = Vec::new();
        let done = |done, all| progress(Step::Products, done, all);
        let made = made(
            (&Local, self.request),
            (ground, folder),
            &mut found,
            done,
            |_, _| (),
            |_, report, _, _| (report.products, report.inputs.declarations),
        )?;
        // Another part of the bill of materials may be what such a document is about.
        found.retain(|one| {
            let number = match one.argument("part") {
                Some(Argument::Text(number)) => number.as_str(),
                _ => "",
            };
            one.code != codes::bom::DECLARATION_UNMATCHED || !self.numbers.contains(number)
        });
        self.diagnostics.extend(found);
        Ok(made)
    }

    /// Takes note of what a report tells of documents.
    fn take(&mut self, inputs: Vec<DeclarationInput>) -> io::Result<()> {
        let mut of_part: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for input in inputs {
            let line = serde_json::to_string(&input).map_err(io::Error::other)?;
            match input.left_out {
                Some(_) => _ = self.left_out.entry(input.sha256).or_default().insert(line),
                None => of_part.entry(input.part).or_default().push(line),
            }
        }
        self.of_part.extend(of_part);
        Ok(())
    }

    fn keep_bucket(&self, bucket: &Bucket) -> io::Result<()> {
        let mut lines: Vec<&String> = Vec::new();
        let mut documents = BTreeSet::new();
        for at in &bucket.members {
            let number = &self.ground.bom.parts[*at].number;
            lines.extend(self.of_part.get(number).into_iter().flatten());
            documents.extend(&self.plan.about[*at]);
        }
        self.keep_lines(bucket, lines, documents)
    }

    fn keep_lines<'s>(
        &'s self,
        bucket: &Bucket,
        mut lines: Vec<&'s String>,
        documents: BTreeSet<&usize>,
    ) -> io::Result<()> {
        for at in documents {
            let sha256 = self.plan.documents[*at].sha256.to_string();
            lines.extend(self.left_out.get(&sha256).into_iter().flatten());
        }
        let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
        self.workspace.keep(&[(bucket.key, text.into_bytes())])
    }

    /// Finds what is left out of the documents that speak of no part, in as many buckets at a time as fit in memory.
    fn others(
        &mut self,
        buckets: &[&Bucket],
        most: u64,
        progress: &mut dyn FnMut(Step, usize, usize),
    ) -> io::Result<()> {
        let mut rest = buckets;
        while !rest.is_empty() {
            let mut documents = BTreeSet::new();
            let (mut size, mut taken) = (0, 0);
            while taken < rest.len() && size <= most {
                let all = self.plan.with_successors(&rest[taken].members);
                let new = all.into_iter().filter(|at| documents.insert(*at));
                size += new.map(|at| self.plan.documents[at].size).sum::<u64>();
                taken += 1;
            }
            let (these, others) = rest.split_at(taken);
            self.left_out_of(these, &documents, progress)?;
            rest = others;
        }
        Ok(())
    }

    fn left_out_of(
        &mut self,
        buckets: &[&Bucket],
        documents: &BTreeSet<usize>,
        progress: &mut dyn FnMut(Step, usize, usize),
    ) -> io::Result<()> {
        let folder = self.load(documents, progress)?;
        let nothing = self.ground.narrowed(&[], &[], &[]);
        let nothing = nothing.ok_or_else(|| io::Error::other("the bill of materials changed"))?;
        let made = self.made(&nothing, &folder, progress)?;
        let no_basis = || io::Error::other("what holds no product can't be too large");
        let (_, inputs) = made.ok_or_else(no_basis)?;
        self.take(inputs)?;
        for bucket in buckets {
            self.keep_lines(bucket, Vec::new(), bucket.members.iter().collect())?;
        }
        Ok(())
    }
}

/// Some documents of a workspace, and all statements. What is no longer what it was when the plan was made can't be read.
pub(super) struct Few<'a> {
    documents: &'a dyn Workspace,
    statements: &'a BTreeMap<String, Vec<u8>>,
    known: BTreeMap<&'a str, Digest>,
}

impl<'a> Few<'a> {
    pub(super) fn new(documents: &'a dyn Workspace, plan: &'a Plan, few: &BTreeSet<usize>) -> Self {
        let files = few.iter().flat_map(|at| &plan.documents[*at].files);
        let known = files.map(|(name, sha256)| (name.as_str(), *sha256)).collect();
        Self { documents, statements: &plan.statements, known }
    }
}

impl Documents for Few<'_> {
    fn names(&self) -> io::Result<Vec<String>> {
        let names = self.known.keys().map(|name| (*name).to_owned());
        Ok(names.chain(self.statements.keys().cloned()).collect())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        if let Some(bytes) = self.statements.get(name) {
            return Ok(bytes.clone());
        }
        let bytes = self.documents.read(name)?;
        match self.known.get(name) {
            Some(known) if *known == Digest::of(&bytes) => Ok(bytes),
            _ => Err(io::Error::other(
                "it was changed since it was kept, see `unleaded status --verify`",
            )),
        }
    }
}
