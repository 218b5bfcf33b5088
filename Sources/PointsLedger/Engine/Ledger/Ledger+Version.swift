internal import LedgerStorage

extension Ledger {
  /// The version of this library.
  public static let version = "0.1.0"

  /// The version of the format that it writes. It opens no later one.
  public static let formatVersion = Int(LogStore.formatVersion)
}
