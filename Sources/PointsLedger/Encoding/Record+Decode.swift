extension Record {
  /// Reads the entry `sequence` of a frame with the clock `posted`.
  package static func decode(
    from reader: inout ByteReader, sequence: UInt64, posted: Int64
  ) throws(ByteReader.Malformed) -> Record {
    let count = try reader.varint()
    var body = try reader.slice(count)
    let record = try decodeBody(from: &body, sequence: sequence, posted: posted)
    guard body.isAtEnd else { throw ByteReader.Malformed(reason: "it is longer than its fields") }
    // One way to write each entry: the bytes must be the ones that it would be given.
    var again = ByteWriter(reserving: Int(count))
    record.encodeBody(into: &again)
    guard body.endsWith(again.bytes) else {
      throw ByteReader.Malformed(reason: "it is not in its canonical form")
    }
    return record
  }

  private static func decodeBody(
    from reader: inout ByteReader, sequence: UInt64, posted: Int64
  ) throws(ByteReader.Malformed) -> Record {
    guard let kind = EntryKind(rawValue: try reader.byte()) else {
      throw ByteReader.Malformed(reason: "its kind is unknown")
    }
    let fields = RecordField(rawValue: try reader.varint())
    guard fields.isSubset(of: .known) else {
      throw ByteReader.Malformed(reason: "it has unknown fields")
    }
    let occurred = try reader.instant(0)
    var record = Record(kind: kind, occurred: occurred, effective: occurred)
    record.sequence = sequence
    record.posted = posted
    if fields.contains(.flags) {
      record.flags = Flags(rawValue: try reader.byte())
      guard Flags.known.isSuperset(of: record.flags) else {
        throw ByteReader.Malformed(reason: "it has unknown flags")
      }
    }
    if fields.contains(.member) { record.member = try reader.number32() }
    if fields.contains(.unit) { record.unit = try reader.byte() }
    if fields.contains(.identifier) { record.identifier = try reader.number32() }
    if fields.contains(.effective) {
      let late = try reader.points()
      guard late > 0, let instant = Instant(milliseconds: occurred &+ late) else {
        throw ByteReader.Malformed(reason: "its effective instant is out of range")
      }
      record.effective = instant.milliseconds
    }
    if fields.contains(.change) { record.change = try reader.zigzag() }
    record.amount =
      fields.contains(.amount)
      ? try reader.points() : Int64(clamping: record.change.magnitude)
    if fields.contains(.asked) {
      record.asked =
        fields.contains(.askedOther) ? try reader.zigzag() : record.expectedAsked
    }
    if fields.contains(.balanceAfter) { record.balanceAfter = try reader.zigzag() }
    if fields.contains(.previous) { record.previous = try reader.earlier(than: sequence) }
    if fields.contains(.original) { record.original = try reader.earlier(than: sequence) }
    if fields.contains(.activates) { record.activates = try reader.instant(occurred) }
    if fields.contains(.expires) { record.expires = try reader.instant(occurred) }
    if fields.contains(.counterparty) { record.counterparty = try reader.number32() }
    if fields.contains(.counterpartyIdentifier) {
      record.counterpartyIdentifier = try reader.number32()
    }
    if fields.contains(.reference) { record.reference = try reader.inlineText() }
    if fields.contains(.allocations) { try record.decodeAllocations(from: &reader) }
    if fields.contains(.arrears) { record.arrears = try reader.points() }
    if fields.contains(.covered) { record.covered = try reader.points() }
    if fields.contains(.payments) { try record.decodePayments(from: &reader) }
    if fields.contains(.newLots) { try record.decodeNewLots(from: &reader) }
    if fields.contains(.sliding) { record.sliding = try reader.sliding() }
    if fields.contains(.terms) { try record.decodeTerms(from: &reader) }
    if fields.contains(.group) { record.group = try reader.earlier(than: sequence, orSame: true) }
    if fields.contains(.refusal) { try record.decodeRefusal(from: &reader) }
    if fields.contains(.newMember) {
      let id = try reader.random()
      record.newMember = NewMember(id: id, key: try reader.random())
    }
    if fields.contains(.newIdentifier) { record.newIdentifier = try reader.inlineText() }
    if fields.contains(.namedLots) {
      for _ in 0..<(try reader.count(Post.maximumLots)) {
        record.namedLots.append(try reader.earlier(than: sequence))
      }
    }
    if fields.contains(.unknown) { try record.decodeUnknown(from: &reader) }
    if fields.contains(.salt) { record.salt = try reader.random() }
    if fields.contains(.texts) { try record.decodeTexts(from: &reader) }
    if fields.contains(.askedUnit) { record.askedUnit = try reader.byte() }
    return record
  }

  private mutating func decodeAllocations(
    from reader: inout ByteReader
  ) throws(ByteReader.Malformed) {
    let count = try reader.count(Account.maximumLots)
    allocations.reserveCapacity(count)
    for _ in 0..<count {
      let lot = try reader.lot(before: sequence)
      let later = try reader.varint()
      guard later <= sequence &- lot.created.value else {
        throw ByteReader.Malformed(reason: "a lot arrives after it is taken from")
      }
      let origin = try reader.earlier(than: lot.created.value, orSame: true)
      let points = try reader.points()
      let activates = try reader.instant(0)
      let expires = try reader.expiry()
      allocations.append(
        Allocation(
          lot: lot, arrival: lot.created.value &+ later, origin: SequenceNumber(origin),
          points: Points(minorUnits: points),
          activates: Instant(clamping: activates), expires: expires.map { Instant(clamping: $0) },
          sliding: try reader.sliding()))
    }
  }

  private mutating func decodePayments(
    from reader: inout ByteReader
  ) throws(ByteReader.Malformed) {
    for _ in 0..<(try reader.count(Account.maximumLots + Account.maximumDebts)) {
      let debt = try reader.earlier(than: sequence)
      let lot = try reader.lot(before: sequence)
      let origin = try reader.earlier(than: lot.created.value, orSame: true)
      payments.append(
        Payment(debt: debt, lot: lot, origin: origin, points: try reader.points()))
    }
  }

  private mutating func decodeNewLots(
    from reader: inout ByteReader
  ) throws(ByteReader.Malformed) {
    for _ in 0..<(try reader.count(Account.maximumLots)) {
      let origin = try reader.earlier(than: sequence, orSame: true)
      let points = try reader.points()
      let activates = try reader.instant(0)
      let expires = try reader.expiry() ?? Lot.never
      newLots.append(
        NewLot(
          origin: origin, points: points, activates: activates, expires: expires,
          sliding: try reader.sliding()))
    }
  }

  private mutating func decodeTerms(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    unitCode = try reader.optionalText()
    var terms = UnitTerms()
    let scale = try reader.byte()
    guard scale <= UnitTerms.maximumScale + 1,
      let reversal = UnitTerms.Reversal(rawValue: try reader.byte())
    else { throw ByteReader.Malformed(reason: "its policy is out of range") }
    terms.scale = scale == 0 ? nil : scale - 1
    terms.reversal = reversal
    switch try reader.byte() {
    case 0: terms.restore = .original
    case 1: terms.restore = .grace(days: try reader.number32())
    case 2: terms.restore = .reissue(days: try reader.number32())
    default: throw ByteReader.Malformed(reason: "its policy is out of range")
    }
    let days = try reader.number32()
    terms.inactivityDays = days == 0 ? nil : days
    terms.activity = EntryKind.set(of: try reader.number32())
    self.terms = terms
  }

  private mutating func decodeRefusal(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    guard let kind = EntryKind(rawValue: try reader.byte()) else {
      throw ByteReader.Malformed(reason: "the kind that it refuses is unknown")
    }
    let number = try reader.byte()
    let code = try RefusalCode.stored(number) { () throws(ByteReader.Malformed) in
      try reader.zigzag()
    }
    guard let code else { throw ByteReader.Malformed(reason: "its refusal code is unknown") }
    refusal = RecordedRefusal(kind: kind, code: code)
  }

  private mutating func decodeUnknown(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    var names = UnknownNames()
    names.member = try reader.optionalText()
    names.counterparty = try reader.optionalText()
    names.original = try reader.optionalText()
    for _ in 0..<(try reader.count(Post.maximumLots)) {
      names.lots.append(try reader.inlineText())
    }
    guard !names.isEmpty else { throw ByteReader.Malformed(reason: "it has no unknown names") }
    unknown = names
  }

  private mutating func decodeTexts(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    let present = try reader.byte()
    func text(_ bit: UInt8) throws(ByteReader.Malformed) -> String? {
      guard present & (1 << bit) != 0 else { return nil }
      return try reader.string(maximum: EntryTexts.maximumMemoByteCount)
    }
    texts.location = try text(0)
    texts.actor = try text(1)
    texts.reason = try text(2)
    texts.campaign = try text(3)
    texts.basis = try text(4)
    texts.basisUnit = try text(5)
    texts.memo = try text(6)
  }
}

