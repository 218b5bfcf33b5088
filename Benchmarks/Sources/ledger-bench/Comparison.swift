import Glibc
import PointsLedger

/// Compares the answers of both sides.
enum Comparison {
  static let command = "compare-sides"

  /// Runs the comparison in a child process, since the ledger returns all balances at once.
  static func start(ledger: String, sqlite: String, asOf time: Int64) {
    ChildProcess([command, ledger, sqlite, String(time)]).follow { print($0) }
  }

  /// Compares what every member can spend at an instant. Ends the program if the sides differ.
  static func run(ledger: String, sqlite: String, asOf time: Int64) throws {
    let accounts = try Ledger.openForReading(at: ledger).balances(asOf: LedgerSide.instant(time))
    let database = SQLiteDatabase(path: sqlite, durability: .full)
    let reader = SQLiteReader(database)
    var place = 0
    var differences: [String] = []
    var points: Int64 = 0
    reader.forEachBalance(asOf: time) { card, available in
      defer { place += 1 }
      points += available
      guard place < accounts.count else {
        differences.append("\(card.string): SQLite \(available), not in the ledger")
        return
      }
      let account = accounts[place]
      if account.member.description != card.string
        || account.balance.available.minorUnits != available
      {
        differences.append(
          "\(account.member): ledger \(account.balance.available); \(card.string): SQLite \(available)"
        )
      }
    }
    reader.finalize()
    database.close()
    if place < accounts.count { differences.append("\(accounts.count - place) are not in SQLite") }
    guard differences.isEmpty else {
      print("the balances differ: \(differences.count) of \(accounts.count), among them")
      for difference in differences.prefix(10) { print("  \(difference)") }
      fflush(nil)
      exit(1)
    }
    print("the balances of \(accounts.count) members agree, \(points) points in all")
  }

  /// Ends the program if the two imports had different answers.
  static func check(_ ledger: ImportReport, _ sqlite: ImportReport) {
    guard ledger.counts == sqlite.counts else {
      print("the answers differ: ledger \(ledger.counts), SQLite \(sqlite.counts)")
      exit(1)
    }
  }
}
