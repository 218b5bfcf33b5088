@testable import PointsLedger

/// Entries with the least and the greatest values of fields. Some of them would never be posted,
/// but all are well-formed.
enum UnusualVectors {
  private static let earliest = Instant.earliest.milliseconds
  private static let latest = Instant.latest.milliseconds
  private static let ever = UInt64(1) << 43
  private static let longestRule = SlidingRule(
    days: UnitTerms.maximumDays, kinds: EntryKind.mask(of: Set(EntryKind.allCases)))

  private static func text(_ text: String) -> InlineText { WorkedLedger.text(text) }

  private static func vector(
    _ name: String, _ kind: EntryKind = .earn, sequence: UInt64 = 100, at occurred: Int64 = 0,
    _ fill: (inout Record) -> Void = { _ in }
  ) -> EntryVector {
    var record = Record(kind: kind, occurred: occurred, effective: occurred)
    record.sequence = sequence
    record.posted = WorkedLedger.morning
    fill(&record)
    return EntryVector(name, record)
  }

  static let numbers: [EntryVector] = [
    vector("no field at all, the very first entry", .unfreeze, sequence: 0),
    vector("the first instant, effective at the last", at: earliest) { record in
      record.effective = latest
      record.activates = latest
      record.expires = latest
      record.posted = earliest
    },
    vector("the last instant, expired at the first", at: latest) { record in
      record.activates = earliest
      record.expires = earliest
      record.posted = latest
    },
    vector("a millisecond before 1970: in the canonical bytes as if not given", at: -1) { record in
      record.activates = -1
      record.posted = -1
    },
    vector("the most points") { record in
      record.change = .max
      record.amount = .max
      record.asked = .max
      record.balanceAfter = .max
    },
    vector("the most points taken", .adjust) { record in
      record.change = -.max
      record.amount = .max
      record.asked = -.max
      record.balanceAfter = -.max
    },
    vector("an amount, arrears and points asked that are not the change", .reverse) { record in
      record.change = -1
      record.amount = .max
      record.asked = .min
      record.arrears = .max
      record.covered = .max
    },
    vector("no points, but asked") { $0.asked = 0 },
    vector("the greatest numbers of members, identifiers and units") { record in
      record.member = .max - 1
      record.identifier = .max - 1
      record.unit = 249
      record.counterparty = .max - 1
      record.counterpartyIdentifier = .max - 1
      record.askedUnit = 249
    },
    vector("every flag") { $0.flags = .known },
    vector("a late entry of a long log, about its beginning", .capture, sequence: ever) { record in
      record.previous = 0
      record.original = 0
      record.group = 0
      record.namedLots = [0, ever - 1]
    },
    vector("a group that begins with this entry") { $0.group = 100 },
  ]

  static let texts: [EntryVector] = [
    vector("a reference of one byte") { $0.reference = text("x") },
    vector("a reference of 64 bytes") { record in
      record.reference = text(String(repeating: "0123456789abcdef", count: 4))
    },
    vector("a reference of 64 bytes and 16 characters") { record in
      record.reference = text(String(repeating: "😀", count: 16))
    },
    vector("texts of control characters, quotes and marks", .link) { record in
      record.reference = text("\u{0}\u{1F}\u{7F}\u{80}\u{85}")
      record.newIdentifier = text("\u{FEFF}\r\n\t\"\\\u{2028}\u{FFFF}\u{10FFFF}")
    },
    vector("all texts, as long as they may be") { record in
      func long(_ count: Int) -> String { String(repeating: "7", count: count) }
      record.texts = EntryTexts(
        location: long(256), actor: long(256), reason: long(256), campaign: long(256),
        basis: long(32), basisUnit: long(256), memo: long(1_024))
    },
    vector("all texts, without a byte in them") { record in
      record.texts = EntryTexts(
        location: "", actor: "", reason: "", campaign: "", basis: "", basisUnit: "", memo: "")
    },
    vector("all names unknown", .refusal) { record in
      record.refusal = Record.RecordedRefusal(kind: .transfer, code: .unknownMember)
      record.unknown = Record.UnknownNames(
        member: text("who"), counterparty: text("whom"), original: text("what"),
        lots: [text("this"), text("that"), text("this")])
    },
    vector("refused with the least available, and before all time", .refusal) { record in
      record.refusal = Record.RecordedRefusal(
        kind: .erase, code: .insufficientPoints(available: Points(minorUnits: .min)))
      record.asked = .min
    },
    vector("closed through the last instant", .refusal) { record in
      record.refusal = Record.RecordedRefusal(
        kind: .closePeriod, code: .periodClosed(through: .latest))
    },
    vector("a unit with the longest code and everything that a policy can say", .unit) { record in
      record.unitCode = text("äöüß-units-1")
      record.terms = UnitTerms(
        scale: 6, reversal: .withinBalance, restore: .grace(days: UnitTerms.maximumDays),
        inactivityDays: UnitTerms.maximumDays, activity: Set(EntryKind.allCases))
    },
    vector("a unit whose policy says nothing", .unit) { record in
      record.unitCode = text("p")
      record.terms = UnitTerms(activity: [])
    },
  ]

