@testable import PointsLedger

/// An entry of every kind, with the usual fields; and a refusal with every code.
enum KindVectors {
  private static let now = WorkedLedger.morning + 30 * day
  private static let day: Int64 = 86_400_000
  private static let rule = SlidingRule(days: 90, kinds: EntryKind.earn.bit | EntryKind.redeem.bit)

  private static func text(_ text: String) -> InlineText { WorkedLedger.text(text) }

  private static func vector(
    _ name: String, _ kind: EntryKind, _ fill: (inout Record) -> Void
  ) -> EntryVector {
    var record = Record(kind: kind, occurred: now, effective: now)
    record.sequence = 300
    record.posted = now + 40
    if kind.isPostable || kind == .refusal || kind == .erase {
      record.reference = text("till-4/20260201/17")
    }
    fill(&record)
    return EntryVector(name, record)
  }

  /// An entry about an account, in the middle of its life.
  private static func onAccount(
    _ name: String, _ kind: EntryKind, change: Int64, balance: Int64,
    _ fill: (inout Record) -> Void
  ) -> EntryVector {
    vector(name, kind) { record in
      record.member = 7
      record.unit = 1
      record.change = change
      record.amount = abs(change)
      record.balanceAfter = balance
      record.previous = 288
      fill(&record)
    }
  }

  private static func part(
    of lot: UInt64, ordinal: Int = 0, arrival: UInt64? = nil, origin: UInt64? = nil,
    _ points: Int64, expires: Int64? = nil, sliding: SlidingRule = .none
  ) -> Allocation {
    Allocation(
      lot: LotID(created: SequenceNumber(lot), ordinal: ordinal), arrival: arrival,
      origin: SequenceNumber(origin ?? lot), points: Points(minorUnits: points),
      activates: Instant(clamping: now - 9 * day),
      expires: expires.map { Instant(clamping: $0) }, sliding: sliding)
  }

  static let standing: [EntryVector] = [
    vector("unit: a new version of a known unit's policy", .unit) { record in
      record.unitCode = text("miles")
      record.terms = UnitTerms(
        reversal: .refuse, restore: .reissue(days: 14), activity: [.earn, .transfer])
    },
    vector("enroll", .enroll) { record in
      record.member = 8
      record.newMember = Record.NewMember()
      record.newIdentifier = text("anna@example.org")
    },
    vector("link", .link) { record in
      record.member = 7
      record.identifier = 11
      record.previous = 12
      record.newIdentifier = text("+44 20 7946 0000")
      record.texts.actor = "desk 2"
    },
    vector("unlink", .unlink) { record in
      record.member = 7
      record.previous = 299
      record.counterpartyIdentifier = 11
      record.texts.reason = "card lost"
    },
    vector("freeze: of credits too", .freeze) { record in
      record.flags = .freezesCredits
      record.member = 7
      record.previous = 1
    },
    vector("unfreeze", .unfreeze) { record in
      record.flags = .occurredDefaulted
      record.member = 7
      record.previous = 298
    },
    vector("merge", .merge) { record in
      record.member = 7
      record.counterparty = 3
      record.counterpartyIdentifier = 5
    },
    vector("close-period", .closePeriod) { record in record.texts.memo = "January" },
    vector("erase", .erase) { record in
      record.member = 7
      record.previous = 250
    },
    vector("clock: accepted, 300 days ahead", .clock) { record in
      record.activates = now + 300 * day
      record.posted = now + 300 * day
    },
    vector("clock: accepted, 300 days behind", .clock) { record in
      record.activates = now - 300 * day
      record.posted = now
    },
    vector("compact: what was dropped, and what stands for it", .compact) { record in
      record.original = 250
      record.activates = now - 30 * day
      record.texts.reason =
        CompactionNote(
          cut: 251, before: now - 30 * day, root: String(repeating: "a", count: 64),
          base: String(repeating: "b", count: 64)
        ).reason
    },
  ]

  static let credits: [EntryVector] = [
    onAccount("opening", .opening, change: 1_000, balance: 1_000) { record in
      record.previous = nil
      record.asked = 1_000
      record.activates = now - 400 * day
      record.expires = now + 100 * day
      record.texts.campaign = "migration"
    },
    onAccount("earn: pays a debt", .earn, change: 80, balance: 30) { record in
      record.asked = 80
      record.identifier = 11
      record.sliding = rule
      record.payments = [
        Payment(
          debt: 270, lot: LotID(created: SequenceNumber(300), ordinal: 0), origin: 300, points: 50)
      ]
      record.texts.basis = "79.95"
      record.texts.basisUnit = "GBP"
    },
    onAccount("adjust: up", .adjust, change: 5, balance: 35) { record in
      record.asked = 5
      record.texts.reason = "goodwill"
    },
    onAccount("counter: the receiver's side of a transfer", .counter, change: 40, balance: 40) {
      record in
      record.original = 299
      record.counterparty = 6
      record.newLots = [
        NewLot(
          origin: 120, points: 25, activates: now - 60 * day, expires: now + 300 * day,
          sliding: .none),
        NewLot(
          origin: 131, points: 15, activates: now - 50 * day, expires: Lot.never, sliding: rule),
      ]
    },
    onAccount("counter: the side of a merge that stays", .counter, change: 200, balance: 230) {
      record in
      record.flags = .mergedInto
      record.original = 299
      record.counterparty = 6
    },
    onAccount("reverse: of an adjust, some of it still owed", .reverse, change: 45, balance: 33) {
      record in
      record.original = 288
      record.asked = 45
      record.arrears = 12
      record.allocations = [part(of: 292, 8), part(of: 210, 25)]
    },
    onAccount("reverse: of a redeem, one of its lots long dead", .reverse, change: 60, balance: 90)
    { record in
      record.flags = .ofRedeemed
      record.original = 290
      record.allocations = [part(of: 210, 20, expires: now + day)]
      record.newLots = [
        NewLot(origin: 140, points: 40, activates: now, expires: now + 30 * day, sliding: .none)
      ]
    },
  ]

