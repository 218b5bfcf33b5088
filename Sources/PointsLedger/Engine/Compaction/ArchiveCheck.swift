internal import LedgerProof
internal import LedgerStorage

/// Reads an archive again, which will be the only copy of what it has: every checksum of its
/// segments and of its base, their summaries, and the root over all entries. An equal root means
/// equal entries, so the rules need not decide them again.
struct ArchiveCheck: Sendable {
  let path: String
  let options: Ledger.Options
  /// The tree over the entries that it must have.
  let expected: CompactRange

  /// - Parameter checkWanted: Throws if the work is not wanted any more; asked every thousand
  ///   entries.
  /// - Throws: `damaged` if the archive is not what was written; what the file system reports.
  func run(_ checkWanted: () throws(LedgerError) -> Void) throws(LedgerError) {
    let inspection = try translating { () throws(StorageError) in
      try LogStore.inspect(at: path, in: options.fileSystem)
    }
    if let unseen = inspection.unseen { throw LedgerError(unseen) }
    if let problem = inspection.problems.first(where: { $0.severity == .error }) {
      throw damaged(problem.description)
    }
    let store = try translating { () throws(StorageError) in
      try LogStore.open(
        at: path, in: options.fileSystem, mode: .reading,
        now: options.clock.now().milliseconds, entropy: options.entropy)
    }
    var keys = try MemberKeys(of: Base(of: store))
    var hasher = try LeafHasher(of: Base(of: store))
    var sealed = try SealedCheck(store)
    try RecordLog(store: store).forEach(from: store.firstSequence) {
      (record) throws(LedgerError) in
      if record.sequence % 1024 == 0 { try checkWanted() }
      keys.note(record)
      hasher.append(record, keys)
      if let problem = try sealed.add(record) { throw damaged(problem) }
      return true
    }
    let found = hasher.frontier()
    guard found.count == expected.count, found.root == expected.root else {
      throw damaged("its root is another one")
    }
  }

  private func damaged(_ what: String) -> LedgerError {
    LedgerError(.damaged, "\(path): the archive is not what was written; \(what)")
  }
}
