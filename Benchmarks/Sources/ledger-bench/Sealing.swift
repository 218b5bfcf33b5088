import Glibc
import PointsLedger

/// What sealing costs: the processor time that an import takes beside that of the thread that posts.
enum Sealing {
  /// Imports a CSV file; prints how many entries a second one core seals, and what they take.
  static func measure(path: String, file: String) throws {
    var options = Ledger.Options()
    options.durability = .buffered
    let ledger = try Ledger.create(at: path, options: options)
    let rows = RowFile(file)
    let before = processorTime(CLOCK_PROCESS_CPUTIME_ID)
    let beforePosting = processorTime(CLOCK_THREAD_CPUTIME_ID)
    var batch: [Post] = []
    try rows.forEach { post in
      batch.append(post)
      guard batch.count == 512 else { return }
      _ = try ledger.post(batch)
      batch.removeAll(keepingCapacity: true)
    }
    _ = try ledger.post(batch)
    let posting = processorTime(CLOCK_THREAD_CPUTIME_ID) - beforePosting
    // What is left is sealed by this thread.
    try ledger.close()
    let sealing = processorTime(CLOCK_PROCESS_CPUTIME_ID) - before - posting

    let segments = try Ledger.openForReading(at: path).segments()
    let entries = segments.reduce(0) { $0 + $1.entries }
    guard entries > 0 else { return print("no log ended: more rows are needed") }
    func each(_ bytes: Int) -> Double { Double(bytes * 100 / Int(entries)) / 100 }
    print(
      "sealed \(entries) entries at \(Int(Double(entries) / sealing)) a second of one core; "
        + "each takes \(each(segments.reduce(0) { $0 + $1.bytes + $1.textBytes })) bytes, and "
        + "\(each(segments.reduce(0) { $0 + $1.indexBytes })) of indexes")
  }

  /// The processor time that this process or thread has taken, in seconds.
  private static func processorTime(_ clock: clockid_t) -> Double {
    var time = timespec()
    guard clock_gettime(clock, &time) == 0 else { fatalError("there is no such clock") }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
