import LedgerTestSupport

/// Kinds of integers that columns hold.
enum IntegerSample: CaseIterable {
  case constant, flags, masks, times, days, random, extremes, outliers, bothOutliers, members
  case running, pattern, descending, fewLarge, exponential, mixed

  func values(_ count: Int, using random: inout SeededGenerator) -> [Int64] {
    let base = Int64.random(in: -1_000_000...1_000_000_000_000, using: &random)
    let constant = Int64(truncatingIfNeeded: random.next())
    let few = (0...random.index(300)).map { _ in Int64(truncatingIfNeeded: random.next()) }
    let period = 1 + random.index(40)
    let bits = random.index(65)
    var time = base
    return (0..<count).map { index -> Int64 in
      switch self {
      case .constant: return constant
      case .flags: return Int64(random.index(3))
      case .masks: return few[min(few.count - 1, random.index(12))]
      case .times:
        time += Int64(random.index(30)) * 1000
        return time
      case .days: return (20_000 + Int64(random.index(1100))) * 86_400_000
      case .random: return Int64(truncatingIfNeeded: random.next())
      case .extremes: return [.min, .max, 0, -1, 1, .min + 1, .max - 1][random.index(7)]
      case .outliers: return random.index(50) == 0 ? Int64(random.next() >> 20) : 0
      case .bothOutliers:
        return random.index(30) == 0
          ? Int64(truncatingIfNeeded: random.next()) : base + Int64(random.index(50)) * 7
      case .members: return Int64(random.index(1_000_000))
      case .running: return base &+ Int64(index) &* constant
      case .pattern: return few[index % period % few.count]
      case .descending:
        time &-= Int64(random.index(1000))
        return time
      case .fewLarge: return few[random.index(few.count)]
      case .exponential: return Int64(truncatingIfNeeded: random.next() >> UInt64(random.index(64)))
      case .mixed: return Int64(truncatingIfNeeded: random.next() & (1 << UInt64(bits) &- 1))
      }
    }
  }
}
