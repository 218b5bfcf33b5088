/// When identifiers came to mean other members, for a check of entries after an erasure: an entry
/// may have waited for an identifier whose text was destroyed since, so that the rules cannot find
/// the wait again.
struct HandoverInstants {
  private var instants: Set<Int64> = []
  private var hasErased = false

  init(of state: borrowing LedgerState) {
    for period in state.identifiers {
      if let end = period.to { instants.insert(end.effective) }
      note(period.text)
    }
    for member in state.members {
      if let merger = member.merged { instants.insert(merger.effective) }
    }
  }

  /// Takes the next entry of the log.
  mutating func note(_ record: Record) {
    if let text = record.newIdentifier { note(text) }
    if record.kind == .unlink || record.kind == .merge { instants.insert(record.effective) }
  }

  private mutating func note(_ text: InlineText) {
    hasErased = hasErased || Erasure.isReplacement(text)
  }

  /// The instant until which an entry may have waited; nil if it did not, or if the rules know.
  func wait(of record: Record) -> Int64? {
    // The erased name may be its own: of somebody who came later.
    (hasErased || record.erased != nil) && record.effective > record.occurred
      && instants.contains(record.effective)
      ? record.effective : nil
  }
}
