//! The documents that a report was made from, and the parts of a product that they speak of.

use std::collections::BTreeSet;

use unleaded_documents::report::{DeclarationInput, Documented, StatementInput};
use unleaded_rules::Acceptance;
use unleaded_trust::Digest;

use super::{Context, ProductContext};

impl Context<'_> {
    pub(super) fn declarations(&self) -> Vec<DeclarationInput> {
        let mut inputs = Vec::new();
        for (at, documents) in self.parts.documents.iter().enumerate() {
            let alternatives = self.parts.compositions[at].iter().flat_map(|c| &c.alternatives);
            let used: BTreeSet<usize> = alternatives.flat_map(|a| a.documents.clone()).collect();
            for (document, told) in documents {
                let part = self.bom.parts[at].number.clone();
                let used = used.contains(document);
                let content = Some(told.word().to_owned());
                let input = self.declaration(part, *document);
                inputs.push(DeclarationInput { used, content, ..input });
            }
        }
        for (at, document) in self.loaded.iter().enumerate() {
            if document.left_out.is_some() {
                inputs.push(self.declaration(String::new(), at));
            }
        }
        inputs.sort_by(|a, b| (&a.part, &a.sha256).cmp(&(&b.part, &b.sha256)));
        inputs
    }

    fn declaration(&self, part: String, document: usize) -> DeclarationInput {
        let document = &self.loaded[document];
        let refused = document.acceptance() == Acceptance::Refused;
        let header = document.header.as_ref();
        let supplier = header.map(|header| header.supplier.name.clone());
        DeclarationInput {
            part,
            sha256: document.sha256.clone(),
            signer: document.signature.signer().map(str::to_owned),
            signature: document.signature.word().to_owned(),
            acceptance: refused.then(|| "refused".to_owned()),
            used: false,
            left_out: document.left_out.clone(),
            content: None,
            supplier: supplier.filter(|name| !name.is_empty()),
            date: header.and_then(|header| header.date).map(|date| date.to_string()),
            envelope_sha256: document.envelope_sha256.clone(),
            evidence_sha256: hashes(&document.evidence),
        }
    }

    /// What signers said of documents, and whom they let sign.
    pub(super) fn statements(&self) -> Vec<StatementInput> {
        let statements = self.statements.iter();
        let input = |(envelope, evidence): (&Digest, &Vec<Digest>)| StatementInput {
            sha256: envelope.to_string(),
            evidence_sha256: hashes(evidence),
        };
        statements.map(input).collect()
    }

    /// What speaks of no part of the bill of materials.
    pub(super) fn unmatched(&self) -> Vec<String> {
        let matched = self.parts.documents.iter().flatten().map(|(document, _)| *document);
        let matched: BTreeSet<usize> = matched.collect();
        let all = self.loaded.iter().enumerate();
        let others =
            all.filter(|(at, document)| document.left_out.is_none() && !matched.contains(at));
        let hashes: BTreeSet<String> =
            others.map(|(_, document)| document.sha256.clone()).collect();
        hashes.into_iter().collect()
    }
}

fn hashes(files: &[Digest]) -> Vec<String> {
    files.iter().map(Digest::to_string).collect()
}

impl ProductContext<'_> {
    /// The parts of the product that a document must speak of or does.
    pub(super) fn documented(&self) -> Documented {
        let (mut leaves, mut covered, mut assemblies) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for reached in &self.totals.reached {
            let part = self.all.graph.node(reached.node).part as usize;
            let number = self.all.number(reached.node);
            match (self.all.graph.is_leaf(reached.node), reached.covered) {
                (true, false) => _ = leaves.insert(number),
                (true, true) => _ = covered.insert(number),
                (false, _) if self.all.parts.documents[part].is_empty() => {}
                (false, _) => _ = assemblies.insert(number),
            }
        }
        let listed = |numbers: BTreeSet<&str>| numbers.into_iter().map(str::to_owned).collect();
        // What one way leads to openly needs a document of its own.
        let covered = covered.into_iter().filter(|number| !leaves.contains(number)).collect();
        Documented {
            covered_parts: listed(covered),
            leaf_parts: listed(leaves),
            assemblies: listed(assemblies),
        }
    }
}
