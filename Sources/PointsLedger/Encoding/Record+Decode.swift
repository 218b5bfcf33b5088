extension Record {
  /// Reads the entry `sequence` of a frame whose entries were posted at `posted`.
  package static func decode(
    from reader: inout ByteReader, sequence: UInt64, posted: Int64
  ) throws(ByteReader.Malformed) -> Record {
    try decode(
      EncodedEntry(body: try reader.slice(try reader.varint()), sequence: sequence, posted: posted))
  }

  /// Reads an entry whose bytes are known.
  static func decode(_ entry: EncodedEntry) throws(ByteReader.Malformed) -> Record {
    var body = entry.body
    let record = try decodeFields(from: &body, sequence: entry.sequence, posted: entry.posted)
    guard body.isAtEnd else { throw ByteReader.Malformed(reason: "it is longer than its fields") }
    // Each entry has exactly one encoding: encoding it again must give the same bytes.
    var again = ByteWriter(reserving: entry.body.count)
    record.encodeBody(into: &again)
    guard body.endsWith(again.span) else {
      throw ByteReader.Malformed(reason: "it is not in its canonical form")
    }
    return record
  }

  static func decodeFields(
    from reader: inout some EntrySource, sequence: UInt64, posted: Int64
  ) throws(ByteReader.Malformed) -> Record {
    let shape = try reader.shape()
    guard let kind = EntryKind(rawValue: shape.kind) else {
      throw ByteReader.Malformed(reason: "its kind is unknown")
    }
    let fields = RecordField(rawValue: shape.fields)
    guard fields.isSubset(of: .known) else {
      throw ByteReader.Malformed(reason: "it has unknown fields")
    }
    var record = Record(kind: kind, occurred: 0, effective: 0)
    let occurred = try reader.inRange(after: 0, record.occurredColumn(fields))
    record.occurred = occurred
    record.effective = occurred
    record.sequence = sequence
    record.posted = posted
    if fields.contains(.flags) {
      record.flags = Flags(rawValue: try reader.byte(.flags))
      guard Flags.known.isSuperset(of: record.flags) else {
        throw ByteReader.Malformed(reason: "it has unknown flags")
      }
    }
    if fields.contains(.member) { record.member = try reader.number32(.member) }
    if fields.contains(.unit) { record.unit = try reader.byte(.unit) }
    if fields.contains(.identifier) { record.identifier = try reader.number32(.identifier) }
    if fields.contains(.effective) {
      let late = try reader.points(.late)
      guard late > 0, let instant = Instant(milliseconds: occurred &+ late) else {
        throw ByteReader.Malformed(reason: "its effective instant is out of range")
      }
      record.effective = instant.milliseconds
    }
    if fields.contains(.change) { record.change = try reader.signed(record.changeColumn) }
    record.amount =
      fields.contains(.amount)
      ? try reader.points(.amount) : Int64(clamping: record.change.magnitude)
    if fields.contains(.asked) {
      record.asked =
        fields.contains(.askedOther) ? try reader.signed(.asked) : record.expectedAsked
    }
    if fields.contains(.balanceAfter) { record.balanceAfter = try reader.signed(.balanceAfter) }
    if fields.contains(.previous) {
      record.previous = try reader.earlier(than: sequence, .previous)
    }
    if fields.contains(.original) {
      record.original = try reader.earlier(than: sequence, record.originalColumn)
    }
    if fields.contains(.activates) {
      record.activates = try reader.inRange(after: occurred, .activates)
    }
    if fields.contains(.expires) { record.expires = try reader.inRange(after: occurred, .expires) }
    if fields.contains(.counterparty) { record.counterparty = try reader.number32(.counterparty) }
    if fields.contains(.counterpartyIdentifier) {
      record.counterpartyIdentifier = try reader.number32(.counterpartyIdentifier)
    }
    if fields.contains(.reference) { record.reference = try reader.some(.reference) }
    if fields.contains(.allocations) { try record.decodeAllocations(from: &reader) }
    if fields.contains(.arrears) { record.arrears = try reader.points(.arrears) }
    if fields.contains(.covered) { record.covered = try reader.points(.covered) }
    if fields.contains(.payments) { try record.decodePayments(from: &reader) }
    if fields.contains(.newLots) { try record.decodeNewLots(from: &reader) }
    if fields.contains(.sliding) {
      record.sliding = try reader.sliding(.slidingDays, .slidingKinds)
    }
    if fields.contains(.terms) { try record.decodeTerms(from: &reader) }
    if fields.contains(.group) {
      record.group = try reader.earlier(than: sequence, orSame: true, .group)
    }
    guard fields.contains(.refusal) == (kind == .refusal) else {
      throw ByteReader.Malformed(reason: "a refusal without a code, or a code without a refusal")
    }
    if kind == .refusal { try record.decodeRefusal(from: &reader) }
    if fields.contains(.newMember) {
      let needsSeed = Record.NewMember.needsSeed(record.member ?? 0)
      record.newMember = NewMember(
        seed: needsSeed ? try reader.random(.memberSeedHigh, .memberSeedLow) : nil)
    }
    if fields.contains(.newIdentifier) { record.newIdentifier = try reader.some(.newIdentifier) }
    if fields.contains(.namedLots) {
      for _ in 0..<(try reader.count(Post.maximumLots, .namedLotCount)) {
        record.namedLots.append(try reader.earlier(than: sequence, .namedLot))
      }
    }
    if fields.contains(.unknown) { try record.decodeUnknown(from: &reader) }
    if fields.contains(.salt) { record.salt = try reader.random(.saltHigh, .saltLow) }
    if fields.contains(.texts) { try record.decodeTexts(from: &reader) }
    if fields.contains(.askedUnit) { record.askedUnit = try reader.byte(.askedUnit) }
    return consume record
  }

  private mutating func decodeAllocations(
    from reader: inout some EntrySource
  ) throws(ByteReader.Malformed) {
    let restores = isRestoring
    let count = try reader.count(Account.maximumLots, .allocationCount)
    allocations.reserveCapacity(count)
    var left = amount
    for index in 0..<count {
      let lot = try reader.lot(before: sequence, .allocationLot, .allocationOrdinal)
      let later = try reader.number(.allocationArrival)
      guard later <= sequence &- lot.created.value else {
        throw ByteReader.Malformed(reason: "a lot arrives after it is taken from")
      }
      let origin = try reader.earlier(than: lot.created.value, orSame: true, .allocationOrigin)
      let points =
        index == count - 1
        ? try reader.part(of: left, .allocationRest) : try reader.points(.allocationPoints)
      guard points >= 0 else { throw ByteReader.Malformed(reason: "a part is below 0") }
      left &-= points
      let activates = try reader.inRange(
        after: 0, restores ? .restoredActivates : .takenActivates)
      let expires =
        restores
        ? try reader.expiry(.restoredHasExpiry, .restoredExpires)
        : try reader.expiry(.takenHasExpiry, .takenExpires)
      let sliding =
        restores
        ? try reader.sliding(.restoredDays, .restoredKinds)
        : try reader.sliding(.takenDays, .takenKinds)
      allocations.append(
        Allocation(
          lot: lot, arrival: lot.created.value &+ later, origin: SequenceNumber(origin),
          points: Points(minorUnits: points),
          activates: Instant(clamping: activates), expires: expires.map { Instant(clamping: $0) },
          sliding: sliding))
    }
  }

  private mutating func decodePayments(
    from reader: inout some EntrySource
  ) throws(ByteReader.Malformed) {
    for _ in 0..<(try reader.count(Account.maximumLots + Account.maximumDebts, .paymentCount)) {
      let debt = try reader.earlier(than: sequence, .paymentDebt)
      let lot = try reader.lot(before: sequence, .paymentLot, .paymentOrdinal)
      let origin = try reader.earlier(than: lot.created.value, orSame: true, .paymentOrigin)
      payments.append(
        Payment(debt: debt, lot: lot, origin: origin, points: try reader.points(.paymentPoints)))
    }
  }

  private mutating func decodeNewLots(
    from reader: inout some EntrySource
  ) throws(ByteReader.Malformed) {
    for _ in 0..<(try reader.count(Account.maximumLots, .newLotCount)) {
      let origin = try reader.earlier(than: sequence, orSame: true, .newLotOrigin)
      let points = try reader.points(.newLotPoints)
      let activates = try reader.inRange(after: 0, .newLotActivates)
      let expires = try reader.expiry(.newLotHasExpiry, .newLotExpires) ?? Lot.never
      newLots.append(
        NewLot(
          origin: origin, points: points, activates: activates, expires: expires,
          sliding: try reader.sliding(.newLotDays, .newLotKinds)))
    }
  }

  mutating func decodeTerms(from reader: inout some EntrySource) throws(ByteReader.Malformed) {
    unitCode = try reader.text(.unitCode)
    if let unitCode, UnitCode(unitCode) == nil {
      throw ByteReader.Malformed(reason: "a unit's code is too long, or has white space")
    }
    var terms = UnitTerms()
    let scale = try reader.byte(.scale)
    guard scale <= UnitTerms.maximumScale + 1,
      let reversal = UnitTerms.Reversal(rawValue: try reader.byte(.reversal))
    else { throw ByteReader.Malformed(reason: "its policy is out of range") }
    terms.scale = scale == 0 ? nil : scale - 1
    terms.reversal = reversal
    switch try reader.byte(.restore) {
    case 0: terms.restore = .original
    case 1: terms.restore = .grace(days: try reader.days(.restoreDays, from: 1))
    case 2: terms.restore = .reissue(days: try reader.days(.restoreDays, from: 1))
    default: throw ByteReader.Malformed(reason: "its policy is out of range")
    }
    let packed = try reader.number(.inactivityDays)
    let (inactivity, retention) = (UInt32(truncatingIfNeeded: packed), packed >> 32)
    guard inactivity <= UnitTerms.maximumDays, retention <= UInt64(UnitTerms.maximumDays) else {
      throw ByteReader.Malformed(reason: "a number of days is out of range")
    }
    terms.inactivityDays = inactivity == 0 ? nil : inactivity
    terms.retentionDays = retention == 0 ? nil : UInt32(retention)
    terms.activity = EntryKind.set(of: try reader.kinds(.activityKinds))
    self.terms = terms
  }

  private mutating func decodeRefusal(from reader: inout some EntrySource) throws(ByteReader
    .Malformed)
  {
    guard let kind = EntryKind(rawValue: try reader.byte(.refusedKind)), kind != .refusal else {
      throw ByteReader.Malformed(reason: "the kind that it refuses is unknown")
    }
    let number = try reader.byte(.refusalCode)
    let code = try RefusalCode.stored(number) { () throws(ByteReader.Malformed) in
      try reader.signed(.refusalValue)
    }
    guard let code else { throw ByteReader.Malformed(reason: "its refusal code is unknown") }
    refusal = RecordedRefusal(kind: kind, code: code)
  }

  private mutating func decodeUnknown(from reader: inout some EntrySource) throws(ByteReader
    .Malformed)
  {
    var names = UnknownNames()
    names.member = try reader.text(.unknownMember)
    names.counterparty = try reader.text(.unknownCounterparty)
    names.original = try reader.text(.unknownOriginal)
    for _ in 0..<(try reader.count(Post.maximumLots, .unknownLotCount)) {
      names.lots.append(try reader.some(.unknownLot))
    }
    guard !names.isEmpty else { throw ByteReader.Malformed(reason: "it has no unknown names") }
    unknown = names
  }

  // A function of its own: setting the texts in the function that consumes the record on return
  // crashes the compiler.
  private mutating func decodeTexts(from reader: inout some EntrySource) throws(ByteReader
    .Malformed)
  {
    texts = try EntryTexts(from: &reader)
  }
}

