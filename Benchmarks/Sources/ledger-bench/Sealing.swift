import Glibc
import PointsLedger

/// What sealing costs: the processor time that posting takes beside that of the thread that posts. The
/// merging of runs is in it.
enum Sealing {
  /// Imports a CSV file; prints how many entries a second one core seals, and what they take.
  static func measure(path: String, file: String) throws {
    var options = Ledger.Options()
    options.durability = .buffered
    let ledger = try Ledger.create(at: path, options: options)
    let input = InputFile(file)

    let before = processorTime(CLOCK_PROCESS_CPUTIME_ID)
    let beforePosting = processorTime(CLOCK_THREAD_CPUTIME_ID)
    var reader = try InterchangeReader(format: .csv, source: input.source)
    var batch: [Post] = []
    while let row = try reader.next(scale: { _ in 0 }) {
      guard case .post(let post) = row.content else { fatalError("a row is no post") }
      batch.append(post)
      guard batch.count == 512 else { continue }
      _ = try ledger.post(batch)
      batch.removeAll(keepingCapacity: true)
    }
    _ = try ledger.post(batch)
    waitForOthers()
    let posting = processorTime(CLOCK_THREAD_CPUTIME_ID) - beforePosting
    let sealing = processorTime(CLOCK_PROCESS_CPUTIME_ID) - before - posting

    let segments = try ledger.segments()
    let entries = segments.reduce(0) { $0 + $1.entries }
    guard entries > 0 else { return print("no log ended: more rows are needed") }
    func each(_ bytes: Int) -> Double { Double(bytes * 100 / Int(entries)) / 100 }
    print(
      "sealed \(entries) entries at \(Int(Double(entries) / sealing)) a second of one core; "
        + "each takes \(each(segments.reduce(0) { $0 + $1.bytes + $1.textBytes })) bytes, and "
        + "\(each(segments.reduce(0) { $0 + $1.indexBytes })) of indexes")
    try ledger.close()
  }

  /// Returns when the ledger's own threads have nothing to do.
  private static func waitForOthers() {
    var last = -1.0
    while case let now = processorTime(CLOCK_PROCESS_CPUTIME_ID), now - last > 0.005 {
      last = now
      usleep(300_000)
    }
  }

  /// The processor time that this process or thread has taken, in seconds.
  private static func processorTime(_ clock: clockid_t) -> Double {
    var time = timespec()
    guard clock_gettime(clock, &time) == 0 else { fatalError("there is no such clock") }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
