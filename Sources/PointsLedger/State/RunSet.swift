internal import LedgerStorage

/// The runs that hold the state up to a sequence number: adjacent, oldest first.
///
/// A value that cannot be read is treated as missing, and the fault is noted: code that answers or
/// writes must check the fault first.
@safe package struct RunSet: Sendable {
  /// The first reason why a run could not be read, and the run.
  package struct Fault: Error, Sendable {
    package let range: Range<UInt64>
    package let reason: String
  }

  /// The ranges of the runs that are derived: the base of a compaction is not.
  static func derivedRanges(_ runs: [Run]) -> [Range<UInt64>] {
    runs.filter { !$0.isBase }.map(\.range)
  }

  /// The limits for the numbers that values may contain.
  var bounds = StateBounds()
  /// Whether values that are read may be decided on and written back. The page of a value is then
  /// checked on each read, otherwise now and then.
  var isForWriting = false
  private(set) var runs: [Run] = [] {
    didSet { setHandles() }
  }
  /// The same runs, to visit many of them without counting references. Sound: a handle is used only
  /// while `runs`, which changes together with it, holds the run.
  private var handles: [Unmanaged<Run>] = unsafe []
  private let fault = ReadErrorLatch()

  package init() {}

  /// - Parameter runs: Adjacent runs, the first from entry 0.
  init(_ runs: [Run], forWriting isForWriting: Bool) {
    self.runs = runs
    self.isForWriting = isForWriting
    setHandles()
  }

  private mutating func setHandles() {
    unsafe handles = runs.map { unsafe Unmanaged.passUnretained($0) }
  }

  /// The index of the newest run below `end` that may have a key with this hash; nil if none has.
  @inline(__always)
  private func candidate(
    _ table: UInt8, _ hash: UInt64, below end: Int, _ age: PageAge
  ) -> Int? {
    var index = end
    while index > 0 {
      index -= 1
      let mayHold = unsafe handles[index]._withUnsafeGuaranteedRef {
        $0.mayHold(table, hash: hash, age)
      }
      if mayHold { return index }
    }
    return nil
  }

  /// Starts to load what looking up the keys at some positions of a batch will read, one step for
  /// all of them at a time. Returns for each position where the lookup begins; nil where that is
  /// not known.
  func prefetch(
    _ table: TableName, _ keys: borrowing KeyBatch, _ places: KeyBatch.Places
  ) -> [Spot?] {
    places.visit { prefetch(table, keys[$0]) }
    var spots = [Spot?](repeating: nil, count: KeyBatch.capacity)
    places.visit { spots[$0] = prefetchPage(table, keys[$0]) }
    places.visit { prefetchEntry(table, keys[$0], &spots[$0]) }
    return spots
  }

  /// Starts to load what decides whether the runs may have a key.
  @inline(__always)
  func prefetch(_ table: TableName, _ key: UInt64) {
    let hash = Run.hash(of: key)
    for index in 0..<runs.count {
      unsafe handles[index]._withUnsafeGuaranteedRef { $0.prefetch(table.rawValue, hash: hash) }
    }
  }

  /// Where the lookup of a key begins: the newest run that may have it. Valid until the runs
  /// change.
  struct Spot {
    fileprivate var run: Int
    fileprivate var inRun: RunSpot
  }

  /// Starts to load the page that may have a key, once what `prefetch` requested has arrived.
  func prefetchPage(_ table: TableName, _ key: UInt64) -> Spot? {
    let age = PageAge.seconds
    guard let run = candidate(table.rawValue, Run.hash(of: key), below: runs.count, age) else {
      return nil
    }
    let found = unsafe handles[run]._withUnsafeGuaranteedRef {
      $0.prefetchPage(table.rawValue, key, age)
    }
    return found.map { Spot(run: run, inRun: $0) }
  }

  /// Starts to load the entry of a key, once the start of its page has arrived, and notes its
  /// offset.
  @inline(__always)
  func prefetchEntry(_ table: TableName, _ key: UInt64, _ spot: inout Spot?) {
    guard var found = spot else { return }
    unsafe handles[found.run]._withUnsafeGuaranteedRef {
      $0.prefetchEntry(table.rawValue, key, at: &found.inRun)
    }
    spot = found
  }

  /// The sequence number after the last entry that the runs cover.
  package var end: UInt64 { runs.last?.range.upperBound ?? 0 }

  package var isEmpty: Bool { runs.isEmpty }

  /// The reason why the runs could not be read, if any.
  package var readError: Fault? {
    if runs.isEmpty { return nil }
    if FileMapping.isAnyLost { noteLost() }
    return fault.value
  }

  /// If the file of a run was truncated, what was read from it before does not count.
  @inline(never)
  private func noteLost() {
    for run in runs where run.isLost { note(run, "its file was cut, or cannot be read any more") }
  }

  /// How old the last check of a value's page may be.
  private func dataAge(_ age: PageAge) -> PageAge { isForWriting ? .none : age }

  /// The newest value under a key, or nil.
  ///
  /// - Parameter spot: The result of `prefetch` for the key.
  func value<Value: StateValue>(
    _ table: TableName, _ key: UInt64, at spot: Spot? = nil
  ) -> Value? {
    switch read(
      table, key, at: spot,
      { (reader) throws(ByteReader.Malformed) in
        try Value(from: &reader)
      }, fits: { $0.fits(bounds) })
    {
    case .none: unwritten(table, key)
    case .some(let value): value
    }
  }

  /// The result of `decode` for the newest value under a key; it must consume all bytes. Nil if
  /// there is no value. If the value cannot be read, the fault is noted and the result is
  /// `.some(nil)`.
  ///
  /// - Parameters:
  ///   - spot: The result of `prefetch` for the key.
  ///   - fits: Whether all numbers in the value refer to something that exists.
  @inline(__always)
  func read<Value>(
    _ table: TableName, _ key: UInt64, at spot: Spot?,
    _ decode: (inout ByteReader) throws(ByteReader.Malformed) -> Value,
    fits: (Value) -> Bool
  ) -> Value?? {
    let hash = Run.hash(of: key)
    let age = PageAge.seconds
    var spot = spot
    var end = runs.count
    while let index = spot?.run ?? candidate(table.rawValue, hash, below: end, age) {
      end = index
      let run = runs[index]
      let place = spot?.inRun
      spot = nil
      do throws(StorageError) {
        var found: Value??
        try run.readValue(table.rawValue, key, at: place, age, dataAge(age)) {
          found = .some(Self.decoded($0, decode))
        }
        guard let found else { continue }
        guard let value = found else {
          note(run, "the value of key \(key) in table \(table) is malformed")
          return .some(nil)
        }
        guard fits(value) else {
          note(run, "the value of key \(key) in table \(table) names what there is not")
          return .some(nil)
        }
        return .some(value)
      } catch {
        note(run, error.description)
        return .some(nil)
      }
    }
    return nil
  }

  /// The value that follows from the key and is not written in runs.
  private func unwritten<Value: StateValue>(_ table: TableName, _ key: UInt64) -> Value? {
    guard let run = runs.last, let value = Value.unwritten(key, bounds) else { return nil }
    guard value.fits(bounds) else {
      note(run, "key \(key) of table \(table) is missing")
      return nil
    }
    return value
  }

  /// The progress of a search for the numbers under a hash.
  struct Search: Sendable {
    let table: TableName
    let hash: UInt64
    /// The runs below this index are still to be searched.
    fileprivate var end: Int
    /// Numbers that were found and not yet returned.
    fileprivate var found: [UInt64] = []
  }

  func search(_ table: TableName, _ hash: UInt64) -> Search {
    Search(table: table, hash: hash, end: runs.count)
  }

  /// The next number under the hash, from newer runs first; nil at the end.
  func next(_ search: inout Search) -> UInt64? {
    let age = PageAge.seconds
    while search.found.isEmpty {
      let mixed = Run.hash(of: search.hash)
      guard let index = candidate(search.table.rawValue, mixed, below: search.end, age) else {
        return nil
      }
      search.end = index
      search.found = numbers(search.table, search.hash, in: runs[index], age)
    }
    return search.found.removeFirst()
  }

  private func numbers(
    _ table: TableName, _ hash: UInt64, in run: Run, _ age: PageAge
  ) -> [UInt64] {
    var numbers: [UInt64] = []
    let limit = table == .names ? UInt64(bounds.identifiers) : bounds.entries
    do throws(StorageError) {
      var isSound = true
      try run.forEachValue(table.rawValue, hash, age, dataAge(age)) { bytes in
        let number: StateNumber? = Self.decoded(bytes)
        if let number, number.value < limit {
          numbers.append(number.value)
        } else {
          isSound = false
        }
        return isSound
      }
      if !isSound { note(run, "a number in table \(table) is malformed") }
    } catch { note(run, error.description) }
    return numbers
  }

  mutating func push(_ run: Run) { runs.append(run) }

  /// Replaces some adjacent runs by one that covers the same entries; false if they are not there
  /// any more.
  mutating func replace(_ old: ArraySlice<Run>, with merged: Run) -> Bool {
    guard let first = runs.firstIndex(where: { $0 === old.first }),
      runs.count - first >= old.count,
      zip(runs[first...], old).allSatisfy({ $0 === $1 })
    else { return false }
    runs.replaceSubrange(first..<first + old.count, with: [merged])
    return true
  }

  private func note(_ run: Run, _ reason: String) {
    fault.note(Fault(range: run.range, reason: reason))
  }

  /// Notes that something in the base cannot be read.
  func noteBase(_ reason: String) {
    guard let base = runs.first else { return }
    note(base, reason)
  }

  /// Notes that entries after the runs contradict them.
  func noteDeferred(_ key: UInt64, _ reason: String) {
    guard let run = runs.last else { return }
    note(run, "the entries after it do not follow from it for key \(key): \(reason)")
  }

  static func decoded<Value: StateValue>(_ bytes: RawSpan) -> Value? {
    decoded(bytes, Value.init(from:))
  }

  /// The result of `decode` for some bytes, all of which it must consume; nil if they are
  /// malformed.
  @inline(__always)
  private static func decoded<Value>(
    _ bytes: RawSpan, _ decode: (inout ByteReader) throws(ByteReader.Malformed) -> Value
  ) -> Value? {
    unsafe bytes.withUnsafeBytes { bytes in
      var reader = unsafe ByteReader(bytes)
      guard let value = try? decode(&reader), reader.isAtEnd else { return nil }
      return value
    }
  }
}
