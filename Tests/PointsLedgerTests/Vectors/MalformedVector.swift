@testable import PointsLedger

/// Bytes that are no entry.
struct MalformedVector: Sendable {
  let name: String
  let bytes: [UInt8]

  /// The sequence number at which they are read.
  static let sequence: UInt64 = 100

  /// - Parameter bytes: Including the length.
  init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// - Parameter body: Without the length, which is added.
  init(_ name: String, body: [UInt8]) {
    var writer = ByteWriter()
    writer.varint(UInt64(body.count))
    self.init(name, writer.bytes + body)
  }

  /// - Parameters:
  ///   - bits: The fields that are marked as present.
  ///   - fields: Their bytes.
  init(
    _ name: String, _ kind: EntryKind = .earn, at occurred: Int64 = 0, bits: [Int],
    _ fields: [UInt8]
  ) {
    var writer = ByteWriter()
    writer.byte(kind.rawValue)
    writer.varint(bits.reduce(0) { $0 | 1 << UInt64($1) })
    writer.zigzag(occurred)
    self.init(name, body: writer.bytes + fields)
  }

  var block: VectorBlock {
    var block = VectorBlock()
    block.add("error", name)
    block.add("sequence", Self.sequence)
    block.add("bytes", hexDigits(bytes))
    return block
  }

  static func varint(_ value: UInt64) -> [UInt8] {
    var writer = ByteWriter()
    writer.varint(value)
    return writer.bytes
  }

  static func zigzag(_ value: Int64) -> [UInt8] {
    var writer = ByteWriter()
    writer.zigzag(value)
    return writer.bytes
  }
}
