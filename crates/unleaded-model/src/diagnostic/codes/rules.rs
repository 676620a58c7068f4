//! Codes about what a composition means under the rules.

codes! {
    /// A placeholder such as `proprietary` or `misc., not to declare`, or a name that no table knows, identifies no substance: its
    /// mass may be anything that no statement excludes, so it can make a verdict `unknown`.
    UNDISCLOSED = "undisclosed", Info,
    en: "`{substance}` in `{material}` names no substance; it counts as undisclosed", "ask the supplier for its CAS number, or for a statement on the lists that matter",
    zh: "“{material}”中的“{substance}”未指明具体物质，按未披露处理", "请要求供应商提供 CAS 号，或就相关清单作出声明";

    /// A number copied into the wrong row is a common mistake. Where name and number mean different substances and the one that
    /// does not decide is listed, the substance counts as 0 to 100 % of it. A cell that is no CAS number but holds one counts too.
    /// `check` tells it of every name and number that the tables of substances know, listed or not.
    CAS_CONTRADICTS_NAME = "cas-contradicts-name", Warning,
    en: "name and number of `{substance}` in `{material}` mean different substances, one of them {entry}", "correct the CAS or EC number, or the name",
    zh: "“{material}”中的“{substance}”名称与号码所指物质不同，其中之一是 {entry}", "请修正 CAS 号、EC 号或名称";

    /// The tables of group members are informative, not closed. A substance whose name or formula holds a restricted element or
    /// group, and that no table knows as a member, counts as 0 to 100 % of it.
    SUSPECT = "suspect-substance", Warning,
    en: "`{substance}` in `{material}` may hold {entry}: no table knows it by that name, which hints at it", "give the CAS number that its name means, or state that it holds none",
    zh: "“{material}”中的“{substance}”可能含有 {entry}：各表均未以该名称收录，而该名称有此迹象", "请提供 CAS 号，或声明不含该物质";

    /// Statements are understood for lists named EUREACH-MMYY, EUROHS-YYMM and IEC_62474. A statement on another list stays in the
    /// document and bounds nothing.
    LIST_UNKNOWN = "list-unknown", Warning,
    en: "the list `{list}` is not known; what is said of it is not used", "name the list as IPC does, e.g. `EUROHS-1907`",
    zh: "未知清单“{list}”，其声明未被采用", "请按 IPC 的写法给出清单，例如“EUROHS-1907”";

    /// An entry is found by its name, and by its code in the editions whose codes are known. When neither fits, the answer bounds
    /// nothing. That a threshold of it is exceeded leaves the part open.
    LIST_ENTRY_UNKNOWN = "list-entry-unknown", Warning,
    en: "entry `{entry}` (code `{code}`) of list `{list}` is not understood; it answers no entry", "write the entry's name as the list prints it",
    zh: "无法识别清单“{list}”中的条目“{entry}”（代码“{code}”），其声明不作为任何条目的回答", "请按清单原文填写条目名称";

    /// A code copied into the wrong row is a common mistake. Which of the two is meant can't be told: that the threshold is not exceeded
    /// counts for neither, that it is exceeded counts for both.
    LIST_ENTRY_CONTRADICTS = "list-entry-contradicts", Warning,
    en: "name `{entry}` and code `{code}` do not mean the same entry of list `{list}`", "correct the code, or write the entry's name as the list prints it",
    zh: "清单“{list}”中，名称“{entry}”与代码“{code}”所指的不是同一条目", "请修正代码，或按清单原文填写条目名称";

    /// A composition and a statement of the same maker can't both be right. The hull of both is used, so the verdict can't be better
    /// than the worse of them.
    STATEMENT_CONTRADICTS = "statement-contradicts", Warning,
    en: "`{part}`: the composition of `{place}` contradicts the statement on {entry} of list `{list}`", "ask the supplier which of the two documents is right",
    zh: "“{part}”：“{place}”的成分与清单“{list}”中关于 {entry} 的声明矛盾", "请向供应商确认哪份文件正确";

    /// Statements narrow what a composition leaves open, whatever their dates. One that is older than the composition was made of what
    /// the part was then: where it alone bounds an entry, ask for a newer one.
    STATEMENT_OLDER = "statement-older", Warning,
    en: "`{part}`: the statement on {entry} of list `{list}` is older than the composition that it narrows", "ask the supplier for a statement on what is supplied now",
    zh: "“{part}”：清单“{list}”中关于 {entry} 的声明早于其所限定的成分", "请要求供应商就现供货物作出声明";

    /// Of several documents of one maker on a part the newest counts. One that is dated after the date that is judged (`--as-of`) may be
    /// older or newer than any other: it supersedes none, and both count, as alternatives.
    DATED_AHEAD = "dated-ahead", Warning,
    en: "`{part}`: the declaration is dated {date}, after {as_of}: it supersedes no other", "correct the date, or judge as of a later one",
    zh: "“{part}”：声明日期为 {date}，晚于基准日 {as_of}，不取代其他声明", "请更正日期，或改用更晚的基准日";

    /// GB 26572 and its predecessors may each be used only for assessments on certain dates (SAMR and MIIT announcement 2025 No. 44).
    CHINA_BASIS = "china-basis", Error,
    en: "`{basis}` may not be the basis of a conformity assessment on {date}; allowed: {allowed}", "choose one of the allowed standards, or another date",
    zh: "{date} 的合格评定不得以“{basis}”为依据；允许：{allowed}", "请选择允许的标准或其他日期";

    /// The items of the catalogue of products that must be assessed (达标管理目录) are named by batch and number, e.g. `2018-1/5`,
    /// or by name. Of a product that is of none, `outside` says so; what is not said is judged as if it were in the catalogue.
    CHINA_ITEM = "china-item-unknown", Error,
    en: "the China RoHS catalogue has no item `{value}`{nearest}", "name one of `unleaded lists show china-rohs`, or `outside`, or nothing",
    zh: "中国 RoHS 目录中没有条目“{value}”{nearest}", "请用“unleaded lists show china-rohs”所列条目之一，或写“outside”（目录外），或不填";

    /// Some items of the catalogue have bounds: a volume, a cooling capacity, a paper size, a speed. A value beside the item must be one
    /// of these quantities, once, as a plain number with a unit of that quantity.
    CHINA_ITEM_VALUE = "china-item-value", Error,
    en: "`{value}` beside item `{item}` of the China RoHS catalogue: {reason}", "write it as in `{wanted}`",
    zh: "中国 RoHS 目录条目“{item}”所附的“{value}”：{reason}", "请按“{wanted}”的形式书写";

    /// Categories of Annex I of Directive 2011/65/EU: 1 to 11, with 8-ivd for in vitro diagnostic devices and 9-industrial for industrial instruments.
    CATEGORY_UNKNOWN = "category-unknown", Error,
    en: "`{value}` is no category of EU RoHS", "use one of 1 to 11, 8-ivd, 9-industrial",
    zh: "“{value}”不是欧盟 RoHS 的产品类别", "请使用 1 至 11、8-ivd 或 9-industrial";

    /// Lists of rules name the applications that their rules are for; a word that none of them knows turns no rule on.
    APPLICATION_UNKNOWN = "application-unknown", Warning,
    en: "no list of rules knows the application `{value}`", "use one of {known}",
    zh: "没有规则清单使用用途“{value}”", "请使用 {known} 之一";
}