extension EntryTexts {
  /// Reads what `encode` wrote.
  init(from reader: inout some EntrySource) throws(ByteReader.Malformed) {
    self.init()
    let present = try reader.byte(.textsPresent)
    guard present > 0, present < 1 << 7 else {
      throw ByteReader.Malformed(reason: "its set of texts is empty, or has unknown ones")
    }
    func text(_ bit: UInt8, maximum: Int) throws(ByteReader.Malformed) -> String? {
      guard present & (1 << bit) != 0 else { return nil }
      return try reader.string(maximum: maximum, Self.columns[Int(bit)])
    }
    let most = Self.maximumByteCount
    location = try text(0, maximum: most)
    if present == 1 { return }
    actor = try text(1, maximum: most)
    reason = try text(2, maximum: most)
    campaign = try text(3, maximum: most)
    basis = try text(4, maximum: Self.maximumBasisByteCount)
    basisUnit = try text(5, maximum: most)
    memo = try text(6, maximum: Self.maximumMemoByteCount)
  }
}

extension EntrySource {
  mutating func number32(_ column: EntryColumn) throws(Malformed) -> UInt32 {
    guard let value = UInt32(exactly: try number(column)) else {
      throw Malformed(reason: "a number exceeds 32 bits")
    }
    return value
  }

