/// The seed of the keys of some members, or what is kept in its place.
struct KeySeed: StateValue {
  /// Zero if it was erased.
  var seed: RandomBytes16
  /// If the seed was erased.
  var keys: KeptKeys?

  static let placeholder = KeySeed(seed: .zero)

  init(seed: RandomBytes16, keys: KeptKeys? = nil) {
    self.seed = seed
    self.keys = keys
  }

  /// The id and the key of a member. An erased member's id stands for its key.
  func secrets(of member: UInt32) -> (id: RandomBytes16, key: RandomBytes16) {
    if let keys, keys.isErased(member) { return (keys[member], keys[member]) }
    let key = keys?[member] ?? CanonicalEntry.memberKey(seed: seed, member: member)
    return (CanonicalEntry.memberID(key: key), key)
  }

  func encode(into out: inout ByteWriter) {
    out.random(seed)
    for word in keys?.words ?? [] { out.bigEndian(word) }
  }

  init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    seed = try reader.random()
    if reader.isAtEnd { return }
    var words: [UInt64] = []
    for _ in 0..<KeptKeys.wordCount / 2 {
      let pair = try reader.random()
      words += [pair.high, pair.low]
    }
    keys = KeptKeys(words: words[...])
  }
}
