/// The seed of the keys of some members.
struct KeySeed: StateValue {
  var seed: RandomBytes16

  static let placeholder = KeySeed(seed: .zero)

  init(seed: RandomBytes16) { self.seed = seed }

  func encode(into out: inout ByteWriter) { out.random(seed) }

  init(from reader: inout ByteReader) throws(ByteReader.Malformed) { seed = try reader.random() }
}
