extension Decider {
  /// Writes the entries of a post, the first of which is its own. None is written, and the post is
  /// refused, if they name more lots and debts than one write can have.
  mutating func write(
    _ drafts: [Record], of item: inout PostContext
  ) throws(LedgerError) -> RefusalCode? {
    guard fit(drafts) else { return .tooManyLots(limit: Account.maximumLots) }
    for draft in drafts { try write(draft, posted: item.posted) }
    item.mainRecord = records.count - drafts.count
    return nil
  }

  /// Whether one write can have these entries: a crash must not separate them.
  private func fit(_ drafts: [Record]) -> Bool {
    var parts = 0
    for draft in drafts {
      guard draft.allocations.count <= Account.maximumLots,
        draft.newLots.count <= Account.maximumLots,
        draft.payments.count <= Account.maximumLots + Account.maximumDebts
      else { return false }
      parts += draft.allocations.count + draft.newLots.count + draft.payments.count
    }
    // No part takes 80 bytes, and the rest of an entry, with its texts, no 8 KiB. Few posts are so
    // large that their size has to be known.
    if parts * 80 + drafts.count * 8_192 <= maximumGroupBytes { return true }
    return encodedByteCount(drafts) <= maximumGroupBytes
  }

  /// The encoded size of records that are written next, one after the other. No record may change
  /// the links of another.
  private func encodedByteCount(_ drafts: [Record]) -> Int {
    var bytes = ByteWriter(reserving: 4_096)
    for (index, draft) in drafts.enumerated() {
      placed(draft, at: state.nextSequence &+ UInt64(index)).encode(into: &bytes)
    }
    return bytes.count
  }
}
