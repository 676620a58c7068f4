//! What became of declarations: replaced, withdrawn, or replaced by two at once.
//!
//! A statement about a declaration counts when an organisation that signed the declaration signed it. Whether it does is a question of
//! signatures that were verified, so only [`Verified`] and [`VerifiedXml`] go in. Dates play no part: whoever knows of a withdrawal can't go back behind it.
//!
//! Several organisations may have signed one declaration, and anybody trusted can add a signature. So a statement takes away the word of
//! those alone who make it, and a declaration that another one at hand replaces is replaced whoever else signed it.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::diagnostic::codes::life as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use crate::digest::Digest;
use crate::statement::{Action, Predicate, ProductId, Role, Status};
use crate::trust_store::{Organisation, Scope};
use crate::verify::{Signer, Verified};
use crate::xml_signature::{VerifiedXml, XmlSigner};

/// What is needed of a declaration to tell what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    document: Digest,
    /// The bytes of its envelope.
    envelope: Digest,
    /// Those that this program would write: see [`Verified::is_known_as`].
    identities: BTreeSet<Digest>,
    signers: Vec<Signer>,
    products: BTreeSet<ProductId>,
    supersedes: Vec<Digest>,
}

/// What became of a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// How it stands.
    pub standing: Standing,
    /// The envelopes of those that replace it; more than one: its signer said two things.
    pub successors: BTreeSet<Digest>,
    /// Whether someone else said something about it, which does not count.
    pub others: Others,
}

/// How a declaration stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing else is known: it holds.
    Current,
    /// Another one takes its place.
    Superseded {
        /// The envelope of that one; the first of several.
        successor: Digest,
    },
    /// It no longer holds.
    Withdrawn {
        /// Why, in the signer's words.
        reason: String,
    },
}

/// What does not count of what is said about a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Others {
    /// Nothing.
    Nothing,
    /// One that names it as its predecessor is about other products.
    OtherProduct,
    /// One of several organisations that signed it has taken back its word; another one stands by it.
    OneOfSigners,
    /// A key of the organisation says that it is replaced or withdrawn, and may not speak of all of its products, or not in that role.
    BeyondBounds,
    /// Another organisation says that it is replaced or withdrawn.
    OtherSigner,
}

impl Known {
    /// Returns what is needed of the declaration whose envelope has the SHA-256 `envelope`.
    pub fn new<T>(verified: &Verified<T>, envelope: Digest) -> Self {
        let claim: &Predicate = verified.predicate();
        Self {
            document: verified.digest(),
            envelope,
            identities: verified.identities().clone(),
            signers: verified.signers().to_vec(),
            products: claim.products.iter().cloned().collect(),
            supersedes: claim.supersedes.clone(),
        }
    }

    /// Returns what is needed of the document with the SHA-256 `document` and these products that holds its signature: other statements
    /// name it by [`xml_identity`](crate::xml_identity). `None`: its key is none of the trust store.
    pub fn inside(
        verified: &VerifiedXml<Vec<u8>>,
        document: Digest,
        products: Vec<ProductId>,
    ) -> Option<Self> {
        let XmlSigner::Trusted(signer) = verified.signer() else { return None };
        Some(Self {
            document,
            envelope: Digest::of(verified.document()),
            identities: BTreeSet::new(),
            signers: vec![(**signer).clone()],
            products: products.into_iter().collect(),
            supersedes: Vec::new(),
        })
    }

    /// The SHA-256 of every envelope that it is known by.
    fn names(&self) -> impl Iterator<Item = &Digest> {
        std::iter::once(&self.envelope).chain(&self.identities)
    }

    fn is(&self, envelope: &Digest) -> bool {
        self.envelope == *envelope || self.identities.contains(envelope)
    }

    /// Whether what `said` tells is about it: by its envelope, or by its document under another one, since the same document signed
    /// with other words is the same document; unless these words say that they take the place of the very envelope that is meant.
    fn is_meant_by(&self, said: &Verified<(), Status>) -> bool {
        let declaration = &said.predicate().declaration;
        let signed_anew = || self.supersedes.contains(declaration);
        self.is(declaration) || said.digest() == self.document && !signed_anew()
    }

    /// Whether both are about at least one product, or neither tells any.
    fn shares_product(&self, other: &Self) -> bool {
        !self.products.is_disjoint(&other.products)
            || self.products.is_empty() && other.products.is_empty()
    }
}

