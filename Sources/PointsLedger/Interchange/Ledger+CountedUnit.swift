extension Ledger {
  /// The unit in whose scale the points of a post are to be read that names an original and no
  /// unit: that of what was decided under its reference, else the original's, else the first unit
  /// that has as many decimals. Nil for the ledger's first unit.
  ///
  /// - Parameters:
  ///   - known: The unit of an original that is not posted yet; nil if there is none.
  ///   - decimals: How many the points are written with.
  /// - Throws: `closed`, `damaged`, `inputOutput`.
  package func countedUnit(
    of reference: Reference, about original: Reference, orElse known: UnitCode? = nil,
    decimals: Int
  ) throws(LedgerError) -> UnitCode? {
    if let decided = try keptEntry(reference) { return decided.post.unit }
    if let posted = try keptEntry(original) { return posted.post.unit }
    return known ?? units.first { $0.scale >= decimals }?.code
  }

  /// The entry with a reference; nil if there is none, or it was dropped.
  ///
  /// - Throws: `closed`, `damaged`, `inputOutput`.
  package func keptEntry(_ reference: Reference) throws(LedgerError) -> Entry? {
    do throws(LedgerError) { return try entry(reference: reference) } catch {
      guard error.code == .compacted else { throw error }
      return nil
    }
  }
}
