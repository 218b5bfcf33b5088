/// Many different numbers in little memory: most of them in the chunks in which a base has them.
///
/// New numbers are sorted a batch at a time. A batch that comes after all before it extends the last
/// sequence of chunks; another begins a new one. Sequences are merged when there are many.
struct ReferenceNumbers {
  /// Up to `ReferenceChunk.capacity` numbers, encoded.
  struct Chunk {
    let first: UInt64
    let last: UInt64
    let count: Int
    let bytes: [UInt8]
  }

  private static let batch = 8192
  private static let maximumSequences = 16

  private var pending: [UInt64] = []
  private var sequences: [[Chunk]] = []

  init(_ numbers: [UInt64] = []) { pending = numbers }

  mutating func add(_ number: UInt64) {
    pending.append(number)
    if pending.count >= Self.batch { settle() }
  }

  /// All numbers, ascending, each once.
  consuming func chunks() -> [Chunk] {
    settle()
    if sequences.count > 1 { merge() }
    return sequences.first ?? []
  }

  private mutating func settle() {
    guard let smallest = pending.min() else { return }
    pending.sort()
    if let last = sequences.last?.last, last.last < smallest {
      sequences[sequences.count - 1] += Self.chunks(of: pending)
    } else {
      sequences.append(Self.chunks(of: pending))
    }
    pending.removeAll(keepingCapacity: true)
    if sequences.count > Self.maximumSequences { merge() }
  }

  /// Chunks of ascending numbers, which may repeat.
  private static func chunks(of numbers: [UInt64]) -> [Chunk] {
    var writer = ReferenceChunkWriter()
    for number in numbers { writer.add(number) }
    return writer.finish()
  }

  private mutating func merge() {
    var sources = sequences.map { ReferenceChunkReader($0) }
    sequences = []
    var writer = ReferenceChunkWriter()
    while true {
      var least: Int?
      for index in sources.indices {
        guard let number = sources[index].number else { continue }
        if let other = least, let smaller = sources[other].number, smaller <= number { continue }
        least = index
      }
      guard let least, let number = sources[least].number else { break }
      writer.add(number)
      sources[least].advance()
    }
    sequences = [writer.finish()]
  }
}
