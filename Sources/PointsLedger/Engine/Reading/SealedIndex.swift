internal import LedgerStorage

/// Finds entries by the keys of the segments, and in the logs behind them by looking at each entry:
/// without building a state.
final class SealedIndex: EntryIndex {
  private let store: LogStore
  private let reader: RecordLog
  private let ranges: [Range<UInt64>]
  private let hashKey: UInt64
  private var summaries: [Int: SegmentSummary] = [:]
  /// Of the entries that are not sealed.
  private let tail: UnsealedEntries
  private(set) var units: [UnitState] = []
  private var names: [UInt32: InlineText] = [:]
  /// The sequence number after the last entry.
  let end: UInt64

  init(reader: RecordLog) throws(LedgerError) {
    self.reader = reader
    store = reader.store
    ranges = store.sealedRanges
    hashKey = SegmentKeys.hashKey(of: store)
    var tail = UnsealedEntries(after: ranges.last?.upperBound ?? 0)
    try reader.forEach(from: tail.end) { (record) throws(LedgerError) in
      tail.add(record)
      return true
    }
    self.tail = tail
    end = tail.end
    try collectUnits()
  }

  // MARK: - Names

  func identifierText(_ number: UInt32) throws(LedgerError) -> InlineText? {
    if let known = names[number] { return known }
    let found = try storedText(number)
    names[number] = found
    return found
  }

  private func storedText(_ number: UInt32) throws(LedgerError) -> InlineText? {
    let sealed = try identifiersSealed()
    if UInt64(number) >= sealed {
      let index = Int(UInt64(number) - sealed)
      return index < tail.identifiers.count ? tail.identifiers[index].text : nil
    }
    let place = try block(making: \.identifiers, after: \.identifiersBefore, UInt64(number))
    guard let place else { return nil }
    let texts = try texts(.newIdentifier, place)
    return place.rest < texts.count
      ? unsafe texts.withBytes(at: place.rest) { unsafe InlineText(utf8: $0) } : nil
  }

  func firstIdentifier(of member: UInt32) throws(LedgerError) -> UInt32? {
    let last = try ranges.indices.last.map { (index) throws(LedgerError) in
      try summary(index)
    }
    let sealed = last.map { $0.membersBefore + $0.members } ?? 0
    if UInt64(member) >= sealed {
      let before = try identifiersSealed()
      return tail.firstIdentifiers[member].map { UInt32(truncatingIfNeeded: before) &+ UInt32($0) }
    }
    let place = try block(making: \.members, after: \.membersBefore, UInt64(member))
    guard let place else { return nil }
    var members = place.rest
    var identifiers: UInt64 = 0
    for shape in try integers(.shape, place) {
      let fields = RecordField(
        rawValue: EntrySignature(rawValue: UInt64(bitPattern: shape)).fields)
      if fields.contains(.newMember) {
        if members == 0 { break }
        members -= 1
      }
      if fields.contains(.newIdentifier) { identifiers += 1 }
    }
    let before =
      try summary(place.segment).identifiersBefore
      + summary(place.segment).blocks[..<place.block].reduce(0) { $0 + $1.identifiers }
    return UInt32(exactly: before + identifiers)
  }

  func unitCode(_ number: UInt8) -> UnitCode? {
    Int(number) < units.count ? units[Int(number)].code : nil
  }

  func unitNumber(_ code: UnitCode) -> UInt8? {
    units.firstIndex { $0.code == code }.map { UInt8($0) }
  }

  // MARK: - Entries

  func lastEntry(member: UInt32, unit: UInt8) throws(LedgerError) -> UInt64? {
    try last(member, unit)
  }

  func lastEntry(member: UInt32) throws(LedgerError) -> UInt64? { try last(member, nil) }

