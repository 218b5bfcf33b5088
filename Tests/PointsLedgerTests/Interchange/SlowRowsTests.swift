import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Importing rows that come slowly")
struct SlowRowsTests {
  @Test("what was read is posted before more is waited for, but for an open group")
  func postedAsTheyCome() throws {
    var options = Ledger.Options()
    options.fileSystem = SimulatedFileSystem()
    let ledger = try Ledger.create(at: "/ledger", options: options)
    // Pieces of a file, and the number of entries that are posted when the next one is waited for.
    let pieces: [(text: String, entries: UInt64)] = [
      ("time,kind,member,points,reference,group\n2024-01-01,earn,m,1,r1,\n", 2),
      ("2024-01-01,earn,m,1,r2,\n2024-01-01,ea", 3), ("rn,m,1,r3,\n", 4),
      ("2024-01-01,earn,m,1,r4,g\n", 4), ("2024-01-01,earn,m,1,r5,\n", 6), ("", 6),
    ]
    var next = 0
    var seen: [UInt64] = []
    var importer = Importer(into: ledger)
    importer.isQuiet = { next > 0 }
    let result = importer.run(format: .csv) {
      (output: inout OutputSpan<UInt8>) throws(InterchangeError) in
      if next > 0 { seen.append(ledger.nextSequence.value) }
      if next < pieces.count { for byte in pieces[next].text.utf8 { output.append(byte) } }
      next += 1
    }
    #expect(seen == pieces.dropLast().map(\.entries))
    #expect(result.posted == 5)
  }
}
