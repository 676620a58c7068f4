//! Codes about trust files of others, and about the names in trust files.

codes! {
    /// A trust file that is handed out says until when it may be used, since later ones may know of revocations.
    TRUST_IMPORT_EXPIRED = "trust-import-expired", Error,
    en: "the trust file `{file}` may be used until {expires}, not on {as-of}", "ask its publisher for the current one",
    zh: "信任文件“{file}”只能用到 {expires}，不能用于 {as-of}", "请向发布方索取现行文件";

    /// An old trust file would bring back keys that were removed, and hide revocations. Two files of one version mean that the publisher tells different
    /// things to different people.
    TRUST_IMPORT_OLDER = "trust-import-older", Error,
    en: "version {known} of the trust file was imported before, and `{file}` is version {found}, older or not the same file", "ask its publisher for the current one",
    zh: "此前已导入信任文件的第 {known} 版，“{file}”为第 {found} 版，版本更旧或内容不同", "请向发布方索取现行文件";

    /// The signed statement repeats the file's version and last day, so that a reader of either sees the same.
    TRUST_IMPORT_OTHER_VERSION = "trust-import-other-version", Error,
    en: "the signature on the trust file `{file}` speaks of another version or another last day", "ask its publisher to write both with `trust export`",
    zh: "信任文件“{file}”的版本或截止日与其签名所述不符", "请要求发布方用 trust export 同时生成两者";

    /// Whose trust files are imported, each user decides alone; a file that names further such keys would hand the decision on.
    TRUST_IMPORT_ROOT = "trust-import-root", Error,
    en: "the trust file `{file}` says that key {key} may sign trust files", "ask its publisher to write it with `trust export`, which leaves that out",
    zh: "信任文件“{file}”声称密钥 {key} 可为信任文件签名", "请要求发布方用 trust export 生成文件（其中不含此类角色）";

    /// Keys that were compared with their owner are worth more than those that came with a file. So an imported file adds nothing to an organisation that has keys from elsewhere, unless it is its publisher's own; revocations count all the same.
    TRUST_IMPORT_LEFT_OUT = "trust-import-left-out", Warning,
    en: "keys of `{organisation}` are accepted already, so what the imported file adds to it is left out: {what}", "compare it with the organisation by another way than mail, and accept it with `trust add` if it is right",
    zh: "“{organisation}”已有受信任的密钥，导入文件对其新增的内容未采用：{what}", "请通过邮件以外的途径与该组织核对，确认无误后用 trust add 接受";

    /// The trust file is text in UTF-8.
    TRUST_FILE_NOT_TEXT = "trust-file-not-text", Error,
    en: "the trust file `{file}` is not text in UTF-8", "check that it is the right file",
    zh: "信任文件“{file}”不是 UTF-8 文本", "请确认文件是否正确";

    /// A good signature is as good as the name beside it. A name that differs from a known one only in case, spaces, punctuation or in letters that look
    /// alike would be taken for it (Unicode Technical Standard 39, section 4).
    ORGANISATION_NAME_ALIKE = "organisation-name-alike", Error,
    en: "`{value}` looks like `{known}`, which is in the trust file `{file}`", "write it as the trust file does if it is the same organisation; else ask whose key it is by another way than mail",
    zh: "“{value}”与信任文件“{file}”中的“{known}”相似", "若为同一组织，请按信任文件中的写法填写；否则请通过邮件以外的途径核实密钥归属";

    /// A word of Latin letters with a Cyrillic or Greek one among them looks like another word. So do letters for formulas and radicals in place of characters
    /// (Unicode Technical Standard 39, section 5.1).
    ORGANISATION_NAME_MIXED = "organisation-name-mixed", Error,
    en: "the word `{word}` in the name `{value}` has letters of several scripts that look alike (`{file}`)", "type the name anew in one script, and ask whose key it is by another way than mail",
    zh: "名称“{value}”中的“{word}”混用了外形相似的不同文字（“{file}”）", "请用同一种文字重新输入名称，并通过邮件以外的途径核实密钥归属";

    /// What is asked of an organisation needs one that the trust file has.
    ORGANISATION_UNKNOWN = "organisation-unknown", Error,
    en: "there is no organisation `{value}` in the trust file `{file}`", "write its name as `trust list` shows it",
    zh: "信任文件“{file}”中没有组织“{value}”", "请按 trust list 所示填写名称";

    /// A new key takes over when the old one says so and the new one agrees; with one signature alone a thief of either could move an organisation to a key of
    /// its own. A lost or revoked key can't be followed: the new one is compared anew, by another way than mail.
    KEY_ROTATION_SIGNERS = "key-rotation-signers", Error,
    en: "the rotation `{file}` is not signed by both a key of the trust file and the new key", "ask the organisation for a rotation signed with both keys (`trust rotate --old --new`); if the old one is lost, accept the new one with `trust add`",
    zh: "密钥更换声明“{file}”未同时由信任文件中的旧密钥和新密钥签名", "请向该组织索取由两个密钥共同签名的声明（trust rotate --old --new）；若旧密钥已遗失，请用 trust add 接受新密钥";

    /// The next import of the same publisher would take the new key away again without a word.
    KEY_IMPORTED = "key-imported", Error,
    en: "key {key} came with the trust file of `{organisation}`, so a rotation in `{file}` would not last", "import the next trust file of its publisher, or accept the new key yourself with `trust add`",
    zh: "密钥 {key} 来自“{organisation}”的信任文件，“{file}”中的更换不会持久", "请导入发布方的下一份信任文件，或用 trust add 自行接受新密钥";

    /// A new key that the trust file has already, with bounds of its own, keeps them, and gets no more than the key that it follows. Here nothing is within both.
    KEY_NOTHING_LEFT = "key-nothing-left", Error,
    en: "key {key} is in the trust file `{file}` for other roles or items than the key that it follows", "say with `trust add` what the new key is for",
    zh: "信任文件“{file}”中密钥 {key} 的角色或物料范围与其所接替的密钥不相交", "请用 trust add 说明新密钥的用途";
}
