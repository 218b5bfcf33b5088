/// One of the two compared sides.
protocol Side {
  init(path: String)

  /// Makes the ledger or database, imports a file of rows, makes everything durable, and closes.
  /// Calls `progress` from time to time with the number of rows decided.
  func importFile(_ file: String, progress: (Int) -> Void) throws -> ImportCounts
  /// Returns the seconds from opening to a member's balance, after a clean close.
  func open(member: String, asOf time: Int64) throws -> Double
  /// Returns nanoseconds per look-up in random order, with the side open for writing.
  func lookups(of survey: Survey) throws -> Lookups
  func size() throws -> DiskSize
  /// Returns microseconds per durable post that returns the balance after it, one at a time.
  func durablePosts(_ count: Int) throws -> Double
  /// Returns the median microseconds of a redemption from an account with `lots` living lots,
  /// without the sync. Nothing may exist at the path.
  func redemptions(fromLots lots: Int) throws -> Double
}