  func candidates(for reference: Reference) throws(LedgerError) -> [UInt64] {
    let hash = reference.text.hash64(key: hashKey)
    var found: [UInt64] = []
    for range in ranges {
      let place = KeyPlace(hash: hash, blockCount: ColumnLimits.blockCount(of: range))
      found += try values(.referenceRow, of: .reference, at: place, in: range).map {
        range.lowerBound &+ UInt64(bitPattern: $0)
      }
    }
    return found + tail.references.filter { $0.text == reference.text }.map { $0.sequence }
  }

  /// Whom an identifier names now: the one for whom it was made known last, if that has not ended,
  /// or whom that member was merged into.
  func memberNumber(_ identifier: MemberIdentifier) throws(LedgerError) -> UInt32? {
    let hash = identifier.text.hash64(key: hashKey)
    var numbers: [UInt32] = []
    for range in ranges {
      let place = KeyPlace(hash: hash, blockCount: ColumnLimits.blockCount(of: range))
      numbers += try values(.identifierNumber, of: .identifier, at: place, in: range)
        .compactMap { UInt32(exactly: $0) }
    }
    let sealed = try identifiersSealed()
    for (index, known) in tail.identifiers.enumerated() where known.text == identifier.text {
      numbers.append(UInt32(truncatingIfNeeded: sealed) &+ UInt32(index))
    }
    for number in numbers.reversed() where try identifierText(number) == identifier.text {
      guard let owner = try owner(of: number) else { return nil }
      return try survivor(of: owner, unless: number)
    }
    return nil
  }

  /// The member for whom an identifier was made known.
  private func owner(of identifier: UInt32) throws(LedgerError) -> UInt32? {
    let sealed = try identifiersSealed()
    if UInt64(identifier) >= sealed {
      let index = Int(UInt64(identifier) - sealed)
      return index < tail.identifiers.count ? tail.identifiers[index].member : nil
    }
    let found = try block(
      making: \.identifiers, after: \.identifiersBefore, UInt64(identifier))
    guard let place = found else { return nil }
    var rest = place.rest
    for (row, shape) in try integers(.shape, place).enumerated() {
      let fields = RecordField(rawValue: EntrySignature(rawValue: UInt64(bitPattern: shape)).fields)
      guard fields.contains(.newIdentifier) else { continue }
      if rest == 0 {
        let first = ranges[place.segment].lowerBound + UInt64(place.block * ColumnLimits.blockRows)
        return try reader.skim(at: first + UInt64(row)).member
      }
      rest -= 1
    }
    return nil
  }

  /// What a member has become through merges; nil if `identifier` was taken from it.
  private func survivor(of member: UInt32, unless identifier: UInt32) throws(LedgerError) -> UInt32?
  {
    var current = member
    while true {
      var into: UInt32?
      var next = try last(current, nil)
      while let sequence = next {
        let record = try reader.skim(at: sequence)
        if record.kind == .unlink, record.counterpartyIdentifier == identifier { return nil }
        if record.kind == .merge { into = record.counterparty }
        next = record.previous
      }
      guard let into else { return current }
      current = into
    }
  }

  private func last(_ member: UInt32, _ unit: UInt8?) throws(LedgerError) -> UInt64? {
    let account = KeyPlace.account(member: member, unit: unit)
    if let sequence = tail.heads[account] { return sequence }
    for range in ranges.reversed() {
      let place = KeyPlace(account: account, blockCount: ColumnLimits.blockCount(of: range))
      if let row = try values(.lastRow, of: .account, at: place, in: range).first {
        return range.lowerBound &+ UInt64(bitPattern: row)
      }
    }
    return nil
  }

  // MARK: - Reading

  /// A block, and how many come before the one that is sought in it.
  private struct Place {
    var segment: Int
    var block: Int
    var rest: Int
  }

  private func identifiersSealed() throws(LedgerError) -> UInt64 {
    guard let last = ranges.indices.last else { return 0 }
    return try summary(last).identifiersBefore + summary(last).identifiers
  }

