//! Codes about what is written in a declaration and hardly meant: placeholders, repetitions, weights of no scale, stale lists.

codes! {
    /// A word such as `rest` or `balance` stands for whatever is missing to 100 %, so a material can have just one: two can be
    /// divided in any way, so each of them is taken as between nothing and the whole rest. Portals refuse a second one.
    REMAINDER_REPEATED = "remainder-repeated", Warning,
    en: "material `{material}` has {count} remainders, `{substance}` the second of them; only one can take what is missing to 100 %", "give the amount of each substance but one",
    zh: "材料“{material}”有 {count} 个余量，“{substance}”是第二个，只能有一个物质取余量", "除一个外，请填写其余物质的含量";

    /// A customer's system tells materials apart by name, and some refuse a name that stands twice in a part. Layers of one material in different
    /// subparts are no repetition.
    DUPLICATE_MATERIAL = "duplicate-material", Warning,
    en: "material `{material}` stands more than once in part `{part}`", "put the two together, or give each a name of its own",
    zh: "材料“{material}”在部件“{part}”中重复出现", "请合并，或分别命名";

    /// One substance in two rows of a material is often a row copied by mistake. Rows that differ in purpose, use or exemption are no repetition.
    DUPLICATE_SUBSTANCE = "duplicate-substance", Warning,
    en: "substance `{substance}` stands more than once in material `{material}`", "put the amounts together, or say what the second one is used for",
    zh: "物质“{substance}”在材料“{material}”中重复出现", "请合并含量，或注明第二处的用途";

    /// A name that a template or a program put there (`Material 1`, `TBD`, `xxx`) tells nobody what it is. IMDS and its customers reject default names.
    PLACEHOLDER_NAME = "placeholder-name", Warning,
    en: "`{value}` as the {what_en} is a placeholder", "write the real one",
    zh: "{what_zh}“{value}”是占位内容", "请填写真实内容";

    /// A weight of nothing but nines, or of exactly 1 g or 1 mg for a part and each of its materials, is what is typed to satisfy a form. Every share of the
    /// product that is computed with it is wrong.
    DUMMY_MASS = "dummy-mass", Info,
    en: "the mass of `{part}`, {value}, looks like a placeholder: {reason_en}", "weigh the part, or take its mass from the data sheet; a range is better than an invented number",
    zh: "“{part}”的质量 {value} 疑似占位数值：{reason_zh}", "请称量或查阅数据手册；填写范围优于虚构数值";

    /// Different parts that weigh the same to the last digit are possible (a series in one package), and also what is left when a form was filled downwards.
    SAME_MASS_EVERYWHERE = "same-mass-everywhere", Info,
    en: "all {count} parts of the file have the same mass, {value}", "check that each part has its own mass",
    zh: "文件中全部 {count} 个部件的质量相同：{value}", "请确认每个部件填写的是自身质量";

    /// Nothing weighs nothing. A request may leave the mass at 0 to be filled in; an answer may not.
    MASS_ZERO = "mass-zero", Warning,
    en: "the mass of {what_en} `{name}` is zero", "give its mass, or leave it out if it is not known",
    zh: "{what_zh}“{name}”的质量为零", "请填写质量；不知道时请留空";

    /// A list changes: an answer to an older edition says nothing of what was added since, so for those entries the part is `unknown`.
    LIST_STALE = "list-stale", Warning,
    en: "the list `{list}` is superseded: the edition of {newest} is in force on {date}", "answer the newer edition, `{edition}`; the substances that were added since are not answered",
    zh: "清单“{list}”已过期：{date} 适用的版本为 {newest}", "请按新版本“{edition}”重新回答；其后新增的物质尚未回答";

    /// The candidate list is named with month and year (EUREACH-MMYY), the list of RoHS with year and month (EUROHS-YYMM). A month without an update
    /// names no edition, and what is said of such a list covers nothing.
    LIST_EDITION_UNKNOWN = "list-edition-unknown", Warning,
    en: "`{list}` is no known edition; the nearest is `{known}`", "write EUREACH-MMYY (month, year) or EUROHS-YYMM (year, month), and a month in which the list changed",
    zh: "“{list}”不是已知版本；最接近的是“{known}”", "请写成 EUREACH-MMYY（月、年）或 EUROHS-YYMM（年、月），且该月清单有更新";

    /// A declaration of class C answers every entry of the list edition that it names: whether the substance is over its threshold. Of an entry without
    /// an answer nothing is known, so the part is `unknown` for it. Told where the shipped data holds the entries of the edition, and not of a request.
    LIST_UNANSWERED = "list-unanswered", Warning,
    en: "{count} of {all} entries of `{list}` are not answered: {entries}", "answer each entry of the edition with over or not over its threshold, or leave the list out",
    zh: "清单“{list}”的 {all} 个条目中有 {count} 个未回答：{entries}", "请对该版本的每个条目回答超过或未超过限值，或删除该清单";

    /// An identity means something only in the system that gave it: `00001` of IPC is not `00001` of another list.
    AUTHORITY_MISSING = "authority-missing", Info,
    en: "{what_en} `{value}` names no authority", "say whose identity it is, e.g. `DUNS`, `IPC`, `CAS`",
    zh: "{what_zh}“{value}”未注明发布机构", "请注明标识所属机构，例如“DUNS”“IPC”“CAS”";

    /// An address that reaches nobody leaves the customer without anybody to ask.
    EMAIL_PLACEHOLDER = "email-placeholder", Warning,
    en: "`{value}` is no e-mail address of the {what_en}", "write an address that is read",
    zh: "“{value}”不是{what_zh}的电子邮件地址", "请填写有人查收的地址";

    /// Over the threshold without an amount leaves the customer to reckon with anything up to 100 %.
    OVER_WITHOUT_AMOUNT = "over-without-amount", Warning,
    en: "`{entry}` is over the threshold, without a concentration or mass", "give the worst concentration, or the mass in the part",
    zh: "“{entry}”超过限值，但没有含量或质量", "请填写最大浓度或在部件中的质量";

    /// One entry answered twice, once over and once not or with two amounts, can't be right both times; nor can
    /// a threshold that is not exceeded and an amount that exceeds it.
    ANSWER_CONTRADICTS = "answer-contradicts", Warning,
    en: "the answers on `{entry}` of list `{list}` contradict each other", "keep the answer that is right: over or not, and with which amount",
    zh: "清单“{list}”中对“{entry}”的回答相互矛盾", "请只保留正确的回答：是否超过限值，以及相应的含量";

    /// A product without a material, an answer or a statement declares nothing, whatever its name and mass.
    DECLARATION_EMPTY = "declaration-empty", Warning,
    en: "product `{part}` has no materials, no answers and no statements", "declare its composition, or answer the lists that your customer asks for",
    zh: "产品“{part}”没有材料、回答或声明", "请申报其成分，或回答客户要求的清单";

    /// Exemptions are looked up in the shipped tables of Annexes III and IV of Directive 2011/65/EU, which do not hold all of them. Under one that they
    /// lack a verdict stays unknown.
    EXEMPTION_UNKNOWN = "exemption-unknown", Info,
    en: "exemption `{value}` is not in the shipped tables of EU RoHS, so its expiry is not checked", "compare it with Annexes III and IV of the directive",
    zh: "内置的 EU RoHS 表中没有豁免“{value}”，未检查其有效期", "请与指令附件 III 和 IV 核对";

    /// An exemption is named by its number in the annex, with letters in brackets and a Roman numeral. A remark in its place, or another spelling, is
    /// found by no program, so the permission is not used.
    EXEMPTION_MALFORMED = "exemption-malformed", Warning,
    en: "`{value}` is no name of an exemption of EU RoHS{suggestion}", "write it as the annex does, e.g. `7(c)-I`, and remarks in the comment",
    zh: "“{value}”不是 EU RoHS 豁免的编号{suggestion}", "请按附件原文书写，例如“7(c)-I”，说明写在备注中";

    /// An exemption ends on a day of its own per category. After it the substance is forbidden again, unless an application to renew was made in time.
    EXEMPTION_EXPIRED = "exemption-expired", Warning,
    en: "exemption `{value}` expired on {expires} for {scope_en}", "claim the exemption that follows it, or change the part",
    zh: "豁免“{value}”对{scope_zh}已于 {expires} 到期", "请改用后续豁免，或更改部件";

    /// Asked for by a receiver: some portals refuse a declaration that nobody authorised by name.
    AUTHORIZER_MISSING = "authorizer-missing", Warning,
    en: "the declaration names nobody who authorised it", "name the person who answers for it",
    zh: "声明未注明授权人", "请填写负责人姓名";

    /// The document itself says that its supplier did not accept it, so nobody answers for what it states. `rollup` uses it all the same,
    /// marks it in the report, and never takes its composition for complete.
    ACCEPTANCE_REFUSED = "acceptance-refused", Warning,
    en: "the document says that the supplier does not accept this declaration", "ask the supplier to accept it, or to send one that it accepts",
    zh: "文件注明供应商未接受本声明", "请要求供应商确认接受，或另行提供其接受的声明";

    /// Asked for by a receiver: portals refuse a declaration whose legal text the supplier did not accept.
    ACCEPTANCE_MISSING = "acceptance-missing", Warning,
    en: "the supplier has not accepted the legal statement", "set `supplierAcceptance` to true, once it has been accepted",
    zh: "供应商未接受法律声明", "确认接受后请将 supplierAcceptance 设为 true";

    /// Asked for by a receiver: without a date nobody can tell which of two declarations is newer.
    DATE_MISSING = "date-missing", Warning,
    en: "the declaration has no date", "give the date on which it was made",
    zh: "声明没有日期", "请填写声明日期";

    /// Asked for by a receiver: without the mass of the part a share of it can't be turned into an amount.
    WEIGHT_MISSING = "weight-missing", Warning,
    en: "product `{part}` has no mass", "give the mass of one piece",
    zh: "产品“{part}”没有质量", "请填写单件质量";

    /// Asked for by a receiver: a restricted substance over its threshold comes with its worst concentration in a homogeneous material.
    CONCENTRATION_MISSING = "concentration-missing", Warning,
    en: "`{entry}` is over the threshold of RoHS, without its concentration in the material", "give the worst concentration in a homogeneous material as a share of mass",
    zh: "“{entry}”超过 RoHS 限值，但未注明在材料中的浓度", "请填写在均质材料中的最大质量分数";

    /// Asked for by a receiver: a substance of very high concern over its threshold comes with its share of the part.
    SVHC_SHARE_MISSING = "svhc-share-missing", Warning,
    en: "`{entry}` is over the threshold of the candidate list, without its share of the part", "give its amount in massPercent",
    zh: "“{entry}”超过候选清单限值，但未注明在部件中的含量", "请以 massPercent 填写含量";

    /// Receivers accept an undisclosed share up to a limit of theirs. Beyond it they send the declaration back.
    UNDISCLOSED_OVER_LIMIT = "undisclosed-over-limit", Warning,
    en: "{found} % of `{name}` is undisclosed; the receiver accepts {limit} %", "name more of its substances",
    zh: "“{name}”有 {found} % 未披露；接收方允许 {limit} %", "请披露更多物质";

    /// A limit on the undisclosed share can't be checked where amounts are missing: what names no substance may be within it or over it.
    UNDISCLOSED_NOT_TOLD = "undisclosed-not-told", Warning,
    en: "the undisclosed share of `{name}` can't be told: {found} to {most} %; the receiver accepts {limit} %", "give the mass of each material, and the amount of each substance",
    zh: "无法确定“{name}”的未披露比例：{found} 至 {most} %；接收方允许 {limit} %", "请填写每种材料的质量和每种物质的含量";
}
