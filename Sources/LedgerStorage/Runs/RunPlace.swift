/// A position among the entries of a data page: before the first, or at one of them.
///
/// An entry consists of a byte, the difference between its key and the one before, a varint, and
/// the value. The low half of the byte is the length of the difference, the high half that of the
/// value; 15 means that the varint is present, with the rest of the length. The keys of every 16th
/// entry are in a list at the start of the page.
struct RunPlace {
  enum Step { case entry, end, damaged }

  /// The number of entries up to this position, the current one included.
  private var index: Int
  /// The offset of the next entry in the page.
  private var offset: Int
  /// The key of the entry.
  private(set) var key: UInt64 = 0
  /// The offset of the value in the page; the value ends within the used length.
  private(set) var valueOffset: Int
  private(set) var valueByteCount = 0

  /// The position before the first entry of a page; nil if the page contradicts the format.
  init?(startOf page: RunPage) {
    self.init(page, interval: 0)
  }

  /// The position before the first entry of an interval; nil if there is no such interval.
  private init?(_ page: RunPage, interval: Int) {
    let list = RunPageHeader.byteCount
    let intervalCount =
      (page.count + RunLimits.restartInterval - 1) / RunLimits.restartInterval
    let entries = list + intervalCount * RunLimits.restartBytes
    guard interval >= 0, interval < intervalCount, entries <= page.usedByteCount else { return nil }
    index = interval * RunLimits.restartInterval
    offset = entries
    if interval > 0 {
      offset += Int(
        page.integer(at: list + intervalCount * 8 + interval * 2, as: UInt16.self))
    }
    valueOffset = entries
  }

  /// Advances to the next entry. With any other result than `entry` the position stays the same.
  @inline(__always) mutating func advance(in page: RunPage) -> Step {
    guard index < page.count else { return .end }
    let used = page.usedByteCount
    guard offset < used else { return .damaged }
    let head = page.byte(offset)
    var position = offset + 1
    var length = Int(head >> 4)
    if index % RunLimits.restartInterval == 0 {
      // Within the list, since the index is below the count.
      let list = RunPageHeader.byteCount
      key = page.integer(at: list + index / RunLimits.restartInterval * 8)
      guard head & 15 == 0 else { return .damaged }
    } else {
      let size = Int(head & 15)
      guard size <= min(8, used - position) else { return .damaged }
      if position + 8 <= page.byteCount {
        let more: UInt64 = page.integer(at: position)
        // Keeps those of the eight bytes that belong to the difference.
        key &+= more & ~(~0 << UInt64(8 * size))
      } else {
        for index in 0..<size { key &+= UInt64(page.byte(position + index)) << UInt64(8 * index) }
      }
      position += size
    }
    if length == 15 {
      var shift = 0
      while true {
        guard position < used, shift <= 21 else { return .damaged }
        let group = page.byte(position)
        position += 1
        length += Int(group & 0x7F) << shift
        if group < 0x80 { break }
        shift += 7
      }
    }
    guard length <= used - position else { return .damaged }
    valueOffset = position
    valueByteCount = length
    offset = position + length
    index += 1
    return .entry
  }

  /// The interval at which a search for a key starts; nil if the page contradicts the format.
  private static func interval(before key: UInt64, in page: RunPage) -> Int? {
    guard RunPlace(startOf: page) != nil else { return nil }
    let list = RunPageHeader.byteCount
    let count = (page.count + RunLimits.restartInterval - 1) / RunLimits.restartInterval
    // Pages are seldom cached: this loads the cache lines together, not one after the other.
    page.prefetch(list + count * 8)
    // Equal keys may begin in the interval before the one that starts with the key.
    return max(page.countOfKeys(below: key, of: count, at: list) - 1, 0)
  }

  /// The same, and starts to load the cache lines of the interval.
  static func prefetchInterval(before key: UInt64, in page: RunPage) -> Int? {
    guard let interval = interval(before: key, in: page),
      let place = RunPlace(page, interval: interval)
    else { return nil }
    for line in 0..<3 { page.prefetch(place.offset + line * 64) }
    return interval
  }

  /// Moves `place` to the first entry of a page whose key is not less than `key`; `end` if all are
  /// less.
  ///
  /// - Parameter interval: The result of `prefetchInterval` for the key in this page; nil searches
  ///   for it.
  static func first(
    notBefore key: UInt64, in page: RunPage, from interval: Int?, place: inout RunPlace
  ) -> Step {
    guard let interval = interval ?? prefetchInterval(before: key, in: page),
      var found = RunPlace(page, interval: interval)
    else { return .damaged }
    while true {
      let step = found.advance(in: page)
      if step == .damaged { return step }
      place = found
      if step == .end || found.key >= key { return step }
    }
  }
}
