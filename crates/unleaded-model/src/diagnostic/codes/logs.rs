//! Codes about logs and the proofs that they hand out.

codes! {
    /// The key of a log or a witness is a line `NAME+ID+KEY` (C2SP signed-note): the name, four bytes in hexadecimal that follow from the name
    /// and the key, and the key in base64 with a byte for its kind.
    LOG_KEY_MALFORMED = "log-key-malformed", Error,
    en: "`{file}` is no key of a log or a witness: {reason}", "give the file `log.vkey` of the log's folder, or the line that the witness publishes",
    zh: "“{file}”不是日志或见证方的密钥：{reason}", "请提供日志文件夹中的 log.vkey，或见证方公布的密钥行";

    /// A checkpoint is text: the log's name, the number of entries, the root hash in base64, an empty line, and signatures (C2SP
    /// tlog-checkpoint and signed-note).
    LOG_CHECKPOINT_MALFORMED = "log-checkpoint-malformed", Error,
    en: "the checkpoint in `{file}` can't be read: {reason}", "ask for it again; mail programs and editors may change it, so send it as an attached file",
    zh: "无法读取“{file}”中的检查点：{reason}", "请重新索取；邮件程序和编辑器可能改动内容，请以附件发送";

    /// A log goes by the first line of its checkpoints. What another log commits to says nothing about this one.
    LOG_OTHER = "log-other", Error,
    en: "the checkpoint in `{file}` is one of the log `{found}`, not of `{wanted}`", "give the key of the log that made it",
    zh: "“{file}”中的检查点属于日志“{found}”，而不是“{wanted}”", "请提供生成该检查点的日志的密钥";

    /// A checkpoint counts only with the signature of the log's key, and a signature that names a known key and does not fit makes the whole
    /// of it bad (C2SP signed-note).
    LOG_SIGNATURE_INVALID = "log-signature-invalid", Error,
    en: "the checkpoint in `{file}` is not signed by `{name}`, or was changed after it", "ask for the checkpoint and the key again, by another way than before",
    zh: "“{file}”中的检查点没有“{name}”的有效签名，或签名后被改动", "请通过另一途径重新索取检查点和密钥";

    /// The checkpoint commits to entries and hashes that the log no longer has: files were removed or cut off. Nothing can be proven about them.
    LOG_TRUNCATED = "log-truncated", Error,
    en: "the log is cut off: `{file}` is missing or shorter than the checkpoint says", "restore the file from a copy of the log; the checkpoint tells whether the copy is the same",
    zh: "日志被截断：“{file}”缺失，或短于检查点所述", "请从日志副本恢复该文件；可由检查点判断副本是否一致";

    /// There is more in the folder than the signed checkpoint covers. An addition that was interrupted leaves such files, and the next one
    /// removes them; otherwise somebody added what nobody signed.
    LOG_EXTENDED = "log-extended", Error,
    en: "`{file}` is in the log's folder, and the checkpoint does not cover it", "run `log add` once more if an addition was interrupted; else remove the file",
    zh: "“{file}”在日志文件夹中，但检查点并未涵盖", "如曾有写入中断，请再次运行 log add；否则请删除该文件";

    /// The checkpoint commits to every byte of the log by one hash. This file is not what it commits to; where the checkpoint itself is named,
    /// neither the entries nor the hashes lead to its root.
    LOG_FORGED = "log-forged", Error,
    en: "`{file}` was changed: it is not what the signed checkpoint commits to", "restore the file from a copy of the log, and find out who changed it",
    zh: "“{file}”被改动：它与已签名的检查点不符", "请从日志副本恢复该文件，并查明是谁改动的";

    /// A log only ever grows. This one was signed with the log's own key and yet is no continuation of what the same key signed before: it was
    /// written anew, or shows different people different pasts. The two checkpoints together prove it.
    LOG_FORKED = "log-forked", Error,
    en: "the log `{name}` with {to} entries does not continue its own checkpoint with {from}: its past was rewritten", "keep both checkpoints, trust neither, and ask whoever keeps the log",
    zh: "日志“{name}”（{to} 条）不是其自身检查点（{from} 条）的延续：历史被改写", "请保留两个检查点，均不予信任，并询问日志的保管者";

    /// A log only ever grows. An earlier checkpoint speaks of more entries than there are now: the log was restored from an older copy, or
    /// entries were taken out.
    LOG_ROLLED_BACK = "log-rolled-back", Error,
    en: "the log `{name}` has {to} entries, but had {from} before", "restore the newest copy of the log; never add to an older one",
    zh: "日志“{name}”现有 {to} 条，而此前有 {from} 条", "请恢复日志的最新副本；切勿在旧副本上继续写入";

    /// A proof is text: a first line that names the form, the entry's number, hashes, an empty line, and a checkpoint (C2SP tlog-proof).
    LOG_PROOF_MALFORMED = "log-proof-malformed", Error,
    en: "line {line} of the proof `{file}` is not {expected}", "ask for the proof again; mail programs and editors may change it, so send it as an attached file",
    zh: "证明“{file}”第 {line} 行不是 {expected}", "请重新索取；邮件程序和编辑器可能改动内容，请以附件发送";

    /// A proof is at most 512 KiB; a real one has a few kilobytes.
    LOG_PROOF_TOO_LARGE = "log-proof-too-large", Error,
    en: "the proof `{file}` has {size} bytes, more than {limit}", "check that the file is the proof",
    zh: "证明“{file}”有 {size} 字节，超过上限 {limit}", "请确认该文件是证明";

    /// The hashes of the proof do not lead from this envelope to the signed root (RFC 6962 section 2.1.1). The proof is that of another file, or one of the
    /// two was changed.
    LOG_PROOF_OTHER = "log-proof-other", Error,
    en: "the proof `{file}` does not show that `{envelope}` is in the log", "give the proof that was made for this very file, byte for byte",
    zh: "证明“{file}”不能说明“{envelope}”在日志中", "请提供针对该文件（逐字节相同）的证明";

    /// Each witness that is asked for must have seen the checkpoint (C2SP tlog-cosignature): only then is it known that others saw the same log, and when.
    LOG_WITNESSES_MISSING = "log-witnesses-missing", Error,
    en: "{found} of the {needed} witnesses saw the checkpoint of the proof `{file}`", "ask for a proof with their cosignatures, or do without a witness",
    zh: "证明“{file}”的检查点只有 {found} 个见证方见证，需要 {needed} 个", "请索取带有其联署的证明，或减少所需的见证方";

    /// A cosignature states when the witness saw the checkpoint (C2SP tlog-cosignature). A computer whose clock is not set begins in 1970, and would vouch for a time before every key ended.
    LOG_WITNESS_CLOCK = "log-witness-clock", Error,
    en: "the clock says that it is 1970 or before, so the checkpoint is not cosigned (`{file}`)", "set the clock of this computer",
    zh: "时钟显示为 1970 年或更早，因此未联署检查点（“{file}”）", "请校准本机时钟";

    /// A proof is made for an entry, and the entry of an envelope is the SHA-256 of its bytes. A log without that entry never had this envelope, byte
    /// for byte.
    LOG_ENTRY_MISSING = "log-entry-missing", Error,
    en: "`{file}` is not in the log `{name}`", "add it with `log add`, or name the envelope (FILE.dsse.json) as it was added",
    zh: "“{file}”不在日志“{name}”中", "请用 log add 写入，或指定写入时的签名文件（FILE.dsse.json）";

    /// A log holds signatures: an entry is the SHA-256 of an envelope. A document gets into it by the signature that stands beside it.
    LOG_NO_ENVELOPE = "log-no-envelope", Error,
    en: "`{file}` is no signature, and only signatures are added to a log", "name the signature on the document (FILE.dsse.json); `unleaded sign` makes one",
    zh: "“{file}”不是签名文件，而日志只收录签名文件", "请指定该文件的签名（FILE.dsse.json）；可用 unleaded sign 生成";
}
