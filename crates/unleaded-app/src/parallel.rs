//! The same work on many things, on all processors, with results in the order of the things.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Does `work` on each of `items` and returns the results in their order. As many are in work at a time as the machine has
/// processors, so that no more is in memory than for those and for the results. `done` is called here, not on another
/// thread, with how many are done, from none to all.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    done: impl FnMut(usize),
) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    map_on(processors, items, work, done)
}

/// The same on at most so many `threads`; on one it is done here.
fn map_on<T: Sync, R: Send>(
    threads: usize,
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut done: impl FnMut(usize),
) -> Vec<R> {
    done(0);
    let threads = threads.min(items.len());
    if threads < 2 {
        let one = |(at, item)| {
            let result = work(item);
            done(at + 1);
            result
        };
        return items.iter().enumerate().map(one).collect();
    }
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    let mut results: Vec<(usize, R)> = Vec::with_capacity(items.len());
    thread::scope(|scope| {
        for _ in 0..threads {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    if send.send((at, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        // Only the threads hold senders now, so that the end of the last one ends the loop.
        drop(send);
        for result in receive {
            results.push(result);
            done(results.len());
        }
    });
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
            let found = map_on(threads, &items, |item| item * item, |done| told.push(done));
            assert_eq!(found, expected);
            assert_eq!(told, (0..=1_000).collect::<Vec<_>>());
        }
        assert!(map(&[] as &[u64], |item| *item, |_| {}).is_empty());
    }

    #[test]
    fn several_are_in_work_at_a_time() {
        let meeting = std::sync::Barrier::new(3);
        let waits = |_: &()| meeting.wait().is_leader();
        let leaders = map_on(3, &[(); 3], waits, |_| {});
        assert_eq!(leaders.into_iter().filter(|is_leader| *is_leader).count(), 1);
    }
}
