import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Below the cut of a compaction the answer is `compacted`, never a wrong one")
struct BelowTheCutTests {
  private static let archive = "/archive"
  private let shop: Shop
  /// The first entry that was kept.
  private let cut: UInt64

  /// A post an hour: of three members in turn, `old` only before the cut. Entry n has the reference
  /// `en`, but entry 0, which defines the unit.
  init() throws {
    shop = try Shop { $0.sealing = .inline }
    for number in 1..<2_300 {
      let instant = Instant.day(0, hour: number)
      let member: MemberIdentifier = number < 9 ? .named("old") : number % 3 == 0 ? .anna : .ben
      try shop.at(instant).accept(
        .earn(
          2, for: member, reference: .named("e\(number)"),
          expires: number % 2 == 0 ? nil : .day(0, hour: number + 500)))
    }
    let result = try shop.ledger.compact(
      before: .day(0, hour: 1_000), into: .directory(Self.archive))
    cut = result.cut.value
    #expect(cut == 1_024)
  }

  private func expectCompacted(
    _ what: String, naming words: [String] = [], _ body: () throws -> Void
  ) {
    do {
      try body()
      Issue.record("\(what) has an answer")
    } catch let error as LedgerError {
      #expect(error.code == .compacted, "\(what): \(error)")
      for word in ["\(cut)", Self.archive] + words { #expect(error.message.contains(word)) }
    } catch { Issue.record("\(what): \(error)") }
  }

  @Test("entries") func entries() throws {
    let ledger = shop.ledger
    expectCompacted("an entry") { _ = try ledger.entry(at: SequenceNumber(5)) }
    expectCompacted("an entry with a live lot") { _ = try ledger.entry(at: SequenceNumber(400)) }
    expectCompacted("a reference") { _ = try ledger.entry(reference: .named("e5")) }
    expectCompacted("the reference of a live lot") {
      _ = try ledger.entry(reference: .named("e400"))
    }
    expectCompacted("the uses of a credit") { _ = try ledger.uses(of: SequenceNumber(400)) }
    expectCompacted("a walk") { try ledger.forEachEntry(from: SequenceNumber(5)) { _ in true } }
    expectCompacted("a sequence") {
      var entries = ledger.entries(from: SequenceNumber(5)).makeAsyncIterator()
      _ = try entries.next()
    }
    #expect(try ledger.entry(reference: .named("never")) == nil)
    #expect(try shop.entries().first?.sequence.value == cut)
    let history = try ledger.history(of: .anna)
    #expect(history.last.map { $0.sequence.value >= cut } == true)
    expectCompacted("the history before") {
      _ = try ledger.history(of: .anna, before: SequenceNumber(cut))
    }
  }

  @Test("the cut is known, and of which members there was more") func cuts() throws {
    let found = try #require(try shop.ledger.cut())
    #expect(found.first.value == cut && found.archive == Self.archive && found.baseBytes > 0)
    #expect(found.before == .day(0, hour: 1_000))
    #expect(try shop.ledger.info().cut == found)
    try shop.accept(.earn(1, for: .cleo, reference: .named("c1")))
    #expect(try shop.ledger.cut(of: .anna) == found)
    #expect(try shop.ledger.cut(of: .named("old")) == found)
    #expect(try shop.ledger.cut(of: .cleo) == nil)
    // What is left of it is what the compaction booked.
    #expect(
      try shop.ledger.history(of: .named("old")).map(\.kind.name)
        == Array(repeating: "expire", count: 4))
  }

  @Test("balances") func balances() throws {
    let ledger = shop.ledger
    expectCompacted("as of") { _ = try ledger.balance(of: .anna, asOf: .day(0, hour: 500)) }
    expectCompacted("all as of") { _ = try ledger.balances(asOf: .day(0, hour: 500)) }
    expectCompacted("at") { _ = try ledger.balance(of: .anna, atSequence: SequenceNumber(500)) }
    expectCompacted("all at") { _ = try ledger.balances(atSequence: SequenceNumber(500)) }
    expectCompacted("lots") { _ = try ledger.lots(of: .anna, asOf: .day(0, hour: 500)) }
    // The three entries of `old` that have an end are dead by then.
    #expect(try shop.split(.named("old"), asOf: .day(0, hour: 2_000)) == [8, 0, 0, 0])
    #expect(try ledger.balances(atSequence: SequenceNumber(cut - 1)).count == 3)
    #expect(try ledger.balances(atSequence: SequenceNumber(cut + 5)).count == 3)
  }

