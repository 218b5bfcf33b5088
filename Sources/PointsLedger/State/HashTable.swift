internal import LedgerStorage

/// Numbers by 64-bit hashes: those that came since the last flush in memory, the others in runs.
///
/// A hash is no identity: the caller confirms each number on the stored bytes.
package struct HashTable: StateTable {
  let name: TableName
  private var recent = HashIndex()
  /// What came since the last flush, in the order in which it came.
  private(set) var pairs: [Pair] = []
  /// What a run is being made of; it comes before `pairs`, and `recent` holds it too.
  private var leaving: [Pair] = []
  /// How many `pairs` there were when each open journal was begun.
  private var journals: [Int] = []
  /// Numbers that were found lately in runs.
  var hints = HashCache()
  var runs = RunSet()

  package struct Pair: Sendable {
    var hash: UInt64
    var number: UInt64
  }

  init(_ name: TableName) { self.name = name }

  /// Makes room for so many more numbers.
  mutating func reserve(_ more: Int) {
    recent.reserve(more)
    pairs.reserveCapacity(pairs.count + more)
  }

  package mutating func insert(_ hash: UInt64, _ number: UInt64) {
    recent.insert(hash, number)
    pairs.append(Pair(hash: hash, number: number))
  }

  /// A number that was almost surely found under `hash` lately: for the caller to confirm.
  @inline(__always)
  func hint(_ hash: UInt64) -> UInt64? { hints.number(under: hash) }

  /// Puts a number that perhaps is under each hash in its place; hints from now on. Gives the places of
  /// hashes that are in no run, nor came lately.
  @discardableResult
  mutating func guess(_ hashes: inout KeyBatch) -> KeyBatch.Places {
    hashes.visit { prefetchRecent($1) }
    var missing = hashes.places { hint($0) == nil && recent.first($0) == nil }
    if !missing.isEmpty, !runs.isEmpty { missing = searchRuns(hashes, missing) }
    hashes.replace { self.recent($0) }
    return missing
  }

  /// Puts a number that perhaps is under each hash in its place, without looking into the runs. Gives the
  /// places of the others: there they stay.
  func guessInMemory(_ hashes: inout KeyBatch) -> KeyBatch.Places {
    hashes.visit { prefetchRecent($1) }
    return hashes.exchange { self.recent($1) }
  }

  private mutating func searchRuns(
    _ hashes: borrowing KeyBatch, _ places: KeyBatch.Places
  ) -> KeyBatch.Places {
    let spots = runs.prefetch(name, hashes, places)
    var missing = KeyBatch.Places()
    places.visit { place in
      let hash = hashes[place]
      if let found: StateNumber = runs.value(name, hash, at: spots[place]) {
        noteHint(hash, found.value)
      } else {
        missing.insert(place)
      }
    }
    return missing
  }

  /// Whether a number came under a hash since the last flush.
  @inline(__always)
  func cameLately(_ hash: UInt64) -> Bool { recent.first(hash) != nil }

  /// A number that perhaps is under a hash, of those that were found or came lately.
  @inline(__always)
  func recent(_ hash: UInt64) -> UInt64? { hint(hash) ?? recent.first(hash) }

  /// A number that perhaps is under a hash; a hint from now on.
  mutating func guess(_ hash: UInt64) -> UInt64? {
    if let known = recent(hash) { return known }
    if runs.isEmpty { return nil }
    runs.prefetch(name, hash)
    guard let found: StateNumber = runs.value(name, hash) else { return nil }
    noteHint(hash, found.value)
    return found.value
  }

  /// Begins to load what a search for `hash` looks at first.
  @inline(__always)
  func prefetch(_ hash: UInt64) {
    recent.prefetch(hash)
    runs.prefetch(name, hash)
  }

  /// Begins to load what `recent` looks at.
  @inline(__always)
  func prefetchRecent(_ hash: UInt64) {
    recent.prefetch(hash)
    hints.prefetch(hash)
  }

  /// Notes that `number` was found under `hash`.
  mutating func noteHint(_ hash: UInt64, _ number: UInt64) {
    if !runs.isEmpty { hints.note(hash, number) }
  }

  /// Where a search for the numbers under a hash has come to; good until the index changes.
  struct Search: Sendable {
    fileprivate var recent: HashIndex.Search
    fileprivate var older: RunSet.Search?
  }

  @inline(__always)
  func search(_ hash: UInt64) -> Search { Search(recent: recent.search(hash)) }

  /// The next number under the hash, those that came last perhaps first; nil at the end.
  @inline(__always)
  func next(_ search: inout Search) -> UInt64? {
    if let found = recent.next(&search.recent) { return found }
    return runs.isEmpty ? nil : nextInRuns(&search)
  }

  private func nextInRuns(_ search: inout Search) -> UInt64? {
    var older = search.older ?? runs.search(name, search.recent.hash)
    let found = runs.next(&older)
    search.older = older
    return found
  }

  /// Calls `body` with all pairs, those of older runs first, until it gives false.
  func forEachPair(_ body: (Pair) -> Bool) throws(StorageError) {
    for run in runs.runs {
      var cursor = run.cursor(name.rawValue)
      while try cursor.next() {
        let number: StateNumber? = cursor.withValue { RunSet.decoded($0) }
        // What is malformed is no number that there is.
        if !body(Pair(hash: cursor.key, number: number?.value ?? .max)) { return }
      }
    }
    for pair in leaving where !body(pair) { return }
    for pair in pairs where !body(pair) { return }
  }

  /// Takes the last `count` numbers back; they came since the last flush.
  mutating func removeLast(_ count: Int) {
    for _ in 0..<Swift.min(count, pairs.count) {
      let pair = pairs.removeLast()
      recent.remove(pair.hash, pair.number)
    }
  }

  mutating func beginJournal() { journals.append(pairs.count) }

  mutating func commitJournal() { _ = journals.popLast() }

  mutating func rollBack() {
    if let start = journals.popLast() { removeLast(pairs.count - start) }
  }

  /// The numbers come in the order in which they came here; until `markFlushed` they stay in memory too.
  mutating func takeChanges() -> [Pair] {
    leaving = pairs
    pairs = []
    pairs.reserveCapacity(leaving.count)
    return leaving
  }

  mutating func markFlushed() {
    leaving = []
    recent.removeAll()
    for pair in pairs { recent.insert(pair.hash, pair.number) }
  }

  mutating func keepAll() {
    pairs = leaving + pairs
    leaving = []
  }

  /// Only what no run has is in memory.
  func evict(keeping most: Int) {}
}
