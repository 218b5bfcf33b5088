import Glibc

/// Reads a CSV file from `tools/generate-workload` row by row, in bounded memory. Its columns have
/// a fixed order, and there are no quotes.
final class RowFile {
  static let header: StaticString = "time,kind,member,points,reference,location,expires,reason"
  private static let capacity = 1 << 20

  private let file: InputFile
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 64)
  private var next = 0
  private var end = 0
  private var fields: InlineArray<8, Bytes> = InlineArray(repeating: .none)
  private var lineNumber = 1

  init(_ path: String) {
    file = InputFile(path)
    guard let line = nextLine(), line.equals(Self.header) else {
      fatalError("\(path) does not begin with \(Self.header)")
    }
  }

  deinit { buffer.deallocate() }

  /// Returns the next row, or nil at the end. Its texts are valid until the next call.
  func nextRow() -> Row? {
    guard let line = nextLine() else { return nil }
    lineNumber += 1
    split(line)
    guard let time = CivilTime.milliseconds(fields[0]), let kind = kind(fields[1]),
      let points = points(fields[3])
    else { malformed() }
    var row = Row(kind: kind, member: fields[2], points: points, reference: fields[4], time: time)
    row.location = fields[5]
    if !fields[6].isEmpty {
      guard let expires = CivilTime.milliseconds(fields[6]) else { malformed() }
      row.expires = expires
    }
    row.reason = fields[7]
    return row
  }

  private func malformed() -> Never { fatalError("line \(lineNumber) is malformed") }

  private func split(_ line: Bytes) {
    guard var start = line.start else { malformed() }
    let end = start + line.count
    for column in 0..<7 {
      guard let comma = memchr(start, 0x2C, end - start) else { malformed() }
      let stop = UnsafePointer(comma.assumingMemoryBound(to: UInt8.self))
      fields[column] = Bytes(start: start, count: stop - start)
      start = stop + 1
    }
    fields[7] = Bytes(start: start, count: end - start)
  }

  private func kind(_ text: Bytes) -> Row.Kind? {
    if text.equals("earn") { return .earn }
    if text.equals("redeem") { return .redeem }
    return text.equals("adjust") ? .adjust : nil
  }

  private func points(_ text: Bytes) -> Int64? {
    guard let start = text.start, !text.isEmpty else { return nil }
    let isNegative = start[0] == UInt8(ascii: "-")
    var value: Int64 = 0
    for index in (isNegative ? 1 : 0)..<text.count {
      let digit = start[index] &- 48
      guard digit < 10 else { return nil }
      value = value * 10 + Int64(digit)
    }
    return isNegative ? -value : value
  }

  /// Returns the next line without its line end, or nil at the end of the file.
  private func nextLine() -> Bytes? {
    while true {
      guard let base = buffer.baseAddress else { fatalError("there is no buffer") }
      if let newline = memchr(base + next, 0x0A, end - next) {
        let start = base + next
        next = newline - base + 1
        return Bytes(
          start: UnsafePointer(start.assumingMemoryBound(to: UInt8.self)), count: newline - start)
      }
      memmove(base, base + next, end - next)
      end -= next
      next = 0
      guard end < buffer.count else { fatalError("line \(lineNumber + 1) has no end") }
      let count = file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
      if count == 0 {
        guard end == 0 else { fatalError("the last line has no end") }
        return nil
      }
      end += count
    }
  }
}