  private func summary(_ segment: Int) throws(LedgerError) -> SegmentSummary {
    if let known = summaries[segment] { return known }
    let summary = try SegmentSummary.of(ranges[segment], in: store)
    summaries[segment] = summary
    return summary
  }

  /// The block whose entries make the member or identifier `number` known.
  private func block(
    making count: KeyPath<SegmentSummary.Block, UInt64>,
    after before: KeyPath<SegmentSummary, UInt64>, _ number: UInt64
  ) throws(LedgerError) -> Place? {
    var low = 0
    var high = ranges.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if try summary(middle)[keyPath: before] <= number { low = middle } else { high = middle }
    }
    guard low < ranges.count else { return nil }
    let summary = try summary(low)
    guard number >= summary[keyPath: before] else { return nil }
    var rest = number - summary[keyPath: before]
    for (index, block) in summary.blocks.enumerated() {
      if rest < block[keyPath: count] { return Place(segment: low, block: index, rest: Int(rest)) }
      rest -= block[keyPath: count]
    }
    return nil
  }

  private func chunk(_ column: EntryColumn, _ place: Place) throws(LedgerError) -> [UInt8] {
    try translating { () throws(StorageError) in
      try store.block(place.block, of: ranges[place.segment], regions: [column.region])
        .chunk(column.rawValue, of: column.region) ?? [0]
    }
  }

  private func integers(_ column: EntryColumn, _ place: Place) throws(LedgerError) -> [Int64] {
    let chunk = try chunk(column, place)
    do throws(FormatFault) {
      return try ColumnDecoder.integers(chunk.rawSpan, limit: ColumnLimits.blockRows)
    } catch { throw damaged(place, "\(column)", error) }
  }

  private func texts(_ column: EntryColumn, _ place: Place) throws(LedgerError) -> ColumnTexts {
    let chunk = try chunk(column, place)
    do throws(FormatFault) {
      return try ColumnDecoder.texts(
        chunk.rawSpan, limit: ColumnLimits.blockRows, byteLimit: ColumnLimits.blockRows * 64)
    } catch { throw damaged(place, "\(column)", error) }
  }

  private func damaged(_ place: Place, _ column: String, _ fault: FormatFault) -> LedgerError {
    LedgerError(
      .damaged,
      "the segment with entry \(ranges[place.segment].lowerBound), block \(place.block), column "
        + "\(column): \(fault.what); restore a backup")
  }

  /// The values beside a key.
  private func values(
    _ column: KeyColumn, of keys: KeyColumn, at place: KeyPlace, in range: Range<UInt64>
  ) throws(LedgerError) -> [Int64] {
    let keys = try SegmentKeys.values(keys, ofBlock: place.block, in: range, of: store)
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < place.key { low = middle + 1 } else { high = middle }
    }
    guard low < keys.count, keys[low] == place.key else { return [] }
    let values = try SegmentKeys.values(column, ofBlock: place.block, in: range, of: store)
    var found: [Int64] = []
    while low < keys.count, low < values.count, keys[low] == place.key {
      found.append(values[low])
      low += 1
    }
    return found
  }

  private func collectUnits() throws(LedgerError) {
    var state = LedgerState(hashKey: 0)
    state.isPartial = true
    var left =
      try ranges.indices.last.map { (last) throws(LedgerError) in
        try summary(last).unitEntriesBefore + summary(last).unitEntries
      } ?? 0
    // Most ledgers define all their units at the beginning.
    for index in ranges.indices where left > 0 {
      var here = try summary(index).unitEntries
      if here == 0 { continue }
      left -= min(left, here)
      try reader.forEach(from: ranges[index].lowerBound) { (record) throws(LedgerError) in
        if record.kind == .unit {
          try state.replayNames(record)
          here -= 1
        }
        return here > 0
      }
    }
    for record in tail.units { try state.replayNames(record) }
    units = state.units
  }
}
