//! Codes about lists of rules: the files in which a company writes its own. `docs/formats/lists.md` describes them.

codes! {
    /// A list of rules is a TOML file in UTF-8.
    RULE_LIST_SYNTAX = "rule-list-syntax", Error,
    en: "the list is not TOML: {reason}", "correct it at this place; `docs/formats/lists.md` shows the form",
    zh: "清单不是有效的 TOML：{reason}", "请修正此处；格式见 docs/formats/lists.md";

    /// What is not known is refused rather than skipped: a misspelt `until` would leave a rule open for ever.
    RULE_LIST_FIELD_UNKNOWN = "rule-list-field-unknown", Error,
    en: "there is no field `{value}` here; there are {known}", "correct its spelling, or remove it",
    zh: "此处没有“{value}”字段；可用：{known}", "请更正写法，或将其删除";

    /// A list is named in every report by its identity and edition, and a rule by its key, level and legal reference.
    RULE_LIST_FIELD_MISSING = "rule-list-field-missing", Error,
    en: "`{field}` is missing or empty", "add it: {expected_en}",
    zh: "缺少“{field}”，或其值为空", "请补充：{expected_zh}";

    /// Of a column that stands twice nobody knows which counts.
    RULE_LIST_COLUMN_REPEATED = "rule-list-column-repeated", Error,
    en: "the column `{value}` stands twice", "keep one of them",
    zh: "列“{value}”重复", "请只保留其中一列";

    /// Every value is text, and some are one of a few words.
    RULE_LIST_VALUE = "rule-list-value", Error,
    en: "`{field}` is `{value}`; it must be {expected_en}", "write {expected_en}",
    zh: "“{field}”的值为“{value}”，应为{expected_zh}", "请填写{expected_zh}";

    /// Dates decide which rules hold on a day.
    RULE_LIST_DATE = "rule-list-date", Error,
    en: "`{field}` is `{value}`, which is no date", "write it in quotes as YYYY-MM-DD, e.g. \"2027-01-01\", or leave it out",
    zh: "“{field}”的值“{value}”不是日期", "请写成带引号的年-月-日，例如 \"2027-01-01\"，或不填";

    /// A limit is a share by mass in parts per million, an exact decimal of at most 1000000 (100 %). Where it is empty the source names
    /// none, and what is found leaves the verdict unknown.
    RULE_LIST_LIMIT = "rule-list-limit", Error,
    en: "`limit_ppm` is `{value}`; it must be a decimal from 0 to 1000000, `any` or empty", "write parts per million: 0.1 % is `1000`",
    zh: "“limit_ppm”的值为“{value}”，应为 0 至 1000000 的小数、any 或留空", "请以百万分率书写：0.1 % 为“1000”";

    /// A number with a slip in it is that of no substance, or of another: what the rule is meant for would never be found.
    RULE_LIST_NUMBER = "rule-list-number", Error,
    en: "`{value}` is no {what}", "compare it with the source; several numbers are separated by `|`",
    zh: "“{value}”不是{what}", "请与来源核对；多个编号用“|”分隔";

    /// The members of a group are in `groups.csv`; of a group that it lacks nothing could be found.
    RULE_LIST_GROUP = "rule-list-group", Error,
    en: "there is no group `{value}`; there are {known}", "name one of these, or give the substances by their CAS numbers",
    zh: "没有组“{value}”；可用：{known}", "请使用其中之一，或以 CAS 号列出各物质";

    /// A key names one rule on any day, or a finding would not say which it is about.
    RULE_LIST_KEY_REPEATED = "rule-list-key-repeated", Error,
    en: "two rules with the key `{value}` hold on the same day", "give one of them another key, or `until` and `from` that do not overlap",
    zh: "两条键为“{value}”的规则在同一天有效", "请为其中之一更换键，或使两者的 until 与 from 不重叠";

    /// `until` is the first day on which a rule holds no more: a rule that ends where it begins, or before, never holds.
    RULE_LIST_PERIOD_EMPTY = "rule-list-period-empty", Error,
    en: "it holds until {until}, which is not after {from}", "correct one of the two dates",
    zh: "结束日期 {until} 不晚于开始日期 {from}", "请更正其中一个日期";

    /// A list without rules says nothing of any product.
    RULE_LIST_EMPTY = "rule-list-empty", Error,
    en: "the list holds no rules", "add an `[[entry]]`, or a CSV with the rules and the same name beside the file",
    zh: "清单中没有规则", "请添加 [[entry]]，或在旁边放置同名的 CSV 规则表";

    /// A rule that names neither a number nor a group is found by its names alone, and a substance has many: what is declared under another
    /// one goes unseen.
    RULE_LIST_NAME_ONLY = "rule-list-name-only", Warning,
    en: "the rule `{value}` has neither a CAS number, an EC number nor a group", "add `cas`, `ec` or `groups`, or in `names` every name that suppliers use",
    zh: "规则“{value}”既无 CAS 号、EC 号，也无组", "请填写 cas、ec 或 groups，或在 names 中列出供应商使用的所有名称";

    /// The names of the shipped tables, and `all`, mean something already. A list of rules may only be a further edition of a list of rules.
    RULE_LIST_ID_TAKEN = "rule-list-id-taken", Error,
    en: "`{value}` is the name of something else", "give your list an `id` of its own, e.g. with the name of your company",
    zh: "“{value}”已另有所指", "请为清单使用自己的 id，例如加上公司名称";

    /// An edition is told from others by its name, so that a report can say which one was used. A file never takes the place of another in
    /// silence.
    RULE_LIST_EDITION_TAKEN = "rule-list-edition-taken", Error,
    en: "the edition `{edition}` of `{id}` is there already: {other_en}", "give the edition a name of its own, or name only one of the two files",
    zh: "“{id}”的版本“{edition}”已存在：{other_zh}", "请为该版本另取名称，或只指定其中一个文件";

    /// Of several editions the one that came into effect last is used, and among those of one day the one that became known last.
    RULE_LIST_EDITIONS_UNORDERED = "rule-list-editions-unordered", Error,
    en: "nothing says which edition of `{id}` comes first, `{edition}` or `{other}`", "give both the day of `effective`, or of `known`, and not the same",
    zh: "无法判断“{id}”的版本“{edition}”与“{other}”孰先孰后", "请为两者填写不同的 effective 或 known 日期";

    /// Tables of classes and of codes name the entries of the candidate list by their numbers, so an entry keeps its own in every edition.
    /// Under another number the shipped tables would speak of another substance.
    RULE_LIST_NUMBER_MOVED = "rule-list-number-moved", Error,
    en: "in the shipped edition {number} is `{name}`", "keep the numbers of the shipped edition, and give what was added the next ones that are free",
    zh: "在随附版本中，{number} 是“{name}”", "请保留随附版本的编号，新增条目使用后续的空闲编号";

    /// An edition of your own is used whole: what it leaves out is not looked for.
    RULE_LIST_LEFT_OUT = "rule-list-left-out", Warning,
    en: "{count} of what the shipped edition names is not in it as it is there: {first}", "add it again, unless the authority took it off or changed it",
    zh: "随附版本中有 {count} 项在此缺失或不同：{first}", "除非主管机构已删除或更改，请予补回";

    /// A member counts with the share of its mass that is the group's element, as its formula has it; without a formula, or in a group of
    /// whole substances, with all of it. An addition that counts with less would make a substance look better than is known of it.
    RULE_LIST_FACTOR = "rule-list-factor", Error,
    en: "`factor_high` is `{value}`; the substance counts with at least {least}", "write the share that the formula gives, or 1 where no formula is known",
    zh: "“factor_high”的值为“{value}”；该物质至少按 {least} 计入", "请填写由化学式得出的比值；化学式未知时填 1";

    /// The number of a rule in its list is held in sixteen bits, and no law has more.
    RULE_LIST_TOO_LONG = "rule-list-too-long", Error,
    en: "the list has more than {limit} rules", "split it into several lists",
    zh: "清单超过 {limit} 条规则", "请拆分为多个清单";

    /// A file with this many defects is of another kind; all of them would fill the memory.
    RULE_LIST_CUT = "rule-list-cut", Info,
    en: "more than {limit} defects were found; the rest is not told", "correct these first",
    zh: "缺陷超过 {limit} 处，其余未列出", "请先修正已列出的缺陷";
}
