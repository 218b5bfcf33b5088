import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// Runs are derived. If one is damaged, every answer is still that of the sound ledger.
@Suite struct DamagedRunTests {
  /// A ledger after a session, with runs; a part of its state is only in them.
  private static func finished() throws -> Shop {
    let shop = try FullSession.finished { options in
      options.sealing = .inline
      options.flushInterval = 8
      options.memory = 4 << 10
      options.limitLogs(toBytes: 16 << 10)
    }
    try shop.ledger.close()
    return shop
  }

  /// Copies of the files. Each has a flipped byte in one page of one run; the last has one in each
  /// page of each run.
  private static func damaged(_ system: SimulatedFileSystem) -> [(String, SimulatedFileSystem)] {
    let all = system.copy()
    var damaged: [(String, SimulatedFileSystem)] = []
    let runs = system.files().filter { $0.key.contains("/run-") }.sorted { $0.key < $1.key }
    for (path, bytes) in runs {
      var worst = bytes
      for start in stride(from: 0, to: bytes.count, by: 4_096) {
        let place = start + 21
        var changed = bytes
        changed[place] ^= 0x5A
        let copy = system.copy()
        copy.setBytes(changed, of: path)
        damaged.append(("\(path), byte \(place)", copy))
        if start > 0 { worst[place] ^= 0x5A }
      }
      all.setBytes(worst, of: path)
    }
    damaged.append(("every page", all))
    return damaged
  }

  @Test(arguments: Question.all)
  func everyQuestionIsAnsweredAsIfTheRunsWereSound(_ question: Question) throws {
    let shop = try Self.finished()
    let sound = try Ledger.openForReading(at: Shop.path, options: shop.options)
    let answer = try question.ask(sound)
    let copies = Self.damaged(shop.system)
    try #require(copies.count > 20)
    for (place, system) in copies {
      var options = shop.options
      options.fileSystem = system
      let ledger = try Ledger.openForReading(at: Shop.path, options: options)
      let told = try question.ask(ledger)
      #expect(told == answer, "\(place)")
      try ledger.close()
    }
  }

  @Test(arguments: Question.changes)
  func whatIsBookedIsWhatWouldBeIfTheRunsWereSound(_ question: Question) throws {
    let shop = try Self.finished()
    shop.clock.set(.day(60))
    var options = shop.options
    options.fileSystem = shop.system.copy()
    let sound = try Ledger.open(at: Shop.path, options: options)
    let answer = try question.ask(sound)
    try sound.close()
    var errorCount = 0
    let copies = Self.damaged(shop.system)
    for (place, system) in copies {
      options.fileSystem = system
      let ledger = try Ledger.open(at: Shop.path, options: options)
      do {
        let told = try question.ask(ledger)
        #expect(told == answer, "\(place)")
      } catch {
        // More than one run turned out to be damaged during the decision.
        errorCount += 1
      }
      try? ledger.close()
      #expect(Ledger.verify(at: Shop.path, options: options).problems == [], "\(place)")
    }
    #expect(errorCount <= 1)
  }
}
