import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// A cached balance is returned until something changes it. The model test reads balances all the
/// time; these tests cover what it seldom meets.
@Suite("Balances that were told before")
struct BalanceCacheTests {
  @Test("lots expire and activate between two questions, and nothing is posted (invariant 6)")
  func timePasses() throws {
    let shop = try Shop { $0.memory = 4 << 10 }
    try shop.accept(.earn(10, for: .anna, reference: .named("e1"), expires: .day(20)))
    try shop.accept(
      .earn(7, for: .anna, reference: .named("e2"), activates: .day(5), expires: .day(30)))
    try shop.reopen()
    for _ in 0..<2 {
      for (day, available, pending, expired) in [
        (3, 10, 7, 0), (19, 17, 0, 0), (4, 10, 7, 0), (20, 7, 0, 10), (5, 17, 0, 0),
        (29, 7, 0, 10), (30, 0, 0, 17), (2, 10, 7, 0),
      ] as [(Int, Int64, Int64, Int64)] {
        let balance = try shop.balance(.anna, asOf: .day(day))
        let found = [balance.available, balance.pending, balance.expired]
        #expect(
          found == [available, pending, expired].map { Points(minorUnits: $0) }, "day \(day)")
      }
    }
  }

  @Test("of two lots one has activated and one has not, and then an earlier instant is asked for")
  func oneOfTwoActivates() throws {
    let shop = try Shop()
    for (day, reference) in [(5, "e1"), (20, "e2")] {
      try shop.accept(
        .earn(7, for: .anna, reference: .named(reference), activates: .day(day)))
    }
    for (day, available) in [(10, 7), (4, 0), (10, 7), (9, 7), (3, 0), (20, 14), (19, 7)] {
      #expect(try shop.split(.anna, asOf: .day(day))[0] == Int64(available), "day \(day)")
    }
  }

  @Test("a name goes to somebody else (invariant 14)")
  func namesMove() throws {
    let shop = try Shop()
    try shop.accept(.earn(10, for: .anna, reference: .named("e1")))
    try shop.accept(.earn(20, for: .ben, reference: .named("e2")))
    for _ in 0..<2 {
      #expect(try shop.split(.anna) == [10, 0, 0, 0])
      #expect(try shop.split(.ben) == [20, 0, 0, 0])
    }
    try shop.at(.day(1)).accept(.link(.named("phone"), to: .anna, reference: .named("l1")))
    try shop.accept(.unlink(.anna, from: .named("phone"), reference: .named("u1")))
    try shop.at(.day(2)).accept(.link(.anna, to: .ben, reference: .named("l2")))
    for _ in 0..<2 {
      #expect(try shop.split(.anna) == [20, 0, 0, 0])
      #expect(try shop.split(.named("phone")) == [10, 0, 0, 0])
      #expect(try shop.split(.anna, asOf: .day(0)) == [10, 0, 0, 0])
    }
  }

  @Test("an account that is not plain is looked at closely, and that is no fault of its run")
  func notPlain() throws {
    let shop = try Shop {
      $0.memory = 4 << 10
      $0.flushInterval = 4
      $0.sealing = .inline
    }
    try shop.accept(.earn(10, for: .anna, reference: .named("e1")))
    try shop.accept(.hold(4, of: .anna, until: .day(9), reference: .named("h1")))
    for number in 0..<40 {
      try shop.accept(.earn(1, for: .named("m\(number)"), reference: .named("e2-\(number)")))
    }
    try shop.reopen()
    for _ in 0..<2 { #expect(try shop.split(.anna) == [6, 0, 4, 0]) }
    let (fault, isResident) = shop.ledger.door.change { core in
      (core.decider.state.readError?.reason, core.decider.state.accounts.table.isResident(0))
    }
    #expect(fault == nil && !isResident && shop.ledger.indexNotes.isEmpty)
  }

  @Test("a group that is given up changes nothing of it (invariant 3)")
  func groupsAreTakenBack() throws {
    let shop = try Shop()
    try shop.accept(.earn(10, for: .anna, reference: .named("e1")))
    #expect(try shop.split(.anna) == [10, 0, 0, 0])
    let answers = try shop.ledger.post(atomically: [
      .earn(5, for: .anna, reference: .named("e2")),
      .earn(1, for: .ben, reference: .named("e3")),
      .redeem(1_000, from: .anna, reference: .named("r1")),
    ])
    #expect(answers.allSatisfy { $0.refusal != nil })
    #expect(try shop.split(.anna) == [10, 0, 0, 0])
    // The new member gets the number of one that was rolled back.
    try shop.accept(.earn(2, for: .cleo, reference: .named("e4")))
    #expect(try shop.split(.cleo) == [2, 0, 0, 0])
    #expect(try shop.ledger.balance(of: .ben) == nil)
  }

  @Test("there are more members than are remembered")
  func manyMembers() throws {
    let shop = try Shop { $0.memory = 8 << 10 }
    let members = (0..<100).map { MemberIdentifier.named("m\($0)") }
    for (number, member) in members.enumerated() {
      try shop.accept(
        .earn(
          Points(minorUnits: Int64(number + 1)), for: member, reference: .named("e\(number)")))
    }
    for _ in 0..<3 {
      for (number, member) in members.enumerated() {
        #expect(try shop.split(member) == [Int64(number + 1), 0, 0, 0])
      }
    }
    let count = shop.ledger.door.change { $0.decider.state.balanceCache.count }
    #expect((1...shop.options.balanceCache).contains(count))
  }

  @Test("so much was posted that not all of it was noted")
  func muchIsPosted() throws {
    let shop = try Shop()
    let members = (0..<5_000).map { MemberIdentifier.named("m\($0)") }
    for round in 1...2 {
      let posts = members.enumerated().map { number, member in
        Post.earn(1, for: member, reference: .named("e\(round)-\(number)"))
      }
      _ = try shop.postInBatch(posts)
      for number in [0, 7, 4_999] {
        #expect(try shop.split(members[number]) == [Int64(round), 0, 0, 0])
      }
    }
  }

  @Test("a number is taken back and given to somebody else")
  func numbersComeAgain() throws {
    let shop = try Shop()
    try shop.accept(.earn(10, for: .anna, reference: .named("e1")))
    let account = shop.ledger.door.change { $0.decider.state.accounts[0] }
    let interval = try #require(
      BalanceInterval(of: account, at: Instant.day(0).milliseconds, isNow: false))
    var told = BalanceCache()
    func isTold(_ member: MemberIdentifier) -> Bool {
      told.interval(
        of: member.text, hash: member.text.hash64(key: 1), at: interval.from, isNow: false) != nil
    }
    func note(_ member: MemberIdentifier) {
      let (text, hash) = (member.text, member.text.hash64(key: 1))
      told.note(interval, of: text, hash: hash, number: 0, keeping: 10)
    }
    note(.anna)
    #expect(isTold(.anna) && !isTold(.ben))
    told.forget(0)
    #expect(!isTold(.anna))
    for _ in 0..<2 { note(.ben) }
    #expect(!isTold(.anna) && isTold(.ben))
  }

  @Test("whatever may change a value is noted, once somebody has asked")
  func changesAreNoted() {
    var table = CachedTable<Int64>(.instants)
    table.set(1, 10)
    #expect(table.isTouched && table.takeTouched() == nil)
    #expect(!table.isTouched)
    table.set(1, 11)
    table[2, 0] = 5
    _ = table.changeInMemory(1, slot: nil) { value -> Void? in value = 12 }
    table.beginJournal()
    table[3, 0] = 5
    table.rollBack()
    #expect(table.value(3) == nil)
    #expect(table.isTouched && table.takeTouched() == [1, 2, 1, 3, 3])
    for key in 0..<5_000 as Range<UInt64> { table.set(key, 1) }
    #expect(table.isTouched && table.takeTouched() == nil)
    #expect(table.takeTouched() == [])
  }
}
