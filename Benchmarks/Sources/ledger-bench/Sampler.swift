/// A sample of at most `most` different texts out of any number. Each text is equally likely,
/// however often it occurs.
struct Sampler {
  private let most: Int
  private var chosen: Set<String> = []
  /// A text is chosen if its hash has none of these bits.
  private var mask: UInt64 = 0

  init(most: Int) { self.most = most }

  mutating func add(_ text: Bytes) {
    guard Self.hash(text) & mask == 0 else { return }
    chosen.insert(text.string)
    while chosen.count > most * 2 {
      mask = mask << 1 | 1
      let narrower = mask
      chosen = chosen.filter { $0.withBytes { Self.hash($0) & narrower == 0 } }
    }
  }

  /// The chosen texts, in an order that is unrelated to their input.
  var texts: [String] {
    let sorted = chosen.sorted {
      ($0.withBytes { Self.hash($0) >> 20 }, $0) < ($1.withBytes { Self.hash($0) >> 20 }, $1)
    }
    return Array(sorted.prefix(most))
  }

  /// FNV-1a, with the high bits mixed into the low ones.
  private static func hash(_ text: Bytes) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in UnsafeBufferPointer(start: text.start, count: text.count) {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    hash = (hash ^ (hash >> 32)) &* 0x9E37_79B9_7F4A_7C15
    return hash ^ (hash >> 29)
  }
}
