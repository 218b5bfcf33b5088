internal import LedgerStorage

/// Where a compacted ledger begins, and what became of the entries before.
public struct LedgerCut: Hashable, Sendable, Codable {
  /// The sequence number of the first entry that the ledger has.
  public let first: SequenceNumber
  /// All dropped entries were effective before this.
  public let before: Instant
  /// When they were dropped.
  public let made: Instant
  /// Where those of the last compaction were put, as it was given then; nil if they were discarded.
  public let archive: String?
  /// What became of all of them, for a message: `put into the archive shop-2022`.
  public let became: String
  /// The name and the size of the file in their place.
  public let baseFile: String
  public let baseBytes: Int
}

extension Ledger {
  /// Where the ledger begins; nil if it has all its entries.
  ///
  /// - Throws: `closed`, `damaged`, `inputOutput`.
  public func cut() throws(LedgerError) -> LedgerCut? {
    try pipeline.checkOpen()
    return try log.base?.cut()
  }

  /// The same, if entries of an account or its member are among the dropped ones; nil if none are.
  ///
  /// - Throws: `unknownMember`, `unknownUnit`, `closed`, `damaged`, `inputOutput`.
  public func cut(
    of member: MemberIdentifier, unit code: UnitCode? = nil
  ) throws(LedgerError) -> LedgerCut? {
    let unit = try unitNumber(code)
    let number = try memberNumber(
      member, at: try moment(asOf: nil, atSequence: nil))
    guard let base = log.base, try base.hasEntries(member: number, unit: unit) else { return nil }
    return try base.cut()
  }

  /// Whether the reference is that of an entry that was dropped.
  package func isDropped(_ reference: Reference) throws(LedgerError) -> Bool {
    try names.wasDropped(reference)
  }
}

extension Base {
  fileprivate func cut() throws(LedgerError) -> LedgerCut {
    let summary = try summary()
    return LedgerCut(
      first: SequenceNumber(end), before: Instant(clamping: summary.before),
      made: Instant(clamping: summary.made),
      archive: summary.archive.isEmpty ? nil : summary.archive,
      became: ArchivePlace.text(summary.archives),
      baseFile: store.baseName ?? "", baseBytes: run.byteCount)
  }

  /// Whether a dropped entry was about an account, or about its member as a whole.
  fileprivate func hasEntries(member: UInt32, unit: UInt8) throws(LedgerError) -> Bool {
    let state = try state()
    guard Int(member) < state.members.count else { return false }
    let found =
      state.members[Int(member)].last != nil
      || state.account(member: member, unit: unit)?.last != nil
    try check(state)
    return found
  }
}
