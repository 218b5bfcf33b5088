import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Rows that are taken up plainly")
struct InterchangePlainRowTests {
  private static let header =
    "time,kind,member,points,unit,reference,activates,expires,original,counterparty,lots,partial,"
    + "policy,group,location,actor,reason,campaign,basis,basisUnit,memo\n"

  private static func ledger() throws -> Ledger {
    var options = Ledger.Options()
    options.fileSystem = SimulatedFileSystem()
    let stamps: UnitCode = "stamps"
    return try Ledger.create(
      at: "/ledger",
      units: [UnitDefinition(.points, terms: UnitTerms(scale: 2)), UnitDefinition(stamps)],
      options: options)
  }

  private static let groupDistance = 30

  /// Whether the row is one of three neighbours with the same group.
  private static func isGrouped(_ number: Int) -> Bool { number % groupDistance < 3 }

  /// A well-formed row that may be refused: mostly plain, with something at the edge of that.
  private static func row(_ number: Int, _ random: inout SeededGenerator) -> (
    text: String, isGrouped: Bool
  ) {
    func some(_ values: [String], _ chance: Int = 6) -> String {
      guard Int.random(in: 0..<chance, using: &random) == 0 else { return "" }
      return values.randomElement(using: &random) ?? ""
    }
    let kind = ["earn", "earn", "opening", "adjust", "redeem", "redeem"].randomElement(
      using: &random)
    let isDebit = kind == "redeem"
    let day = 1 + number / 40
    let long = String(repeating: "é", count: 128)
    // There are fewer references than rows: some are known, with the same content or other.
    let reference = "r\(Int.random(in: 0..<number + 9, using: &random))"
    let columns = [
      "2024-01-\(day < 10 ? "0" : "")\(day)T0\(Int.random(in: 0...9, using: &random)):00:00Z",
      kind ?? "earn", "m\(Int.random(in: 0...12, using: &random))",
      ["3", "12", "0.5", "70.25"].randomElement(using: &random) ?? "3",
      some(["stamps", "points"], 3), reference, isDebit ? "" : some(["2024-01-20", "+1d"], 20),
      isDebit
        ? ""
        : some(
          ["2024-01-28", "2024-02-20T10:00:00Z", "2025-01-01", "+20d", "end-of-month+1mo"], 2), "",
      "", "",
      isDebit ? some(["yes", "no"]) : "", "",
      isGrouped(number) ? "g\(number / groupDistance)" : "",
      some(["S1/T2", long, "r"], 2), some(["ann", "\"x,\"\"y\"\"\""]), some(["äöü"]),
      some(["spring"]),
      some(["12.50", "-1"]), some(["EUR"]), some([long + long + long]),
    ]
    var fields = columns
    // A group has no reference twice.
    if !fields[13].isEmpty { fields[5] = "g\(number)" }
    if fields[4] == "stamps" { fields[3] = "\(Int.random(in: 1...9, using: &random))" }
    return (fields.joined(separator: ",") + "\n", !fields[13].isEmpty)
  }

  private static func entries(of ledger: Ledger) throws -> [String] {
    var entries: [String] = []
    try ledger.forEachEntry(from: SequenceNumber(0), to: nil) { entry in
      var entry = entry
      // The time of posting depends on the machine; sets are described in any order.
      entry.posted = .earliest
      entry.post.terms = nil
      entries.append("\(entry)")
      return true
    }
    return entries
  }

  @Test("become what the same posts become one by one")
  func sameEntries() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<6 {
      var lines: [String] = []
      var single: [String] = []
      for number in 0..<600 {
        // Some are repeated, but none of a group, or within one: that would be bad input.
        if !Self.isGrouped(number), Int.random(in: 0..<15, using: &random) == 0,
          let again = single.randomElement(using: &random)
        {
          lines.append(again)
          continue
        }
        let row = Self.row(number, &random)
        lines.append(row.text)
        if !row.isGrouped { single.append(row.text) }
      }
      let text = Self.header + lines.joined()
      let (imported, posted) = (try Self.ledger(), try Self.ledger())
      var importer = Importer(into: imported)
      importer.batchSize = Int.random(in: 1...100, using: &random)
      let result = importer.run(
        format: .csv, source: InterchangeReader.source(of: Array(text.utf8), chunk: 777))
      guard case .finished = result.end else {
        Issue.record("seed \(seed): \(result.end)")
        return
      }
      var group: [Post] = []
      var name: InlineText?
      for row in try rows(text, scale: { $0 == nil || $0 == .points ? 2 : 0 }) {
        let post = try #require(row.post)
        if row.group != name, !group.isEmpty {
          _ = try posted.post(atomically: group)
          group = []
        }
        name = row.group
        if name == nil { _ = try posted.post(post) } else { group.append(post) }
      }
      if !group.isEmpty { _ = try posted.post(atomically: group) }
      #expect(try imported.stateDigest() == posted.stateDigest(), "seed \(seed)")
      let entries = zip(try Self.entries(of: imported), try Self.entries(of: posted))
      let difference = entries.first { $0 != $1 }
      #expect(difference == nil, "seed \(seed)")
      #expect(imported.nextSequence == posted.nextSequence, "seed \(seed)")
      #expect(result.posted > 200, "\(result)")
      #expect(result.refused > 0, "\(result)")
      #expect(result.duplicates > 0, "\(result)")
    }
  }
}
