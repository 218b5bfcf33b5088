import Glibc
@_spi(Tuning) import PointsLedger

/// Measures sealing: the processor time of the ledger's own threads for the logs of a finished
/// import. No runs are written, since their merging would count too.
enum Sealing {
  /// Imports a CSV file. Prints the number of entries that one core seals per second, and the bytes
  /// of each.
  static func measure(path: String, file: String) throws {
    var options = Ledger.Options()
    options.durability = .buffered
    options.leaveLogsUnsealed()
    let unsealed = try Ledger.create(at: path, options: options)
    let importer = Importer(into: unsealed)
    guard case .finished = importer.run(format: .csv, source: InputFile(file).source).end else {
      fatalError("the import did not finish")
    }
    try unsealed.close()

    options.sealOnly()
    let before = processorTime(CLOCK_PROCESS_CPUTIME_ID)
    let beforeOpening = processorTime(CLOCK_THREAD_CPUTIME_ID)
    let ledger = try Ledger.open(at: path, options: options)
    waitForOthers()
    let opening = processorTime(CLOCK_THREAD_CPUTIME_ID) - beforeOpening
    let sealing = processorTime(CLOCK_PROCESS_CPUTIME_ID) - before - opening

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

  /// Returns when the ledger's own threads are idle.
  private static func waitForOthers() {
    var last = -1.0
    while case let now = processorTime(CLOCK_PROCESS_CPUTIME_ID), now - last > 0.005 {
      last = now
      usleep(300_000)
    }
  }

  /// Returns the processor time of this process or thread, in seconds.
  private static func processorTime(_ clock: clockid_t) -> Double {
    var time = timespec()
    guard clock_gettime(clock, &time) == 0 else { fatalError("there is no such clock") }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
