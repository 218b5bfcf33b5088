internal import LedgerStorage

/// Puts ascending numbers into chunks. A number that comes again is left out.
struct ReferenceChunkWriter {
  private var chunks: [ReferenceNumbers.Chunk] = []
  private var numbers: [UInt64] = []
  private var last: UInt64?

  mutating func add(_ number: UInt64) {
    guard last != number else { return }
    // A chunk cannot say that so many numbers are left out.
    if let last, number - last > UInt64.max >> 1 { endChunk() }
    last = number
    numbers.append(number)
    if numbers.count == ReferenceChunk.capacity { endChunk() }
  }

  consuming func finish() -> [ReferenceNumbers.Chunk] {
    endChunk()
    return chunks
  }

  private mutating func endChunk() {
    guard let first = numbers.first, let last = numbers.last else { return }
    var out = ByteWriter(reserving: 4 * ReferenceChunk.capacity)
    ReferenceChunk(numbers: numbers).encode(into: &out)
    chunks.append(
      ReferenceNumbers.Chunk(first: first, last: last, count: numbers.count, bytes: out.bytes))
    numbers.removeAll(keepingCapacity: true)
  }
}
