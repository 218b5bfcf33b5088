extension EntryTranscoder {
  /// The fields of entries that `plain` reads, in the order in which it reads them.
  private static let plainFields: RecordField = [
    .member, .unit, .identifier, .effective, .change, .amount, .asked, .balanceAfter, .previous,
    .original, .expires, .reference, .allocations, .newMember, .newIdentifier, .texts,
  ]

  /// Whether `plain` reads an entry of this shape.
  static func isPlain(_ kind: EntryKind, _ fields: RecordField) -> Bool {
    guard fields.isSubset(of: plainFields), fields.contains([.member, .unit]) else { return false }
    return switch kind {
    case .opening, .earn, .redeem, .adjust: !fields.contains(.original)
    case .expire: !fields.contains(.reference)
    default: false
    }
  }

  /// Adds an entry of the usual shape to the columns, after its shape. The result is the same as
  /// through a record, but no record is made.
  mutating func plain(
    _ kind: EntryKind, _ fields: RecordField, sequence: UInt64
  ) throws(Malformed) -> SummaryFields {
    let isExpiry = kind == .expire
    let occurred = try inRange(after: 0, isExpiry ? .bookedAt : .occurred)
    var summary = SummaryFields(kind: kind, effective: occurred)
    summary.member = try number32(.member)
    summary.unit = try byte(.unit)
    if fields.contains(.identifier) { _ = try number32(.identifier) }
    if fields.contains(.effective) {
      let late = try points(.late)
      guard late > 0, let instant = Instant(milliseconds: occurred &+ late) else {
        throw Malformed(reason: "its effective instant is out of range")
      }
      summary.effective = instant.milliseconds
    }
    if fields.contains(.change) {
      summary.change = try signed(isExpiry ? .expired : kind == .redeem ? .debit : .change)
    }
    let amount =
      fields.contains(.amount)
      ? try points(.amount) : Int64(clamping: summary.change.magnitude)
    if fields.contains(.balanceAfter) { _ = try signed(.balanceAfter) }
    if fields.contains(.previous) { _ = try earlier(than: sequence, .previous) }
    if fields.contains(.original) { _ = try earlier(than: sequence, .expiredOriginal) }
    if fields.contains(.expires) { _ = try inRange(after: occurred, .expires) }
    if fields.contains(.reference) { _ = try some(.reference) }
    if fields.contains(.allocations) { try plainAllocations(of: amount, sequence: sequence) }
    if fields.contains(.newMember) {
      summary.isNewMember = true
      if Record.NewMember.needsSeed(summary.member ?? 0) {
        _ = try random(.memberSeedHigh, .memberSeedLow)
      }
    }
    if fields.contains(.newIdentifier) {
      _ = try some(.newIdentifier)
      summary.isNewIdentifier = true
    }
    if fields.contains(.texts) { _ = try EntryTexts(from: &self) }
    return summary
  }

  /// The lots that are taken from.
  private mutating func plainAllocations(
    of amount: Int64, sequence: UInt64
  ) throws(Malformed) {
    let count = try count(Account.maximumLots, .allocationCount)
    var left = amount
    for index in 0..<count {
      let lot = try lot(before: sequence, .allocationLot, .allocationOrdinal).created.value
      guard try number(.allocationArrival) <= sequence &- lot else {
        throw Malformed(reason: "a lot arrives after it is taken from")
      }
      _ = try earlier(than: lot, orSame: true, .allocationOrigin)
      let points =
        index == count - 1
        ? try part(of: left, .allocationRest) : try points(.allocationPoints)
      guard points >= 0 else { throw Malformed(reason: "a part is below 0") }
      left &-= points
      _ = try inRange(after: 0, .takenActivates)
      _ = try expiry(.takenHasExpiry, .takenExpires)
      _ = try sliding(.takenDays, .takenKinds)
    }
  }
}
