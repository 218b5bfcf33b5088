internal import LedgerStorage

/// Makes the files of an erasure, beside posting.
struct Eraser {
  let store: LogStore
  let options: Ledger.Options
  let erasure: Erasure
  /// Looks up the seed of the members from a number on.
  let seed: (UInt32) throws(LedgerError) -> KeySeed?

  private var log: RecordLog { RecordLog(store: store) }

  /// Text files without what is destroyed, one for each sealed range that has something of it.
  func makeTexts() throws(LedgerError) -> [LogStore.Text] {
    var texts: [LogStore.Text] = []
    do throws(LedgerError) {
      for range in store.sealedRanges where range.lowerBound < erasure.start {
        if try isAffected(range) { texts.append(try makeText(of: range)) }
      }
      return texts
    } catch {
      store.discard(texts)
      throw error
    }
  }

  private func makeText(of range: Range<UInt64>) throws(LedgerError) -> LogStore.Text {
    var collector = BlockCollector(regions: [.text])
    try log.forEach(from: range.lowerBound) { (record) throws(LedgerError) in
      guard record.sequence < range.upperBound else { return false }
      var seeds: [UInt32: KeySeed] = [:]
      // Another's refusal that names the person.
      if record.erased == nil, let member = record.member, let unknown = record.unknown,
        [unknown.member, unknown.counterparty].contains(where: { $0.map(erasure.names) ?? false })
      {
        seeds[Erasure.group(of: member)] = try seed(Erasure.group(of: member))
      }
      collector.add(erasure.erased(record, seeds: seeds) ?? record)
      return true
    }
    return try translating { () throws(StorageError) in
      var writer = try store.beginText(range, created: options.clock.now().milliseconds)
      try collector.finish(into: &writer)
      return try store.write(writer)
    }
  }

  /// Whether a sealed range may have something that is destroyed, from a few of its columns.
  private func isAffected(_ range: Range<UInt64>) throws(LedgerError) -> Bool {
    let numbers = Set(erasure.members.union(erasure.groups).map { Int64($0) })
    var next = range.lowerBound
    while next < range.upperBound {
      let entries = try translating { () throws(StorageError) in
        try store.entries(containing: next, regions: [])
      }
      guard case .block(let block)? = entries else { return true }
      next = block.sequences.upperBound
      var columns = BlockColumns(block)
      for column in [EntryColumn.member, .unknownMember, .unknownCounterparty] {
        _ = columns.decode(column)
        if let failure = columns.failure { throw failure }
      }
      if columns.integers[Int(EntryColumn.member.rawValue)].contains(where: numbers.contains) {
        return true
      }
      for column in [EntryColumn.unknownMember, .unknownCounterparty] {
        let texts = columns.texts[Int(column.rawValue)]
        for index in 0..<texts.count {
          let isNamed = unsafe texts.withBytes(at: index) { bytes in
            unsafe InlineText(utf8: bytes).map { erasure.names($0) } ?? false
          }
          if isNamed { return true }
        }
      }
    }
    return false
  }

  /// The files of a state's runs that have something that is destroyed, made again without it.
  func makeRuns(of runs: [Run]) throws(LedgerError) -> [Run] {
    var made: [Run] = []
    for run in runs where !run.isMemory && !run.isBase {
      let edits = try edits(of: run)
      if edits.isEmpty { continue }
      made.append(
        try translating { () throws(StorageError) in
          let file = try store.beginRun(run.range)
          var writer = RunWriter(to: file)
          try RunMerger.copy(run, into: &writer, replacing: edits)
          _ = try writer.finish()
          return try Run(scratch: file)
        })
    }
    return made
  }

  /// The file of the base without what is destroyed; nil if there is no base, or nothing to change in
  /// it.
  ///
  /// - Parameter places: How far the erasures were carried out in archives; nil as it was.
  func makeBase(
    erasedBefore end: UInt64, places: [ArchivePlace]? = nil
  ) throws(LedgerError) -> RunFile? {
    guard let base = store.base else { return nil }
    var edits = try edits(of: base)
    for group in erasure.groups {
      for value in try values(BaseTable.seeds.rawValue, UInt64(group), of: base) {
        let seed: KeySeed? = RunSet.decoded(value.rawSpan)
        guard let seed else { continue }
        edits.append(
          RunEdit(
            table: BaseTable.seeds.rawValue, key: UInt64(group), value: value,
            newKey: UInt64(group), newValue: Self.bytes(erasure.erased(seed, ofGroup: group))))
      }
    }
    if let places, var summary = try log.base?.summary(), summary.archives != places {
      let old = Self.bytes(summary)
      summary.archives = places
      edits.append(
        RunEdit(
          table: BaseTable.summary.rawValue, key: 0, value: old, newKey: 0,
          newValue: Self.bytes(summary)))
    }
    if edits.isEmpty { return nil }
    return try translating { () throws(StorageError) in
      let file = try store.beginBase(erasedBefore: end)
      var writer = RunWriter(to: file)
      try RunMerger.copy(base, into: &writer, replacing: edits)
      _ = try writer.finish()
      return file
    }
  }

  private func edits(of run: Run) throws(LedgerError) -> [RunEdit] {
    var edits: [RunEdit] = []
    for (number, text) in erasure.replacements {
      guard let old = erasure.periods[number]?.text else { continue }
      for value in try values(TableName.identifiers.rawValue, UInt64(number), of: run) {
        let period: IdentifierPeriod? = RunSet.decoded(value.rawSpan)
        guard var period, period.text == old else { continue }
        period.text = text
        edits.append(
          RunEdit(
            table: TableName.identifiers.rawValue, key: UInt64(number), value: value,
            newKey: UInt64(number), newValue: Self.bytes(period)))
      }
      let number = Self.bytes(StateNumber(value: UInt64(number)))
      let hash = old.hash64(key: store.hashKey)
      for value in try values(TableName.names.rawValue, hash, of: run) where value == number {
        edits.append(
          RunEdit(
            table: TableName.names.rawValue, key: hash, value: value,
            newKey: text.hash64(key: store.hashKey), newValue: value))
      }
    }
    return edits
  }

  private static func bytes(_ value: some StateValue) -> [UInt8] {
    var out = ByteWriter(reserving: 128)
    value.encode(into: &out)
    return out.bytes
  }

  private func values(
    _ table: UInt8, _ key: UInt64, of run: Run
  ) throws(LedgerError) -> [[UInt8]] {
    try translating { () throws(StorageError) in
      var cursor = run.cursor(table)
      try cursor.seek(to: key)
      var values: [[UInt8]] = []
      while try cursor.next(), cursor.key == key {
        values.append(
          cursor.withValue { value in unsafe value.withUnsafeBytes { unsafe Array($0) } })
      }
      return values
    }
  }
}

extension LedgerState {
  /// The seed of the members from a number on, read from the entry that enrolled the first of them.
  func seed(ofGroup first: UInt32, _ log: RecordLog) throws(LedgerError) -> KeySeed? {
    guard Int(first) < members.count else { return nil }
    let entry = identifiers[Int(members[Int(first)].firstIdentifier)].from.sequence
    if entry < log.store.firstSequence { return try log.base?.seeds()[UInt64(first)] }
    var found: KeySeed?
    try log.forEach(from: entry) { (record) throws(LedgerError) in
      found = record.newMember?.seed.map { KeySeed(seed: $0, keys: record.erased?.keys) }
      return false
    }
    return found
  }
}
