/// The groups of an import that have ended, with the lines where they began.
///
/// The last 65,536 are remembered, each by its whole name, so an import of any length needs at most
/// some megabytes. A name that comes again after more groups than that begins a group of its own.
struct EndedGroups {
  private let capacity: Int
  private var lines: [InlineText: Int] = [:]
  /// A ring of the names in `lines`.
  private var names: [InlineText] = []
  /// The place of the oldest name, once the ring is full.
  private var oldest = 0

  init(capacity: Int = 65_536) { self.capacity = max(capacity, 1) }

  /// The line where the group began; nil if there was none of this name, or too long ago.
  func line(of name: InlineText) -> Int? { lines[name] }

  /// Notes a group. Its name must not be remembered.
  mutating func append(_ name: InlineText, line: Int) {
    if names.count < capacity {
      names.append(name)
    } else {
      lines[names[oldest]] = nil
      names[oldest] = name
      oldest = (oldest + 1) % capacity
    }
    lines[name] = line
  }
}
