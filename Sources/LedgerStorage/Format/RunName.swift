/// The name of a run's file: `run-`, its first and last sequence numbers, `.idx`.
struct RunName: Hashable, Sendable, CustomStringConvertible {
  /// The sequence numbers that the run covers; not empty.
  let range: Range<UInt64>

  init(range: Range<UInt64>) { self.range = range }

  /// Reads a file's name; nil if it is not that of a run.
  init?(_ name: String) {
    guard name.utf8.count == 41, name.hasPrefix("run-"), name.hasSuffix(".idx") else { return nil }
    let text = name.utf8.dropFirst(4).dropLast(4)
    guard text.dropFirst(16).first == UInt8(ascii: "-"),
      let first = FileName.number(text.prefix(16)),
      let last = FileName.number(text.dropFirst(17)), first <= last, last < .max
    else { return nil }
    self.init(range: first..<last + 1)
  }

  var description: String {
    "run-\(FileName.digits(range.lowerBound))-\(FileName.digits(range.upperBound &- 1)).idx"
  }
}
