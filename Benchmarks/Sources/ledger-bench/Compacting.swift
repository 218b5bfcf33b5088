import Glibc
import PointsLedger
import Synchronization

/// Measures what a compaction costs a till that posts meanwhile: the rate of its durable posts, and
/// the longest of them.
enum Compacting {
  private static let secondsAlone = 10

  /// - Parameters:
  ///   - path: A ledger; it is compacted, with an archive beside it.
  ///   - instant: What was effective before it is dropped.
  static func measure(path: String, before instant: Instant) throws {
    let ledger = try Ledger.open(at: path)
    let phase = Phase()
    let thread = CountingThread { post(to: ledger, phase) }
    for _ in 0..<secondsAlone { sleep(1) }
    phase.set(1)
    var result: CompactionResult?
    let duration = try seconds {
      result = try ledger.compact(before: instant, into: .directory(path + "-archive"))
    }
    phase.set(2)
    _ = thread.join()
    try ledger.close()
    guard let result else { fatalError("no result") }
    print(
      "\(result.droppedEntries) of \(result.droppedEntries + result.keptEntries) entries dropped in "
        + "\(duration) s; \(result.bytesBefore) bytes before, \(result.bytesAfter) after")
  }

  /// Posts until the last phase; prints what each phase was like.
  private static func post(to ledger: Ledger, _ phase: Phase) -> Int {
    let session = UInt32.random(in: 0...UInt32.max)
    let clock = ContinuousClock()
    var number = 0
    for (current, name) in ["alone", "beside a compaction"].enumerated() {
      var durations: [Double] = []
      let start = clock.now
      while phase.value == current {
        guard let member = MemberIdentifier("m\(number % 10_000)"),
          let reference = Reference("S999-T3-\(session)-\(number)")
        else { fatalError("the workload is malformed") }
        let begun = clock.now
        do { _ = try ledger.post(.earn(10, for: member, reference: reference)) } catch {
          print("a post failed: \(error)")
          return number
        }
        durations.append(begun.duration(to: clock.now).inSeconds)
        number += 1
      }
      let rate = Double(durations.count) / start.duration(to: clock.now).inSeconds
      let longest = durations.sorted().suffix(3).reversed().map { Int($0 * 1e6) }
      print(
        "\(name): \(Int(rate)) posts a second; median \(Int(median(durations) * 1e6)) us, "
          + "the longest \(longest) us")
    }
    return number
  }

  private final class Phase: Sendable {
    private let number = Atomic(0)

    var value: Int { number.load(ordering: .relaxed) }

    func set(_ value: Int) { number.store(value, ordering: .relaxed) }
  }
}
