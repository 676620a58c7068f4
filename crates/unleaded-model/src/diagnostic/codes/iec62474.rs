//! Codes about IEC 62474 and chemSHERPA.

codes! {
    /// IEC 62474:2018 clause 4.1.2 has a declaration name the list of declarable substances that it answers, with its version. Without
    /// the version its answers can't be told from those to an older list, so that nothing is concluded from them.
    DECLARABLE_LIST_MISSING = "declarable-list-missing", Warning,
    en: "the document names no version of the list of declarable substances (DSL)", "give `substanceDatabaseVersion` on `Main`, or `version` on `DeclarableSubstanceList`, e.g. `D31.00`",
    zh: "文档未注明应声明物质清单（DSL）的版本", "请在 Main 上填写 substanceDatabaseVersion，或在 DeclarableSubstanceList 上填写 version，例如“D31.00”";

    /// The number stands for all alloys of a kind, whatever is in them. IEC 62474 asks for the substances: leaded steel and leaded brass have
    /// the same numbers as those without lead.
    CAS_OF_ALLOY = "cas-of-alloy", Warning,
    en: "{value} is the number of any alloy of its kind (`{substance}`) and hides what is in it", "declare the elements of the alloy, lead and cadmium above all",
    zh: "{value} 是同类合金（“{substance}”）的统称编号，掩盖了其成分", "请逐一声明合金中的元素，尤其是铅和镉";

    /// A `.shai` or `.shci` file is an archive with XML documents at its root, at most a hundred of them.
    ARCHIVE_TOO_MANY_MEMBERS = "archive-too-many-members", Error,
    en: "the archive holds {found} members, more than {limit}; none is read", "export at most {limit} parts into one file",
    zh: "压缩包含有 {found} 个成员，超过 {limit} 个，均未读取", "每个文件最多导出 {limit} 个部件";

    /// A small archive can unpack to any size, and its members can lie about theirs. Beyond the limit nothing more is read.
    ARCHIVE_UNPACKS_TOO_LARGE = "archive-unpacks-too-large", Error,
    en: "the archive unpacks to more than {limit} MiB", "export fewer parts into one file",
    zh: "压缩包解压后超过 {limit} MiB", "请减少单个文件中的部件数量";

    /// The archive or a member of it is cut, damaged, encrypted, or compressed in a way that is not in use for these files.
    ARCHIVE_UNREADABLE = "archive-unreadable", Error,
    en: "the archive can't be read: {reason}", "export or transfer the file again, without a password",
    zh: "无法读取压缩包：{reason}", "请重新导出或传输文件，且不要设置密码";

    /// Documents stand at the root of the archive and are XML of IEC 62474; another member is not read. Listed so that no data is lost unseen.
    MEMBER_IGNORED = "member-ignored", Info,
    en: "member `{name}` is no IEC 62474 document at the root of the archive and is not used", "move it to the root and name its namespace if it is a declaration",
    zh: "成员“{name}”不是压缩包根目录下的 IEC 62474 文档，未使用", "如果它是声明，请放到根目录并注明命名空间";

    /// The documents of one archive are one declaration, which has one supplier and one date. Parts of another supplier are taken as that
    /// one's; with different dates, or one that is missing, the declaration has none, so that it supersedes nothing by mistake.
    MEMBERS_DIFFER = "members-differ", Info,
    en: "the documents in the archive give {what} as `{first}` and as `{value}`", "give one archive per supplier and date",
    zh: "压缩包中各文档的{what}既有“{first}”又有“{value}”", "请按供应商和日期拆分压缩包";
}
