/// The kind of an entry and the set of its fields, in one number: few entries differ in it.
struct EntrySignature {
  let rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }
  init(kind: UInt8, fields: UInt64) { rawValue = fields &<< 8 | UInt64(kind) }

  var kind: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
  var fields: UInt64 { rawValue &>> 8 }
}
