internal import LedgerStorage

extension Ledger {
  /// Describes the ledger. The root is computed from all entries, which takes about a second for
  /// every two million entries.
  ///
  /// - Throws: `closed`, `damaged`, `inputOutput`.
  public func info() throws(LedgerError) -> LedgerInfo {
    try pipeline.checkProcess()
    let files = try translating { () throws(StorageError) in try store.files() }
    let counts = try door.look { (state) throws(LedgerError) in
      (state.members.count, state.accounts.count, state.lastPosted, state.closedBefore)
    }
    let tree = try root()
    func bytes(_ prefix: String, _ suffix: String) -> Int {
      files.filter { $0.name.hasPrefix(prefix) && $0.name.hasSuffix(suffix) }
        .reduce(0) { $0 + $1.bytes }
    }
    return LedgerInfo(
      form: form, entries: tree.size, members: counts.0, accounts: counts.1,
      bytes: files.reduce(0) { $0 + $1.bytes }, logBytes: bytes("log-", ".wal"),
      segmentBytes: bytes("seg-", ".seg"), indexBytes: bytes("", ".idx"), treeSize: tree.size,
      root: tree.root, lastPosted: tree.size == 0 ? nil : Instant(clamping: counts.2),
      closedBefore: counts.3 == Int64.min ? nil : Instant(clamping: counts.3),
      recovery: recoveryNote, cut: try cut(), archives: try archives(),
      files: files.map { LedgerInfo.File(name: $0.name, bytes: $0.bytes) })
  }

  /// Whether a directory is a ledger or within one; false if it cannot be looked at.
  package static func isWithinLedger(_ directory: String) -> Bool {
    LogStore.isWithinLedger(directory, in: Options().fileSystem)
  }

  /// What the directory is to its ledger.
  public var form: LedgerInfo.Form {
    if store.isBackup { return .backup }
    return store.isArchive ? .archive : .ledger
  }

  /// Returns the digest of units, members, accounts and the closed period.
  ///
  /// - Throws: `closed`, `damaged`, `inputOutput`.
  public func stateDigest() throws(LedgerError) -> Digest {
    try pipeline.checkOpen()
    return try door.survey { (state) throws(LedgerError) in StateDigest.of(state) }
  }

  /// The number of durable entries, dropped ones included, and the root over them.
  func root() throws(LedgerError) -> (size: UInt64, root: Digest) {
    let base = log.base
    var hasher = try LeafHasher(of: base)
    let end = pipeline.publishedSequence
    var keys = try MemberKeys(of: base)
    try log.forEach(from: base?.end ?? 0) { (record) throws(LedgerError) in
      guard record.sequence < end else { return false }
      keys.note(record)
      hasher.append(record, keys)
      return true
    }
    return hasher.finish()
  }

  private var recoveryNote: String? {
    let report = store.recovery
    let bytes = report.tailByteCount == 1 ? "1 byte" : "\(report.tailByteCount) bytes"
    switch report.verdict {
    case .end, .beingWritten: return nil
    case .torn:
      let place = report.quarantineFile.map { ", kept in \($0)" } ?? ""
      return
        "an unfinished write of \(bytes) was found at the log's end\(place)"
    case .ambiguous:
      return
        "\(bytes) at the log's end: an unfinished write or rot; "
        + "writing waits for the operator to accept their loss"
    }
  }
}
