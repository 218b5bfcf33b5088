extension EntryColumnReader {
  /// The number of rows between marks.
  private static let stride = 64

  /// Makes the entry in row `target` of the block the next one. Earlier entries are skipped by
  /// their numbers of values in each column, for which few columns are decoded.
  mutating func go(to target: Int) throws(Malformed) {
    let mark = min(target / Self.stride, marks.count - 1)
    if target < row || mark * Self.stride > row { next = marks[mark] }
    if target == row { return }
    let shapes = try values(.shape)
    guard target <= shapes.count else { throw Self.tooFew }
    // By layout: the number of skipped entries whose columns are not advanced yet.
    var counts = [Int](repeating: 0, count: layouts.count)
    var index = -1
    for row in row..<target {
      if row == marks.count * Self.stride {
        pass(&counts)
        marks.append(next)
      }
      if index < 0 || layouts[index].shape != shapes[row] {
        index = try layout(of: shapes[row])
        if index == counts.count { counts.append(0) }
      }
      if layouts[index].isVariable {
        if layouts[index].depends { pass(&counts) }
        try passLists(layouts[index])
      }
      counts[index] += 1
    }
    pass(&counts)
  }

  /// The reference of the next entry, which stays the next one; nil if it has none. Few columns are
  /// decoded for that.
  mutating func upcomingReference() throws(Malformed) -> InlineText? {
    let before = next
    defer { next = before }
    let layout = layouts[try layout(of: try upcoming(.shape))]
    guard layout.fields.contains(.reference) else { return nil }
    // Some references are stored relative to this instant.
    _ = try instant(after: 0, layout.occurred)
    return try storedText(.reference)
  }

  /// The index of a shape among the layouts; a new one is added.
  private mutating func layout(of shape: Int64) throws(Malformed) -> Int {
    if let index = layouts.firstIndex(where: { $0.shape == shape }) { return index }
    guard let layout = EntryLayout(shape: shape) else {
      throw Malformed(reason: "its kind or its fields are unknown")
    }
    layouts.append(layout)
    return layouts.count - 1
  }

  /// Advances the columns in which each of the counted entries has one value.
  private mutating func pass(_ counts: inout [Int]) {
    for index in counts.indices where counts[index] > 0 {
      for column in layouts[index].columns { next[column] &+= counts[index] }
      counts[index] = 0
    }
  }

  private mutating func pass(_ count: Int, _ columns: EntryColumn...) {
    for column in columns { next[Int(column.rawValue)] &+= count }
  }

  /// Advances the columns in which an entry has a number of values that depends on its content.
  private mutating func passLists(_ layout: EntryLayout) throws(Malformed) {
    let fields = layout.fields
    if fields.contains(.allocations) { try passAllocations(layout) }
    if fields.contains(.payments) {
      pass(
        try listCount(.paymentCount), .paymentDebt, .paymentLot, .paymentOrdinal, .paymentOrigin,
        .paymentPoints)
    }
    if fields.contains(.newLots) {
      let count = try listCount(.newLotCount)
      pass(count, .newLotOrigin, .newLotPoints, .newLotActivates)
      try passExpiries(count, .newLotHasExpiry, .newLotExpires)
      try passSlidings(count, .newLotDays, .newLotKinds)
    }
    if fields.contains(.sliding) { try passSlidings(1, .slidingDays, .slidingKinds) }
    if fields.contains(.terms) {
      pass(1, .unitCode, .scale, .reversal, .inactivityDays, .activityKinds)
      if try signed(.restore) != 0 { pass(1, .restoreDays) }
    }
    if fields.contains(.refusal) {
      pass(1, .refusedKind)
      let number = try byte(.refusalCode)
      _ = try RefusalCode.stored(number) { () throws(Malformed) in try signed(.refusalValue) }
    }
    if fields.contains(.newMember) {
      let member = fields.contains(.member) ? try upcoming(.member) : 0
      if Record.NewMember.needsSeed(UInt32(truncatingIfNeeded: member)) {
        pass(1, .memberSeedHigh, .memberSeedLow)
      }
    }
    if fields.contains(.namedLots) { pass(try listCount(.namedLotCount), .namedLot) }
    if fields.contains(.unknown) {
      pass(1, .unknownMember, .unknownCounterparty, .unknownOriginal)
      pass(try listCount(.unknownLotCount), .unknownLot)
    }
    if fields.contains(.texts) {
      let present = try signed(.textsPresent)
      for (bit, column) in EntryTexts.columns.enumerated() where present &>> Int64(bit) & 1 == 1 {
        pass(1, column)
      }
    }
  }

  private mutating func passAllocations(_ layout: EntryLayout) throws(Malformed) {
    let count = try listCount(.allocationCount)
    pass(count, .allocationLot, .allocationOrdinal, .allocationArrival, .allocationOrigin)
    if count > 0 {
      pass(count - 1, .allocationPoints)
      pass(1, .allocationRest)
    }
    var record = Record(kind: layout.kind, occurred: 0, effective: 0)
    if layout.depends, layout.fields.contains(.change) {
      record.change = try upcoming(record.changeColumn)
    }
    if record.isRestoring {
      pass(count, .restoredActivates)
      try passExpiries(count, .restoredHasExpiry, .restoredExpires)
      try passSlidings(count, .restoredDays, .restoredKinds)
    } else {
      pass(count, .takenActivates)
      try passExpiries(count, .takenHasExpiry, .takenExpires)
      try passSlidings(count, .takenDays, .takenKinds)
    }
  }

  private mutating func passExpiries(
    _ count: Int, _ hasExpiry: EntryColumn, _ column: EntryColumn
  ) throws(Malformed) {
    for _ in 0..<count where try signed(hasExpiry) == 1 { pass(1, column) }
  }

  private mutating func passSlidings(
    _ count: Int, _ days: EntryColumn, _ kinds: EntryColumn
  ) throws(Malformed) {
    for _ in 0..<count where try signed(days) != 0 { pass(1, kinds) }
  }

  private mutating func listCount(_ column: EntryColumn) throws(Malformed) -> Int {
    let count = try signed(column)
    // No list has more items than this.
    guard count >= 0, count <= Int64(UInt16.max) else { throw Self.tooFew }
    return Int(count)
  }
}
