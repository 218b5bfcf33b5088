/// Compares values by their encoding in runs.
struct StoredComparison: ~Copyable {
  private var left = ByteWriter(reserving: 1_024)
  private var right = ByteWriter(reserving: 1_024)

  mutating func isSame<Value: StateValue>(_ first: Value, _ second: Value) -> Bool {
    left.removeAll()
    right.removeAll()
    first.encode(into: &left)
    second.encode(into: &right)
    return left.bytes == right.bytes
  }
}
