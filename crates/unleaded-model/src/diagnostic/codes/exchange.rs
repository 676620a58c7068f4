//! Codes about what is made of a declaration: another format, a request, a reply.

codes! {
    /// A full composition answers an entry of a list only where it shows how much of it there is. Where a share is not disclosed, or
    /// a name hints at the entry, the entry is left out: missing data is never turned into `not present`.
    ENTRY_OPEN = "entry-open", Warning,
    en: "`{part}`: `{list}` stays unanswered for {entries} ({count} in all): {reason_en}", "complete the composition, or answer these entries yourself",
    zh: "“{part}”：清单“{list}”中未作答的条目共 {count} 个（{entries}）：{reason_zh}", "请补全成分，或自行回答这些条目";

    /// An answer on a list holds one figure, the worst case. Where the composition gives a range, its upper end is written.
    WORST_CASE = "worst-case", Info,
    en: "`{part}`: the share of {entry} of `{list}` is {range} %; only the upper end is written", "keep the composition, which says more",
    zh: "“{part}”：清单“{list}”中 {entry} 的含量为 {range} %，仅写入上限", "请保留信息更完整的成分文件";

    /// Who supplied is hidden in every field that is meant for it, and the names found there wherever else they stand. An item number
    /// can't be changed without breaking the match with the bill of materials, so nothing is written.
    NUMBER_TELLS = "number-tells", Error,
    en: "item number `{value}` holds a name that is to be hidden", "give the part another item number, or convert without `--strip supplier`",
    zh: "料号“{value}”含有需要隐藏的名称", "请更换该部件的料号，或不使用“--strip supplier”转换";

    /// A table of compositions is also read without the answers beside it, if it has any. Where answers on lists or to queries say that more is
    /// in a part than its composition tells, or that it does not meet a law, the composition alone would read better than the declaration does,
    /// so nothing is written.
    COMPOSITION_OVERRULED = "composition-overruled", Error,
    en: "`{part}`: its answers say what its composition does not explain; a table of the composition would read better", "convert it to IPC-1752A, which holds both, or have the contradiction mended",
    zh: "“{part}”：其回答与成分不符，仅凭成分表会得出偏宽的结论", "请转换为可同时保存两者的 IPC-1752A，或先消除矛盾";

    /// A document that only asks, or a part of it that nobody has answered, says nothing of the part, whatever mass it prints.
    UNANSWERED = "unanswered", Info,
    en: "`{part}` is only asked about here; nothing is declared of it", "ask the supplier for the reply",
    zh: "此处仅询问“{part}”，并未声明任何内容", "请向供应商索取答复";

    /// A reply answers a request: a document in mode `Request/Reply`, or one that says who asks. A declaration that was sent out by itself asks nothing.
    NO_REQUEST = "no-request", Error,
    en: "`{file}` is not a request: nobody asks in it", "give the customer's request; to write a declaration in another form use `unleaded convert`",
    zh: "“{file}”不是要求文件：其中无人提出要求", "请指定客户的要求文件；如需转换声明格式请使用“unleaded convert”";

    /// A request asks; what it already answers may be another part's or another year's, so it is used only where it is given as an
    /// earlier document.
    ANSWERED_IN_REQUEST = "answered-in-request", Warning,
    en: "`{part}` is answered in the request itself; that answer is not used", "give the same file with `--from` as well if the answer is yours",
    zh: "要求文件中已有对“{part}”的回答，该回答未被采用", "如该回答由贵司给出，请同时用“--from”指定该文件";

    /// Who asks for declarations is told in a TOML file: `name`, and where there are some `id`, `contact`, `document_id`, `comment`.
    REQUESTER_MALFORMED = "requester-malformed", Error,
    en: "`{file}` does not say who asks: {reason}", "write `name = \"...\"`, and below `[contact]` `name`, `email` and `phone`",
    zh: "“{file}”未正确说明提出要求的企业：{reason}", "请写入“name = \"...\"”，并在“[contact]”下写入 name、email 和 phone";

    /// One number of the customer's is one part; a list that maps it to two leaves open which.
    PART_MAPPED_TWICE = "part-mapped-twice", Error,
    en: "`{number}` stands for `{first}` and for `{second}`", "leave one line for each part number",
    zh: "“{number}”同时对应“{first}”和“{second}”", "每个料号请只保留一行";

    /// A list of parts needs the item number of each; a line without one names no part.
    PART_WITHOUT_NUMBER = "part-without-number", Error,
    en: "the line names no part: it has neither the supplier's nor the customer's number", "write the item number",
    zh: "该行既没有供应商料号也没有客户料号", "请填写料号";

    /// A file of questions names the request that it was made for by its SHA-256. Filled for another request, or for another edition
    /// of this one, it may answer other questions, so nothing of it is used.
    ANSWERS_OF_ANOTHER = "answers-of-another", Error,
    en: "these answers belong to another request (SHA-256 `{found}`); this one is `{wanted}`", "give the request that the questions were written for, or write them anew with `--questions`",
    zh: "这些回答属于另一份要求文件（SHA-256 为“{found}”），而本文件为“{wanted}”", "请指定生成这些问题的要求文件，或用“--questions”重新生成";

    /// A row that answers what the request does not ask, or what is already known, changes nothing.
    ANSWER_UNASKED = "answer-unasked", Warning,
    en: "the answer on `{entry}` of `{list}` for `{part}` is not used: it is not asked for", "leave the rows as `--questions` wrote them, and give the same `--from` as then",
    zh: "对“{part}”的清单“{list}”中“{entry}”的回答未被采用：没有这一问题", "请勿修改“--questions”生成的行，并指定与当时相同的“--from”";

    /// A supplier's answer and what its earlier documents say of the same part differ. Whichever of them says that the threshold is
    /// exceeded is written.
    ANSWER_DIFFERS = "answer-differs", Warning,
    en: "`{part}`: the answer on `{entry}` of `{list}` is not what the earlier documents say; it is written as over the threshold", "correct the answer, or leave out the document that is wrong",
    zh: "“{part}”：清单“{list}”中“{entry}”的回答与以往文件不一致，已按超过阈值写入", "请更正该回答，或不使用有误的文件";

    /// What a supplier answers to a statement and what its earlier documents or other answers say of it differ, or are not all a yes
    /// or a no. What says that a law is not met is written; else the statement stays open, since a yes may be worse than a no.
    STATEMENT_DIFFERS = "statement-differs", Warning,
    en: "`{part}`: the answers to `{entry}` of `{list}` do not agree; one that says that a law is not met is written, else none", "correct the answer, or leave out the document that is wrong",
    zh: "“{part}”：对清单“{list}”中“{entry}”的各个回答不一致；其中表明不符合法规的回答会写入，否则不作答", "请更正该回答，或不使用有误的文件";

    /// An answer that says that the threshold is not exceeded, beside an amount that exceeds it, says nothing; the question stays open.
    ANSWER_DENIES = "answer-denies", Error,
    en: "the answer on `{entry}` of `{list}` is no, and the amount beside it is over the threshold; it is not used", "write yes, or correct the amount or its unit",
    zh: "清单“{list}”中“{entry}”的回答为“否”，但所填含量超过阈值，未被采用", "请改为“是”，或更正含量及其单位";
}