extension ByteReader {
  fileprivate mutating func number32() throws(Malformed) -> UInt32 {
    guard let value = UInt32(exactly: try varint()) else {
      throw Malformed(reason: "a number exceeds 32 bits")
    }
    return value
  }

  /// A count of points, at least 0.
  fileprivate mutating func points() throws(Malformed) -> Int64 {
    guard let value = Int64(exactly: try varint()) else {
      throw Malformed(reason: "a number exceeds 63 bits")
    }
    return value
  }

  fileprivate mutating func count(_ most: Int) throws(Malformed) -> Int {
    let value = try varint()
    guard value <= UInt64(most) else { throw Malformed(reason: "a list is too long") }
    return Int(value)
  }

  /// A sequence number as its distance before `sequence`.
  fileprivate mutating func earlier(
    than sequence: UInt64, orSame: Bool = false
  ) throws(Malformed) -> UInt64 {
    let distance = try varint()
    guard distance <= sequence, orSame || distance > 0 else {
      throw Malformed(reason: "it names an entry that is not before it")
    }
    return sequence &- distance
  }

  fileprivate mutating func lot(before sequence: UInt64) throws(Malformed) -> LotID {
    let created = try earlier(than: sequence, orSame: true)
    return LotID(
      created: SequenceNumber(created), ordinal: try count(Account.maximumLots))
  }

  /// An instant as its distance from `base`.
  fileprivate mutating func instant(_ base: Int64) throws(Malformed) -> Int64 {
    let (value, overflow) = base.addingReportingOverflow(try zigzag())
    guard !overflow, let instant = Instant(milliseconds: value) else {
      throw Malformed(reason: "an instant is out of range")
    }
    return instant.milliseconds
  }

  fileprivate mutating func expiry() throws(Malformed) -> Int64? {
    switch try byte() {
    case 0: return nil
    case 1: return try instant(0)
    default: throw Malformed(reason: "an expiry is neither never nor an instant")
    }
  }

  fileprivate mutating func sliding() throws(Malformed) -> SlidingRule {
    let days = try number32()
    return SlidingRule(days: days, kinds: days == 0 ? 0 : try number32())
  }

  fileprivate mutating func optionalText() throws(Malformed) -> InlineText? {
    var ahead = self
    if try ahead.byte() == 0 {
      self = ahead
      return nil
    }
    return try inlineText()
  }
}