/// Whether `speaker` may take back what `signer` signed about `products`, and if not, why not. They must be of one organisation, or one
/// sign for the other; and who takes a declaration back must be allowed to make it, in its role and about each of its products.
fn refusal(speaker: &Signer, signer: &Signer, products: &BTreeSet<ProductId>) -> Others {
    let is_party = |name: &str| signer.parties().any(|party| party == name);
    let is_own = is_party(speaker.organisation.name());
    let supplier = speaker.on_behalf_of.as_ref().map(Organisation::name);
    if !is_own && !supplier.is_some_and(is_party) {
        return Others::OtherSigner;
    }
    let role_fits = match signer.role {
        Role::AuthorisedRepresentative => {
            speaker.may(Role::AuthorisedRepresentative) || speaker.may(Role::Supplier)
        }
        Role::Supplier if !is_own => speaker.may(Role::AuthorisedRepresentative),
        role => speaker.may(role),
    };
    let covers = |scope: &Scope| match products.is_empty() {
        true => scope.is_everything(),
        false => products.iter().all(|product| scope.covers(&product.id)),
    };
    // Its own word is not what a supplier delegated to it.
    let delegated = is_own || speaker.delegated.as_ref().is_some_and(covers);
    if role_fits && delegated && covers(&speaker.scope) {
        Others::Nothing
    } else {
        Others::BeyondBounds
    }
}

/// The least that stands against `speakers` taking back what `signer` signed; nothing: they may.
fn least_refusal(speakers: &[Signer], signer: &Signer, products: &BTreeSet<ProductId>) -> Others {
    let refusals = speakers.iter().map(|speaker| refusal(speaker, signer, products));
    refusals.min().unwrap_or(Others::OtherSigner)
}

/// What an organisation that signed a declaration says of it since.
#[derive(Clone, Debug, Default)]
struct Word {
    reasons: BTreeSet<String>,
    successors: BTreeSet<Digest>,
}

impl Word {
    fn is_taken_back(&self) -> bool {
        !self.reasons.is_empty() || !self.successors.is_empty()
    }
}

/// Returns what became of each of `known`, in their order.
pub fn lives(known: &[Known], statuses: &[Verified<(), Status>]) -> Vec<Life> {
    let said = Said::of(known, statuses);
    known.iter().map(|one| life(one, &said)).collect()
}

/// All that is said, by what it is said of, so that nobody asks everybody.
struct Said<'k> {
    known: &'k [Known],
    statuses: &'k [Verified<(), Status>],
    /// The first of `known` that has an envelope.
    here: BTreeMap<Digest, usize>,
    /// Those of `known` that name an envelope as one that they replace.
    successors: BTreeMap<Digest, Vec<usize>>,
    /// Those of `statuses` that speak of an envelope, and of a document.
    of_envelope: BTreeMap<Digest, Vec<usize>>,
    of_document: BTreeMap<Digest, Vec<usize>>,
}

impl<'k> Said<'k> {
    fn of(known: &'k [Known], statuses: &'k [Verified<(), Status>]) -> Self {
        let (here, successors) = (BTreeMap::new(), BTreeMap::new());
        let (of_envelope, of_document) = (BTreeMap::new(), BTreeMap::new());
        let mut said = Self { known, statuses, here, successors, of_envelope, of_document };
        for (at, one) in known.iter().enumerate() {
            for name in one.names() {
                said.here.entry(*name).or_insert(at);
            }
            for old in &one.supersedes {
                said.successors.entry(*old).or_default().push(at);
            }
        }
        for (at, status) in statuses.iter().enumerate() {
            let declaration = status.predicate().declaration;
            said.of_envelope.entry(declaration).or_default().push(at);
            said.of_document.entry(status.digest()).or_default().push(at);
        }
        said
    }

