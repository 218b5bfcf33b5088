/// Entries that were read but not yet applied, by the keys of the values that they change.
///
/// A reader that needs an account or two need not apply the entries of all others.
struct DeferredEntries: Sendable {
  private struct Place {
    var start: Int
    var end: Int
    var sequence: UInt64
    var posted: Int64
    var key: UInt64
  }

  /// The entries as the log stores them, without their lengths.
  private var bytes: [UInt8] = []
  /// In log order.
  private var places: [Place] = []
  /// Indices into `places` by key.
  private var byKey = HashIndex()

  var isEmpty: Bool { places.isEmpty }

  /// The keys of all entries; some occur several times.
  var keys: [UInt64] { places.map(\.key) }

  /// Reserves room for `more` further entries.
  mutating func reserve(_ more: Int) {
    byKey.reserve(more)
    places.reserveCapacity(places.count + more)
  }

  mutating func append(_ entry: EncodedEntry, changing key: UInt64) {
    let start = bytes.count
    unsafe entry.body.withRest { unsafe bytes.append(contentsOf: $0) }
    byKey.insert(HashIndex.hash(ofKey: key), UInt64(places.count))
    places.append(
      Place(
        start: start, end: bytes.count, sequence: entry.sequence, posted: entry.posted, key: key))
  }

  /// Whether there are entries that change the value of `key`.
  func contains(_ key: UInt64) -> Bool { byKey.first(HashIndex.hash(ofKey: key)) != nil }

  /// The entries that change the value of `key`, in log order.
  func entries(of key: UInt64) throws(ByteReader.Malformed) -> [Record] {
    var found: [Int] = []
    var search = byKey.search(HashIndex.hash(ofKey: key))
    while let index = byKey.next(&search) { found.append(Int(index)) }
    found.sort()
    var records: [Record] = []
    for index in found { records.append(try record(places[index])) }
    return records
  }

  private func record(_ place: Place) throws(ByteReader.Malformed) -> Record {
    let record = unsafe bytes.withUnsafeBytes { bytes in
      let body = unsafe UnsafeRawBufferPointer(rebasing: bytes[place.start..<place.end])
      return Result { () throws(ByteReader.Malformed) in
        try Record.decode(
          unsafe EncodedEntry(
            body: ByteReader(body), sequence: place.sequence, posted: place.posted))
      }
    }
    return try record.get()
  }
}
