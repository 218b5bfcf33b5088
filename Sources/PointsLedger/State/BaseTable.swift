/// The tables that only a base has, beside those of `TableName`.
enum BaseTable: UInt8, Sendable {
  /// The dropped entries that kept ones refer to, and those in which live lots and debts originate,
  /// by sequence number: `posted`, then the entry without its texts.
  case entries = 9
  /// One value under key 0, a `BaseSummary`.
  case summary = 10
  /// The seeds of members' keys, by the number of the first member that has the seed.
  case seeds = 11
  /// What became of points, by unit and month of issue: see `CohortRecord`.
  case sums = 12
  /// How the dropped references are spelt, by number: see `ReferencePattern`.
  case patterns = 13
  /// The dropped references as ascending numbers, in chunks.
  case references = 14
  /// The first and the last activity on an account, by member and unit: see `AccountActivity`.
  case activity = 15
  /// Debts that reports by cohorts still need, by the sequence number of the entry that left them.
  case debts = 16
}
