internal import LedgerStorage

/// Numbers by 64-bit hashes: those added since the last flush in memory, the others in runs.
///
/// A hash is no identity: the caller confirms each number against the stored bytes.
package struct HashTable: StateTable {
  let name: TableName
  private var recent = HashIndex()
  /// The numbers added since the last flush, in order.
  private(set) var pairs: [Pair] = []
  /// The pairs that are being written to a run. They precede `pairs`, and `recent` has them too.
  private var leaving: [Pair] = []
  /// The count of `pairs` at the start of each open journal.
  private var journals: [Int] = []
  /// Numbers that were recently found in runs.
  var hints = HashCache()
  var runs = RunSet()

  package struct Pair: Sendable {
    var hash: UInt64
    var number: UInt64
  }

  init(_ name: TableName) { self.name = name }

  /// Reserves room for `more` further numbers.
  mutating func reserve(_ more: Int) {
    recent.reserve(more)
    pairs.reserveCapacity(pairs.count + more)
  }

  package mutating func insert(_ hash: UInt64, _ number: UInt64) {
    recent.insert(hash, number)
    pairs.append(Pair(hash: hash, number: number))
  }

  /// A number that was almost certainly found under `hash` before; the caller confirms it.
  @inline(__always)
  func hint(_ hash: UInt64) -> UInt64? { hints.number(under: hash) }

  /// Replaces each hash by a number that may belong to it, and remembers those found in runs as
  /// hints. Returns the positions of the hashes that are neither in a run nor were added recently.
  @discardableResult
  mutating func guess(_ hashes: inout KeyBatch) -> KeyBatch.Places {
    hashes.visit { prefetchRecent($1) }
    var missing = hashes.places { hint($0) == nil && recent.first($0) == nil }
    if !missing.isEmpty, !runs.isEmpty { missing = searchRuns(hashes, missing) }
    hashes.replace { self.recent($0) }
    return missing
  }

  /// Replaces each hash by a number that may belong to it, without searching the runs. Returns the
  /// positions of the other hashes, which stay as they are.
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

  /// Whether a number was added under a hash since the last flush.
  @inline(__always)
  func cameLately(_ hash: UInt64) -> Bool { recent.first(hash) != nil }

  /// A number that may belong to a hash, from the hints and the recently added ones.
  @inline(__always)
  func recent(_ hash: UInt64) -> UInt64? { hint(hash) ?? recent.first(hash) }

  /// A number that may belong to a hash; one found in a run becomes a hint.
  mutating func guess(_ hash: UInt64) -> UInt64? {
    if let known = recent(hash) { return known }
    if runs.isEmpty { return nil }
    runs.prefetch(name, hash)
    guard let found: StateNumber = runs.value(name, hash) else { return nil }
    noteHint(hash, found.value)
    return found.value
  }

  /// Starts to load what a search for `hash` reads first.
  @inline(__always)
  func prefetch(_ hash: UInt64) {
    recent.prefetch(hash)
    runs.prefetch(name, hash)
  }

  /// Starts to load what `recent` reads.
  @inline(__always)
  func prefetchRecent(_ hash: UInt64) {
    recent.prefetch(hash)
    hints.prefetch(hash)
  }

  /// Remembers that `number` was found under `hash`.
  mutating func noteHint(_ hash: UInt64, _ number: UInt64) {
    if !runs.isEmpty { hints.note(hash, number) }
  }

  /// The progress of a search for the numbers under a hash; valid until the table changes.
  struct Search: Sendable {
    fileprivate var recent: HashIndex.Search
    fileprivate var older: RunSet.Search?
  }

  @inline(__always)
  func search(_ hash: UInt64) -> Search { Search(recent: recent.search(hash)) }

  /// The next number under the hash, usually the latest first; nil at the end.
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

  /// Calls `body` with all pairs, those of older runs first, until it returns false.
  ///
  /// - Parameter start: Runs of entries before this are left out.
  func forEachPair(from start: UInt64 = 0, _ body: (Pair) -> Bool) throws(StorageError) {
    for run in runs.runs where run.range.lowerBound >= start {
      var cursor = run.cursor(name.rawValue)
      while try cursor.next() {
        let number: StateNumber? = cursor.withValue { RunSet.decoded($0) }
        // A malformed number is reported as one that no entry has.
        if !body(Pair(hash: cursor.key, number: number?.value ?? .max)) { return }
      }
    }
    for pair in leaving where !body(pair) { return }
    for pair in pairs where !body(pair) { return }
  }

  /// Removes the last `count` numbers, which were added since the last flush.
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

  /// Returns the numbers in the order in which they were added. Until `markFlushed` they stay in
  /// memory too.
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

  /// Memory holds only numbers that no run has.
  func evict(keeping most: Int) {}
}
