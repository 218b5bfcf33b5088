/// A position among the entries of a table: before the first, or at one of them. It is valid as
/// long as the run's pages live.
struct RunPosition {
  private var page: RunPage
  private var place: RunPlace
  /// The unit of the page.
  private var unit: Int
  /// How old the last check of a data page may be when the position gets there.
  private let age: PageAge

  /// Before the first entry of a table, for callers that go through all of it and check all pages.
  init(startOf table: RunTable, in pages: RunPages) throws(StorageError) {
    try self.init(pages, table, unit: table.dataStart, .none)
  }

  /// Before the first entry of a data page.
  private init(
    _ pages: RunPages, _ table: RunTable, unit: Int, _ age: PageAge
  ) throws(StorageError) {
    page = try pages.page(unit, .data, of: table.number, age)
    guard let place = RunPlace(startOf: page) else { throw pages.damage(unit) }
    self.place = place
    self.unit = unit
    self.age = age
  }

  /// The key of the entry.
  var key: UInt64 { place.key }

  /// The value of the entry.
  var value: RawSpan {
    @_lifetime(borrow self) get {
      let value = page.bytes(at: place.valueOffset, count: place.valueByteCount)
      return unsafe _overrideLifetime(value, borrowing: self)
    }
  }

  /// Advances to the next entry. False if it is in another page or not sound; the position then
  /// stays the same, and `next` advances it.
  @inline(__always)
  mutating func nextInPage() -> Bool { place.advance(in: page) == .entry }

  /// Advances to the next entry; false if there is none.
  @inline(__always)
  mutating func next(in pages: RunPages, _ table: RunTable) throws(StorageError) -> Bool {
    switch place.advance(in: page) {
    case .entry: return true
    case .damaged: throw pages.damage(unit)
    case .end: return try nextPage(in: pages, table)
    }
  }

  /// Advances to the first entry of the next page; false if there is none.
  private mutating func nextPage(
    in pages: RunPages, _ table: RunTable
  ) throws(StorageError) -> Bool {
    let next = unit + page.byteCount / RunLimits.unitBytes
    if next >= table.dataEnd { return false }
    self = try RunPosition(pages, table, unit: next, age)
    guard place.advance(in: page) == .entry else { throw pages.damage(next) }
    return true
  }

  /// The first entry of a table whose key is not less than `key`; nil if all are less.
  ///
  /// - Parameters:
  ///   - unit: The result of `dataPage` for the key.
  ///   - interval: The result of `RunPlace.prefetchInterval` for the key in that page; nil searches
  ///     for it.
  ///   - age: How old the last check of the data pages may be.
  init?(
    notBefore key: UInt64, in pages: RunPages, _ table: RunTable, unit: Int, interval: Int?,
    _ age: PageAge
  ) throws(StorageError) {
    try self.init(pages, table, unit: unit, age)
    switch RunPlace.first(notBefore: key, in: page, from: interval, place: &place) {
    case .entry: return
    case .damaged: throw pages.damage(unit)
    case .end:
      // The next page begins with the key or a greater one.
      if try !nextPage(in: pages, table) { return nil }
      guard place.key >= key else { throw pages.damage(self.unit) }
    }
  }

  /// The unit of the data page where a search for a key starts.
  ///
  /// - Parameter age: How old the last check of the directory's pages may be.
  static func dataPage(
    notBefore key: UInt64, in pages: RunPages, _ table: RunTable, _ age: PageAge
  ) throws(StorageError) -> Int {
    var unit = table.root
    for _ in 0..<table.depth {
      let child = try Self.child(before: key, of: unit, in: pages, table, age)
      // Children precede their parents in the file.
      guard child >= table.dataStart, child < unit else { throw pages.damage(unit) }
      unit = child
    }
    guard unit < table.dataEnd else { throw pages.damage(unit) }
    return unit
  }

  /// The last child of a directory page that begins with a key less than `key`, or the first child.
  /// The first entry that is not less is in that page, or at the start of the next one.
  private static func child(
    before key: UInt64, of unit: Int, in pages: RunPages, _ table: RunTable, _ age: PageAge
  ) throws(StorageError) -> Int {
    let page = try pages.page(unit, .directory, of: table.number, age)
    let keys = RunPageHeader.byteCount
    guard page.count > 0, page.usedByteCount == keys + page.count * RunLimits.childBytes else {
      throw pages.damage(unit)
    }
    let low = page.countOfSpreadKeys(below: key, of: page.count, at: keys)
    return Int(page.integer(at: keys + page.count * 8 + max(low - 1, 0) * 4, as: UInt32.self))
  }
}
