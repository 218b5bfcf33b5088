/// Random numbers that a seed reproduces on every machine.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  package let seed: UInt64
  private var state: UInt64

  package init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// A new seed each time; a failure prints it, so that the run can be repeated.
  package init() { self.init(seed: .random(in: 0...UInt64(UInt32.max))) }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True half of the time.
  package mutating func coin() -> Bool { next() & 1 == 1 }

  /// True with a probability of `percent` in a hundred.
  package mutating func chance(_ percent: Int) -> Bool { index(100) < percent }

  /// One of `0..<count`; `count` is 1 or more.
  package mutating func index(_ count: Int) -> Int { Int(next() % UInt64(count)) }

  package mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + index(range.count)
  }

  /// An element of the list; nil if it is empty.
  package mutating func element<Element>(of list: [Element]) -> Element? {
    list.isEmpty ? nil : list[index(list.count)]
  }

  /// One of the values, each with a probability in proportion to its weight. The weights are 0 or
  /// more, and not all 0.
  package mutating func weighted<Value>(_ choices: [(Int, Value)]) -> Value {
    var place = index(choices.reduce(0) { $0 + $1.0 })
    for (weight, value) in choices {
      if place < weight { return value }
      place -= weight
    }
    return choices[0].1
  }

  package mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }
}
