/// Nanoseconds per look-up.
struct Lookups {
  /// Balances of any member.
  var balance: Times
  /// Balances of members who come every day.
  var regular: Times
  var reference: Times

  struct Times {
    /// A first look-up, after its neighbours were looked up.
    var first: Double
    /// A repeated look-up.
    var again: Double
  }

  /// Measures one call of `ask` in nanoseconds. The even numbers are asked first, then the odd
  /// ones, then all again, shuffled. Each pass takes at most about three seconds.
  static func time(_ count: Int, _ ask: (Int) throws -> Void) rethrows -> Times {
    guard count > 1 else { return Times(first: 0, again: 0) }
    let half = count / 2
    _ = try pass(half) { try ask(2 * $0) }
    let first = try pass(half) { try ask(2 * shuffled($0, of: half) + 1) }
    let again = try pass(count) { try ask(shuffled($0, of: count)) }
    return Times(first: first, again: again)
  }

  /// Permutes the numbers below `count`.
  private static func shuffled(_ number: Int, of count: Int) -> Int {
    // The factor is a prime, so that every number comes up.
    count.isMultiple(of: 7_919) ? number : number * 7_919 % count
  }

  private static func pass(_ most: Int, _ ask: (Int) throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    var asked = 0
    while asked < most {
      try ask(asked)
      asked += 1
      if asked % 256 == 0, clock.now - start > .seconds(3) { break }
    }
    return (clock.now - start).inSeconds / Double(asked) * 1e9
  }
}
