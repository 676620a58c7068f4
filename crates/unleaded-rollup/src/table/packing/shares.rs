//! The shares of a table and their ranks.

use unleaded_model::amount::Fraction;

/// The shares of a table, each once.
#[derive(Default)]
pub(super) struct Shares {
    /// As they are written; sorted by that and each once as far as `sorted`.
    written: Vec<Fraction>,
    sorted: usize,
    recent: Recent<()>,
}

/// The shares with their ranks.
pub(super) struct Ranked {
    /// In ascending order, each once.
    pub(super) values: Vec<Fraction>,
    /// The rank of each share as it is written.
    written: Vec<(Written, u32)>,
}

/// The numbers that a share is written with: the denominator and the numerator.
type Written = (u128, u128);

fn as_written(share: &Fraction) -> Written {
    (share.denominator(), share.numerator())
}

impl Shares {
    pub(super) fn add(&mut self, share: Fraction) {
        let slot = self.recent.slot(&share);
        if matches!(slot, Some((known, ())) if *known == as_written(&share)) {
            return;
        }
        *slot = Some((as_written(&share), ()));
        self.written.push(share);
        if self.written.len() > 2 * self.sorted + (1 << 16) {
            self.sort();
        }
    }

    /// Most of them are sorted already, which a stable sort makes use of.
    fn sort(&mut self) {
        self.written.sort_by_key(as_written);
        self.written.dedup_by_key(|share| as_written(share));
        self.sorted = self.written.len();
    }

    pub(super) fn ranked(mut self) -> Ranked {
        self.written.push(Fraction::ZERO);
        self.sort();
        // Of equal ones the one with the smallest denominator stays.
        self.written.sort();
        let (mut values, mut written) = (Vec::new(), Vec::with_capacity(self.written.len()));
        for share in self.written {
            if values.last() != Some(&share) {
                values.push(share);
            }
            written.push((as_written(&share), u32::try_from(values.len() - 1).unwrap_or(u32::MAX)));
        }
        written.sort_unstable();
        Ranked { values, written }
    }
}

impl Ranked {
    /// The rank of a share of the table.
    pub(super) fn rank(&self, share: Fraction, recent: &mut Recent<u32>) -> u32 {
        let as_written = as_written(&share);
        let slot = recent.slot(&share);
        match slot {
            Some((known, rank)) if *known == as_written => *rank,
            _ => {
                // Each share of the table is there.
                let found = self.written.binary_search_by_key(&as_written, |(written, _)| *written);
                let rank = found.map_or(0, |at| self.written[at].1);
                *slot = Some((as_written, rank));
                rank
            }
        }
    }
}

/// What is known of the shares that were seen last, each in the slot of its numerator: a few shares are everywhere.
pub(super) struct Recent<T>(Vec<Option<(Written, T)>>);

/// Shares of whole ppm below this never push each other out.
const SLOTS: u128 = 4096;

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self((0..SLOTS).map(|_| None).collect())
    }
}

impl<T> Recent<T> {
    fn slot(&mut self, share: &Fraction) -> &mut Option<(Written, T)> {
        &mut self.0[(share.numerator() % SLOTS) as usize]
    }
}
