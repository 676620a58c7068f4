//! Rows of amounts in 8 or 16 bytes, and the loop that adds them up.

/// Bytes that memory is read in at a time.
const LINE: usize = 64;

/// How the fields of a row are laid out.
pub(crate) trait Form: Copy {
    /// A row.
    type Row: Copy;
    /// A row of a mass in the unit of the table, below [`Form::limit`].
    fn row(self, mass: u64, column: u32, rank: u32) -> Self::Row;
    /// Masses are below this.
    fn limit(self) -> u64;
    fn mass(self, row: Self::Row) -> u64;
    fn column(self, row: Self::Row) -> u32;
    /// The rank in upper bits, above 32 that are zero.
    fn ranked(self, row: Self::Row) -> u64;
    /// The rank in what [`Form::ranked`] gave.
    fn rank(self, ranked: u64) -> u32;
}

/// A row in 64 bits: the rank, the mass, the column, in so many bits as the table needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bits {
    rank_shift: u32,
    column_bits: u32,
    column_mask: u64,
    mass_mask: u64,
    rank_mask: u64,
}

impl Bits {
    /// Returns the form for masses of so many bits; `None`: columns, ranks and masses take more than 64.
    pub(crate) fn new(columns: usize, ranks: usize, mass_bits: u32) -> Option<Self> {
        let width = |values: usize| usize::BITS - values.saturating_sub(1).leading_zeros();
        let (column_bits, rank_bits) = (width(columns).max(1), width(ranks).max(1));
        // The rank lies above the 32 bits of a precedence.
        let all = column_bits + rank_bits + mass_bits.max(1);
        (all <= 64 && rank_bits <= 32 && column_bits <= 32).then(|| Self {
            rank_shift: 64 - rank_bits,
            column_bits,
            column_mask: (1 << column_bits) - 1,
            mass_mask: (1 << (64 - rank_bits - column_bits)) - 1,
            rank_mask: u64::MAX << (64 - rank_bits),
        })
    }
}

impl Form for Bits {
    type Row = u64;

    fn row(self, mass: u64, column: u32, rank: u32) -> u64 {
        u64::from(rank) << self.rank_shift | mass << self.column_bits | u64::from(column)
    }

    fn limit(self) -> u64 {
        self.mass_mask + 1
    }

    #[inline]
    fn mass(self, row: u64) -> u64 {
        row >> self.column_bits & self.mass_mask
    }

    #[inline]
    fn column(self, row: u64) -> u32 {
        (row & self.column_mask) as u32
    }

    #[inline]
    fn ranked(self, row: u64) -> u64 {
        row & self.rank_mask
    }

    fn rank(self, ranked: u64) -> u32 {
        (ranked >> self.rank_shift) as u32
    }
}

/// A row in 128 bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words;

/// A row of a mass, a column and a rank.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wide {
    mass: u64,
    column: u32,
    rank: u32,
}

impl Form for Words {
    type Row = Wide;

    fn row(self, mass: u64, column: u32, rank: u32) -> Wide {
        Wide { mass, column, rank }
    }

    fn limit(self) -> u64 {
        1 << 63
    }

    #[inline]
    fn mass(self, row: Wide) -> u64 {
        row.mass
    }

    #[inline]
    fn column(self, row: Wide) -> u32 {
        row.column
    }

    #[inline]
    fn ranked(self, row: Wide) -> u64 {
        u64::from(row.rank) << 32
    }

    fn rank(self, ranked: u64) -> u32 {
        (ranked >> 32) as u32
    }
}

/// The sum of one column and its worst row.
pub(crate) trait Sum: Copy + Default {
    type Total: Copy + Into<u128>;
    /// Adds `mass * count`, which the sum must have room for, and whether it is the first.
    fn add(&mut self, mass: u64, count: u64, worst: u64) -> bool;
    fn total(self) -> Self::Total;
    /// The largest of what was added as `worst`; 0: nothing was added.
    fn worst(self) -> u64;
}

/// A sum below 2^64.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum64 {
    total: u64,
    worst: u64,
}

impl Sum for Sum64 {
    type Total = u64;

    #[inline]
    fn add(&mut self, mass: u64, count: u64, worst: u64) -> bool {
        let first = self.worst == 0;
        self.total += mass * count;
        self.worst = self.worst.max(worst);
        first
    }

    fn total(self) -> u64 {
        self.total
    }

    fn worst(self) -> u64 {
        self.worst
    }
}

/// A sum below 2^128, in 24 bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum128 {
    lower: u64,
    upper: u64,
    worst: u64,
}

impl Sum for Sum128 {
    type Total = u128;

    #[inline]
    fn add(&mut self, mass: u64, count: u64, worst: u64) -> bool {
        let first = self.worst == 0;
        let total = self.total() + u128::from(mass) * u128::from(count);
        (self.lower, self.upper) = (total as u64, (total >> 64) as u64);
        self.worst = self.worst.max(worst);
        first
    }

    #[inline]
    fn total(self) -> u128 {
        u128::from(self.upper) << 64 | u128::from(self.lower)
    }

    fn worst(self) -> u64 {
        self.worst
    }
}

/// Adds `rows` times `count` to `sums`, and marks the columns that had none in `seen`. `behind` is the part's place behind
/// the rank, not zero: of equal ranks the larger is the worst.
#[inline(never)]
pub(crate) fn add<F: Form, S: Sum>(
    form: F,
    rows: &[F::Row],
    (count, behind): (u64, u64),
    sums: &mut [S],
    seen: &mut [u64],
) {
    for row in rows {
        let column = form.column(*row) as usize;
        let worst = form.ranked(*row) | behind;
        if sums[column].add(form.mass(*row), count, worst) {
            seen[column / 64] |= 1 << (column % 64);
        }
    }
}

/// Reads one row of each line of memory that `rows` lie on, so that they are under way before they are needed. What it
/// returns depends on all of them.
#[inline]
pub(crate) fn touch<F: Form>(form: F, rows: &[F::Row]) -> u64 {
    let step = LINE / size_of::<F::Row>();
    rows.iter().step_by(step).fold(0, |all, row| all ^ form.mass(*row))
}
