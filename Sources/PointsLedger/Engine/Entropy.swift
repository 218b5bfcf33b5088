/// A source of random bits, injected so that tests can repeat a run.
public protocol Entropy: Sendable {
  mutating func next() -> UInt64
}

/// The system's randomness.
public struct SystemEntropy: Entropy {
  public init() {}

  public mutating func next() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}

extension Entropy {
  package mutating func next16() -> RandomBytes16 {
    RandomBytes16(high: next(), low: next())
  }
}
