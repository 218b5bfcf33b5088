/// Returns the next bytes of a file by appending them to its argument; appends nothing at the end.
public typealias ByteSource = (inout OutputSpan<UInt8>) throws(InterchangeError) -> Void

/// A window on the bytes of a source; the current row is in it as a whole.
///
/// The bytes that were read and not yet consumed are `position..<end` of one block. After `end`
/// there are always 8 more bytes that may be loaded (their content means nothing), so that scanning
/// can go word by word.
@safe struct RowBuffer: ~Copyable {
  /// The most bytes of a row.
  static let maximumRow = 65_536
  /// The most bytes requested from the source at once.
  private static let chunk = 262_144
  static let slack = 8

  let base: UnsafeMutablePointer<UInt8>
  /// The start of the next row.
  private(set) var position = 0
  private(set) var end = 0
  /// Whether the source has returned its last byte.
  private(set) var isAtEnd = false
  /// The byte that was read last.
  private var lastByte: UInt8?
  private let capacity: Int
  private let source: ByteSource
  /// Whether reading more would wait.
  private let isQuiet: () -> Bool

  init(source: @escaping ByteSource, isQuiet: @escaping () -> Bool = { false }) {
    self.source = source
    self.isQuiet = isQuiet
    capacity = Self.maximumRow + Self.chunk
    unsafe base = .allocate(capacity: capacity + Self.slack)
    unsafe base.initialize(repeating: 0, count: capacity + Self.slack)
  }

  deinit { unsafe base.deallocate() }

  /// Whether the source has nothing now and has not ended.
  func mustWait() -> Bool { !isAtEnd && isQuiet() }

  /// Moves the start of the row to the front and reads more. Returns whether there were more bytes.
  mutating func refill() throws(InterchangeError) -> Bool {
    guard !isAtEnd else { return false }
    if position > 0 {
      unsafe base.update(from: base + position, count: end - position)
      end -= position
      position = 0
    }
    let room = unsafe UnsafeMutableBufferPointer(start: base + end, count: capacity - end)
    guard room.count > 0 else { return true }
    var span = unsafe OutputSpan(buffer: room, initializedCount: 0)
    try source(&span)
    let count = unsafe span.finalize(for: room)
    end += count
    isAtEnd = count == 0
    if count > 0 { lastByte = unsafe base[end - 1] }
    return count > 0
  }

  /// Whether the last line had no line feed, and everything was consumed; or, if a fault in the row
  /// at the position stopped its reader, no other line is left.
  func endsWithinLine(afterFault: Bool) -> Bool {
    let newline = UInt8(ascii: "\n")
    guard isAtEnd, let lastByte, lastByte != newline else { return false }
    if position == end { return true }
    let found = unsafe ByteSearch.first(newline, UnsafePointer(base), from: position, to: end)
    return afterFault && found == nil
  }

  /// Continues after the row that ends before `next`.
  mutating func consume(upTo next: Int) { position = next }

  /// Continues after the line in which the position is.
  mutating func skipLine() throws(InterchangeError) {
    let newline = UInt8(ascii: "\n")
    while true {
      let base = unsafe UnsafePointer(base)
      if let found = unsafe ByteSearch.first(newline, base, from: position, to: end) {
        position = found + 1
        return
      }
      position = end
      guard try refill() else { return }
    }
  }

  /// Reads until `count` bytes are there, or all of a shorter file.
  mutating func fill(_ count: Int) throws(InterchangeError) {
    while end - position < count {
      guard try refill() else { return }
    }
  }

  /// Whether the file begins as UTF-16 does: with its byte order mark, or with a zero in one byte of
  /// the first two.
  mutating func isUTF16() throws(InterchangeError) -> Bool {
    try fill(2)
    guard end - position >= 2 else { return false }
    let (first, second) = unsafe (base[position], base[position + 1])
    if (first, second) == (0xFF, 0xFE) || (first, second) == (0xFE, 0xFF) { return true }
    return (first == 0) != (second == 0)
  }

  /// Skips a byte order mark at the start of the file.
  mutating func skipByteOrderMark() throws(InterchangeError) {
    try fill(3)
    guard end - position >= 3 else { return }
    if unsafe base[position] == 0xEF && base[position + 1] == 0xBB && base[position + 2] == 0xBF {
      position += 3
    }
  }
}