  /// A count of points, at least 0.
  mutating func points(_ column: EntryColumn) throws(Malformed) -> Int64 {
    guard let value = Int64(exactly: try number(column)) else {
      throw Malformed(reason: "a number exceeds 63 bits")
    }
    return value
  }

  mutating func count(_ most: Int, _ column: EntryColumn) throws(Malformed) -> Int {
    let value = try number(column)
    guard value <= UInt64(most) else { throw Malformed(reason: "a list is too long") }
    return Int(value)
  }

  /// A sequence number, stored as its distance before `sequence`.
  mutating func earlier(
    than sequence: UInt64, orSame: Bool = false, _ column: EntryColumn
  ) throws(Malformed) -> UInt64 {
    let distance = try number(column)
    guard distance <= sequence, orSame || distance > 0 else {
      throw Malformed(reason: "it names an entry that is not before it")
    }
    return sequence &- distance
  }

  mutating func lot(
    before sequence: UInt64, _ lot: EntryColumn, _ ordinal: EntryColumn
  ) throws(Malformed) -> LotID {
    let created = try earlier(than: sequence, orSame: true, lot)
    return LotID(
      created: SequenceNumber(created), ordinal: try count(Account.maximumLots, ordinal))
  }

  /// An instant within the ledger's range.
  mutating func inRange(
    after base: Int64, _ column: EntryColumn
  ) throws(Malformed) -> Int64 {
    guard let instant = Instant(milliseconds: try instant(after: base, column)) else {
      throw Malformed(reason: "an instant is out of range")
    }
    return instant.milliseconds
  }

