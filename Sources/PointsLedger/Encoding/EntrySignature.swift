/// The kind of an entry and the set of its fields as one number. Most entries have one of a few
/// signatures.
struct EntrySignature {
  let rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }
  init(kind: UInt8, fields: UInt64) { rawValue = fields &<< 8 | UInt64(kind) }

  var kind: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
  var fields: UInt64 { rawValue &>> 8 }
}
