/// One of the two that are compared.
protocol Side {
  init(path: String)

  /// Makes the ledger or database, imports a file of rows, makes all durable, and closes.
  /// `progress` is called with the number of rows that are decided, now and then.
  func importFile(_ file: String, progress: (Int) -> Void) throws -> ImportCounts
  /// Seconds from nothing to a member's balance, after a clean close.
  func open(member: String, asOf time: Int64) throws -> Double
  /// Nanoseconds a look-up, of one opened for writing, in random order, everything touched before.
  func lookups(of survey: Survey) throws -> Lookups
  func size() throws -> DiskSize
  /// Microseconds a durable post that tells the balance after it, one at a time.
  func durablePosts(_ count: Int) throws -> Double
  /// Median microseconds of a redemption from an account with `lots` living lots, without the sync;
  /// on a path where nothing is yet.
  func redemptions(fromLots lots: Int) throws -> Double
}
