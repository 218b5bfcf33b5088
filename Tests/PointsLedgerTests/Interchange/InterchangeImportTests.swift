import LedgerStorage
import LedgerTestSupport
import PointsLedgerFoundation
import Testing

@testable import PointsLedger

@Suite("Importing")
struct InterchangeImportTests {
  private let header = "time,kind,member,points,reference,unit,counterparty,policy,group\n"

  private static func ledger() throws -> Ledger {
    var options = Ledger.Options()
    options.fileSystem = SimulatedFileSystem()
    return try Ledger.create(at: "/ledger", options: options)
  }

  private func run(
    _ text: String, into ledger: Ledger, _ configure: (inout Importer) -> Void = { _ in }
  ) -> ImportResult {
    var importer = Importer(into: ledger)
    configure(&importer)
    return importer.run(
      format: .csv, source: InterchangeReader.source(of: Array(text.utf8), chunk: 1_000))
  }

  private func row(_ number: Int, points: String = "1", time: String = "2024-01-01") -> String {
    "\(time),earn,m\(number % 7),\(points),r\(number),,,,\n"
  }

  @Test("5: running it again adds nothing", arguments: [1, 2, 7, 512])
  func again(batch: Int) throws {
    let ledger = try Self.ledger()
    let refused = "2024-01-02,redeem,m1,1000,no,,,,\n"
    let text = header + (0..<40).map { row($0) }.joined() + refused + row(40)
    let first = run(text, into: ledger) { $0.batchSize = batch }
    #expect(first.rows == 42)
    #expect(first.posted == 41)
    #expect(first.refusals == ["insufficientPoints": 1])
    let digest = try ledger.stateDigest()
    let second = run(text, into: ledger) { $0.batchSize = batch }
    #expect(second.rows == 42)
    #expect(second.duplicates == 42)
    #expect(second.posted == 0)
    #expect(second.refused == 0)
    #expect(try ledger.stateDigest() == digest)
    #expect(ledger.nextSequence == SequenceNumber(43))
  }

