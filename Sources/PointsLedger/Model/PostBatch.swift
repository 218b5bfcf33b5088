/// Posts to be decided one after the other, nearly all of them plain.
package struct PostBatch: Sendable {
  /// The post at an index.
  private enum Place {
    case plain(Int)
    case other(Int)
  }

  /// Keys the hashes.
  let hashKey: UInt64
  /// The units that the posts may use, by number.
  private let units: [UnitInfo]
  private var places: [Int32] = []
  private var plainPosts: [PlainPost] = []
  /// The end of each plain post's texts in `texts`.
  private var ends: [Int] = []
  /// The texts of the plain posts, encoded as in entries; most have none.
  private var texts: [UInt8] = []
  private var others: [Post] = []
  /// Whether one of the posts defines a unit.
  package private(set) var definesUnits = false

  init(hashKey: UInt64, units: [UnitInfo]) {
    self.hashKey = hashKey
    self.units = units
  }

  /// The plain posts, as a span: they are large, and callers read single fields.
  var plain: Span<PlainPost> {
    @inline(__always) @_lifetime(borrow self) get { plainPosts.span }
  }

  package var count: Int { places.count }
  package var isEmpty: Bool { places.isEmpty }

  /// Reserves room for `count` plain posts.
  mutating func reserve(_ count: Int) {
    places.reserveCapacity(count)
    plainPosts.reserveCapacity(count)
    ends.reserveCapacity(count)
  }

  /// The number and the scale of a unit; a nil code means the first. Nil if plain posts cannot use
  /// the unit.
  func unit(_ code: UnitCode?) -> (number: UInt8, scale: UInt8)? {
    let place = code == nil ? units.indices.first : units.firstIndex { $0.code == code }
    guard let place, let number = UInt8(exactly: place) else { return nil }
    return (number, UInt8(clamping: units[place].scale))
  }

  /// Adds a post of any sort.
  package mutating func append(_ post: Post) {
    let latest = Int64.max &- PostCheck.maximumLead
    if let unit = unit(post.unit),
      let plain = PlainPost(post, unit: unit.number, hashKey: hashKey),
      PostCheck.malformation(of: post, posted: latest) == nil
    {
      return append(plain) { texts in
        if post.texts.isEmpty { return }
        var out = ByteWriter(reserving: 64)
        post.texts.encode(into: &out)
        texts += out.bytes
      }
    }
    places.append(Int32(truncatingIfNeeded: ~others.count))
    others.append(post)
    if post.kind == .unit { definesUnits = true }
  }

  /// Adds a plain post, whose texts `write` appends.
  @inline(__always)
  mutating func append(_ post: PlainPost, _ write: (inout [UInt8]) -> Void) {
    places.append(Int32(truncatingIfNeeded: plainPosts.count))
    plainPosts.append(post)
    write(&texts)
    ends.append(texts.count)
  }

  private func place(_ index: Int) -> Place {
    let place = Int(places[index])
    return place < 0 ? .other(~place) : .plain(place)
  }

  /// The index in `plain` of the post at an index; nil if that is not plain.
  @inline(__always)
  func plainPlace(at index: Int) -> Int? {
    let place = Int(places[index])
    return place < 0 ? nil : place
  }

  /// The post at an index.
  func post(at index: Int) -> Post {
    switch place(index) {
    case .other(let other): return others[other]
    case .plain(let number):
      let post = plain[number]
      return Post(post, unit: code(of: post), texts: texts(at: index))
    }
  }

  /// The code of the unit that a post names.
  private func code(of post: PlainPost) -> UnitCode? {
    post.namesUnit ? units[Int(post.unit)].code : nil
  }

  package func reference(at index: Int) -> Reference {
    switch place(index) {
    case .other(let other): others[other].reference
    case .plain(let number): Reference(plain[number].reference)
    }
  }

  /// Nil for the ledger's first unit.
  package func unit(at index: Int) -> UnitCode? {
    switch place(index) {
    case .other(let other): others[other].unit
    case .plain(let number): code(of: plain[number])
    }
  }

  /// The texts of the plain post at an index; none for other posts.
  func texts(at index: Int) -> EntryTexts {
    let bytes = textBytes(at: index)
    if bytes.isEmpty { return .none }
    return unsafe bytes.withUnsafeBytes { bytes in
      var reader = unsafe ByteReader(bytes)
      // They were checked when they were added.
      return (try? EntryTexts(from: &reader)) ?? .none
    }
  }

  /// The texts of the plain post at an index, encoded as in entries; empty if there are none.
  @inline(__always) @_lifetime(borrow self)
  func textBytes(at index: Int) -> RawSpan {
    let place = Int(places[index])
    let end = place < 0 ? 0 : ends[place]
    let start = place <= 0 ? 0 : ends[place - 1]
    return unsafe texts.span.bytes.extracting(start..<max(start, end))
  }

  /// Calls `body` with the hashes of the reference and the member of the post at an index.
  @inline(__always)
  func withHashes(at index: Int, _ body: (_ reference: UInt64, _ member: UInt64?) -> Void) {
    switch place(index) {
    case .plain(let number): body(plain[number].referenceHash, plain[number].memberHash)
    case .other(let number):
      let post = others[number]
      body(post.reference.text.hash64(key: hashKey), post.member?.text.hash64(key: hashKey))
    }
  }
}
