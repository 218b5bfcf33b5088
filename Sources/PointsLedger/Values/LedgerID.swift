/// The identity of a ledger: a UUID that is made with the ledger and stays with all its copies.
public struct LedgerID: Hashable, Sendable, CustomStringConvertible {
  /// The UUID in its usual form, 36 characters in lower case.
  public let description: String

  init(_ description: String) { self.description = description }
}