  @Test("a malformed row stops it, with exactly the rows before it posted")
  func malformed() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    let inAnHour = Instant(
      clamping: Ledger.Options().clock.now().milliseconds + Instant.millisecondsPerDay / 24)
    let bad = [
      "\(inAnHour),close-period,,,bad,,,,\n", "2024-01-01,earn,m,0,bad,,,,\n",
      "2024-01-01,earn,m,x,bad,,,,\n", "2024-01-01,earn,m\n",
      "2999-01-01,earn,m,1,bad,,,,\n", "2024-01-01,earn,,1,bad,,,,\n",
      "2024-01-01,redeem,m,1,bad,,m2,,\n", "2024-01-01,earn,m,1,bad,,,scale=0,\n",
      "2024-01-01,expire,m,1,bad,,,,\n",
    ]
    for _ in 0..<60 {
      let before = Int.random(in: 0...20, using: &random)
      let text =
        header + (0..<before).map { row($0) }.joined() + bad.randomElement(using: &random)!
        + row(99)
      let batch = Int.random(in: 1...24, using: &random)
      let ledger = try Self.ledger()
      let result = run(text, into: ledger) { $0.batchSize = batch }
      #expect(result.posted == before, "seed \(seed)")
      #expect(ledger.nextSequence.value == UInt64(before + 1), "seed \(seed)")
      guard case .badInput(let error) = result.end else {
        Issue.record("\(result.end), seed \(seed)")
        continue
      }
      #expect(error.line == before + 2, "seed \(seed)")
    }
  }

  @Test("a group is posted whole or not at all, and not before it has surely ended")
  func groups() throws {
    let ledger = try Self.ledger()
    let text =
      header + "2024-01-01,earn,a,5,g1,,,,x\n2024-01-01,transfer,a,3,g2,,b,,x\n"
      + "2024-01-02,earn,c,5,g3,,,,y\n2024-01-02,redeem,c,9,g4,,,,y\n"
      + "2024-01-03,earn,d,5,g5,,,,z\n"
    let enroll = "2024-01-01,enroll,b,,b,,,,\n"
    var lines: [Int] = []
    let result = run(header + enroll + text.dropFirst(header.count), into: ledger) {
      $0.onRefusal = { lines.append($0.line) }
    }
    #expect(result.posted == 4)
    #expect(result.refusals == ["insufficientPoints": 1, "groupRefused": 1])
    #expect(lines == [5, 6])
    let entries = ledger.nextSequence
    let broken = header + row(1) + "2024-01-04,earn,d,5,g6,,,,w\n2024-01-04,earn,d,0,g7,,,,w\n"
    #expect(run(broken, into: ledger).posted == 1)
    let unreadable = header + row(2) + "2024-01-04,earn,d,5,g6,,,,w\nx,,\n"
    #expect(run(unreadable, into: ledger).posted == 1)
    let ended = header + "2024-01-04,earn,d,5,g6,,,,w\n2024-01-04,earn,d,0,g7,,,,\n"
    #expect(run(ended, into: ledger).posted == 1)
    #expect(ledger.nextSequence.value == entries.value + 3)
  }

  @Test("a group that other rows broke is malformed where it comes again, and says where it began")
  func brokenGroup() throws {
    let ledger = try Self.ledger()
    let text =
      header + "2024-01-01,earn,a,5,g1,,,,x\n2024-01-01,earn,a,5,g2,,,,x\n" + row(1)
      + "2024-01-01,earn,a,5,g3,,,,x\n" + row(2)
    for _ in 0..<2 {
      guard case .badInput(let error) = run(text, into: ledger).end else {
        Issue.record("it went on")
        return
      }
      #expect((error.line, error.column) == (5, "group"))
      #expect(error.problem == .groupBroken(start: 2))
      #expect(ledger.nextSequence.value == 4)
    }
    let neighbours = header + "2024-01-01,earn,a,5,h1,,,,y\n2024-01-01,earn,a,5,h2,,,,z\n"
    #expect(run(neighbours, into: ledger).posted == 2)
  }

  @Test("a last line without an end is named, and its row posted unless that is refused")
  func unendedLine() throws {
    let cut = header + row(1) + row(2).dropLast()
    for text in [cut, cut + "\n", cut + "\r\n", String(header.dropLast())] {
      let isCut = text.utf8.last != UInt8(ascii: "\n")
      let line = text.hasPrefix(header) ? 3 : 1
      let taken = run(text, into: try Self.ledger())
      #expect(taken.unendedLine == (isCut ? line : nil))
      #expect(taken.posted == line - 1)
      let strict = run(text, into: try Self.ledger()) { $0.requiresFinalNewline = true }
      #expect(strict.unendedLine == taken.unendedLine)
      guard isCut else {
        #expect(strict.posted == 2)
        continue
      }
      #expect(strict.posted == max(line - 2, 0))
      guard case .badInput(let error) = strict.end else {
        Issue.record("it was taken")
        return
      }
      #expect((error.line, error.problem) == (line, .lineNotEnded))
    }
  }

  @Test("JSON Lines too", arguments: [1, 7, 1_000])
  func unendedJSONLine(chunk: Int) throws {
    let row = #"{"time":"2024-01-01","kind":"earn","member":"m","points":1,"reference":"r"}"#
    for (text, line) in [
      (row, 1), (row + "\n", nil), ("\n" + row, 2), ("", nil), ("\u{FEFF}", nil),
    ] {
      let source = InterchangeReader.source(of: Array(text.utf8), chunk: chunk)
      let result = Importer(into: try Self.ledger()).run(format: .jsonLines, source: source)
      #expect(result.unendedLine == line)
    }
  }

  @Test("a unit can be used right behind the row that defines it, in a group too")
  func units() throws {
    for group in ["", "g"] {
      let ledger = try Self.ledger()
      let text =
        header + row(1) + "2024-01-01,unit,,,u,miles,,scale=2,\(group)\n"
        + "2024-01-01,earn,m,1.25,e,miles,,,\(group)\n"
      let result = run(text, into: ledger)
      #expect(result.posted == 3)
      let member = try #require(MemberIdentifier("m"))
      #expect(try ledger.balance(of: member, unit: UnitCode("miles"))?.available == 125)
    }
  }

  @Test("it stops at a refusal, or when it is told to, with nothing posted behind")
  func stopping() throws {
    let ledger = try Self.ledger()
    let text = header + row(1) + "2024-01-01,redeem,m1,9,no,,,,\n" + row(2)
    for note in ["", "; that is final: a new attempt needs a new reference"] {
      let result = run(text, into: ledger) { $0.stopsAtRefusal = true }
      guard case .refused(let refused) = result.end else {
        Issue.record("\(result.end)")
        return
      }
      #expect(
        refused.description == "line 3, reference no: insufficientPoints, available 1\(note)")
      #expect(ledger.nextSequence.value == 3)
    }
    let rows = header + (10..<30).map { row($0) }.joined()
    let result = run(rows, into: ledger) {
      $0.batchSize = 4
      $0.shouldStop = { true }
    }
    #expect(result.posted == 4)
    guard case .interrupted = result.end else {
      Issue.record("\(result.end)")
      return
    }
  }

  @Test("a reader's refusal ends it")
  func readOnly() throws {
    var options = Ledger.Options()
    options.fileSystem = SimulatedFileSystem()
    try Ledger.create(at: "/ledger", options: options).close()
    let reader = try Ledger.openForReading(at: "/ledger", options: options)
    guard case .unable(.ledgerReadOnly, line: 2) = run(header + row(1), into: reader).end else {
      Issue.record("it went on")
      return
    }
  }

  @Test("a file that was cut off within a row names the line that has no end, besides the fault")
  func cutOffWithinARow() throws {
    let text = header + row(1) + "2024-01-02,earn,m2,12"
    let result = run(text, into: try Self.ledger())
    guard case .badInput(let error) = result.end, case .wrongFieldCount = error.problem else {
      Issue.record("\(result.end)")
      return
    }
    #expect(error.line == 3 && result.unendedLine == 3 && result.posted == 1)
    let strict = run(text, into: try Self.ledger()) { $0.requiresFinalNewline = true }
    guard case .badInput(let fault) = strict.end else {
      Issue.record("\(strict.end)")
      return
    }
    #expect(fault.problem == .lineNotEnded && strict.posted == 1)
    // Within a quoted field, and within a string; and not in a line that has its end.
    let object =
      #"{"time":"2024-01-01","kind":"earn","member":"m","points":1,"reference":"r1"}"# + "\n"
    let cut = #"{"time":"2024-01-02","kind":"ea"#
    for (format, text, line) in [
      (InterchangeFormat.csv, header + row(1) + "2024-01-02,earn,\"m", 3),
      (.jsonLines, object + cut, 2),
      (.csv, header + "2024-01-02,earn,m2,12\n" + "2024-01-02", nil),
      (.jsonLines, cut + "\n" + cut, nil),
    ] {
      let result = Importer(into: try Self.ledger()).run(format: format, bytes: Array(text.utf8))
      #expect(result.unendedLine == line, "\(text)")
      if case .finished = result.end { Issue.record("\(text)") }
    }
  }

  @Test("a row of the ledger's own, ahead of the clock, is malformed at its line")
  func engineRowAheadOfTheClock() throws {
    let text = header + row(1) + "2999-01-01,expire,m1,1,,points,,,\n" + row(2)
    let result = run(text, into: try Self.ledger())
    guard case .badInput(let error) = result.end, case .malformed(.inTheFuture) = error.problem
    else {
      Issue.record("\(result.end)")
      return
    }
    #expect(error.line == 3 && error.column == "time" && result.posted == 1)
  }

  @Test("a header with another separator is told from one with a wrong name")
  func separator() throws {
    for (text, part) in [
      ("time;kind;member;points;reference\n", "seems to be ';': say --separator ';'"),
      ("time\tkind\tmember\tpoints\treference\n", "seems to be tab: say --separator tab"),
      ("Code;Partner;Balance\n", "say --separator ';'"),
      ("time,kind,member,points,reference,note;text\n", "correct the name"),
    ] {
      guard case .badInput(let error) = run(text, into: try Self.ledger()).end else {
        Issue.record("\(text)")
        continue
      }
      #expect(error.description.contains(part), "\(error)")
    }
  }

  @Test("dates without a time, and rules without a zone, are those of the importer's calendar")
  func calendar() throws {
    var options = Ledger.Options()
    options.fileSystem = SimulatedFileSystem()
    options.calendar = FoundationCalendar()
    let ledger = try Ledger.create(at: "/ledger", options: options)
    let text = """
      time,kind,member,points,reference,expires
      2024-03-30,earn,a,1,plain,2024-05-01
      2024-03-30T05:00:00Z,earn,a,1,instant,2024-05-01T00:00:00Z
      2024-03-31,earn,b,1,rule,end-of-month+1mo
      2024-07-01,earn,b,1,zoned,end-of-month+0mo@UTC

      """
    let berlin = try #require(ZonedCalendar(zone: "Europe/Berlin", of: FoundationCalendar()))
    let result = run(text, into: ledger) { $0.calendar = berlin }
    #expect(result.posted == 4, "\(result.end)")
    let expected = [
      ("plain", "2024-03-29T23:00:00Z", "2024-04-30T22:00:00Z"),
      ("instant", "2024-03-30T05:00:00Z", "2024-05-01T00:00:00Z"),
      ("rule", "2024-03-30T23:00:00Z", "2024-04-30T22:00:00Z"),
      ("zoned", "2024-06-30T22:00:00Z", "2024-07-01T00:00:00Z"),
    ]
    for (reference, occurred, expires) in expected {
      let entry = try #require(try ledger.entry(reference: .named(reference)))
      #expect(entry.occurred == (try Instant(occurred)), "\(reference)")
      #expect(entry.post.expires?.instant == (try Instant(expires)), "\(reference)")
    }
  }

  @Test("rows whose account had gone on are counted as late", arguments: [1, 512])
  func late(batch: Int) throws {
    let text =
      header + row(7, time: "2024-01-03") + row(14, time: "2024-01-02") + row(15)
      + "2024-01-01,earn,m0,1,g1,,,,g\n2024-01-04,earn,m0,1,g2,,,,g\n"
      + "2024-02-01,close-period,,,c,,,,\n2024-01-30,earn,new,1,n,,,,\n"
    let ledger = try Self.ledger()
    let result = run(text, into: ledger) { $0.batchSize = batch }
    #expect(result.posted == 7 && result.late == 3, "\(result)")
    let again = run(text, into: ledger) { $0.batchSize = batch }
    #expect(again.duplicates == 7 && again.late == 0)
  }
}