  mutating func expiry(
    _ hasExpiry: EntryColumn, _ column: EntryColumn
  ) throws(Malformed) -> Int64? {
    switch try byte(hasExpiry) {
    case 0: return nil
    case 1: return try inRange(after: 0, column)
    default: throw Malformed(reason: "an expiry is neither never nor an instant")
    }
  }

  mutating func sliding(
    _ days: EntryColumn, _ kinds: EntryColumn
  ) throws(Malformed) -> SlidingRule {
    let days = try self.days(days)
    return SlidingRule(days: days, kinds: days == 0 ? 0 : try self.kinds(kinds))
  }

  /// A number of days within a policy's range.
  fileprivate mutating func days(
    _ column: EntryColumn, from least: UInt32 = 0
  ) throws(Malformed) -> UInt32 {
    let days = try number32(column)
    guard days >= least, days <= UnitTerms.maximumDays else {
      throw Malformed(reason: "a number of days is out of range")
    }
    return days
  }

  /// A set of kinds of entries.
  fileprivate mutating func kinds(_ column: EntryColumn) throws(Malformed) -> UInt32 {
    let kinds = try number32(column)
    guard kinds & ~EntryKind.every == 0 else {
      throw Malformed(reason: "a set has kinds that do not exist")
    }
    return kinds
  }

  /// A text that must be present.
  mutating func some(_ column: EntryColumn) throws(Malformed) -> InlineText {
    guard let text = try text(column) else { throw Malformed(reason: "a text is empty") }
    return text
  }
}

extension EntryKind {
  /// The bits of all kinds.
  fileprivate static let every = mask(of: Set(allCases))
}
