/// What is known of a reference before its post is judged.
package struct ReferenceHint: Sendable {
  let hash: UInt64
  /// Where the runs ended that have no entry under the hash; nil: that was not found out.
  let absentBefore: UInt64?
}

extension LedgerState {
  func hint(of reference: InlineText) -> ReferenceHint {
    ReferenceHint(hash: reference.hash64(key: hashKey), absentBefore: nil)
  }

  /// Whether an entry may have the reference; if not, none has.
  func mayKnow(_ reference: ReferenceHint) -> Bool {
    if let end = reference.absentBefore, end == runs.end {
      return references.cameLately(reference.hash)
    }
    var search = references.search(reference.hash)
    return references.next(&search) != nil
  }

  /// Begins to load what tells whether an entry may have the reference.
  func prefetch(_ reference: ReferenceHint) {
    references.prefetch(
      reference.hash, withRuns: reference.absentBefore.map { $0 != runs.end } ?? true)
  }
}
