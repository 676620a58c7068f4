//! The same work on many things, on all processors, with results in the order of the things.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Does `work` on each of `items` and returns the results in their order. As many are in work at a time as the machine has
/// processors, so that no more is in memory than for those and for the results. `done` is called here, not on another
/// thread, with how many are done: ascending, with none first and all last.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    done: impl FnMut(usize),
) -> Vec<R> {
    map_with(items, || (), |(), item| work(item), done)
}

/// The same with something of each thread's own that `work` uses again from item to item, made by `own`: what an item leaves
/// there must not change the next one's result.
pub fn map_with<T: Sync, R: Send, S>(
    items: &[T],
    own: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
    done: impl FnMut(usize),
) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    map_on(processors, items, own, work, done)
}

/// The same on at most so many `threads`, of which this is one.
fn map_on<T: Sync, R: Send, S>(
    threads: usize,
    items: &[T],
    own: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
    mut done: impl FnMut(usize),
) -> Vec<R> {
    done(0);
    let (next, ready) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let share = |done: &mut dyn FnMut(usize)| {
        let (mut own, mut results) = (own(), Vec::new());
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return results };
            results.push((at, work(&mut own, item)));
            done(ready.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    let mut results = thread::scope(|scope| {
        let others = threads.min(items.len()).saturating_sub(1);
        let others: Vec<_> = (0..others).map(|_| scope.spawn(|| share(&mut |_| {}))).collect();
        // The last one is told when all have returned.
        let mut results = share(&mut |ready| {
            if ready < items.len() {
                done(ready)
            }
        });
        for other in others {
            results.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        results
    });
    if !items.is_empty() {
        done(items.len());
    }
    results.sort_unstable_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..1_000).collect();
        let expected: Vec<u64> = items.iter().map(|item| item * item).collect();
        for threads in [0, 1, 2, 7] {
            let mut told = Vec::new();
            let square = |uses: &mut u64, item: &u64| {
                *uses += 1;
                (*uses <= 1_000).then_some(item * item)
            };
            let found = map_on(threads, &items, || 0, square, |done| told.push(done));
            assert_eq!(found.into_iter().flatten().collect::<Vec<_>>(), expected);
            assert!(told.is_sorted() && told[0] == 0 && told.last() == Some(&1_000), "{told:?}");
            assert!(threads > 1 || told.len() == 1_001, "each is told of where nobody else works");
        }
        assert!(map(&[] as &[u64], |item| *item, |_| {}).is_empty());
    }

    #[test]
    fn several_are_in_work_at_a_time() {
        let meeting = std::sync::Barrier::new(3);
        let waits = |(): &mut (), (): &()| meeting.wait().is_leader();
        let leaders = map_on(3, &[(); 3], || (), waits, |_| {});
        assert_eq!(leaders.into_iter().filter(|is_leader| *is_leader).count(), 1);
    }
}
