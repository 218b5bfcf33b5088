import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Importing, past malformed rows")
struct MalformedRowsTests {
  private let header = "time,kind,member,points,reference,expires,memo,policy,group\n"

  private func options() -> Ledger.Options {
    var options = Ledger.Options()
    options.fileSystem = SimulatedFileSystem()
    return options
  }

  private func run(
    _ text: String, into ledger: Ledger, format: InterchangeFormat = .csv, chunk: Int = 100,
    _ configure: (inout Importer) -> Void = { _ in }
  ) -> (result: ImportResult, malformed: [InterchangeError]) {
    var importer = Importer(into: ledger)
    var malformed: [InterchangeError] = []
    importer.skipsMalformed = true
    importer.onMalformed = { malformed.append($0) }
    configure(&importer)
    let result = importer.run(
      format: format, source: InterchangeReader.source(of: Array(text.utf8), chunk: chunk))
    return (result, malformed)
  }

  private func row(_ number: Int, group: String = "") -> String {
    "2024-01-01,earn,m,1,r\(number),,,,\(group)\n"
  }

  @Test(
    "every malformed row is named by line and column, and all others are posted",
    arguments: [
      1, 7, 1_000,
    ])
  func all(chunk: Int) throws {
    let ledger = try Ledger.create(at: "/ledger", options: options())
    let text =
      header + row(1) + "2024-01-01,earn,m,x,a,,,,\n" + row(2) + "2024-01-01,earn,m\n"
      + "2024-01-01,earn,m\"m,1,b,,,,\n" + row(3) + "2024-01-01,earn,m,1,c,,\"two\nlines\"x,,\n"
      + row(4) + "2999-01-01,earn,m,1,d,,,,\n" + row(5)
      + "2024-01-01,earn,m,1,e,,\(String(repeating: "x", count: 70_000)),,\n" + row(6)
      + "2024-01-01,earn,m,1,f,,\"two\nlines\",,\n" + "2024-01-01,earn,,1,g,,,,\n" + row(7)
      + "2024-01-01,earn,m,1,h,,\"open,,\n" + row(8)
    let (result, malformed) = run(text, into: ledger, chunk: chunk)
    guard case .finished = result.end else {
      Issue.record("\(result.end)")
      return
    }
    let found = malformed.sorted { $0.line < $1.line }.map { "\($0.line) \($0.column ?? "-")" }
    #expect(
      found == [
        "3 points", "5 -", "6 member", "8 memo", "9 time", "11 time", "13 -", "17 member", "19 -",
      ])
    #expect(result.malformed == 9)
    #expect(result.posted == 9)
    #expect(result.rows == 9)
    let strict = run(text, into: ledger) { $0.skipsMalformed = false }
    #expect(strict.malformed.isEmpty)
    guard case .badInput(let error) = strict.result.end else {
      Issue.record("\(strict.result.end)")
      return
    }
    #expect(error.line == 3)
  }

  @Test("lines of JSON too")
  func jsonLines() throws {
    let ledger = try Ledger.create(at: "/ledger", options: options())
    func line(_ reference: String, _ points: String = "1") -> String {
      #"{"time":"2024-01-01","kind":"earn","member":"m","points":\#(points),"reference":"\#(reference)"}"#
        + "\n"
    }
    let text = line("a") + "{\n" + line("b", "x") + line("c", "\"x\"") + line("d") + "[]"
    let (result, malformed) = run(text, into: ledger, format: .jsonLines)
    #expect(malformed.map(\.line) == [2, 3, 4, 6])
    #expect(result.posted == 2)
  }

  @Test(
    "nothing of a group with a malformed row is posted, nor of one that it may belong to",
    arguments: [
      // One letter a row: its group, a capital if it is malformed; - and X without one; ? unreadable.
      ("aAa", [2, 3, 4]), ("Aab", [2, 3]), ("aaBb", [4, 5]), ("aa?-", [2, 3, 4]),
      ("?aa-", [2, 3, 4]), ("a?b-", [2, 3, 4]), ("aa-?b-", [5, 6]), ("-X-", [3]),
      ("aa?aa-", [2, 3, 4, 5, 6]), ("a-A", [4]),
    ] as [(String, [Int])])
  func groups(shape: String, lines: [Int]) throws {
    let ledger = try Ledger.create(at: "/ledger", options: options())
    var text = header
    for (number, letter) in shape.enumerated() {
      let group = letter == "-" || letter == "X" ? "" : letter.lowercased()
      let points = letter.isUppercase ? "0" : "1"
      text +=
        letter == "?"
        ? "2024-01-01,earn\n" : "2024-01-01,earn,m,\(points),r\(number),,,,\(group)\n"
    }
    let (result, malformed) = run(text, into: ledger)
    #expect(malformed.map(\.line).sorted() == lines)
    #expect(result.posted == shape.count - lines.count)
    #expect(result.malformed == malformed.count)
    #expect(result.rows + result.malformed == shape.count)
  }

  @Test("an opening of 0 is passed over, an expired one where it is asked for")
  func openings() throws {
    let ledger = try Ledger.create(at: "/ledger", options: options())
    let text =
      header + "2024-01-01,opening,a,0,o1,,,,\n2024-01-01,opening,b,5,o2,2023-12-31,,,\n"
      + "2024-01-01,opening,c,-5,o3,,,,\n2024-01-01,opening,d,5,o4,2024-01-02,,,\n"
      + "2024-01-01,opening,,0,o5,,,,\n2024-01-01,earn,e,0,o6,,,,\n"
    let (result, malformed) = run(text, into: ledger)
    #expect(malformed.map(\.line) == [3, 4, 6, 7])
    #expect(malformed.first?.problem == .expiredOpening)
    #expect(result.zeroOpenings == 1 && result.posted == 1 && result.rows == 2)
    let again = run(text, into: ledger) { $0.skipsExpiredOpenings = true }
    #expect(again.malformed.map(\.line) == [4, 6, 7])
    #expect(again.result.expiredOpenings == 1 && again.result.duplicates == 1)
    #expect(try ledger.balances().map(\.member.description) == ["d"])
  }

  @Test("a trial answers as the import will, and leaves no trace")
  func trial() throws {
    var options = options()
    options.limitLogs(toBytes: 48 << 10)
    let ledger = try Ledger.create(at: "/ledger", options: options)
    let first = header + (0..<2_000).map { row($0) }.joined()
    #expect(run(first, into: ledger).result.posted == 2_000)
    let digest = try ledger.stateDigest()
    try ledger.close()
    let text =
      header + (1_900..<4_000).map { row($0) }.joined() + "2024-01-02,redeem,m,9000,no,,,,\n"
      + "2024-01-02,redeem,m,600,yes,,,,\n"
    for _ in 0..<2 {
      let trial = try Ledger.openForTrial(at: "/ledger", options: options)
      #expect(throws: LedgerError.self) { try Ledger.open(at: "/ledger", options: options) }
      let (result, _) = run(text, into: trial)
      #expect(result.posted == 2_001 && result.duplicates == 100 && result.refused == 1)
      #expect(try trial.balance(of: "m")?.available == 3_400)
      #expect(try trial.entry(reference: "r3999")?.post.points == 1)
      try trial.close()
    }
    let again = try Ledger.open(at: "/ledger", options: options)
    #expect(try again.stateDigest() == digest)
    #expect(run(text, into: again).result.posted == 2_001)
    try again.close()
  }
}
