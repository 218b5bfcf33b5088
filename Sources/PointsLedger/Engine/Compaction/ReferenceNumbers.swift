/// Many different numbers in little memory: most of them in the chunks in which a base has them.
///
/// New numbers are sorted a batch at a time. A batch that comes after all before it extends the last
/// sequence of chunks; another begins a new one. A sequence is merged with the one before once it has
/// half as many chunks, so each number is merged a few times only.
struct ReferenceNumbers {
  /// Up to `ReferenceChunk.capacity` numbers, encoded.
  struct Chunk {
    let first: UInt64
    let last: UInt64
    let count: Int
    let bytes: [UInt8]
  }

  private static let batch = 8192

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
    if sequences.count > 1 { merge(from: 0) }
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
    while sequences.count > 1,
      sequences[sequences.count - 1].count * 2 >= sequences[sequences.count - 2].count
    {
      merge(from: sequences.count - 2)
    }
  }

  /// Chunks of ascending numbers, which may repeat.
  private static func chunks(of numbers: [UInt64]) -> [Chunk] {
    var writer = ReferenceChunkWriter()
    for number in numbers { writer.add(number) }
    return writer.finish()
  }

  /// Makes one sequence of those from one on.
  private mutating func merge(from start: Int) {
    var sources = sequences[start...].map { ReferenceChunkReader($0) }
    sequences.removeSubrange(start...)
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
    sequences.append(writer.finish())
  }
}
