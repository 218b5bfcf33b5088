extension EntryTranscoder {
  /// Of the entries that `plain` reads: in the order in which it reads them.
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

  /// Puts an entry of the usual sort into the columns, behind its shape: the same as by its record, which
  /// is not made.
  mutating func plain(
    _ kind: EntryKind, _ fields: RecordField, sequence: UInt64
  ) throws(Malformed) -> EntryOutline {
    let isExpiry = kind == .expire
    let occurred = try instant(after: 0, isExpiry ? .bookedAt : .occurred)
    var outline = EntryOutline(sequence: sequence, kind: kind, effective: occurred)
    outline.member = try number32(.member)
    outline.unit = try byte(.unit)
    if fields.contains(.identifier) { _ = try number32(.identifier) }
    if fields.contains(.effective) {
      outline.effective = occurred &+ Int64(bitPattern: try number(.late))
    }
    if fields.contains(.change) {
      outline.change = try signed(isExpiry ? .expired : kind == .redeem ? .debit : .change)
    }
    let amount =
      fields.contains(.amount)
      ? Int64(bitPattern: try number(.amount)) : Int64(clamping: outline.change.magnitude)
    if fields.contains(.balanceAfter) { _ = try signed(.balanceAfter) }
    if fields.contains(.previous) {
      let distance = try number(.previous)
      guard distance > 0, distance <= sequence else { throw Self.noEarlierEntry }
      outline.previous = sequence &- distance
    }
    if fields.contains(.original) { _ = try number(.expiredOriginal) }
    if fields.contains(.expires) { _ = try instant(after: occurred, .expires) }
    if fields.contains(.reference) {
      outline.referenceHash = try text(.reference)?.hash64(key: hashKey)
    }
    if fields.contains(.allocations) { try plainAllocations(of: amount) }
    if fields.contains(.newMember) {
      outline.isNewMember = true
      if Record.NewMember.needsSeed(outline.member ?? 0) {
        _ = try random(.memberSeedHigh, .memberSeedLow)
      }
    }
    if fields.contains(.newIdentifier) {
      outline.newIdentifierHash = try text(.newIdentifier)?.hash64(key: hashKey)
    }
    if fields.contains(.texts) { _ = try EntryTexts(from: &self) }
    return outline
  }

  /// Lots that are taken from.
  private mutating func plainAllocations(of amount: Int64) throws(Malformed) {
    let count = try number(.allocationCount)
    guard count <= UInt64(Account.maximumLots) else {
      throw Malformed(reason: "a list is too long")
    }
    var left = amount
    for index in 0..<count {
      _ = try number(.allocationLot)
      _ = try number(.allocationOrdinal)
      _ = try number(.allocationArrival)
      _ = try number(.allocationOrigin)
      if index == count - 1 {
        _ = try part(of: left, .allocationRest)
      } else {
        left &-= Int64(bitPattern: try number(.allocationPoints))
      }
      _ = try instant(after: 0, .takenActivates)
      if try byte(.takenHasExpiry) != 0 { _ = try instant(after: 0, .takenExpires) }
      if try number(.takenDays) != 0 { _ = try number(.takenKinds) }
    }
  }

  private static var noEarlierEntry: Malformed {
    Malformed(reason: "it names an entry that is not before it")
  }
}