    /// What is said of `one` by statements, in their order.
    fn statuses_on(&self, one: &Known) -> impl Iterator<Item = &'k Verified<(), Status>> {
        let of_envelope = one.names().filter_map(|name| self.of_envelope.get(name)).flatten();
        let of_document = self.of_document.get(&one.document).into_iter().flatten();
        let all: BTreeSet<usize> = of_envelope.chain(of_document).copied().collect();
        let all = all.into_iter().map(|at| &self.statuses[at]);
        all.filter(|status| one.is_meant_by(status))
    }

    /// Those that say of themselves that they take the place of `one`.
    fn successors_of(&self, one: &Known) -> impl Iterator<Item = &'k Known> {
        let all = one.names().filter_map(|name| self.successors.get(name)).flatten();
        let all: BTreeSet<usize> = all.copied().collect();
        let all = all.into_iter().map(|at| &self.known[at]);
        all.filter(|other| other.envelope != one.envelope)
    }

    /// The name of one that is here, which is that of the first of its copies.
    fn name_of(&self, one: &Known) -> Digest {
        let first = one.names().filter_map(|name| self.here.get(name)).min();
        first.map_or(one.envelope, |at| self.known[*at].envelope)
    }

    /// The name under which the declaration with this envelope is here; the envelope itself, if it is not.
    fn name(&self, envelope: Digest) -> Digest {
        self.here.get(&envelope).map_or(envelope, |at| self.name_of(&self.known[*at]))
    }
}

fn life(one: &Known, said: &Said<'_>) -> Life {
    let (words, mut others) = words(one, said);
    let (mut reasons, mut successors) = (BTreeSet::new(), BTreeSet::new());
    if words.iter().all(Word::is_taken_back) {
        reasons.extend(words.iter().flat_map(|word| word.reasons.iter().cloned()));
        successors.extend(words.iter().flat_map(|word| word.successors.iter().copied()));
    } else if words.iter().any(Word::is_taken_back) {
        others = others.max(Others::OneOfSigners);
    }
    for other in said.successors_of(one) {
        let refusals = one.signers.iter();
        let refusals = refusals.map(|signer| least_refusal(&other.signers, signer, &one.products));
        let refusal = refusals.min().unwrap_or(Others::OtherSigner);
        if refusal != Others::Nothing {
            others = others.max(refusal);
        } else if !one.shares_product(other) {
            others = others.max(Others::OtherProduct);
        } else {
            successors.insert(said.name_of(other));
        }
    }
    let standing = match (reasons.pop_first(), successors.first()) {
        (Some(reason), _) => Standing::Withdrawn { reason },
        (None, Some(successor)) => Standing::Superseded { successor: *successor },
        (None, None) => Standing::Current,
    };
    Life { standing, successors, others }
}

/// What each of the signers of `one` says of it since, and what does not count of what is said.
fn words(one: &Known, said: &Said<'_>) -> (Vec<Word>, Others) {
    let (mut words, mut others) = (vec![Word::default(); one.signers.len()], Others::Nothing);
    for status in said.statuses_on(one) {
        let mut refused = Others::OtherSigner;
        for (signer, word) in one.signers.iter().zip(&mut words) {
            let refusal = least_refusal(status.signers(), signer, &one.products);
            refused = refused.min(refusal);
            if refusal != Others::Nothing {
                continue;
            }
            match status.predicate().action {
                Action::Withdraw => {
                    word.reasons.insert(status.predicate().reason.clone());
                }
                // A document that was signed anew takes the place of itself.
                Action::Supersede { successor } if !one.is(&successor) => {
                    word.successors.insert(said.name(successor));
                }
                Action::Supersede { .. } => {}
            }
        }
        others = others.max(refused);
    }
    (words, others)
}

impl Life {
    /// Returns what there is to say of the declaration `file`; empty when it holds and nobody says anything.
    pub fn diagnostics(&self, file: &FileName) -> Vec<Diagnostic> {
        let at = |code| Diagnostic::new(code, Place::file(file)).with("file", file.as_str());
        let mut found = Vec::new();
        match &self.standing {
            Standing::Current => {}
            Standing::Superseded { successor } => found
                .push(at(codes::DECLARATION_SUPERSEDED).with("successor", successor.to_string())),
            Standing::Withdrawn { reason } => {
                found.push(at(codes::DECLARATION_WITHDRAWN).with("reason", reason.as_str()));
            }
        }
        if self.successors.len() > 1 {
            let all: Vec<String> = self.successors.iter().map(Digest::to_string).collect();
            found.push(at(codes::DECLARATION_FORK).with("successors", all.join(", ")));
        }
        match self.others {
            Others::Nothing => {}
            Others::OtherProduct => found.push(at(codes::SUPERSEDES_OTHER_PRODUCT)),
            Others::OneOfSigners => found.push(at(codes::STATUS_ONE_OF_SIGNERS)),
            Others::BeyondBounds => found.push(at(codes::STATUS_BEYOND_BOUNDS)),
            Others::OtherSigner => found.push(at(codes::STATUS_OTHER_SIGNER)),
        }
        found
    }
}
