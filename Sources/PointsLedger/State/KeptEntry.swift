internal import LedgerStorage

/// An entry that was dropped, but that kept ones refer to: without its texts.
struct KeptEntry: StateValue {
  var posted: Int64
  var body: [UInt8]

  static let placeholder = KeptEntry(posted: 0, body: [])

  init(posted: Int64, body: [UInt8]) {
    self.posted = posted
    self.body = body
  }

  init(_ record: Record) {
    var kept = record
    kept.texts = .none
    kept.newMember = nil
    kept.newIdentifier = nil
    kept.salt = nil
    // They may be identifiers, of which an erasure would have to know.
    kept.unknown = nil
    var out = ByteWriter(reserving: 128)
    kept.encodeBody(into: &out)
    self.init(posted: record.posted, body: out.bytes)
  }

  func encode(into out: inout ByteWriter) {
    out.zigzag(posted)
    for byte in body { out.byte(byte) }
  }

  init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    posted = try reader.zigzag()
    body = unsafe reader.withRest { unsafe Array($0) }
    reader.skipRest()
  }

  /// The entry; nil if it is malformed.
  func record(at sequence: UInt64) -> Record? {
    unsafe body.span.bytes.withUnsafeBytes { (bytes) -> Record? in
      let reader = unsafe ByteReader(bytes)
      return try? Record.decode(EncodedEntry(body: reader, sequence: sequence, posted: posted))
    }
  }
}
