/// One of the two that are compared. Times are in seconds.
protocol Side {
  /// Imports a CSV file; all of it is durable, and everything closed, at the end.
  func importAll(_ file: String, progress: (_ rows: Int) -> Void) throws

  /// What each member could spend at an instant.
  func balances(asOf time: Int64, _ visit: (_ member: String, _ points: Int64) -> Void) throws

  /// Opens it and tells what a member has now.
  func open(_ member: String) throws -> Int64

  /// How long the balance of a member at an instant takes, and whether a reference is known.
  func lookUp(
    _ members: [String], _ references: [String], at time: Int64
  ) throws -> (Double, Double)

  /// How long a durable post takes, one at a time.
  func durablePosts(_ count: Int) throws -> Double

  /// The bytes on disk, those of indexes apart if they can be told.
  func size() throws -> (history: Int, index: Int)
}
