//! Codes about workspaces.

codes! {
    /// The settings of a workspace are TOML, described in `docs/workspace.md`. A setting that is passed over could make a verdict kinder, so none is.
    WORKSPACE_SETTING = "workspace-setting", Error,
    en: "`{field}` in the settings of the workspace: {reason_en}", "correct it at this place; `docs/workspace.md` lists the settings",
    zh: "工作区设置中的“{field}”：{reason_zh}", "请修正此处；设置项见 docs/workspace.md";
}
