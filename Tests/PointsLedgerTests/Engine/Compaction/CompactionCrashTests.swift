import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("A compaction that is cut short leaves the old ledger or the new one, whole")
struct CompactionCrashTests {
  private static let cut: UInt64 = 1_024

  /// A closed ledger of 1,100 entries with lots that live, died and were spent.
  private static func shop() throws -> Shop {
    let shop = try Shop { $0.sealing = .inline }
    for number in 1..<1_100 {
      let reference = Reference.named("e\(number)")
      try shop.at(.day(0, hour: number)).accept(
        number % 5 == 0
          ? .redeem(3, from: .anna, reference: reference)
          : .earn(
            2, for: number % 7 == 0 ? .ben : .anna, reference: reference,
            expires: .day(0, hour: number + 300)))
    }
    _ = try shop.ledger.sweep(asOf: .day(0, hour: 1_050))
    try shop.ledger.close()
    return shop
  }

  private static func compact(_ ledger: Ledger, into place: String = "/archive") throws {
    _ = try ledger.compact(before: .day(0, hour: 1_050), into: .directory(place))
  }

  /// Checks that a ledger is whole, with the state of `whole`. Returns whether it was compacted.
  private static func expectWhole(
    _ whole: Shop, _ options: Ledger.Options, _ digest: Digest, call: Int
  ) throws -> Bool {
    // A reader finds the old or the new.
    let before = Ledger.verify(at: Shop.path, quick: call % 8 > 0, options: options)
    #expect(before.isSound, "call \(call): \(before)")
    let ledger = try Ledger.open(at: Shop.path, options: options)
    #expect(try ledger.stateDigest() == digest, "call \(call)")
    let cut = try ledger.cut()
    if let cut {
      #expect(cut.first.value == Self.cut, "call \(call)")
      let archive = Ledger.verify(at: "/archive", quick: true, options: options)
      #expect(archive.isSound, "call \(call): \(archive)")
    } else {
      #expect(try ledger.entry(reference: .named("e5"))?.sequence == SequenceNumber(5))
      try compact(ledger, into: "/other")
    }
    let again = try ledger.post(
      .earn(2, for: .anna, reference: .named("e6"), occurred: .day(0, hour: 6)))
    #expect(again.refusal?.code == .compactedReference, "call \(call)")
    _ = try ledger.post(.earn(1, for: .anna, reference: .named("new")))
    try ledger.close()
    let after = Ledger.verify(at: Shop.path, quick: true, options: options)
    #expect(after.isSound, "call \(call): \(after)")
    return cut != nil
  }

  @Test("by a crash in any call", arguments: SimulatedCrash.allCases)
  func crashes(mode: SimulatedCrash) throws {
    let whole = try Self.shop()
    let start = whole.system
    var (hadOld, hadNew) = (false, false)
    var digest: Digest?
    for call in 1... {
      let system = start.copy()
      var options = whole.options
      options.fileSystem = system
      let ledger = try Ledger.open(at: Shop.path, options: options)
      let expected = try digest ?? ledger.stateDigest()
      digest = expected
      system.crash(inCall: system.callCount() + call, mode)
      let isDone = (try? Self.compact(ledger)) != nil
      if !system.hasCrashed {
        #expect(call > 40)
        break
      }
      try? ledger.close()
      options.fileSystem = system.afterCrash(mode, seed: UInt64(call))
      let isNew = try Self.expectWhole(whole, options, expected, call: call)
      #expect(isNew || !isDone, "call \(call)")
      if isNew { hadNew = true } else { hadOld = true }
    }
    #expect(hadOld && hadNew)
  }

  @Test("by a call that fails: the same ledger goes on, or is opened again")
  func failures() throws {
    let whole = try Self.shop()
    let start = whole.system
    var refused = 0
    var digest: Digest?
    // The reads of the checks are many.
    for call in stride(from: 1, through: .max, by: 5) {
      let system = start.copy()
      var options = whole.options
      options.fileSystem = system
      let ledger = try Ledger.open(at: Shop.path, options: options)
      let expected = try digest ?? ledger.stateDigest()
      digest = expected
      system.inject(SimulatedFault(nil, number: call, errorNumber: 28))
      let isDone = (try? Self.compact(ledger)) != nil
      guard !system.failedCalls.isEmpty else {
        #expect(isDone && call > 40)
        break
      }
      system.removeFaults()
      if !isDone { refused += 1 }
      // A ledger that goes on knows what was posted, dropped or not.
      if let answer = try? ledger.post(
        .earn(2, for: .anna, reference: .named("e6"), occurred: .day(0, hour: 6)))
      {
        var isKnown = answer.refusal?.code == .compactedReference
        if case .duplicate = answer { isKnown = true }
        #expect(isKnown, "call \(call): \(answer)")
      }
      try? ledger.close()
      let isNew = try Self.expectWhole(whole, options, expected, call: call)
      #expect(isNew || !isDone, "call \(call)")
    }
    #expect(refused > 10)
  }
}
