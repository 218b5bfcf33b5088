internal import LedgerStorage

/// Values by key: those that were touched lately in memory, the others in runs.
///
/// A key that changed since the last capture goes into the next run. A key without a value in memory
/// has the one that the runs say.
package struct StateTable<Value: StateValue>: Sendable {
  private struct Slot: Sendable {
    var key: UInt64
    var value: Value
    /// Whether no run has this value yet.
    var isChanged: Bool
    /// The round in which it was last changed or brought in.
    var round: UInt32
  }

  private let name: StateTableName
  private var slots: [Slot] = []
  private var places = HashIndex()
  private var round: UInt32 = 0
  /// All keys that changed since the last capture, and perhaps others.
  private var changed: [UInt64] = []
  var runs = RunStack()

  init(_ name: StateTableName) { self.name = name }

  /// How many values are in memory.
  var residentCount: Int { slots.count }

  /// The keys that changed since the last capture, in order.
  var changedKeys: [UInt64] { Set(changed.filter { isChanged($0) }).sorted() }

  @inline(__always)
  private func place(_ key: UInt64) -> Int? {
    places.first(Self.mixed(key)).map { Int($0) }
  }

  /// Keys are dense numbers, and `HashIndex` takes the low bits of a hash: it is a bijection, so
  /// that equal hashes are equal keys.
  @inline(__always)
  private static func mixed(_ key: UInt64) -> UInt64 {
    let product = key &* 0x9E37_79B9_7F4A_7C15
    return product ^ product &>> 32
  }

  func value(_ key: UInt64) -> Value? {
    if let place = place(key) { return slots[place].value }
    return runs.isEmpty ? nil : runs.value(name, key)
  }

  /// Whether no run has this key's value yet.
  func isChanged(_ key: UInt64) -> Bool { place(key).map { slots[$0].isChanged } ?? false }

  /// Brings the value into memory if there is one.
  mutating func load(_ key: UInt64) {
    guard !runs.isEmpty, place(key) == nil, let value: Value = runs.value(name, key) else { return }
    insert(key, value, isChanged: false)
  }

  mutating func set(_ key: UInt64, _ value: Value, isChanged: Bool = true) {
    guard let place = place(key) else { return insert(key, value, isChanged: isChanged) }
    slots[place].value = value
    note(place, isChanged: isChanged)
  }

  /// Takes a value out of memory; what the runs say of the key holds again.
  mutating func forget(_ key: UInt64) {
    guard let place = place(key) else { return }
    places.remove(Self.mixed(key), UInt64(place))
    let last = slots.removeLast()
    guard last.key != key else { return }
    places.remove(Self.mixed(last.key), UInt64(slots.count))
    slots[place] = last
    places.insert(Self.mixed(last.key), UInt64(place))
  }

  /// Changes the value in place; where there is none, `initial` comes first.
  subscript(key: UInt64, initial: @autoclosure () -> Value) -> Value {
    get { value(key) ?? initial() }
    _modify {
      let place = changing(key, initial)
      yield &slots[place].value
    }
  }

  private mutating func changing(_ key: UInt64, _ initial: () -> Value) -> Int {
    if place(key) == nil { load(key) }
    if let place = place(key) {
      note(place, isChanged: true)
      return place
    }
    insert(key, initial(), isChanged: true)
    return slots.count - 1
  }

  private mutating func insert(_ key: UInt64, _ value: Value, isChanged: Bool) {
    places.insert(Self.mixed(key), UInt64(slots.count))
    slots.append(Slot(key: key, value: value, isChanged: false, round: round))
    note(slots.count - 1, isChanged: isChanged)
  }

  @inline(__always)
  private mutating func note(_ place: Int, isChanged: Bool) {
    if isChanged, !slots[place].isChanged { changed.append(slots[place].key) }
    slots[place].isChanged = isChanged
    slots[place].round = round
  }

  // MARK: - Captures

  /// Gives a run what changed, and gives the keys.
  func capture(into writer: inout RunWriter) throws(StorageError) -> [UInt64] {
    let keys = changedKeys
    var out = ByteWriter(reserving: 1_024)
    for key in keys {
      guard let place = place(key) else { continue }
      out.removeAll()
      slots[place].value.encode(into: &out)
      let bytes = out.bytes
      try unsafe writer.append(name.rawValue, key, bytes.span.bytes)
    }
    return keys
  }

  /// Notes that a run has what changed.
  mutating func markCaptured() {
    for key in changed {
      if let place = place(key) { slots[place].isChanged = false }
    }
    changed.removeAll(keepingCapacity: true)
    round &+= 1
  }

  /// Takes back that a run has the values of keys, which are in memory still.
  mutating func markChanged(_ keys: [UInt64]) {
    for key in keys {
      if let place = place(key) { note(place, isChanged: true) }
    }
  }

  /// Makes room if there are more than `most` values in memory: half of them may stay, those that were
  /// changed or brought in last.
  mutating func evict(keeping most: Int) {
    guard slots.count > most else { return }
    let rounds = slots.map(\.round).sorted()
    let oldest = rounds[rounds.count - most / 2 - 1]
    slots = slots.filter { $0.isChanged || $0.round > oldest }
    places = HashIndex()
    for (place, slot) in slots.enumerated() { places.insert(Self.mixed(slot.key), UInt64(place)) }
  }
}
