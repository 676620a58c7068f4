//! Words that say that nothing is given, or that it is withheld.

/// Words that say that there is nothing to say. For a substance they are a way to withhold it, which is judged elsewhere.
const BLANK: [&str; 16] = [
    "-",
    "--",
    "---",
    "?",
    "??",
    "???",
    "...",
    "N/A",
    "n/a",
    "n.a.",
    "NA",
    "none",
    "null",
    "nil",
    "无",
    "不适用",
];
/// Words for what does not apply or is not stated, as `key` writes them.
const NOT_GIVEN: &str =
    "na notapplicable notavailable notstated 不适用 不適用 entfällt keineangabe ka 該当なし 対象外";
/// Words for none, likewise.
const NONE: &str = "none 无 無 keine なし";
/// Words for what is withheld, likewise.
const WITHHELD: &str = "proprietary confidential tradesecret secret undisclosed notdisclosed withheld \
    保密 商业秘密 商業秘密 机密 機密 不公开 未公开 不公開 betriebsgeheimnis geschäftsgeheimnis vertraulich \
    企業秘密 営業秘密 秘密 非公開 非開示";

/// Whether a field was left out, in words or without.
pub(crate) fn is_blank(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || BLANK.contains(&text)
}

/// Whether `key` says that it does not apply or is not stated.
pub(crate) fn is_not_given(key: &str) -> bool {
    is_among(NOT_GIVEN, key)
}

/// Whether `key` says that there is none; of an amount that is no zero, since it may only not have been found.
pub(crate) fn is_none(key: &str) -> bool {
    is_among(NONE, key)
}

/// Whether `key` says that it is withheld.
pub(crate) fn is_withheld(key: &str) -> bool {
    is_among(WITHHELD, key)
}

/// Whether `words`, with a blank between each two, hold `word`.
pub(crate) fn is_among(words: &str, word: &str) -> bool {
    !word.is_empty() && words.split(' ').any(|known| known == word)
}
