internal import LedgerStorage

/// Reads the numbers of chunks, one after the other; chunks that were read are let go of.
struct ReferenceChunkReader {
  private var rest: ArraySlice<ReferenceNumbers.Chunk>
  private var numbers: ArraySlice<UInt64> = []

  init(_ chunks: [ReferenceNumbers.Chunk]) {
    rest = chunks[...]
    decodeNext()
  }

  /// The number at hand; nil behind the last.
  var number: UInt64? { numbers.first }

  mutating func advance() {
    numbers.removeFirst()
    if numbers.isEmpty { decodeNext() }
  }

  private mutating func decodeNext() {
    guard let chunk = rest.popFirst() else { return }
    // These bytes were made by the chunk's own encoding, in this process.
    let read: ReferenceChunk? = RunSet.decoded(chunk.bytes.rawSpan)
    guard let decoded = read else { return }
    numbers = decoded.numbers[...]
  }
}
