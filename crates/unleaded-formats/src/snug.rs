//! Lists that mostly have one member, in as little memory as they need.

/// Adds `one` to `list`. A list that grows by itself begins with room for four, which is most of the memory of a table with
/// one row for each part.
pub(crate) fn push<T>(list: &mut Vec<T>, one: T) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len().max(1));
    }
    list.push(one);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_doubles_from_one() {
        let mut list = Vec::new();
        for expected in [1, 2, 4, 4, 8] {
            push(&mut list, 0);
            assert_eq!(list.capacity(), expected);
        }
    }
}
