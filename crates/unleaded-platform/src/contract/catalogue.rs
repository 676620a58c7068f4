//! The conformity catalogue (达标管理目录) in force: its first batch.

/// The twelve classes of the first batch (MIIT announcement 2018 No. 15), in its order. The drafted second edition
/// (2025-11-03) is not in force and therefore not here.
const FIRST_BATCH: [&str; 12] = [
    "电冰箱",
    "空气调节器",
    "洗衣机",
    "电热水器",
    "打印机",
    "复印机",
    "传真机",
    "电视机",
    "监视器",
    "微型计算机",
    "移动通信手持机",
    "电话单机",
];

/// Returns the Chinese name of the class `item`, written `2018-1/1` to `2018-1/12`; `None` when there is no such class.
pub fn class_name(item: &str) -> Option<&'static str> {
    let number = item.strip_prefix("2018-1/")?;
    let index: usize = number.parse().ok()?;
    let name = FIRST_BATCH.get(index.checked_sub(1)?)?;
    // `+1` and `01` are the same number but not the same item.
    (number == index.to_string()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_classes() {
        assert_eq!(class_name("2018-1/1"), Some("电冰箱"));
        assert_eq!(class_name("2018-1/12"), Some("电话单机"));
        for none in ["2018-1/0", "2018-1/13", "2018-1/01", "2018-1/+1", "2025-1/1", "1", ""] {
            assert_eq!(class_name(none), None, "{none}");
        }
    }
}
