/// Sorts by 64-bit keys, byte for byte from the lowest (LSD radix sort; Knuth, TAOCP 3, 5.2.5): for
/// tens of thousands of elements several times as fast as comparing them. Elements with equal keys
/// keep their order.
enum RadixSort {
  /// Below this count, comparing is faster.
  private static let worthwhile = 192

  @inline(__always)
  static func sort<Element>(_ elements: inout [Element], by key: (Element) -> UInt64) {
    if elements.count < worthwhile { return elements.sort { key($0) < key($1) } }
    let first = key(elements[0])
    let differing = elements.reduce(0) { $0 | (first ^ key($1)) }
    var sorted = elements
    for shift in stride(from: UInt64(0), to: 64, by: 8) where differing >> shift & 255 != 0 {
      var places = InlineArray<256, Int>(repeating: 0)
      for element in elements { places[Int(key(element) >> shift & 255)] += 1 }
      var place = 0
      for digit in 0..<256 {
        let count = places[digit]
        places[digit] = place
        place += count
      }
      for element in elements {
        let digit = Int(key(element) >> shift & 255)
        sorted[places[digit]] = element
        places[digit] += 1
      }
      swap(&elements, &sorted)
    }
  }
}
