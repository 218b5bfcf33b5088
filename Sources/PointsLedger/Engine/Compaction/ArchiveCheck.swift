internal import LedgerProof
internal import LedgerStorage

/// Reads an archive again, which will be the only copy of what it has: every checksum of every
/// file, and the root over its entries. The root covers all of an entry, also what follows from
/// earlier ones, so the rules need not decide them again.
struct ArchiveCheck {
  let path: String
  let options: Ledger.Options

  /// Returns the tree over the entries.
  ///
  /// - Parameter checkWanted: Throws if the work is not wanted any more; asked every thousand
  ///   entries.
  func tree(_ checkWanted: () throws(LedgerError) -> Void) throws(LedgerError) -> CompactRange {
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
    try RecordLog(store: store).forEach(from: store.firstSequence) {
      (record) throws(LedgerError) in
      if record.sequence % 1024 == 0 { try checkWanted() }
      keys.note(record)
      hasher.append(record, keys)
      return true
    }
    return hasher.frontier()
  }

  /// Throws unless the archive has exactly these entries.
  func compare(_ found: CompactRange, with tree: CompactRange) throws(LedgerError) {
    guard found.count == tree.count, found.root == tree.root else {
      throw damaged("its root is another one")
    }
  }

  private func damaged(_ what: String) -> LedgerError {
    LedgerError(.damaged, "\(path): the archive is not what was written; \(what)")
  }
}
