//! The shares of a table and their ranks.

use unleaded_model::amount::Fraction;

/// The shares of a table, each once.
#[derive(Default)]
pub(super) struct Shares {
    /// As they are written; sorted by that and each once as far as `sorted`.
    written: Vec<Fraction>,
    sorted: usize,
    recent: Recent,
}

/// The shares with their ranks.
pub(super) struct Ranked {
    /// In ascending order, each once.
    pub(super) values: Vec<Fraction>,
    /// Each share as it is written, with its rank, by [`mixed`].
    written: Vec<(u64, Written, u32)>,
    /// Where those begin whose upper bits of [`mixed`] are this number, and where the last ones end.
    starts: Vec<usize>,
    /// How far these bits are to be shifted.
    shift: u32,
}

/// The numbers that a share is written with: the denominator and the numerator.
type Written = (u128, u128);

fn as_written(share: &Fraction) -> Written {
    (share.denominator(), share.numerator())
}

impl Shares {
    pub(super) fn add(&mut self, share: Fraction) {
        if self.recent.has(&share) {
            return;
        }
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
            let rank = u32::try_from(values.len() - 1).unwrap_or(u32::MAX);
            written.push((mixed(as_written(&share)), as_written(&share), rank));
        }
        written.sort_unstable();
        let bits = written.len().ilog2() + 1;
        let shift = u64::BITS - bits;
        let mut starts = vec![0; (1 << bits) + 1];
        for (mixed, ..) in &written {
            starts[(mixed >> shift) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Ranked { values, written, starts, shift }
    }
}

/// The numbers in 64 bits, so that numbers nearby are far apart.
fn mixed(written: Written) -> u64 {
    let half = |number: u128| number as u64 ^ (number >> 64) as u64;
    (half(written.1) ^ half(written.0).rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Ranked {
    /// The rank of a share of the table: among one or two others, or, where all of them have the same upper bits, in as many
    /// steps as a search takes.
    pub(super) fn rank(&self, share: Fraction) -> u32 {
        let written = as_written(&share);
        let key = (mixed(written), written);
        let bucket = (key.0 >> self.shift) as usize;
        let alike = &self.written[self.starts[bucket]..self.starts[bucket + 1]];
        let found = alike.binary_search_by_key(&key, |(mixed, written, _)| (*mixed, *written));
        // Each share of the table is there.
        found.map_or(0, |at| alike[at].2)
    }
}

/// The shares that were seen last, each in the slot of its numerator: a few shares are everywhere.
struct Recent(Vec<Option<Written>>);

/// Shares of whole ppm below this never push each other out.
const SLOTS: usize = 4096;

impl Default for Recent {
    fn default() -> Self {
        Self(vec![None; SLOTS])
    }
}

impl Recent {
    /// Whether the share was seen, as far as is known; it is from now on.
    fn has(&mut self, share: &Fraction) -> bool {
        let slot = &mut self.0[share.numerator() as usize % SLOTS];
        slot.replace(as_written(share)) == Some(as_written(share))
    }
}
