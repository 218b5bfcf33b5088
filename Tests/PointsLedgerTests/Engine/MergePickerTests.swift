import Testing

@testable import PointsLedger

/// Their start and end decide which runs are merged.
@Suite struct MergePickerTests {
  private typealias Step = MergePicker.Step

  /// Runs in memory that end at these sequence numbers.
  private func runs(_ ends: [UInt64]) -> [MergePicker.Item] {
    zip([0] + ends, ends).map { MergePicker.Item(range: $0..<$1, isMemory: true) }
  }

  /// The step for such runs if none may become a file.
  private func step(
    _ ends: [UInt64], makingLengths lengths: ClosedRange<UInt64> = 1...UInt64.max
  ) -> Step? {
    MergePicker(interval: 4, fileLength: .max, durable: .max)
      .next(runs(ends), makingLengths: lengths)
  }

  @Test func fourNeighboursOfOneLengthAreMergedTheShortestFirst() {
    #expect(step([4, 8, 12]) == nil)
    #expect(step([4, 8, 12, 16]) == .merge(0..<4))
    #expect(step([16, 32, 48, 52, 56, 60, 64]) == .merge(3..<7))
    #expect(step([16, 32, 48, 64]) == .merge(0..<4))
    // The start is no multiple of their total length.
    #expect(step([16, 20, 24, 28]) == nil)
  }

  @Test func whatWasClosedAmidALongerRunIsMergedWhenThatIsWhole() {
    #expect(step([3]) == nil)
    #expect(step([3, 4]) == .merge(0..<2))
    #expect(step([1, 2, 3, 4, 7]) == .merge(0..<4))
    #expect(step([21, 24, 28, 32]) == nil)
    #expect(step([21, 24, 28, 32, 48]) == nil)
    #expect(step([21, 24, 28, 32, 48, 64]) == .merge(0..<6))
    #expect(step([16, 21, 24, 28, 32]) == .merge(1..<5))
  }

  /// The step for the base of a compaction, and runs in memory after it.
  private func step(
    afterBase ends: [UInt64], makingLengths lengths: ClosedRange<UInt64> = 1...UInt64.max
  ) -> Step? {
    var items = runs(ends)
    items[0].isMemory = false
    items[0].isBase = true
    return MergePicker(interval: 4, fileLength: .max, durable: .max)
      .next(items, makingLengths: lengths)
  }

  @Test func theBaseOfACompactionIsNeverMerged() {
    // With the base, the first two would make up a run of 16 entries.
    #expect(step(afterBase: [13, 16]) == nil)
    #expect(step(afterBase: [16, 32]) == nil)
    #expect(step(afterBase: [13, 16, 20, 24, 28, 32]) == .merge(2..<6))
  }

  @Test func theFirstRunAfterABaseCountsAsIfItBeganAtAMultiple() {
    #expect(step(afterBase: [5, 8]) == nil)
    #expect(step(afterBase: [5, 7, 8]) == .merge(1..<3))
    #expect(step(afterBase: [5, 8, 12]) == nil)
    #expect(step(afterBase: [5, 8, 12, 16]) == .merge(1..<4))
    #expect(step(afterBase: [13, 16, 32, 48]) == nil)
    #expect(step(afterBase: [13, 16, 32, 48, 64]) == .merge(1..<5))
    #expect(step(afterBase: [13, 16, 32, 48, 64], makingLengths: 64...255) == .merge(1..<5))
    #expect(step(afterBase: [13, 14, 16, 32, 48, 64], makingLengths: 64...255) == nil)
    // Others have to begin there.
    #expect(step(afterBase: [8, 21, 24, 28, 32]) == nil)
  }

  @Test func longRunsWaitForTheirPartsToBeMerged() {
    #expect(step([16, 32, 48, 52, 56, 60, 64], makingLengths: 64...UInt64.max) == nil)
    #expect(step([16, 32, 48, 64], makingLengths: 64...UInt64.max) == .merge(0..<4))
    #expect(step([4, 8, 12, 16], makingLengths: 64...UInt64.max) == nil)
  }

  @Test func onlyDurableEntriesBecomeFiles() {
    let plan = MergePicker(interval: 4, fileLength: 16, durable: 15)
    #expect(plan.next(runs([4, 8, 12, 16]), makingLengths: 1...UInt64.max) == nil)
    #expect(plan.next(runs([4, 8, 12]), makingLengths: 1...UInt64.max) == nil)
    let all = MergePicker(interval: 4, fileLength: 1, durable: 3)
    #expect(all.next(runs([2, 4]), makingLengths: 1...UInt64.max) == .save(0))
  }
}
