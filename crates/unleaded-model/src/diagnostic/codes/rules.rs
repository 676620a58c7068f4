//! Codes about what a composition means under the rules.

codes! {
    /// A placeholder such as `proprietary` or `misc., not to declare` names no substance: its mass may be anything that no statement excludes.
    UNDISCLOSED = "undisclosed", Info,
    en: "`{substance}` in `{material}` is undisclosed", "ask the supplier to name it, or for a statement on the lists that matter",
    zh: "“{material}”中的“{substance}”未披露", "请要求供应商说明该物质，或就相关清单作出声明";
}
