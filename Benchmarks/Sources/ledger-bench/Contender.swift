/// The contender that is measured.
enum Contender: String {
  case ledger
  case sqlite

  var name: String { self == .ledger ? "ledger" : "SQLite" }

  func side(at path: String) -> any Side {
    switch self {
    case .ledger: LedgerSide(path: path)
    case .sqlite: SQLiteSide(path: path)
    }
  }
}