  @Test("replays") func replays() throws {
    let ledger = shop.ledger
    expectCompacted("until an entry") {
      _ = try ledger.replay(until: .sequence(SequenceNumber(500)))
    }
    expectCompacted("until an instant") {
      _ = try ledger.replay(until: .instant(.day(0, hour: 500)))
    }
    expectCompacted("as of") { _ = try ledger.replay(asOf: .day(0, hour: 500)) }
    #expect(try ledger.replay().stateDigest == ledger.stateDigest())
    let until = try ledger.replay(until: .instant(.day(0, hour: 2_100)))
    #expect(until.balances == (try ledger.balances(asOf: .day(0, hour: 2_100))))
  }

  @Test("reports say from when they can") func reports() throws {
    let ledger = shop.ledger
    let (early, since) = (Instant.day(0, hour: 500), Instant.day(0, hour: 1_000))
    let words = ["can begin at \(since)"]
    expectCompacted("roll-forward", naming: words) { _ = try ledger.rollforward(from: early) }
    expectCompacted("roll-forward to", naming: words) { _ = try ledger.rollforward(to: early) }
    expectCompacted("liability", naming: words) { _ = try ledger.liability(at: .asOf(early)) }
    expectCompacted("ageing", naming: words) { _ = try ledger.ageing(at: .asOf(early)) }
    expectCompacted("expiring", naming: words) { _ = try ledger.expiring(at: .asOf(early)) }
    expectCompacted("cohorts", naming: words) { _ = try ledger.cohorts(at: .asOf(early)) }
    expectCompacted("lapsed", naming: words) { _ = try ledger.lapsed(at: .asOf(early)) }
    expectCompacted("retention", naming: words) {
      _ = try ledger.retention(from: early, to: since)
    }
    expectCompacted("repeat", naming: words) { _ = try ledger.repeatShare(from: early) }
    expectCompacted("basis", naming: words) { _ = try ledger.averageBasis(from: early) }
    let row = try #require(try ledger.rollforward().first)
    #expect(row.from == since)
    #expect(row == (try ledger.rollforward(from: since).first))
    #expect(row.flows.issued == .of(2 * 1_300))
    #expect(try ledger.repeatShare().earns == 1_300)
  }

