internal import LedgerStorage

/// Makes entries of the records of a damaged ledger that could be read.
struct Salvager {
  private(set) var result = SalvageResult()
  private var names: SalvagedNames
  private var references = SalvagedReferences()
  /// The sequence number after the last entry that was seen.
  private var next: UInt64 = 0

  init(live: LiveNames?) { names = SalvagedNames(live: live) }

  mutating func note(_ fault: String) { result.faults.append(fault) }

  /// Takes the next record; returns its entry and the scale of its unit, or nil if it cannot be
  /// told in a row: it names what was lost, or was seen before.
  mutating func take(_ record: Record) -> (entry: Entry, scale: UInt8)? {
    guard record.sequence >= next else { return nil }
    if record.sequence > next {
      names.hasGap = true
      addGap(next...record.sequence - 1, "lost")
    }
    next = record.sequence + 1
    names.note(record)
    references.add(record.sequence, record.reference)
    var record = record
    if let number = record.identifier, !names.knows(number) { record.identifier = nil }
    if let number = record.counterpartyIdentifier, !names.knows(number) {
      record.counterpartyIdentifier = nil
    }
    do throws(LedgerError) {
      var entry = try EntryBuilder(names: names, reader: references).entry(record)
      // It follows from earlier entries, which may be lost.
      entry.balanceAfter = nil
      let wantsUnit = record.unit != nil || record.askedUnit != nil
      guard record.member == nil || entry.post.member != nil, !wantsUnit || entry.post.unit != nil,
        record.counterparty == nil || entry.post.counterparty != nil
          || ![.transfer, .merge, .unlink].contains(entry.post.kind)
      else {
        addGap(record.sequence...record.sequence, "names a member or a unit that was lost")
        return nil
      }
      result.entries += 1
      return (entry, names.scale(of: entry.post.unit))
    } catch {
      addGap(record.sequence...record.sequence, error.message)
      return nil
    }
  }

  /// Neighbours with one reason are one gap.
  private mutating func addGap(_ range: ClosedRange<UInt64>, _ reason: String) {
    var first = SequenceNumber(range.lowerBound)
    if let last = result.gaps.last, last.reason == reason, last.last.value + 1 == range.lowerBound {
      first = last.first
      result.gaps.removeLast()
    }
    result.gaps.append(
      SalvageResult.Gap(first: first, last: SequenceNumber(range.upperBound), reason: reason))
  }
}
