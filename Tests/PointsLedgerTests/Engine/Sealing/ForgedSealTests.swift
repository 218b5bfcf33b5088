import LedgerTestSupport
import Testing

@testable import LedgerStorage
@testable import PointsLedger

/// `verify` compares the other content of sealed files, which commands answer from, with the
/// entries.
@Suite struct ForgedSealTests {
  /// A ledger with all entries but the last in one sealed range.
  private static func sealed() throws -> Shop {
    let shop = try FullSession.finished { options in
      options.sealing = .inline
      options.keepsRuns = false
    }
    try shop.ledger.store.endLog(ifAtLeast: 0)
    try shop.accept(.earn(1, for: .anna, reference: .named("behind")))
    #expect(try shop.ledger.segments().count == 1)
    try shop.ledger.close()
    return shop
  }

  private static func expectFound(
    _ system: SimulatedFileSystem, _ shop: Shop, _ what: String
  ) {
    var options = shop.options
    options.fileSystem = system
    for quick in [false, true] {
      let report = Ledger.verify(at: Shop.path, quick: quick, options: options)
      #expect(!report.isSound, "\(what), quick: \(quick)")
    }
  }

  @Test func whatWasNotForgedIsSound() throws {
    let shop = try Self.sealed()
    let forger = try SealedForger(shop.system)
    for kind in SealedKind.allCases {
      var options = shop.options
      options.fileSystem = try forger.forge(kind, try forger.content(kind))
      for quick in [false, true] {
        #expect(Ledger.verify(at: Shop.path, quick: quick, options: options).problems == [])
      }
    }
  }

  @Test func verifyTellsASummaryThatSaysOtherwise() throws {
    let shop = try Self.sealed()
    let forger = try SealedForger(shop.system)
    let content = try forger.content(.segment)
    for index in content.summary.indices {
      var changed = content
      changed.summary[index] ^= 1
      Self.expectFound(try forger.forge(.segment, changed), shop, "byte \(index) of the summary")
    }
  }

  @Test func verifyTellsAClockThatSaysOtherwise() throws {
    let shop = try Self.sealed()
    let forger = try SealedForger(shop.system)
    for kind in [SealedKind.segment, .text] {
      var changed = try forger.content(kind)
      changed.lastClock += 1
      Self.expectFound(try forger.forge(kind, changed), shop, "the clock of the \(kind)")
    }
  }

  @Test func verifyTellsLinksThatSayOtherwise() throws {
    let shop = try Self.sealed()
    let forger = try SealedForger(shop.system)
    let content = try forger.content(.chain)
    var columns: Set<UInt8> = []
    for block in content.blocks.indices {
      for place in content.blocks[block].indices {
        let chunk = content.blocks[block][place]
        columns.insert(chunk.column)
        let values = try ColumnDecoder.integers(chunk.bytes.rawSpan, limit: 4_096)
        for row in values.indices {
          var wrong = values
          wrong[row] ^= 1
          var encoder = ColumnEncoder()
          var bytes: [UInt8] = []
          encoder.encode(wrong.span, into: &bytes)
          var changed = content
          changed.blocks[block][place] = ColumnChunk(
            region: chunk.region, column: chunk.column, bytes: bytes)
          Self.expectFound(
            try forger.forge(.chain, changed), shop, "column \(chunk.column), value \(row)")
        }
        var less = content
        less.blocks[block].remove(at: place)
        Self.expectFound(try forger.forge(.chain, less), shop, "column \(chunk.column) left out")
      }
    }
    #expect(columns.count == 8)
  }
}
