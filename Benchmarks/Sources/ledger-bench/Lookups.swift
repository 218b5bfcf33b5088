/// Nanoseconds a look-up.
struct Lookups {
  /// Of any member.
  var balance: Double
  /// Of the members who come every day.
  var regular: Double
  var reference: Double

  /// What one call of `ask` takes: first all are asked once, then they are asked in another order,
  /// each for at most about three seconds.
  static func time(_ count: Int, _ ask: (Int) throws -> Void) rethrows -> Double {
    guard count > 0 else { return 0 }
    // A prime, so that every number comes up.
    let stride = count.isMultiple(of: 7_919) ? 1 : 7_919
    _ = try pass(count, of: count, stride: 1, ask)
    let first = try pass(count, of: count, stride: stride, ask)
    return first.time / Double(first.asked) * 1e9
  }

  private static func pass(
    _ most: Int, of count: Int, stride: Int, _ ask: (Int) throws -> Void
  ) rethrows -> (asked: Int, time: Double) {
    let clock = ContinuousClock()
    let start = clock.now
    var place = 0
    var asked = 0
    while asked < most {
      try ask(place)
      place = (place + stride) % count
      asked += 1
      if asked % 256 == 0, clock.now - start > .seconds(3) { break }
    }
    return (asked, (clock.now - start).inSeconds)
  }
}
