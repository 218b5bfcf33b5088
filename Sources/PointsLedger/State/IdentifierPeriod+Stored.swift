extension IdentifierPeriod: StateValue {
  package static var placeholder: IdentifierPeriod {
    IdentifierPeriod(
      text: .placeholder, member: 0, from: Place(effective: 0, sequence: 0), to: nil)
  }

  package func encode(into out: inout ByteWriter) {
    out.text(text)
    out.varint(UInt64(member))
    for place in [from, to] {
      guard let place else { continue }
      out.zigzag(place.effective)
      out.varint(place.sequence)
    }
  }

  package func fits(_ bounds: StateBounds) -> Bool { Int(member) < bounds.members }

  package init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    guard let text = try reader.optionalText() else {
      throw ByteReader.Malformed(reason: "an identifier is empty")
    }
    let member: UInt32 = try reader.number()
    let from = Place(effective: try reader.zigzag(), sequence: try reader.varint())
    self.init(text: text, member: member, from: from, to: nil)
    if !reader.isAtEnd {
      to = Place(effective: try reader.zigzag(), sequence: try reader.varint())
    }
  }
}
