/// Turns records, which name members and entries by number, into readable entries.
package struct EntryBuilder<Names: NameResolver, Reader: RecordReader> {
  let names: Names
  let reader: Reader

  /// Stands for the missing reference of an entry that the engine wrote.
  private static var noReference: Reference? { Reference("-") }

  func entry(_ record: Record) throws(LedgerError) -> Entry {
    guard let reference = record.reference.map({ Reference($0) }) ?? Self.noReference else {
      throw LedgerError(.damaged, "entry \(record.sequence) has no reference")
    }
    var post = Post(kind: record.askedKind, reference: reference)
    post.member = try memberText(record).map { MemberIdentifier($0) }
    post.unit = try unitCode(record)
    post.points = points(record)
    post.occurred = Instant(clamping: record.occurred)
    post.activates = record.activates.map { .at(Instant(clamping: $0)) }
    post.expires = record.expires.map { .at(Instant(clamping: $0)) }
    post.original = try originalReference(record)
    post.counterparty = try counterpartyText(record).map { MemberIdentifier($0) }
    post.lots = try namedLots(record)
    post.partial = record.flags.contains(.partial) ? true : nil
    post.terms = record.terms
    switch post.kind {
    case .freeze: post.freezesCredits = record.flags.contains(.freezesCredits) ? true : nil
    case .adjust: post.overdraws = record.flags.contains(.overdraws) ? true : nil
    default: break
    }
    post.texts = record.keptTexts
    return Entry(
      sequence: SequenceNumber(record.sequence), posted: Instant(clamping: record.posted),
      kind: record.kind, post: post, reference: record.reference.map { Reference($0) },
      occurred: Instant(clamping: record.occurred), effective: Instant(clamping: record.effective),
      amount: Points(minorUnits: record.amount), change: Points(minorUnits: record.change),
      balanceAfter: record.isOfAccount ? Points(minorUnits: record.balanceAfter) : nil,
      previous: record.previous.map { SequenceNumber($0) },
      original: record.original.map { SequenceNumber($0) }, allocations: record.allocations,
      arrears: Points(minorUnits: record.owing), cancelled: Points(minorUnits: record.cancelled),
      payments: record.debtPayments,
      lots: record.entryLots, covered: Points(minorUnits: record.covered),
      forgiven: Points(minorUnits: record.forgiven), refusal: record.refusal?.code,
      group: record.group.map { SequenceNumber($0) })
  }

  private func points(_ record: Record) -> Points? {
    if record.reference != nil { return record.asked.map { Points(minorUnits: $0) } }
    if record.kind.isOperator { return nil }
    return record.kind == .counter
      ? Points(minorUnits: record.change) : Points(minorUnits: record.amount)
  }

  private func memberText(_ record: Record) throws(LedgerError) -> InlineText? {
    if let unknown = record.unknown?.member { return unknown }
    // The entry that enrols a member contains its name.
    if record.newMember != nil { return record.newIdentifier }
    guard let member = record.member else { return nil }
    return try text(of: record.identifier, or: member)
  }

  private func text(
    of identifier: UInt32?, or member: UInt32
  ) throws(LedgerError) -> InlineText? {
    var number = identifier
    if number == nil { number = try names.firstIdentifier(of: member) }
    return try number.flatMap { (number) throws(LedgerError) in try names.identifierText(number) }
  }

  private func counterpartyText(_ record: Record) throws(LedgerError) -> InlineText? {
    if let unknown = record.unknown?.counterparty { return unknown }
    switch record.askedKind {
    case .link:
      if let text = record.newIdentifier { return text }
    case .unlink:
      guard let number = record.counterpartyIdentifier else { return nil }
      return try names.identifierText(number)
    case .transfer, .merge, .counter: break
    default: return nil
    }
    guard let member = record.counterparty else { return nil }
    return try text(of: record.counterpartyIdentifier, or: member)
  }

  private func unitCode(_ record: Record) throws(LedgerError) -> UnitCode? {
    if let code = record.unitCode { return UnitCode(code) }
    guard let number = record.unit ?? record.askedUnit else { return nil }
    return try names.unitCode(number)
  }

  private func originalReference(_ record: Record) throws(LedgerError) -> Reference? {
    if let unknown = record.unknown?.original { return Reference(unknown) }
    // A compaction only says up to where it dropped entries.
    guard let original = record.original, record.kind != .compact else { return nil }
    return try reader.reference(at: original).map { Reference($0) }
  }

  private func namedLots(_ record: Record) throws(LedgerError) -> [Reference] {
    if let unknown = record.unknown, !unknown.lots.isEmpty {
      return unknown.lots.map { Reference($0) }
    }
    var references: [Reference] = []
    for lot in record.namedLots {
      if let reference = try reader.reference(at: lot) {
        references.append(Reference(reference))
      }
    }
    return references
  }
}

extension Record {
  /// Whether it belongs to an account; otherwise to a member as a whole, or to none.
  fileprivate var isOfAccount: Bool { member != nil && unit != nil }

  var debtPayments: [DebtPayment] {
    payments.map {
      DebtPayment(
        entry: SequenceNumber(sequence), debt: SequenceNumber($0.debt), lot: $0.lot,
        origin: SequenceNumber($0.origin), points: Points(minorUnits: $0.points))
    }
  }

  fileprivate var entryLots: [EntryLot] {
    newLots.enumerated().map { ordinal, lot in
      EntryLot(
        id: LotID(created: SequenceNumber(sequence), ordinal: ordinal),
        origin: SequenceNumber(lot.origin), points: Points(minorUnits: lot.points),
        activates: Instant(clamping: lot.activates),
        expires: lot.expires == Lot.never ? nil : Instant(clamping: lot.expires))
    }
  }

  /// Of the reversal of a credit: neither taken nor covered nor owed.
  fileprivate var forgiven: Int64 {
    guard kind == .reverse, change <= 0 else { return 0 }
    let taken = allocations.reduce(0) { $0 &+ $1.points.minorUnits }
    return amount &- taken &- covered &- owing
  }
}
