internal import LedgerStorage

/// The runs that hold the state up to a sequence number: adjacent, the oldest first.
///
/// What cannot be read from them is noted as the fault, and read as missing: whoever answers or
/// writes asks for the fault before.
@safe package struct RunSet: Sendable {
  /// The first reason for which a run could not be read, and which.
  package struct Fault: Error, Sendable {
    package let range: Range<UInt64>
    package let reason: String
  }

  /// What their values may name.
  var bounds = StateBounds()
  /// Whether what is read may be decided on and written back: then the page of a value is checked
  /// each time, else now and then.
  var isForWriting = false
  private(set) var runs: [Run] = [] {
    didSet { setHandles() }
  }
  /// `runs` again, to look at many of them without counting references. Sound: a handle is used only
  /// while `runs`, which changes with it, holds the run.
  private var handles: [Unmanaged<Run>] = unsafe []
  private let fault = ReadErrorLatch()

  package init() {}

  /// - Parameter runs: Adjacent, the first from entry 0.
  init(_ runs: [Run], forWriting isForWriting: Bool) {
    self.runs = runs
    self.isForWriting = isForWriting
    setHandles()
  }

  private mutating func setHandles() {
    unsafe handles = runs.map { unsafe Unmanaged.passUnretained($0) }
  }

  /// The index of the newest run below `end` that may hold a key of this hash; nil if none does.
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

  /// Begins to load what looking up the keys at some places of a batch will look at, a step for all of
  /// them at a time. Gives for each place where the lookup is to begin; nil where nothing is known of
  /// that.
  func prefetch(
    _ table: TableName, _ keys: borrowing KeyBatch, _ places: KeyBatch.Places
  ) -> [Spot?] {
    places.visit { prefetch(table, keys[$0]) }
    var spots = [Spot?](repeating: nil, count: KeyBatch.capacity)
    places.visit { spots[$0] = prefetchPage(table, keys[$0]) }
    places.visit { prefetchEntry(table, keys[$0], &spots[$0]) }
    return spots
  }

  /// Begins to load what tells whether the runs may hold a key.
  @inline(__always)
  func prefetch(_ table: TableName, _ key: UInt64) {
    let hash = Run.hash(of: key)
    for index in 0..<runs.count {
      unsafe handles[index]._withUnsafeGuaranteedRef { $0.prefetch(table.rawValue, hash: hash) }
    }
  }

  /// Where a key is to be looked for first: in the newest run that may hold it. Good until the runs change.
  struct Spot {
    fileprivate var run: Int
    fileprivate var inRun: RunSpot
  }

  /// Begins to load the page that perhaps has a key, once what `prefetch` began to load is there.
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

  /// Begins to load the key's entry, once the page's start is there, and notes where it is.
  @inline(__always)
  func prefetchEntry(_ table: TableName, _ key: UInt64, _ spot: inout Spot?) {
    guard var found = spot else { return }
    unsafe handles[found.run]._withUnsafeGuaranteedRef {
      $0.prefetchEntry(table.rawValue, key, at: &found.inRun)
    }
    spot = found
  }

  /// The sequence number after the last entry that they cover.
  package var end: UInt64 { runs.last?.range.upperBound ?? 0 }

  package var isEmpty: Bool { runs.isEmpty }

  /// Why something could not be read, if so.
  package var readError: Fault? {
    if runs.isEmpty { return nil }
    if FileMapping.isAnyLost { noteLost() }
    return fault.value
  }

  /// Of runs whose files were cut, what was read before does not count.
  @inline(never)
  private func noteLost() {
    for run in runs where run.isLost { note(run, "its file was cut, or cannot be read any more") }
  }

  /// Since when the page of a value must have been checked.
  private func dataAge(_ age: PageAge) -> PageAge { isForWriting ? .none : age }

  /// The newest value under a key, or nil.
  ///
  /// - Parameter spot: what `prefetch` gave for the key.
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

  /// What `decode` makes of the newest value under a key, which it must read whole. Nil where there is no
  /// value; where it cannot be read, that is noted as the fault, and it is `.some(nil)`.
  ///
  /// - Parameters:
  ///   - spot: what `prefetch` gave for the key.
  ///   - fits: whether the value names only what there is.
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

  /// The value that no run needs to tell.
  private func unwritten<Value: StateValue>(_ table: TableName, _ key: UInt64) -> Value? {
    guard let run = runs.last, let value = Value.unwritten(key, bounds) else { return nil }
    guard value.fits(bounds) else {
      note(run, "key \(key) of table \(table) is missing")
      return nil
    }
    return value
  }

  /// Where a search for the numbers under a hash has come to.
  struct Search: Sendable {
    let table: TableName
    let hash: UInt64
    /// Only older runs than this are still to be searched.
    fileprivate var end: Int
    /// Numbers that were found and not yet told.
    fileprivate var found: [UInt64] = []
  }

  func search(_ table: TableName, _ hash: UInt64) -> Search {
    Search(table: table, hash: hash, end: runs.count)
  }

  /// The next number under the hash, of newer runs first; nil at the end.
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

  /// Takes the last run off.
  mutating func pop() { _ = runs.popLast() }

  /// Puts one run in the place of those that cover the same entries.
  mutating func replace(with merged: Run) {
    guard
      let first = runs.firstIndex(where: { $0.range.lowerBound == merged.range.lowerBound }),
      let last = runs.firstIndex(where: { $0.range.upperBound == merged.range.upperBound }),
      first <= last
    else { return }
    runs.replaceSubrange(first...last, with: [merged])
  }

  private func note(_ run: Run, _ reason: String) {
    fault.note(Fault(range: run.range, reason: reason))
  }

  /// Notes that entries after the runs contradict what these say.
  func noteDeferred(_ key: UInt64, _ reason: String) {
    guard let run = runs.last else { return }
    note(run, "the entries after it do not follow from it for key \(key): \(reason)")
  }

  static func decoded<Value: StateValue>(_ bytes: RawSpan) -> Value? {
    decoded(bytes, Value.init(from:))
  }

  /// What `decode` makes of all of some bytes; nil where they are malformed.
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