  @Test("months of another zone begin with the first that is whole") func zones() throws {
    // It is 8 hours behind UTC, so its February 2024 began before the cut, on the 11th.
    struct Behind: LedgerCalendar {
      func secondsAheadOfUTC(in zone: String, at instant: Instant) -> Int? { -28_800 }
    }
    let calendar = try #require(ZonedCalendar(zone: "X", of: Behind()))
    let ledger = shop.ledger
    let words = ["in 2024-03 and later"]
    let february = IssueSpan(first: CalendarPeriod("2024-02"), last: nil)
    for issued in [.all, try #require(february)] {
      expectCompacted("cohorts", naming: words) {
        _ = try ledger.cohorts(issued: issued, in: calendar)
      }
      expectCompacted("ageing", naming: words) {
        _ = try ledger.ageing(issued: issued, in: calendar)
      }
    }
    let march = try #require(CalendarPeriod("2024-03"))
    #expect(try ledger.firstIssueMonth(in: calendar) == march)
    #expect(try ledger.firstIssueMonth(in: .utc) == nil)
    // Something of the months before is left.
    #expect(try ledger.breakageHistory(in: calendar) == nil)
    let issued = try #require(IssueSpan(first: march, last: march))
    let rows = try ledger.cohorts(issued: issued, in: calendar)
    let flows = try ledger.rollforward(
      from: calendar.start(of: march), to: calendar.end(of: march), by: .month, in: calendar)
    #expect(rows.map(\.sums.issued) == flows.map(\.flows.issued))
    #expect(flows.count == 1 && flows[0].flows.issued > 0)
    #expect(
      try ledger.ageing(issued: issued, in: calendar).map(\.points.minorUnits).reduce(0, +)
        == rows[0].sums.outstanding.minorUnits)
  }

  @Test("nothing refers to what was dropped, but live lots are extended and named")
  func references() throws {
    let next = shop.ledger.nextSequence
    func refused(_ post: Post) throws { #expect(try shop.refuse(post) == .compactedReference) }
    try refused(.reverse(of: .named("e400"), for: .anna, reference: .named("v1")))
    try refused(.reverse(of: .named("e5"), for: .named("old"), reference: .named("v2")))
    try refused(.capture(of: .named("e6"), for: .named("old"), reference: .named("v3")))
    try refused(.release(.named("e6"), for: .named("old"), reference: .named("v4")))
    // This one has expired.
    try refused(
      .extend(.named("e7"), of: .named("old"), to: .day(900), reference: .named("v5")))
    try refused(.redeem(1, from: .ben, reference: .named("v6"), lots: [.named("e11")]))
    try refused(.earn(2, for: .named("old"), reference: .named("e5")))
    // Named lots are looked at in order, whether or not the base has the dropped entry.
    for name in ["e5", "e400"] {
      try refused(
        .redeem(
          1, from: .anna, reference: .named("v0"), lots: [.named(name), .named("never")]))
    }
    #expect(shop.ledger.nextSequence == next)

    try shop.accept(
      .redeem(1, from: .named("old"), reference: .named("v7"), lots: [.named("e6")]))
    let lots = try shop.lots(.named("old"))
    #expect(lots == ["e2 2", "e4 2", "e6 1", "e8 2"])
    try shop.accept(.extend(.named("e2001"), of: .anna, to: .day(900), reference: .named("v8")))
    try shop.accept(.reverse(of: .named("e2001"), for: .anna, reference: .named("v9")))
    #expect(shop.verify().problems == [])
  }

  @Test("a row of an import about a dropped entry is refused, one that was dropped is a duplicate")
  func importing() throws {
    let text = """
      time,kind,member,points,reference,original
      \(Instant.day(90)),earn,old,2,e5,
      \(Instant.day(90)),reverse,old,,v1,e5

      """
    let result = Importer(into: shop.ledger).run(format: .csv, bytes: Array(text.utf8))
    #expect(result.duplicates == 1 && result.refused == 1 && result.posted == 0, "\(result)")
  }

  @Test("a reader that was open before goes on, and begins at the cut once it looks again")
  func reader() throws {
    let reader = try Ledger.openForReading(at: Shop.path, options: shop.options)
    for number in 3_000..<3_900 {
      try shop.at(.day(0, hour: number)).accept(
        .earn(2, for: .anna, reference: .named("e\(number)")))
    }
    let entries = try shop.entries().map { "\($0)" }
    let second = try shop.ledger.compact(
      before: .day(0, hour: 3_500), into: .directory("/archive-2"))
    #expect(second.cut.value > cut + 9)
    var read: [String] = []
    try reader.forEachEntry(from: SequenceNumber(cut)) {
      read.append("\($0)")
      return true
    }
    #expect(read == Array(entries.prefix(read.count)) && read.count > 1_000)
    #expect(try reader.entry(at: SequenceNumber(cut + 9)) != nil)
    #expect(try reader.refresh())
    #expect(try reader.cut()?.first == second.cut)
    #expect(throws: LedgerError.self) { try reader.entry(at: SequenceNumber(cut + 9)) }
    #expect(try reader.balances() == shop.ledger.balances())
    #expect(try reader.stateDigest() == shop.ledger.stateDigest())
  }

  @Test("a walk that is under way in the writer's process goes on to its end")
  func walk() throws {
    let start = shop.ledger.nextSequence.value
    for number in 3_000..<6_000 {
      try shop.at(.day(0, hour: number)).accept(
        .earn(2, for: .cleo, reference: .named("e\(number)")))
    }
    let entries = try shop.entries().filter { $0.sequence.value >= start }.map { "\($0)" }
    var read: [String] = []
    try shop.ledger.forEachEntry(from: SequenceNumber(start)) { entry in
      if read.isEmpty {
        let result = try? shop.ledger.compact(
          before: .day(0, hour: 5_500), into: .directory("/archive-2"))
        #expect(result.map { $0.cut.value > start + 2_000 } == true)
      }
      read.append("\(entry)")
      return true
    }
    #expect(read == entries)
  }

  @Test("the history of breakage in another zone begins with the first month that is whole there")
  func history() throws {
    struct Behind: LedgerCalendar {
      func secondsAheadOfUTC(in zone: String, at instant: Instant) -> Int? { -28_800 }
    }
    let calendar = try #require(ZonedCalendar(zone: "X", of: Behind()))
    let shop = try Shop { $0.sealing = .inline }
    for number in 1..<2_300 {
      try shop.at(.day(0, hour: number)).accept(
        .earn(
          2, for: .anna, reference: .named("e\(number)"), expires: .day(0, hour: number + 500)))
    }
    let cut = ReportCut.asOf(.day(0, hour: 3_000))
    let whole = try #require(try shop.at(.day(0, hour: 3_000)).ledger.breakageHistory(at: cut))
    _ = try shop.ledger.compact(before: .day(0, hour: 1_000), into: .directory("/archive"))
    #expect(try shop.ledger.breakageHistory(at: cut) == whole)
    let known = try #require(try shop.ledger.breakageHistory(at: cut, in: calendar))
    #expect(whole.first.description == "2024-01" && known.first.description == "2024-03")
    #expect(known.last == whole.last && known.percent == whole.percent)
  }
}
