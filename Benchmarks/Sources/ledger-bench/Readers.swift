import Glibc
import PointsLedger

/// Measures how much eight processes that query balances slow down an import beside them.
///
/// With fewer cores than processes, readers take processor time from the import. So they are
/// measured twice: with normal priority, and with the lowest, at which they take only the time that
/// the import leaves. In the second case, only waiting for readers can slow the import.
enum Readers {
  static let command = "readers-side"
  private static let count = 8
  private static let rounds = 3
  /// SCHED_IDLE, sched(7).
  private static let lowestPriority: Int32 = 5
  private static let pauseMilliseconds: UInt32 = 1_000

  static func measure(directory: String, file: String) {
    var times: [[Double]] = [[], [], []]
    for round in 0..<rounds {
      for (kind, words) in [nil, [], ["idle"]].enumerated() {
        let path = "\(directory)/\(kind)-\(round)"
        let stop = path + ".stop"
        let readers = words.map { words in
          (0..<count).map { ChildProcess([command, path, file, stop, String($0)] + words) }
        }
        times[kind].append(ImportProcess.start(.ledger, path: path, file: file).seconds)
        close(creat(stop, 0o644))
        for reader in readers ?? [] { reader.follow { print($0) } }
      }
    }
    let alone = median(times[0])
    print("alone \(Table.number(alone)) s")
    for (name, kind) in [("readers", 1), ("readers of lowest priority", 2)] {
      let time = median(times[kind])
      print("beside \(count) \(name) \(Table.number(time)) s, \(Table.number(time / alone)) of it")
    }
  }

  /// Opens the ledger, queries it, and closes it, once a second until a file `stop` exists.
  static func run(path: String, file: String, stop: String, seed: Int, isIdle: Bool) throws {
    if isIdle {
      var parameters = sched_param()
      guard sched_setscheduler(0, lowestPriority, &parameters) == 0 else {
        fatalError("the priority cannot be lowered: \(errno)")
      }
    }
    let rows = RowFile(file)
    var times: [Double] = []
    var last: UInt64 = 0
    for _ in 0..<seed * 100 { _ = rows.nextRow() }
    while access(stop, F_OK) != 0 {
      guard let row = rows.nextRow(), let member = MemberIdentifier(row.member.string) else {
        break
      }
      let start = ContinuousClock.now
      if let next = try nextSequence(path, asking: member) {
        guard next >= last else { fatalError("the ledger became shorter") }
        last = next
        times.append((ContinuousClock.now - start).inSeconds * 1e3)
      }
      usleep(pauseMilliseconds * 1_000)
    }
    if seed == 0 {
      print(
        "one of \(count) readers: \(times.count) answers, \(Table.number(median(times))) ms in the median"
      )
    }
  }

  /// Opens the ledger, queries a balance, and closes it. Returns the number of entries; nil if
  /// there is no ledger yet.
  private static func nextSequence(
    _ path: String, asking member: MemberIdentifier
  ) throws -> UInt64? {
    let ledger: Ledger
    do throws(LedgerError) { ledger = try Ledger.openForReading(at: path) } catch {
      if error.code == .noSuchLedger { return nil }
      throw error
    }
    // A member without entries so far is unknown.
    _ = try? ledger.balance(of: member)
    let next = ledger.nextSequence.value
    try ledger.close()
    return next
  }
}
