import LedgerTestSupport

@testable import PointsLedger

/// Makes entries of any shape, with difficult values; they need not make sense.
struct RandomRecord {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func coin() -> Bool { Bool.random(using: &random) }

  private mutating func signed() -> Int64 {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: .max
    case 1: .min
    case 2: 0
    case 3: Int64.random(in: -200...200, using: &random)
    default: Int64.random(in: .min ... .max, using: &random)
    }
  }

  private mutating func points() -> Int64 {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: .max
    case 1: 0
    case 2: Int64.random(in: 1...200, using: &random)
    default: Int64.random(in: 1 ... .max, using: &random)
    }
  }

  private mutating func instant() -> Int64 {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: Instant.earliest.milliseconds
    case 1: Instant.latest.milliseconds
    case 2: 0
    default:
      Int64.random(
        in: Instant.earliest.milliseconds...Instant.latest.milliseconds, using: &random)
    }
  }

  private mutating func number32() -> UInt32 {
    coin() ? .max : UInt32.random(in: 0...300, using: &random)
  }

  private mutating func text() -> InlineText {
    let pieces = ["a", "é", "€", "😀", "\u{0}", "\n", "\"", "B7", "\u{FEFF}"]
    var text = ""
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      let piece = pieces.randomElement(using: &random) ?? "a"
      if text.utf8.count + piece.utf8.count <= InlineText.maximumByteCount { text += piece }
    }
    return InlineText(text) ?? UnitCode.points.text
  }

  private mutating func days() -> UInt32 {
    coin() ? UnitTerms.maximumDays : UInt32.random(in: 1...400, using: &random)
  }

  /// The code of a unit: a text without white space, at most 16 bytes long.
  private mutating func code() -> InlineText {
    let length = Int.random(in: 1...UnitCode.maximumByteCount / 2, using: &random)
    return InlineText(String(repeating: "é", count: length)) ?? UnitCode.points.text
  }

  private mutating func sliding() -> SlidingRule {
    guard coin() else { return .none }
    return SlidingRule(
      days: days(), kinds: EntryKind.mask(of: Set(EntryKind.allCases.filter { _ in coin() })))
  }

  /// Any sequence number up to `end`.
  private mutating func earlier(_ end: UInt64) -> UInt64 {
    switch Int.random(in: 0..<3, using: &random) {
    case 0: 0
    case 1: end
    default: UInt64.random(in: 0...end, using: &random)
    }
  }

  private mutating func lot(_ end: UInt64) -> LotID {
    LotID(
      created: SequenceNumber(earlier(end)),
      ordinal: coin() ? Account.maximumLots : Int.random(in: 0...300, using: &random))
  }

  private mutating func allocation(_ end: UInt64) -> Allocation {
    let lot = lot(end)
    return Allocation(
      lot: lot, arrival: lot.created.value + earlier(end - lot.created.value),
      origin: SequenceNumber(earlier(lot.created.value)),
      points: Points(minorUnits: points()), activates: Instant(clamping: instant()),
      expires: coin() ? nil : Instant(clamping: instant()), sliding: sliding())
  }

  private mutating func refusalCode() -> RefusalCode {
    let codes: [RefusalCode] = [
      .insufficientPoints(available: Points(minorUnits: signed())), .unknownMember,
      .unknownOriginal, .alreadyReversed(remaining: Points(minorUnits: signed())),
      .notReversible, .notExtendable, .holdClosed, .memberFrozen, .memberClosed, .sameMember,
      .identifierTaken, .lastIdentifier, .scaleFixed,
      .periodClosed(through: Instant(clamping: instant())), .balanceOutOfRange, .groupRefused,
      .tooManyLots(limit: Int(signed())),
    ]
    return codes.randomElement(using: &random) ?? .unknownMember
  }

  private mutating func terms() -> UnitTerms {
    UnitTerms(
      scale: coin() ? nil : UInt8.random(in: 0...6, using: &random),
      reversal: UnitTerms.Reversal.allCases.randomElement(using: &random) ?? .arrears,
      restore: coin() ? .original : coin() ? .grace(days: days()) : .reissue(days: days()),
      inactivityDays: coin() ? nil : days(),
      activity: Set(EntryKind.allCases.filter { _ in coin() }))
  }

  private mutating func texts() -> EntryTexts {
    func some(_ length: Int) -> String? {
      coin() ? nil : String(repeating: "é", count: Int.random(in: 0...length / 2, using: &random))
    }
    return EntryTexts(
      location: some(256), actor: some(256), reason: some(256), campaign: some(256),
      basis: some(32), basisUnit: some(256), memo: some(1_024))
  }

  /// An entry in which each field is present half of the time, except those of a refusal.
  mutating func next() -> Record {
    let kinds = EntryKind.allCases
    var record = Record(
      kind: kinds[Int.random(in: 0..<kinds.count, using: &random)], occurred: instant(),
      effective: 0)
    let end: UInt64 = coin() ? 1 << 43 : UInt64.random(in: 1...70_000, using: &random)
    record.sequence = end
    record.posted = instant()
    record.effective = coin() ? record.occurred : max(record.occurred, instant())
    if coin() { record.flags = Record.Flags(rawValue: UInt8.random(in: 0...127, using: &random)) }
    if coin() { record.member = number32() }
    if coin() { record.unit = UInt8.random(in: 0...255, using: &random) }
    if coin() { record.askedUnit = UInt8.random(in: 0...255, using: &random) }
    if coin() { record.identifier = number32() }
    record.change = coin() ? 0 : signed()
    record.amount = coin() ? Int64(clamping: record.change.magnitude) : points()
    if coin() { record.asked = coin() ? record.expectedAsked : signed() }
    if coin() { record.balanceAfter = signed() }
    if coin() { record.previous = min(earlier(end), end - 1) }
    if coin() { record.original = min(earlier(end), end - 1) }
    if coin() { record.activates = instant() }
    if coin() { record.expires = instant() }
    if coin() { record.counterparty = number32() }
    if coin() { record.counterpartyIdentifier = number32() }
    if coin() { record.reference = text() }
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      record.allocations.append(allocation(end))
    }
    if coin() { record.arrears = points() }
    if coin() { record.covered = points() }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let lot = lot(end)
      record.payments.append(
        Payment(
          debt: min(earlier(end), end - 1), lot: lot, origin: earlier(lot.created.value),
          points: points()))
    }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      record.newLots.append(
        NewLot(
          origin: earlier(end), points: points(), activates: instant(),
          expires: coin() ? Lot.never : instant(), sliding: sliding()))
    }
    record.sliding = sliding()
    if coin() {
      record.terms = terms()
      if coin() { record.unitCode = code() }
    }
    if coin() { record.group = earlier(end) }
    if record.kind == .refusal {
      let refusable = kinds.filter { $0 != .refusal }
      record.refusal = Record.RecordedRefusal(
        kind: refusable.randomElement(using: &random) ?? .earn, code: refusalCode())
    }
    if coin() {
      record.newMember = Record.NewMember(
        seed: Record.NewMember.needsSeed(record.member ?? 0)
          ? RandomBytes16(high: random.next(), low: .max) : nil)
    }
    if coin() { record.newIdentifier = text() }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      record.namedLots.append(min(earlier(end), end - 1))
    }
    if coin() {
      var names = Record.UnknownNames()
      if coin() { names.member = text() }
      if coin() { names.counterparty = text() }
      if coin() { names.original = text() }
      for _ in 0..<Int.random(in: 0...2, using: &random) { names.lots.append(text()) }
      if !names.isEmpty { record.unknown = names }
    }
    if coin() { record.salt = RandomBytes16(high: random.next(), low: random.next()) }
    if coin() { record.texts = texts() }
    return record
  }
}
