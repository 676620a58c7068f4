//! A stream of numbers that is the same on every machine.

/// Marsaglia's xorshift64 (Journal of Statistical Software 8, 14, 2003) with the shifts 13, 7 and 17.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Returns the stream of `seed`; zero, which would give only zeros, is taken as one.
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `bound`, which is not zero.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.bits() % bound
    }

    /// A number in `[0, 1)`.
    #[expect(clippy::float_arithmetic, reason = "a sample of a distribution, no amount")]
    pub fn unit(&mut self) -> f64 {
        // 53 bits fit a float exactly.
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A whole number between `low` and `high` whose logarithm is uniform.
    #[expect(clippy::float_arithmetic, reason = "a sample of a distribution, no amount")]
    pub fn log_uniform(&mut self, low: u64, high: u64) -> u64 {
        let ratio = high as f64 / low as f64;
        (low as f64 * ratio.powf(self.unit())) as u64
    }
}
