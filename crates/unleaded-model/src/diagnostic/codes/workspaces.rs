//! Codes about workspaces.

codes! {
    /// The settings of a workspace are TOML, described in `docs/workspace.md`. A setting that is passed over could make a verdict kinder, so none is.
    WORKSPACE_SETTING = "workspace-setting", Error,
    en: "`{field}` in the settings of the workspace: {reason_en}", "correct it at this place; `docs/workspace.md` lists the settings",
    zh: "工作区设置中的“{field}”：{reason_zh}", "请修正此处；设置项见 docs/workspace.md";

    /// A signature, a time stamp or a proof says something only together with what it is about, so it is kept beside that and never alone.
    WORKSPACE_FILE_ALONE = "workspace-file-alone", Error,
    en: "`{file}` belongs to a file that is not beside it", "put both into one folder under their own names, and add the document",
    zh: "“{file}”所属的文件不在其旁边", "请将两者以原名放入同一文件夹，然后添加该文件";

    /// Nothing in a workspace is replaced: of two signatures on the same document neither is lost unseen.
    WORKSPACE_FILE_DIFFERS = "workspace-file-differs", Error,
    en: "`{stored}` is in the workspace with other bytes than beside `{file}`, and stays as it is", "compare both; to use the new one, put the old one away and add the document again",
    zh: "工作区中的“{stored}”与“{file}”旁边的文件内容不同，保持原样", "请比较两者；如要使用新的，请先移走旧的，再重新添加该文件";

    /// A document lies in a folder that is named by the SHA-256 of its bytes. Other bytes are another document, which nobody signed or added.
    WORKSPACE_DOCUMENT_CHANGED = "workspace-document-changed", Error,
    en: "`{file}` was changed since it was added: its SHA-256 is {found}", "take it back from version control or a backup; add the changed one as a document of its own",
    zh: "“{file}”自添加以来已被更改：其 SHA-256 为 {found}", "请从版本控制或备份中恢复；更改后的文件应作为新文件添加";

    /// What was put into the folders of a workspace by hand is used, but nothing shows that it is whole.
    WORKSPACE_FILE_ASTRAY = "workspace-file-astray", Error,
    en: "`{file}` does not lie where `unleaded add` would put it", "move it out of the workspace, and add it with `unleaded add`",
    zh: "“{file}”不在“unleaded add”应放置的位置", "请将其移出工作区，再用“unleaded add”添加";
}
