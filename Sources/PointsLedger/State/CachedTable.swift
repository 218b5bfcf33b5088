internal import LedgerStorage

/// Values by key: recently touched ones in memory, the others in runs.
///
/// A key that changed since the last flush goes into the next run. A key without a value in memory
/// has the value that the runs store.
package struct CachedTable<Value: StateValue>: StateTable {
  private struct Slot: Sendable {
    var key: UInt64
    var value: Value
    /// Whether no run has this value yet.
    var isChanged: Bool
    /// The round in which it was last changed or brought in.
    var round: UInt32
  }

  /// A value as it was when a journal began.
  private struct Saved: Sendable {
    /// Nil if there was no value.
    var value: Value?
    /// Whether no run had this value.
    var isChanged: Bool
  }

  let name: TableName
  private var slots = SlotArray<Slot>()
  private var places = HashIndex()
  private var round: UInt32 = 0
  /// All keys that changed since the last flush, and possibly others.
  private var changed: [UInt64] = []
  /// The keys that changed, for caches of what was derived from the values.
  private var touched = ChangedKeys()
  /// Entries that are still to be applied to values that are not in memory.
  private var late = DeferredEntries()
  /// For each open journal, innermost last: the values that changed in it, as they were before.
  private var journals: [[UInt64: Saved]] = []
  var runs = RunSet()

  init(_ name: TableName) { self.name = name }

  /// The number of values in memory.
  var residentCount: Int { slots.count }

  @inline(__always)
  private func place(_ key: UInt64) -> Int? {
    places.first(HashIndex.hash(ofKey: key)).map { Int($0) }
  }

  @inline(__always)
  private func place(_ key: UInt64, perhapsAt slot: UInt64?) -> Int? {
    if let slot, slot < UInt64(slots.count), slots[Int(slot)].key == key { return Int(slot) }
    return place(key)
  }

  /// - Parameter spot: The result of `spot` for the key.
  func value(_ key: UInt64, at spot: RunSet.Spot? = nil) -> Value? {
    if let place = place(key) { return slots[place].value }
    return inRuns(key, at: spot).map { $0.value }
  }

  /// A value that is not in memory, and whether deferred entries were applied to it.
  private func inRuns(
    _ key: UInt64, at spot: RunSet.Spot? = nil
  ) -> (value: Value, isDeferred: Bool)? {
    if runs.isEmpty { return nil }
    let stored: Value? = runs.value(name, key, at: spot)
    guard isDeferred(key) else { return stored.map { ($0, false) } }
    var value = stored ?? .placeholder
    do {
      for record in try late.entries(of: key) { try value.catchUp(record, key) }
    } catch { runs.noteDeferred(key, "\(error)") }
    return (value, true)
  }

  /// Notes an entry that will be applied to a value when the value is next read. The value must not
  /// be in memory.
  mutating func deferEntry(_ entry: EncodedEntry, changing key: UInt64) {
    touched.note(key)
    late.append(entry, changing: key)
  }

  /// Reserves room for `count` deferred entries.
  mutating func reserveDeferred(_ count: Int) { late.reserve(count) }

  /// Whether deferred entries are still to be applied to the value.
  func isDeferred(_ key: UInt64) -> Bool { !late.isEmpty && late.contains(key) }

  /// Whether values may have changed since `takeTouched`.
  @inline(__always) var isTouched: Bool { touched.isAny }

  /// The keys of the values that changed since the last call; nil if they are not known.
  mutating func takeTouched() -> [UInt64]? { touched.take() }

  /// Whether the value is in memory.
  func isResident(_ key: UInt64) -> Bool { place(key) != nil }

  /// Calls `body` with the value in place, or with `placeholder` if there is none.
  @inline(__always)
  func look<R>(_ key: UInt64, _ body: (borrowing Value) -> R) -> R {
    if let place = place(key) { return slots.look(place) { body($0.value) } }
    return body(inRuns(key)?.value ?? .placeholder)
  }

  /// Calls `body` with the value in place, if it is in memory.
  @inline(__always)
  func peek<R>(_ key: UInt64, _ body: (borrowing Value) -> R) -> R? {
    guard let place = place(key) else { return nil }
    return slots.look(place) { body($0.value) }
  }

  /// Starts to load the values of some keys, and replaces each key by the slot of its value. Values
  /// that are not in memory come from the runs. Keys without a value are removed from the batch.
  ///
  /// - Returns: The number of values that were not in memory.
  @discardableResult
  mutating func locate(_ keys: inout KeyBatch) -> Int {
    let missing = locateInMemory(&keys)
    if missing.isEmpty { return 0 }
    if !runs.isEmpty {
      let spots = runs.prefetch(name, keys, missing)
      missing.visit { load(keys[$0], at: spots[$0]) }
    }
    keys.replace(at: missing) { key in place(key).map { UInt64($0) } }
    return missing.count
  }

  /// Starts to load the values that are in memory, and replaces their keys by their slots. Returns
  /// the positions of the other keys, which stay as they are.
  func locateInMemory(_ keys: inout KeyBatch) -> KeyBatch.Places {
    keys.visit { prefetchPlace($1) }
    return keys.exchange { _, key in
      guard let place = place(key) else { return nil }
      slots.prefetch(place)
      return UInt64(place)
    }
  }

  /// Brings values that were found in the runs into memory, unless the key has a value there.
  mutating func adopt(_ found: [PrefetchResult.Keyed<Value>]) {
    for found in found { prefetchPlace(found.key) }
    for found in found where place(found.key) == nil && !isDeferred(found.key) {
      insert(found.key, found.value, isChanged: false)
    }
  }

  /// Calls `body` with the value in a slot that `locate` returned.
  @inline(__always)
  func look<R>(atSlot slot: UInt64, _ body: (borrowing Value) -> R) -> R {
    slots.look(Int(slot)) { body($0.value) }
  }

  /// Starts to load the head of the storage that the value in a slot refers to.
  @inline(__always)
  func prefetchReference(atSlot slot: UInt64) {
    guard let offset = Self.referenceOffset else { return }
    slots.prefetchReference(Int(slot), at: offset)
  }

  /// Starts to load the index entry of a key.
  @inline(__always)
  func prefetchPlace(_ key: UInt64) { places.prefetch(HashIndex.hash(ofKey: key)) }

  /// Starts to load the value of a key; false if it is not in memory.
  @inline(__always) @discardableResult
  func prefetchValue(_ key: UInt64) -> Bool {
    guard let place = place(key) else { return false }
    slots.prefetch(place)
    return true
  }

  /// Starts to load the head of the storage that a value in memory refers to.
  @inline(__always)
  func prefetchReference(_ key: UInt64) {
    guard let offset = Self.referenceOffset, let place = place(key) else { return }
    slots.prefetchReference(place, at: offset)
  }

  /// Starts to load the filters that say which runs may have a key, if its value is not in memory.
  func prefetch(_ key: UInt64) {
    if place(key) == nil { runs.prefetch(name, key) }
  }

  /// Starts to load the page of a run that may have the value of a key, if it is not in memory.
  func spot(_ key: UInt64) -> RunSet.Spot? {
    place(key) == nil ? runs.prefetchPage(name, key) : nil
  }

  /// Starts to load the value of a key, once the start of its page has arrived.
  func prefetchEntry(_ key: UInt64, at spot: inout RunSet.Spot?) {
    runs.prefetchEntry(name, key, &spot)
  }

  private static var referenceOffset: Int? {
    guard let start = MemoryLayout<Slot>.offset(of: \.value), let offset = Value.referenceOffset
    else { return nil }
    return start + offset
  }

  /// All keys that have a value in memory or in runs; some occur several times.
  func allKeys() throws(StorageError) -> [UInt64] {
    var keys = (0..<slots.count).map { slots[$0].key } + late.keys
    for run in runs.runs {
      var cursor = run.cursor(name.rawValue)
      while try cursor.next() { keys.append(cursor.key) }
    }
    return keys
  }

  /// Brings the value into memory if there is one.
  mutating func load(_ key: UInt64) { load(key, at: nil) }

  /// - Parameter spot: The result of `spot` for the key.
  mutating func load(_ key: UInt64, at spot: RunSet.Spot?) {
    guard place(key) == nil, let found = inRuns(key, at: spot) else { return }
    insert(key, found.value, isChanged: found.isDeferred)
  }

  mutating func set(_ key: UInt64, _ value: Value) {
    save(key)
    put(key, value, isChanged: true)
  }

  /// Sets the value of a key that is known to have none, without looking for one.
  mutating func add(_ key: UInt64, _ value: Value) {
    if let top = journals.indices.last {
      journals[top][key] = Saved(value: nil, isChanged: false)
    }
    put(key, value, isChanged: true)
  }

  private mutating func put(_ key: UInt64, _ value: Value, isChanged: Bool) {
    guard let place = place(key) else { return insert(key, value, isChanged: isChanged) }
    slots[place].value = value
    note(place, isChanged: isChanged)
  }

  /// Removes a value from memory; the value in the runs holds again.
  private mutating func forget(_ key: UInt64) {
    guard let place = place(key) else { return }
    touched.note(key)
    places.remove(HashIndex.hash(ofKey: key), UInt64(place))
    let last = slots.removeLast()
    guard last.key != key else { return }
    places.remove(HashIndex.hash(ofKey: last.key), UInt64(slots.count))
    slots[place] = last
    places.insert(HashIndex.hash(ofKey: last.key), UInt64(place))
  }

  /// Changes the value in place; if there is none, starts from `initial`.
  subscript(key: UInt64, initial: @autoclosure () -> Value) -> Value {
    get { value(key) ?? initial() }
    @inline(__always) _modify {
      let place = changing(key, initial)
      yield &slots[place].value
    }
  }

  /// Changes the value of a key in place, if it is in memory. If `body` returns nil it must have
  /// changed nothing. No journal may be open.
  ///
  /// - Parameter slot: The slot where the value probably still is.
  @inline(__always)
  mutating func changeInMemory<R>(
    _ key: UInt64, slot: UInt64?, _ body: (inout Value) -> R?
  ) -> R? {
    assert(journals.isEmpty)
    guard let place = place(key, perhapsAt: slot), let result = body(&slots[place].value) else {
      return nil
    }
    note(place, isChanged: true)
    return result
  }

  private mutating func changing(_ key: UInt64, _ initial: () -> Value) -> Int {
    if place(key) == nil { load(key) }
    save(key)
    if let place = place(key) {
      note(place, isChanged: true)
      return place
    }
    insert(key, initial(), isChanged: true)
    return slots.count - 1
  }

  private mutating func insert(_ key: UInt64, _ value: Value, isChanged: Bool) {
    places.insert(HashIndex.hash(ofKey: key), UInt64(slots.count))
    slots.append(Slot(key: key, value: value, isChanged: false, round: round))
    note(slots.count - 1, isChanged: isChanged)
  }

  @inline(__always)
  private mutating func note(_ place: Int, isChanged: Bool) {
    if isChanged {
      touched.note(slots[place].key)
      if !slots[place].isChanged { changed.append(slots[place].key) }
    }
    slots[place].isChanged = isChanged
    slots[place].round = round
  }

  // MARK: - Journals

  mutating func beginJournal() { journals.append([:]) }

  mutating func commitJournal() {
    guard let top = journals.popLast(), let outer = journals.indices.last else { return }
    // A value that the outer journal has already is older.
    journals[outer].merge(top) { older, _ in older }
  }

  mutating func rollBack() {
    for (key, old) in journals.popLast() ?? [:] {
      if let value = old.value {
        put(key, value, isChanged: old.isChanged)
      } else {
        forget(key)
      }
    }
  }

  /// Saves the value of a key before it changes, if a journal is open and has not saved it yet.
  @inline(__always)
  private mutating func save(_ key: UInt64) { if !journals.isEmpty { saveInJournal(key) } }

  @inline(never)
  private mutating func saveInJournal(_ key: UInt64) {
    guard let top = journals.indices.last, journals[top][key] == nil else { return }
    let isChanged = place(key).map { slots[$0].isChanged } ?? false
    journals[top][key] = Saved(value: value(key), isChanged: isChanged)
  }

  // MARK: - Flushes

  mutating func keepAll() {
    for place in 0..<slots.count { note(place, isChanged: true) }
  }

  mutating func takeChanges() -> DirtyValues {
    RadixSort.sort(&changed) { $0 }
    var keys: [UInt64] = []
    var ends: [Int] = []
    keys.reserveCapacity(changed.count)
    ends.reserveCapacity(changed.count)
    var out = ByteWriter(reserving: changed.count * 16)
    for (index, key) in changed.enumerated() {
      prefetch(changed, behind: index)
      guard let place = place(key), slots[place].isChanged else { continue }
      slots[place].isChanged = false
      slots.look(place) { if !$0.value.isUnwritten(key) { $0.value.encode(into: &out) } }
      keys.append(key)
      ends.append(out.count)
    }
    changed.removeAll(keepingCapacity: true)
    round &+= 1
    return DirtyValues(keys: keys, ends: ends, bytes: out.bytes)
  }

  /// The values stay in memory until `evict` removes those that were not touched recently.
  func markFlushed() {}

  /// Starts to load what encoding the next keys will need, one step further for each of them.
  @inline(__always)
  private func prefetch(_ keys: [UInt64], behind index: Int) {
    if index + 32 < keys.count { prefetchPlace(keys[index + 32]) }
    if index + 16 < keys.count { prefetchValue(keys[index + 16]) }
    // Encoding a value reads what it refers to.
    if index + 8 < keys.count { prefetchReference(keys[index + 8]) }
    if index + 4 < keys.count { peek(keys[index + 4]) { $0.prefetchRest() } }
  }

  /// Makes room if more than `most` values are in memory. At most half of `most` unchanged ones
  /// stay, those that were changed or loaded last.
  mutating func evict(keeping most: Int) {
    guard slots.count > most else { return }
    // The number of values last touched in each round; only a few rounds are in memory at a time.
    var counts: [UInt32: Int] = [:]
    for place in 0..<slots.count { counts[slots[place].round, default: 0] += 1 }
    var left = most / 2
    var oldest = round
    for (round, count) in counts.sorted(by: { $0.key > $1.key }) {
      oldest = round
      if count > left { break }
      left -= count
    }
    slots.removeAll { !$0.isChanged && $0.round <= oldest }
    places.removeAll()
    for place in 0..<slots.count {
      places.insert(HashIndex.hash(ofKey: slots[place].key), UInt64(place))
    }
  }
}
