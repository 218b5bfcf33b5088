import LedgerTestSupport
import Testing

@testable import LedgerStorage

/// One line of spec/vectors/columns.txt.
struct ColumnVector {
  enum Kind: String { case integers, texts }
  enum Mode: String { case exact, read, error }

  let name: String
  let kind: Kind
  let mode: Mode
  let chunk: [UInt8]
  let values: [Substring]

  var integers: [Int64] { values.compactMap { Int64($0) } }

  var texts: ColumnTexts {
    var texts = ColumnTexts()
    for value in values { texts.append(Self.bytes(value)) }
    return texts
  }

  init(line: Substring) throws {
    let fields = line.split(separator: " ")
    try #require(fields.count >= 4, "\(line)")
    name = String(fields[0])
    kind = try #require(Kind(rawValue: String(fields[1])))
    mode = try #require(Mode(rawValue: String(fields[2])))
    chunk = Self.bytes(fields[3])
    values = Array(fields[4...])
  }

  static func all() throws -> [ColumnVector] {
    try SpecificationFile.columnVectors.text().split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { try ColumnVector(line: $0) }
  }

  /// The bytes in hex digits; none for a hyphen.
  static func bytes(_ hex: some StringProtocol) -> [UInt8] {
    guard hex != "-" else { return [] }
    let digits = hex.utf8.map { UInt8($0 < 0x3A ? $0 - 0x30 : $0 - 0x57) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