  static let debits: [EntryVector] = [
    onAccount("redeem: less than asked, from named lots", .redeem, change: -30, balance: 0) {
      record in
      record.flags = .partial
      record.asked = 100
      record.allocations = [
        part(of: 260, 10, sliding: rule), part(of: 240, ordinal: 1, arrival: 280, origin: 90, 20),
      ]
      record.namedLots = [260, 240]
    },
    onAccount("hold", .hold, change: 0, balance: 75) { record in
      record.amount = 25
      record.asked = 25
      record.expires = now + 2 * day
      record.allocations = [part(of: 210, 25, expires: now + 40 * day)]
    },
    onAccount("capture", .capture, change: -20, balance: 55) { record in
      record.original = 288
      record.asked = 20
      record.allocations = [part(of: 210, 20, expires: now + 40 * day)]
    },
    onAccount("capture: the rest stays held", .capture, change: -20, balance: 35) { record in
      record.flags = .partial
      record.original = 288
      record.asked = 20
      record.allocations = [part(of: 210, 20, expires: now + 40 * day)]
    },
    onAccount("release: by the clock", .release, change: 0, balance: 55) { record in
      record.reference = nil
      record.amount = 25
      record.original = 288
    },
    onAccount("reverse: of an earn, half of it spent", .reverse, change: -100, balance: -40) {
      record in
      record.flags = .ofEarned
      record.original = 210
      record.asked = 110
      record.amount = 110
      record.allocations = [part(of: 210, 40), part(of: 220, 20)]
      record.arrears = 40
      record.covered = 10
    },
    onAccount("adjust: down", .adjust, change: -5, balance: 30) { record in
      record.asked = -5
      record.allocations = [part(of: 210, 5)]
    },
    onAccount("adjust: down, and the rest is owed", .adjust, change: -50, balance: -20) { record in
      record.flags = .overdraws
      record.asked = -50
      record.allocations = [part(of: 210, 30)]
      record.arrears = 20
    },
    onAccount("transfer", .transfer, change: -40, balance: 10) { record in
      record.asked = 40
      record.counterparty = 6
      record.counterpartyIdentifier = 9
      record.allocations = [part(of: 210, 25), part(of: 220, 15)]
      record.group = 298
    },
    onAccount("expire: booked late", .expire, change: -12, balance: 0) { record in
      record.reference = nil
      record.effective = now + 3 * day
      record.original = 210
      record.allocations = [part(of: 210, 12, expires: now)]
    },
    onAccount("extend", .extend, change: 0, balance: 12) { record in
      record.original = 210
      record.expires = now + 365 * day
    },
    onAccount("counter: the side of a merge that ends", .counter, change: -200, balance: 0) {
      record in
      record.flags = .mergedAway
      record.original = 299
      record.counterparty = 3
    },
  ]

  private static let codes: [RefusalCode] = [
    .insufficientPoints(available: 20), .unknownMember, .unknownOriginal,
    .alreadyReversed(remaining: 3), .notReversible, .notExtendable, .holdClosed, .memberFrozen,
    .memberClosed, .sameMember, .identifierTaken, .lastIdentifier, .scaleFixed,
    .periodClosed(through: Instant(clamping: now - 31 * day)), .balanceOutOfRange, .groupRefused,
    .tooManyLots(limit: 10_240),
  ]

  /// For the unknown member, the entry contains the names and its own salt.
  static let refusals: [EntryVector] = codes.map { code in
    vector("refusal: \(code.name)", .refusal) { record in
      record.refusal = Record.RecordedRefusal(kind: .redeem, code: code)
      record.asked = 40
      guard code == .unknownMember else {
        record.member = 7
        record.unit = 1
        record.balanceAfter = 20
        record.previous = 299
        return
      }
      record.unknown = Record.UnknownNames(
        member: text("nobody"), counterparty: nil, original: nil, lots: [])
      record.salt = RandomBytes16(high: 0x5051_5253_5455_5657, low: 0x5859_5A5B_5C5D_5E5F)
      record.askedUnit = 1
    }
  }

  static let all = standing + credits + debits + refusals
}
