import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("verify: a log that is right in itself and wrong by the rules is found out")
struct VerifyTests {
  private static func verify(_ system: SimulatedFileSystem, quick: Bool = false) -> VerifyReport {
    var options = Ledger.Options()
    options.fileSystem = system
    options.clock = ManualClock(.day(9))
    return Ledger.verify(at: Shop.path, quick: quick, options: options)
  }

  @Test("rewritten entry by entry, and not tampered with, it is sound, and the root is the same")
  func control() throws {
    for shop in [try Tampering.original(), try FullSession.finished()] {
      var forger = LogForger()
      for record in try LogForger.records(of: shop.ledger) {
        let fits = forger.write(record)
        try #require(fits)
      }
      let report = Self.verify(try forger.save())
      #expect(report.problems == [])
      #expect(report.entries == shop.ledger.nextSequence.value)
      #expect(try report.stateDigest == shop.ledger.stateDigest())
      #expect(try report.root == shop.ledger.info().root)
    }
  }

  @Test(
    "tampered with, the first entry that the rules do not give is named", arguments: Tampering.all)
  func forgeries(forgery: Tampering) throws {
    let original = try Tampering.original()
    let records = try LogForger.records(of: original.ledger)
    let forger = forgery.forge(records)
    try #require(forger.records.count >= forgery.first)
    let report = Self.verify(try forger.save())
    #expect(!report.isSound)
    let problem = report.problems.first ?? ""
    #expect(problem.contains("entry \(forgery.first) "), "\(problem)")
  }

  @Test("a changed byte anywhere in any file is found, or changes nothing that counts")
  func rot() throws {
    let shop = try Tampering.original()
    let digest = try shop.ledger.stateDigest()
    try shop.ledger.close()
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    let files = shop.system.files().filter { !$0.key.hasSuffix("LOCK") }.sorted { $0.key < $1.key }
    for (path, bytes) in files {
      // All written bytes, and a few in the zeros after them.
      let written = (bytes.lastIndex { $0 != 0 } ?? 0) + 1
      for _ in 0..<60 {
        let system = shop.system.copy()
        var changed = bytes
        let place = Int.random(in: 0..<min(written + 8, bytes.count), using: &random)
        changed[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
        system.setBytes(changed, of: path)
        let report = Self.verify(system)
        let isHarmless = report.stateDigest == digest && report.problems == []
        let isLost = path.contains(".wal") && place < written
        #expect(
          !report.isSound || (isHarmless && !isLost), "\(path), byte \(place), seed \(seed)")
      }
    }
  }

  @Test("a ledger that is no ledger is reported, not trapped on")
  func noLedger() throws {
    let report = Self.verify(SimulatedFileSystem())
    #expect(!report.isSound && report.failure?.code == .noSuchLedger)
  }
}
