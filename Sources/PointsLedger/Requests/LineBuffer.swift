/// Divides what a client sends into lines, in bounded memory.
package struct LineBuffer: Sendable {
  /// More than this is not kept while there is nothing to keep.
  private static let keptCapacity = 1 << 18

  package enum Line: Equatable {
    case line(ArraySlice<UInt8>)
    /// A line is too long. It is skipped up to its end.
    case tooLong
  }

  private var bytes: [UInt8] = []
  /// Where the next line begins.
  private var start = 0
  /// Up to here there is no end of a line.
  private var searched = 0
  /// Whether the rest of a line that is too long is still to come.
  private var isSkipping = false

  package init() {}

  package mutating func append(_ more: ArraySlice<UInt8>) {
    dropTaken()
    bytes.append(contentsOf: more)
  }

  /// Whether there is room for more: a whole line always has it.
  package var hasRoom: Bool { bytes.count - start <= RequestLimits.line }

  /// The next line, without its end; nil if no whole line is there. Blank lines are passed over.
  package mutating func next() -> Line? {
    while let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = bytes[start..<end]
      start = end + 1
      searched = start
      if isSkipping {
        isSkipping = false
        continue
      }
      if line.count > RequestLimits.line { return .tooLong }
      if line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) { return .line(line) }
    }
    searched = bytes.count
    if isSkipping {
      start = bytes.count
    } else if bytes.count - start > RequestLimits.line {
      isSkipping = true
      start = bytes.count
      return .tooLong
    }
    return nil
  }

  /// Whether the input, if it ends here, ends within a line.
  package var isWithinLine: Bool { start < bytes.count }

  private mutating func dropTaken() {
    guard start > 0 else { return }
    if start < bytes.count {
      bytes.removeSubrange(..<start)
    } else if bytes.capacity > Self.keptCapacity {
      bytes = []
    } else {
      bytes.removeAll(keepingCapacity: true)
    }
    searched -= start
    start = 0
  }
}