  static let lots: [EntryVector] = [
    vector("lots that never expire, without and with the longest inactivity rule", .redeem) {
      record in
      record.allocations = [
        Allocation(
          lot: LotID(created: SequenceNumber(0), ordinal: 0), arrival: 100,
          origin: SequenceNumber(0), points: 1, activates: .earliest, expires: nil,
          sliding: .none),
        Allocation(
          lot: LotID(created: SequenceNumber(99), ordinal: Account.maximumLots - 1), arrival: 99,
          origin: SequenceNumber(0), points: Points(minorUnits: .max), activates: .latest,
          expires: nil, sliding: longestRule),
      ]
    },
    vector("lots of the entry itself", .counter) { record in
      record.allocations = [
        Allocation(
          lot: LotID(created: SequenceNumber(100), ordinal: 1), origin: SequenceNumber(100),
          points: 1, activates: .epoch, expires: .earliest, sliding: .none)
      ]
      record.payments = [
        Payment(
          debt: 0, lot: LotID(created: SequenceNumber(100), ordinal: 1), origin: 100,
          points: .max)
      ]
      record.newLots = [
        NewLot(origin: 100, points: .max, activates: earliest, expires: latest, sliding: .none),
        NewLot(origin: 0, points: 1, activates: latest, expires: Lot.never, sliding: longestRule),
      ]
    },
    vector("an inactivity rule of a day that nothing counts for") { record in
      record.sliding = SlidingRule(days: 1, kinds: 0)
    },
    vector("1,024 named lots", .redeem) { record in
      record.namedLots = Array(repeating: 99, count: 1_024)
    },
  ]

  /// Every bit is set; the content makes no sense.
  static let everything = vector("every field at once", .refusal) { record in
    record = KindVectors.refusals[0].record
    record.flags = [.partial]
    record.identifier = 12
    record.effective += 1
    record.change = -3
    record.amount = 4
    record.asked = 5
    record.original = 1
    record.activates = 0
    record.expires = 0
    record.counterparty = 2
    record.counterpartyIdentifier = 3
    record.allocations = lots[0].record.allocations.dropLast()
    record.arrears = 6
    record.covered = 7
    record.payments = lots[1].record.payments.map { payment in
      var payment = payment
      payment.debt = 200
      return payment
    }
    record.newLots = lots[1].record.newLots
    record.sliding = longestRule
    record.terms = UnitTerms()
    record.unitCode = text("points")
    record.group = 290
    record.newMember = Record.NewMember(
      seed: Record.NewMember.needsSeed(record.member ?? 0) ? EntryVector.seed : nil)
    record.newIdentifier = text("7002")
    record.namedLots = [9, 8]
    record.unknown = texts[6].record.unknown
    record.salt = .zero
    record.texts.memo = "all"
    record.askedUnit = 0
  }

  static let all = numbers + texts + lots + [everything]
}
