//! Codes about what became of declarations after they were signed.

codes! {
    /// The organisation that signed the declaration has withdrawn it. Its signature is still right, and what it says no longer holds.
    DECLARATION_WITHDRAWN = "declaration-withdrawn", Error,
    en: "`{file}` was withdrawn by its signer (reason: {reason})", "ask the signer for a declaration that holds",
    zh: "“{file}”已被签名方撤回（原因：{reason}）", "请向签名方索取有效的声明";

    /// The organisation that signed the declaration has put another one in its place, for at least one product of it. An old copy may say less than the new one.
    DECLARATION_SUPERSEDED = "declaration-superseded", Error,
    en: "`{file}` was replaced by its signer; the signature of the new one has the SHA-256 {successor}", "use the new one, or ask the signer for it",
    zh: "“{file}”已被签名方用新文件取代；新文件签名的 SHA-256 为 {successor}", "请使用新文件，或向签名方索取";

    /// A declaration has one successor. Two mean that the signer says different things to different people, or has lost track; which one holds, only the signer
    /// can tell.
    DECLARATION_FORK = "declaration-fork", Warning,
    en: "`{file}` was replaced by more than one: the signatures of the new ones have the SHA-256 {successors}", "ask the signer which one holds",
    zh: "“{file}”被多个文件取代：新文件签名的 SHA-256 为 {successors}", "请向签名方确认以哪一个为准";

    /// Only the organisation that signed a declaration, or who signs for it, can withdraw or replace it. What others say of it does not count.
    STATUS_OTHER_SIGNER = "status-other-signer", Warning,
    en: "an organisation that did not sign `{file}` says that it is withdrawn or replaced, which does not count", "ask its signer whether it still holds",
    zh: "并非“{file}”签名方的组织声称其已撤回或被取代，该说法不予采纳", "请向其签名方确认是否仍然有效";

    /// Who takes a declaration back must be allowed to make it: a key with a scope for each of its products, and in the role in which it was signed. A representative needs the supplier's delegation for them, if the supplier signed it itself.
    STATUS_BEYOND_BOUNDS = "status-beyond-bounds", Warning,
    en: "a key that may not speak of all that `{file}` is about, or not in that role, says that it is withdrawn or replaced, which does not count", "ask its signer whether it still holds",
    zh: "对“{file}”所涉全部内容或以该身份均无权代言的密钥声称其已撤回或被取代，该说法不予采纳", "请向其签名方确认是否仍然有效";

    /// The trust file asks for signatures of several keys of the organisation (`threshold`). Fewer have signed that the declaration no longer holds, so that it still counts; but it may be on its way out.
    STATUS_TOO_FEW = "status-too-few", Warning,
    en: "fewer keys of its signer than must sign say that `{file}` is withdrawn or replaced, which does not count yet", "ask its signer whether it still holds",
    zh: "称“{file}”已撤回或被取代的签名方密钥少于所要求的数量，暂不予采纳", "请向其签名方确认是否仍然有效";

    /// Several organisations signed the declaration, and one of them has withdrawn or replaced it. That takes back its own word; the word of the others stands.
    STATUS_ONE_OF_SIGNERS = "status-one-of-signers", Warning,
    en: "of several organisations that signed `{file}` one has withdrawn or replaced it; another one still stands by it", "ask them whether it holds",
    zh: "“{file}”由多个组织签名，其中之一已撤回或取代，另有组织仍对其负责", "请向各签名方确认是否仍然有效";

    /// A declaration replaces an earlier one for at least one product of it; one about other products alone would take away what it does not speak of.
    SUPERSEDES_OTHER_PRODUCT = "supersedes-other-product", Warning,
    en: "a document that is about other products says that it replaces `{file}`, which does not count", "ask the signer what takes the place of it",
    zh: "一份涉及其他产品的文件声称取代“{file}”，该说法不予采纳", "请向签名方确认由哪份文件取代";
}
