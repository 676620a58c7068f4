//! Codes about profiles of receivers.

codes! {
    /// A profile is a TOML file, described in `docs/profiles.md`.
    PROFILE_SYNTAX = "profile-syntax", Error,
    en: "the profile is not TOML: {reason}", "correct it at this place; `docs/profiles.md` shows the form",
    zh: "配置不是有效的 TOML：{reason}", "请修正此处；格式见 docs/profiles.md";

    /// A key that is not known would be a rule that nobody applies.
    PROFILE_KEY_UNKNOWN = "profile-key-unknown", Error,
    en: "the profile has the unknown key `{value}`; known here: {known}", "{suggestion_en}",
    zh: "配置中有未知项“{value}”；此处可用：{known}", "{suggestion_zh}";

    /// Codes are those of `docs/codes/`.
    PROFILE_CODE_UNKNOWN = "profile-code-unknown", Error,
    en: "the profile names the unknown code `{value}`", "{suggestion_en}",
    zh: "配置中有未知代码“{value}”", "{suggestion_zh}";

    /// A severity is one of four words; a limit is a number of percent.
    PROFILE_VALUE_INVALID = "profile-value-invalid", Error,
    en: "`{key}` of the profile is `{value}`; it must be {expected_en}", "{suggestion_en}",
    zh: "配置项“{key}”的值为“{value}”，应为{expected_zh}", "{suggestion_zh}";

    /// Who reads the result must be able to see why a finding counts for less, so a profile that lowers one says why.
    PROFILE_REASON_MISSING = "profile-reason-missing", Error,
    en: "the profile lowers `{value}` without a reason", "add `reason = \"...\"`; it stays beside each finding in the JSON",
    zh: "配置降低了“{value}”的级别但未说明理由", "请添加 reason = \"...\"，JSON 中的各项会附上该理由";

    /// What keeps a document, or a part of it, from being read can't be waved through: nobody knows what it says.
    PROFILE_LOWERS_UNREAD = "profile-lowers-unread", Error,
    en: "`{value}` means that something was not read, so a profile can't lower it", "remove it from the profile",
    zh: "“{value}”表示有内容未能读取，配置不得降低其级别", "请从配置中删除";
}
