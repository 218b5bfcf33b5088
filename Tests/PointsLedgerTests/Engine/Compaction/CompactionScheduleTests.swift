import Glibc
import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("A ledger in use drops its old entries by a schedule")
struct CompactionScheduleTests {
  private static let archives = "/archives"

  /// A ledger with a post an hour, and a schedule that keeps ten days.
  private static func shop() throws -> Shop {
    let shop = try Shop { $0.limitLogs(toBytes: 32 << 10) }
    try post(1..<1_100, to: shop)
    shop.options.compaction = CompactionSchedule(keepingDays: 10, archivesIn: archives)
    try shop.reopen()
    return shop
  }

  private static func post(_ numbers: Range<Int>, to shop: Shop) throws {
    for number in numbers {
      try shop.at(.day(0, hour: number)).accept(
        .earn(2, for: .anna, reference: .named("e\(number)"), expires: .day(0, hour: number + 99)))
    }
  }

  /// Waits until the background has done what it does; false after two minutes.
  private static func waits(until isDone: () throws -> Bool) throws -> Bool {
    for _ in 0..<12_000 {
      if try isDone() { return true }
      usleep(10_000)
    }
    return false
  }

  @Test("beside posting, into an archive of its own each time, at most once a day")
  func beside() throws {
    let shop = try Self.shop()
    try shop.system.makeDirectory(Self.archives)
    #expect(try shop.ledger.cut() == nil)
    try Self.post(1_400..<1_401, to: shop)
    #expect(try Self.waits { try shop.ledger.cut() != nil })
    let first = try #require(try shop.ledger.cut())
    let archive = "/archives/until-\(first.first.value - 1)"
    #expect(first.first.value > 500 && first.archive == archive)
    #expect(try shop.split(.anna) == [2, 0, 0, 0])
    // Soon after there is more to drop, but it is the same day.
    try Self.post(1_401..<1_410, to: shop)
    #expect(try shop.ledger.cut() == first)
    // The cut is there a moment before the attempt has ended.
    #expect(try Self.waits { shop.ledger.compactionFailure == nil })
    try shop.ledger.close()
    for path in [Shop.path, archive] {
      let report = Ledger.verify(at: path, options: shop.options)
      #expect(report.isSound, "\(path): \(report)")
    }
  }

  @Test("only if it pays") func worthwhile() {
    let schedule = CompactionSchedule(keepingDays: 10, archivesIn: nil)
    #expect(schedule.pays(dropping: 20, of: 100) && !schedule.pays(dropping: 19, of: 100))
    #expect(schedule.archive(before: 5) { _ in false } == nil)
    let archived = CompactionSchedule(keepingDays: 10, archivesIn: "/a")
    #expect(archived.archive(before: 5) { $0 == "/a/until-4" } == .directory("/a/until-4-2"))
    #expect(schedule.limit(at: .day(30)) == .day(20))
    let (day, next) = (Instant.day(1).milliseconds, Instant.day(2))
    #expect(schedule.isDue(at: next, after: day) && !schedule.isDue(at: next, after: day + 1))
    // The clock was set back.
    #expect(schedule.isDue(at: .day(0), after: day))
  }

  @Test("a failure is known, harms nothing, and is tried again the next day") func failure() throws
  {
    let shop = try Self.shop()
    try Self.post(1_400..<1_401, to: shop)
    #expect(try Self.waits { shop.ledger.compactionFailure != nil })
    #expect(shop.ledger.compactionFailure?.code == .cannotCreate)
    #expect(try shop.ledger.cut() == nil && shop.split(.anna) == [2, 0, 0, 0])
    try shop.system.makeDirectory(Self.archives)
    try Self.post(1_425..<1_426, to: shop)
    #expect(try Self.waits { try shop.ledger.cut() != nil })
    // The cut is there a moment before the attempt has ended.
    #expect(try Self.waits { shop.ledger.compactionFailure == nil })
  }

  @Test("closing does not wait for a compaction to end") func closing() throws {
    let shop = try Self.shop()
    try shop.system.makeDirectory(Self.archives)
    try Self.post(1_400..<1_401, to: shop)
    try shop.ledger.close()
    #expect(Ledger.verify(at: Shop.path, options: shop.options).isSound)
  }
}
