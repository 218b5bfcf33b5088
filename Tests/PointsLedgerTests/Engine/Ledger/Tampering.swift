import Testing

@testable import PointsLedger

/// One way to tamper with the entries of `Tampering.original`, so that the log is consistent in
/// itself but breaks the rules.
struct Tampering: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// The first entry that breaks the rules.
  let first: Int
  let forge: @Sendable ([Record]) -> LogForger

  /// Changes one entry; the entries after it are written as far as they can be applied.
  private init(_ name: String, _ index: Int, _ change: @escaping @Sendable (inout Record) -> Void) {
    testDescription = name
    first = index
    forge = { records in
      var forger = LogForger()
      for (place, record) in records.enumerated() {
        var record = record
        if place == index { change(&record) }
        guard forger.write(record) else { break }
      }
      return forger
    }
  }

  /// Ends the log before entry `index`, and writes others.
  private init(
    _ name: String, instead index: Int, at first: Int? = nil,
    _ more: @escaping @Sendable ([Record]) -> [Record]
  ) {
    testDescription = name
    self.first = first ?? index
    forge = { records in
      var forger = LogForger()
      for record in records.prefix(index) + more(records) {
        if !forger.write(record) { Issue.record("entry \(forger.records.count) does not fit") }
      }
      return forger
    }
  }

  /// Changes one entry and nothing that depends on it.
  private init(
    contradicting name: String, _ index: Int, _ change: @escaping @Sendable (inout Record) -> Void
  ) {
    testDescription = name
    first = index
    forge = { records in
      var forger = LogForger()
      for record in records { forger.write(record) }
      forger.edit(index, change)
      return forger
    }
  }

  /// The ledger that is tampered with; the numbers below are those of its entries.
  static func original() throws -> Shop {
    let shop = try Shop()
    let posts: [(Int, Post)] = [
      (0, .earn(100, for: .anna, reference: .named("e1"), expires: .day(5))),  // 1
      (0, .earn(50, for: .anna, reference: .named("e2"))),  // 2
      (0, .redeem(30, from: .anna, reference: .named("r1"))),  // 3
      (0, .hold(20, of: .anna, until: .day(3), reference: .named("h1"))),  // 4
      (1, .capture(12, of: .named("h1"), for: .anna, reference: .named("c1"))),  // 5
      (1, .enroll(.ben, reference: .named("ben"))),  // 6
      (1, .transfer(15, from: .anna, to: .ben, reference: .named("t1"))),  // 7, 8
      (1, .reverse(10, of: .named("r1"), for: .anna, reference: .named("v1"))),  // 9
      (1, .redeem(999, from: .anna, reference: .named("no"))),  // 10
      (6, .redeem(5, from: .anna, reference: .named("r2"))),  // 11 the expiry of e1, 12
      (6, .hold(5, of: .anna, until: .day(7), reference: .named("h2"))),  // 13
      (8, .earn(3, for: .anna, reference: .named("e3"))),  // 14 the release of h2, 15
      (8, .earn(2, for: .anna, reference: .named("late"), occurred: .day(2))),  // 16
      (8, .freeze(.ben, reference: .named("f"))),  // 17
    ]
    for (day, post) in posts { _ = try shop.at(.day(day)).post(post) }
    _ = try shop.ledger.post(atomically: [
      .earn(1, for: .anna, reference: .named("g1")),  // 18
      .redeem(1, from: .anna, reference: .named("g2")),  // 19
    ])
    _ = try shop.ledger.post(atomically: [
      .earn(1, for: .anna, reference: .named("g3")),  // 20
      .redeem(999, from: .anna, reference: .named("g4")),  // 21
    ])
    return shop
  }

  private static func points(_ points: Int64) -> @Sendable (Allocation) -> Allocation {
    { $0.with(points: points) }
  }

  /// Points of a lot that entry `created` made.
  private static func allocation(
    of created: UInt64, ordinal: Int = 0, origin: UInt64? = nil, points: Int64,
    activates: Instant = .day(0), expires: Instant?
  ) -> Allocation {
    Allocation(
      lot: LotID(created: SequenceNumber(created), ordinal: ordinal), arrival: created,
      origin: SequenceNumber(origin ?? created), points: Points(minorUnits: points),
      activates: activates, expires: expires, sliding: .none)
  }

  private static func take(_ points: Int64, _ record: inout Record) {
    record.amount = points
    record.change = -points
    record.allocations = record.allocations.prefix(1).map { $0.with(points: points) }
  }

  static let all: [Tampering] = [
    Tampering("a redemption takes less than asked", 3) { take(20, &$0) },
    Tampering("a redemption takes from the wrong lot", instead: 3) { records in
      var record = records[3]
      record.allocations = [
        allocation(
          of: 2, points: 30, activates: Instant(clamping: records[2].occurred), expires: nil)
      ]
      return [record]
    },
    Tampering("a hold reserves less than asked", 4) { record in
      record.amount = 15
      record.allocations = record.allocations.map(points(15))
    },
    Tampering("a capture takes more than asked", 5) { take(20, &$0) },
    Tampering("a transfer sends more than asked", 7) { take(25, &$0) },
    Tampering("a transferred lot lives longer", 8) { $0.newLots[0].expires = Lot.never },
    Tampering("a transferred lot has another origin", 8) { $0.newLots[0].origin = 2 },
    Tampering("the receiver's side is missing", instead: 8) { _ in [] },
    Tampering("a restore goes to another lot", 9) { record in
      record.allocations = [
        allocation(of: 2, points: 10, expires: nil)
      ]
    },
    Tampering("a restore gives more than asked", 9) { record in
      record.amount = 30
      record.change = 30
      record.allocations = record.allocations.map(points(30))
    },
    Tampering("a refusal tells of other points", 10) {
      $0.refusal?.code = .insufficientPoints(available: 1)
    },
    Tampering("a refusal has another code", 10) { $0.refusal?.code = .memberFrozen },
    Tampering("what could be posted was refused", 10) { $0.asked = 1 },
    Tampering("an expiry is skipped", instead: 11) { [$0[12]] },
    Tampering("an expiry takes only a part", 11) { take(1, &$0) },
    Tampering("an expiry comes too early", 11) {
      $0.occurred = Instant.day(5).before.milliseconds
      $0.effective = $0.occurred
    },
    Tampering("an expiry comes too late", 11) {
      $0.occurred = Instant.day(5, 1).milliseconds
      $0.effective = $0.occurred
    },
    Tampering("a dead lot is spent", instead: 11) { records in
      var record = records[12]
      record.allocations = records[3].allocations.map { $0.with(points: 5) }
      return [record]
    },
    Tampering("a deadline is skipped", instead: 14) { [$0[15]] },
    Tampering("a credit is more than was asked", 15) { record in
      record.amount = 4
      record.change = 4
    },
    Tampering("a late entry is effective at its event time", 16) { $0.effective = $0.occurred },
    Tampering("a credit is late without need", 15) { $0.effective += 1 },
    Tampering("a credit has a rule that its unit has not", 15) {
      $0.sliding = SlidingRule(days: 9, kinds: 64)
    },
    Tampering("the time was given, and is said to be the clock's", 16) {
      $0.flags.insert(.occurredDefaulted)
    },
    Tampering("a frozen member spends", instead: 18) { records in
      var record = records[12]
      record.member = 1
      record.posted = records[17].posted
      record.occurred = records[17].occurred
      record.effective = record.occurred
      record.reference = Reference.named("frozen").text
      record.original = nil
      record.allocations = [
        allocation(of: 8, origin: 1, points: 5, expires: .day(5))
      ]
      return [record]
    },
    Tampering("a reference is decided twice", instead: 18) { records in
      var record = records[15]
      record.posted = records[17].posted
      return [record]
    },
    Tampering("a reversal exceeds its original", instead: 18) { records in
      var record = records[9]
      record.reference = Reference.named("more").text
      record.posted = records[17].posted
      record.occurred = records[17].occurred
      record.effective = record.occurred
      record.asked = 25
      record.amount = 25
      record.change = 25
      record.allocations = record.allocations.map(points(25))
      return [record]
    },
    Tampering("a group begins where none began", 19) { $0.group = 17 },
    Tampering("a refused group has two culprits", 20) {
      $0.refusal?.code = .insufficientPoints(available: 0)
    },
    Tampering("a refused group lost its end", instead: 21, at: 20) { _ in [] },
    Tampering(contradicting: "a balance is wrong", 12) { $0.balanceAfter += 1 },
    Tampering(contradicting: "an entry before is another one", 12) { $0.previous = 2 },
    Tampering(contradicting: "an entry is about a later one's lot", 3) {
      $0.allocations = [
        allocation(of: 1, ordinal: 7, points: 30, expires: .day(5))
      ]
    },
  ]
}
