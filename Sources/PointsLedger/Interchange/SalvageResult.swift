/// What was saved of a damaged ledger, and what was not.
public struct SalvageResult: Hashable, Sendable {
  /// Entries that follow each other and are not among the rows.
  public struct Gap: Hashable, Sendable {
    public let first: SequenceNumber
    /// At least `first`.
    public let last: SequenceNumber
    /// Why: the entries were lost, or they name something that was.
    public let reason: String
  }

  /// The number of rows.
  public internal(set) var entries: UInt64 = 0
  /// In the order of the log. Entries at the end may be lost too, without a gap that shows them.
  public internal(set) var gaps: [Gap] = []
  /// The parts of files that could not be read: where, and why.
  public internal(set) var faults: [String] = []
}
