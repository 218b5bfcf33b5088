/// Sixteen random bytes, as two words.
package struct RandomBytes16: Hashable, Sendable {
  package var high: UInt64
  package var low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  package static let zero = RandomBytes16(high: 0, low: 0)
}
