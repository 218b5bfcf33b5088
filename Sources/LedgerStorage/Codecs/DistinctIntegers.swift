/// The distinct values among some integers, if they are few, and the index of each integer's value.
struct DistinctIntegers {
  /// In ascending order.
  private(set) var distinct: [Int64] = []
  /// The index in `distinct` of each integer.
  private(set) var indexes: [Int64] = []

  /// Nil if there are more than `limit` distinct values, or more than half as many as integers.
  ///
  /// - Parameter limit: 1 to 16,384.
  init?(_ values: Span<Int64>, limit: Int) {
    let most = min(limit, values.count / 2)
    let slotBits = 66 - most.leadingZeroBitCount
    // A slot has the index of a distinct value, or -1.
    var slots = [Int16](repeating: -1, count: 1 << slotBits)
    indexes.reserveCapacity(values.count)
    for index in values.indices {
      let value = values[index]
      var slot = Int((UInt64(bitPattern: value) &* 0x9E37_79B9_7F4A_7C15) &>> UInt64(64 - slotBits))
      while slots[slot] >= 0, distinct[Int(slots[slot])] != value {
        slot = (slot &+ 1) & (slots.count &- 1)
      }
      if slots[slot] < 0 {
        guard distinct.count < most else { return nil }
        slots[slot] = Int16(distinct.count)
        distinct.append(value)
      }
      indexes.append(Int64(slots[slot]))
    }
  }

  /// Sorts the distinct values in ascending order.
  mutating func sort() {
    let order = distinct.indices.sorted { distinct[$0] < distinct[$1] }
    var rank = [Int64](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { rank[index] = Int64(place) }
    distinct = order.map { distinct[$0] }
    for position in indexes.indices { indexes[position] = rank[Int(indexes[position])] }
  }
}
