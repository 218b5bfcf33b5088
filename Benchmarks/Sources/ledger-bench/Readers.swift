import Glibc
import PointsLedger

/// What eight processes that ask for balances cost the import beside them.
///
/// Where there are fewer cores than processes, whatever readers take is missing to the import. So they
/// are measured twice: as they are, and with the lowest priority, where they take only what the import
/// leaves: what then slows it is waiting for them.
enum Readers {
  static let command = "readers-side"
  private static let count = 8
  private static let rounds = 3
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

  /// Opens the ledger, asks, and closes it, once a second until there is a file `stop`.
  static func run(path: String, file: String, stop: String, seed: Int, isIdle: Bool) throws {
    if isIdle {
      var parameters = sched_param()
      sched_setscheduler(0, SCHED_IDLE, &parameters)
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
      do {
        let ledger = try Ledger.openForReading(at: path)
        guard ledger.nextSequence.value >= last else { fatalError("the ledger became shorter") }
        last = ledger.nextSequence.value
        _ = try? ledger.balance(of: member)
        try ledger.close()
        times.append((ContinuousClock.now - start).inSeconds * 1e3)
      } catch let error as LedgerError where error.code == .noSuchLedger {
        // The import has not begun.
      }
      usleep(pauseMilliseconds * 1_000)
    }
    if seed == 0 {
      print(
        "one of \(count) readers: \(times.count) answers, \(Table.number(median(times))) ms in the median"
      )
    }
  }
}
