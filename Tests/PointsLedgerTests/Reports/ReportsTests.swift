import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite struct ReportsTests {
  private let clock = ManualClock(midnight(2026, 12, 1))
  private let ledger: Ledger
  private let ann: MemberIdentifier
  private let bob: MemberIdentifier

  init() throws {
    var options = Ledger.Options()
    options.clock = clock
    options.fileSystem = SimulatedFileSystem()
    ledger = try Ledger.create(
      at: "/l", units: [UnitDefinition(.points, terms: UnitTerms(restore: .reissue(days: 10)))],
      options: options)
    ann = try #require(MemberIdentifier("ann"))
    bob = try #require(MemberIdentifier("bob"))
  }

  @Test func whatEndsAsASpanBeginsBelongsToTheSpanBefore() throws {
    try post(.earn(10, for: ann, reference: ref("e1"), expires: .feb1, occurred: .jan10))
    // Late, so that it is dead on arrival, at exactly this instant: its expiry follows it into
    // February.
    try post(.earn(1, for: bob, reference: ref("e2"), occurred: .feb1))
    try post(.earn(5, for: bob, reference: ref("e3"), expires: .feb1, occurred: .jan10))
    for _ in 0..<2 {
      let rows = try ledger.rollforward(to: midnight(2026, 3, 1), by: .month)
      #expect(rows.map { "\($0.period.map(\.description) ?? "")" } == ["2026-01", "2026-02"])
      #expect(rows.map(\.flows.issued) == [10, 6])
      #expect(rows.map(\.flows.expired) == [10, 5])
      #expect(try ledger.rollforward(to: .feb1).map(\.closing) == [0])
      #expect(try ledger.rollforward(from: .feb1).map(\.opening) == [0])
      #expect(try ledger.rollforward(from: .feb1).map(\.flows.expired) == [5])
      _ = try ledger.sweep()
    }
  }

  @Test func aCutLiesBeforeTheEntriesOfItsInstantAndAnAsOfBehindThem() throws {
    try post(.earn(10, for: ann, reference: ref("e1"), occurred: .feb1))
    #expect(try ledger.liability(at: .before(.feb1)).map(\.outstanding) == [0])
    #expect(try ledger.liability(at: .asOf(.feb1)).map(\.outstanding) == [10])
    #expect(try ledger.rollforward(to: .feb1).map(\.closing) == [0])
  }

  @Test func reissuedPointsMoveToTheMonthOfTheReversal() throws {
    try post(.earn(10, for: ann, reference: ref("e1"), expires: .feb1, occurred: .jan10))
    try post(.redeem(8, from: ann, reference: ref("r1"), occurred: midnight(2026, 1, 20)))
    try post(
      .reverse(5, of: ref("r1"), for: ann, reference: ref("v1"), occurred: midnight(2026, 2, 5)))
    let cohorts = try ledger.cohorts(at: .before(midnight(2026, 2, 10)))
    #expect(cohorts.map(\.sums.issued) == [10, 0])
    #expect(cohorts.map(\.sums.redeemed) == [8, 0])
    #expect(cohorts.map(\.sums.restored) == [5, 0])
    #expect(cohorts.map(\.sums.expired) == [2, 0])
    #expect(cohorts.map(\.sums.reissued) == [-5, 5])
    #expect(try cohorts.map { try $0.sums.outstanding } == [0, 5])
    #expect(cohorts[0].redeemedByAge == [8, 0])
    #expect(cohorts[0].restoredByAge == [0, 5])
    let flows = try ledger.rollforward(to: midnight(2026, 2, 10))[0].flows
    #expect((flows.restored, flows.transferredIn, flows.transferredOut) == (5, 5, 5))
    #expect(try flows.net == 5)
  }

  @Test func adjustmentsAreNotIssuedInAnyReport() throws {
    try post(.earn(100, for: ann, reference: ref("e1"), occurred: .jan10))
    try post(.adjust(10, of: ann, reference: ref("a1"), occurred: .jan10))
    try post(.adjust(-5, of: ann, reference: ref("a2"), occurred: .jan10))
    try post(.redeem(21, from: ann, reference: ref("r1"), occurred: .jan10))
    let flows = try ledger.rollforward()[0].flows
    let sums = try ledger.cohorts()[0].sums
    #expect((flows.issued, flows.adjusted) == (100, 5))
    #expect((sums.issued, sums.adjusted) == (100, 5))
    #expect(sums.redemptionRate.text(decimals: 4) == "0.2000")
  }

  @Test func whatIsOwedCountsWhereItWasIssuedUntilOthersPay() throws {
    try post(.earn(10, for: ann, reference: ref("e1"), occurred: .jan10))
    try post(.redeem(8, from: ann, reference: ref("r1"), occurred: .jan10))
    try post(.reverse(of: ref("e1"), for: ann, reference: ref("v1"), occurred: .jan10))
    let owing = try ledger.cohorts()
    #expect(owing.map(\.sums.clawedBack) == [10])
    #expect(owing.map(\.sums.arrears) == [8])
    #expect(try owing[0].sums.outstanding == 0)
    #expect(owing[0].sums.redemptionRate.text(decimals: 4) == "1.0000")
    try post(.earn(5, for: ann, reference: ref("e2"), occurred: .feb1))
    let paid = try ledger.cohorts()
    #expect(paid.map(\.sums.clawedBack) == [5, 5])
    #expect(paid.map(\.sums.arrears) == [3, 0])
    #expect(try paid.map { try $0.sums.outstanding } == [0, 0])
    #expect(paid[1].sums.redemptionRate.text(decimals: 4) == "0.0000")
  }

  @Test func heldPointsOfADeadLotEndWithTheirHold() throws {
    try post(.earn(10, for: ann, reference: ref("e1"), expires: .feb1, occurred: .jan10))
    try post(
      .hold(
        4, of: ann, until: midnight(2026, 4, 1), reference: ref("h1"),
        occurred: midnight(2026, 1, 15)))
    let rows = try ledger.expiring(at: .asOf(midnight(2026, 1, 16)), by: .day)
    #expect(rows.map(\.when) == [.day(2026, 1, 31), .day(2026, 3, 31)])
    #expect(rows.map(\.points) == [6, 4])
    let until = try ledger.expiring(at: .asOf(midnight(2026, 1, 16)), until: .feb1)
    #expect(until.map(\.points) == [6, 4])
    #expect(until.last?.when == .later)
  }

  @Test func flowsOfATransferStandWhereItWasMade() throws {
    try post(.earn(10, for: ann, reference: ref("e1"), occurred: .jan10))
    try post(.earn(1, for: bob, reference: ref("e2"), occurred: .jan10))
    try post(
      .transfer(
        4, from: ann, to: bob, reference: ref("t1"), occurred: .feb1,
        texts: EntryTexts(location: "S1")))
    let rows = try ledger.rollforward(split: .location)
    #expect(rows.map(\.label) == ["S1", nil])
    #expect(rows.map(\.flows.transferredIn) == [4, 0])
    #expect(rows.map(\.flows.transferredOut) == [4, 0])
    #expect(rows.map(\.opening) == [nil, nil])
  }

  @Test func activityIsThatOfTheSurvivorAndLastsItsDays() throws {
    try post(.earn(10, for: ann, reference: ref("e1"), occurred: .jan10))
    try post(.earn(10, for: bob, reference: ref("e2"), occurred: midnight(2026, 3, 1)))
    let from = midnight(2026, 1, 11)
    let before = try ledger.retention(from: from, to: midnight(2026, 3, 2), days: 10)
    #expect((before.activeAtStart, before.activeAtEnd, before.new) == (1, 1, 1))
    #expect(try before.rate.text(decimals: 2) == "0.00")
    #expect(try ledger.lapsed(at: .before(midnight(2026, 1, 20)), days: 10).isEmpty)
    // Ten days after the activity it still counts, a millisecond later it does not.
    #expect(try ledger.lapsed(at: .before(midnight(2026, 1, 20)), days: 10).isEmpty)
    let later = Instant(clamping: midnight(2026, 1, 20).milliseconds + 1)
    #expect(try ledger.lapsed(at: .before(later), days: 10).map(\.member) == [ann])
    try post(.merge(bob, into: ann, reference: ref("m1"), occurred: midnight(2026, 3, 1)))
    let after = try ledger.retention(from: from, to: midnight(2026, 3, 2), days: 10)
    #expect((after.activeAtStart, after.activeAtEnd, after.new) == (1, 1, 0))
    #expect(try after.rate.text(decimals: 2) == "1.00")
    #expect(throws: Retention.NobodyAtStart(start: .feb1)) {
      try ledger.retention(from: .feb1, to: midnight(2026, 3, 2), days: 10).rate
    }
    #expect(try ledger.repeatShare().repeating == 1)
  }

  @Test func moneyIsExact() throws {
    let price = try #require(ExactDecimal("0.0125"))
    let points = ExactDecimal(Points(minorUnits: 1_052_919), scale: 2)
    #expect(try points.times(price).text(atLeast: 2) == "131.614875")
    #expect(try ExactDecimal("12.5")?.complementOfPercent().text(atLeast: 0) == "0.875")
    #expect(try ExactDecimal("0.10")?.plus(#require(ExactDecimal("-.3"))).description == "-0.2")
    #expect(ExactDecimal("1e3") == nil)
    #expect(ExactDecimal("") == nil)
    #expect(ExactDecimal("-") == nil)
    #expect(ExactDecimal("1.2.3") == nil)
    #expect(ExactRatio(1, 3).text(decimals: 4) == "0.3333")
    #expect(ExactRatio(2, 3).text(decimals: 4) == "0.6667")
    #expect(ExactRatio(99_995, 100_000).text(decimals: 4) == "1.0000")
    #expect(ExactRatio(-1, 2).text(decimals: 0) == "-1")
    #expect(ExactRatio(0, 0).text(decimals: 2) == "0.00")
    let most = try #require(ExactDecimal(String(repeating: "9", count: 32)))
    #expect(throws: LedgerError.self) { try most.times(most) }
  }

  @Test func periodsMeetAtBothEndsOfTheCalendar() {
    let utc = ZonedCalendar.utc
    for length in CalendarPeriod.Length.allCases {
      for instant in [Instant.earliest, midnight(1969, 12, 31), midnight(2024, 2, 29), .latest] {
        let period = utc.period(length, containing: instant)
        #expect(utc.start(of: period) <= instant)
        #expect(utc.end(of: period) > instant || instant == .latest)
      }
    }
    #expect("\(utc.period(.month, containing: .latest))" == "9999-12")
    #expect("\(utc.period(.day, containing: Instant(clamping: -1)))" == "1969-12-31")
  }

  @Test func emptySpansHaveARow() throws {
    try post(.earn(10, for: ann, reference: ref("e1"), occurred: .jan10))
    try post(.redeem(10, from: ann, reference: ref("r1"), occurred: .jan10))
    try post(.earn(10, for: ann, reference: ref("e2"), occurred: midnight(2026, 3, 1)))
    let rows = try ledger.rollforward(
      from: midnight(2025, 12, 1), to: midnight(2026, 4, 1), by: .month)
    #expect(rows.map(\.opening) == [0, 0, 0, 0])
    #expect(rows.map(\.flows.issued) == [0, 10, 0, 10])
    let first = try ledger.rollforward(to: midnight(2026, 4, 1), by: .quarter)
    #expect(first.map { $0.period?.description } == ["2026-Q1"])
    #expect(throws: LedgerError.self) { try ledger.rollforward(to: .latest, by: .day) }
  }

  @Test func membersOpenAndCloseAndAddUp() throws {
    try post(.earn(10, for: ann, reference: ref("e1"), occurred: .jan10))
    try post(.earn(5, for: bob, reference: ref("e2"), occurred: .jan10))
    try post(.transfer(4, from: ann, to: bob, reference: ref("t1"), occurred: .feb1))
    let whole = try ledger.rollforward(from: .feb1, split: .member)
    #expect(whole.map(\.label) == ["ann", "bob"])
    #expect(whole.map(\.opening) == [10, 5] && whole.map(\.closing) == [6, 9])
    #expect(whole.map(\.flows.transferredOut) == [4, 0])
    let months = try ledger.rollforward(by: .month, split: .member)
    #expect(
      months.map { "\($0.period?.description ?? "") \($0.label ?? "")" } == [
        "2026-01 ann", "2026-01 bob", "2026-02 ann", "2026-02 bob",
      ])
    #expect(months.map(\.opening) == [0, 0, 10, 5] && months.map(\.closing) == [10, 5, 6, 9])
    // Of one whose points do not move there is a row, too.
    #expect(try ledger.rollforward(from: midnight(2026, 3, 1), split: .member).count == 2)
  }

  @Test func remindersAreSortedByMember() throws {
    try post(.earn(7, for: bob, reference: ref("e1"), expires: midnight(2026, 12, 5)))
    try post(.earn(8, for: bob, reference: ref("e2"), expires: midnight(2026, 12, 5)))
    try post(.earn(1, for: ann, reference: ref("e3"), expires: midnight(2026, 12, 31)))
    try post(.earn(2, for: ann, reference: ref("e4"), expires: midnight(2027, 1, 1)))
    try post(.earn(3, for: ann, reference: ref("e5")))
    let rows = try ledger.expiringByMember(within: 30)
    #expect(
      rows.map { "\($0.member) \($0.points.minorUnits) \($0.lastDay)" } == [
        "ann 1 2026-12-30", "bob 15 2026-12-04",
      ])
    #expect(try ledger.expiring(within: 30).map(\.points) == [16, 2, 3])
  }

  @Test func aQuarterOfIssueIsTheSumOfItsMonths() throws {
    try post(
      .earn(
        10, for: ann, reference: ref("e1"), expires: midnight(2026, 5, 1), occurred: .jan10))
    try post(.earn(20, for: ann, reference: ref("e2"), occurred: .feb1))
    try post(.redeem(15, from: ann, reference: ref("r1"), occurred: midnight(2026, 4, 30)))
    try post(.earn(1, for: ann, reference: ref("e3"), occurred: midnight(2026, 4, 1)))
    let rows = try ledger.cohorts(by: .quarter)
    #expect(rows.map { $0.issuePeriod.description } == ["2026-Q1", "2026-Q2"])
    #expect(rows.map(\.sums.issued) == [30, 1] && rows.map(\.sums.redeemed) == [15, 0])
    #expect(rows[0].redeemedByAge == [0, 15, 0, 0])
    let ageing = try ledger.ageing(by: .year)
    #expect(ageing.map(\.points) == [16] && ageing.map(\.expiryPeriod) == [nil])
    let q2 = try #require(IssueSpan(first: CalendarPeriod("2026-Q2"), last: nil))
    #expect(try ledger.cohorts(issued: q2).map(\.sums.issued) == [1])
    #expect(try ledger.lapsed(days: 30).map(\.outstanding) == [16])
  }

  @Test func monthsOfEntriesAreKeptByTheBlock() throws {
    var months = IssueMonths()
    for sequence in 0..<5_000 where sequence % 7 != 3 {
      months.append(record(UInt64(sequence), at: midnight(2026, 1 + sequence / 1_500, 1)))
    }
    for sequence in [0, 1_023, 1_024, 1_499, 1_500, 3_000, 4_999] where sequence % 7 != 3 {
      #expect(try months.month(of: UInt64(sequence)) == 2_026 * 12 + sequence / 1_500)
    }
    #expect(throws: LedgerError.self) { try months.month(of: 5_000) }
  }

  @Test func aJournalKeepsStrangeNamesApart() throws {
    let strange = try #require(MemberIdentifier("a;b  c:d%\"é"))
    try post(.earn(10, for: strange, reference: ref("e;  1%"), occurred: .jan10))
    try post(.earn(7, for: ann, reference: ref("e2"), occurred: .jan10))
    try post(.link(bob, to: ann, reference: ref("l1"), occurred: .jan10))
    try post(.unlink(ann, from: ann, reference: ref("u1"), occurred: .jan10))
    try post(.earn(5, for: ann, reference: ref("e3"), occurred: .feb1))
    var journal = HledgerJournal(ledger)
    var output: [UInt8] = []
    journal.appendHeader(to: &output)
    try journal.append(to: &output)
    let text = String(decoding: output, as: UTF8.self)
    #expect(output.allSatisfy { $0 < 0x80 })
    #expect(
      text.contains(
        """
        2026-01-10 * (1) earn  ; reference: e%3B%20%201%25
            members:a%3Bb%20%20c%3Ad%25%22%C3%A9:points:lots  10 "points" = 10 "points"
            program:issued  -10 "points"

        """))
    // The second `ann` is another member.
    #expect(text.contains("    members:ann:points:lots  7 \"points\" = 7 \"points\"\n"))
    #expect(text.contains("    members:ann~2:points:lots  5 \"points\" = 5 \"points\"\n"))
    #expect(journal.nextSequence == ledger.nextSequence)
  }

  // MARK: Support

  private func post(_ post: Post) throws {
    guard case .posted = try ledger.post(post) else {
      Issue.record("\(post.reference) was not posted")
      return
    }
  }

  private func ref(_ text: String) -> Reference {
    Reference(text) ?? Reference(UnitCode.points.text)
  }

  private func record(_ sequence: UInt64, at instant: Instant) -> Record {
    var record = Record(
      kind: .earn, occurred: instant.milliseconds, effective: instant.milliseconds)
    record.sequence = sequence
    return record
  }
}

private func midnight(_ year: Int, _ month: Int, _ day: Int) -> Instant {
  let number = CivilDate.dayNumber(year: year, month: month, day: day) ?? 0
  return Instant(clamping: Int64(number) * 86_400_000)
}

extension Instant {
  fileprivate static let jan10 = midnight(2026, 1, 10)
  fileprivate static let feb1 = midnight(2026, 2, 1)
}

extension ExpiringRow.When {
  fileprivate static func day(_ year: Int, _ month: Int, _ day: Int) -> Self {
    let number = CivilDate.dayNumber(year: year, month: month, day: day) ?? 0
    return .period(CalendarPeriod(.day, number: number))
  }
}
