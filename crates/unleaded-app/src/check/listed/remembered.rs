//! What was looked up once, so that a substance in a million rows is looked up once.

use std::collections::BTreeMap;

/// Lookups that are remembered; beyond them each is made again.
const MOST: usize = 1 << 16;
/// Bytes of the longest text that is remembered.
const LONGEST: usize = 256;

/// Answers by three texts. A look costs no allocation once the answer is there.
#[derive(Debug)]
pub(super) struct Remembered<T> {
    answers: BTreeMap<String, BTreeMap<String, BTreeMap<String, T>>>,
    count: usize,
}

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self { answers: BTreeMap::new(), count: 0 }
    }
}

impl<T: Clone> Remembered<T> {
    /// Returns the answer to (`a`, `b`, `c`), which `find` gives the first time.
    pub(super) fn get(&mut self, a: &str, b: &str, c: &str, find: impl FnOnce() -> T) -> T {
        let known = self.answers.get(a).and_then(|by_b| by_b.get(b)?.get(c));
        if let Some(known) = known {
            return known.clone();
        }
        let found = find();
        if self.count < MOST && [a, b, c].iter().all(|text| text.len() <= LONGEST) {
            self.count += 1;
            let by_b = self.answers.entry(a.to_owned()).or_default();
            by_b.entry(b.to_owned()).or_default().insert(c.to_owned(), found.clone());
        }
        found
    }
}
