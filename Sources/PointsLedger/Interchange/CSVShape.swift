/// How a CSV file differs from the plain shape: commas, decimal points, the columns' own names.
public struct CSVShape: Sendable {
  /// The byte between fields. Nil: what a first line `sep=C` says, or a comma.
  public var separator: UInt8?
  /// How numbers are written. Nil: digits, with a point before decimals and nothing between
  /// thousands.
  public var decimal: DecimalMark?
  /// Columns with other names in the file.
  public var columns = ColumnNames()

  public init() {}

  /// The separator of a text: one ASCII character, or `tab`. Nil if it is none: letters, digits,
  /// quotes, and what numbers and dates are written with, cannot stand between fields.
  public static func separator(_ text: String) -> UInt8? {
    if text == "tab" || text == "\\t" { return UInt8(ascii: "\t") }
    guard text.utf8.count == 1, let byte = text.utf8.first, isSeparator(byte) else { return nil }
    return byte
  }

  static func isSeparator(_ byte: UInt8) -> Bool {
    if byte == UInt8(ascii: "\t") { return true }
    guard (0x21...0x7E).contains(byte) else { return false }
    let scalar = Unicode.Scalar(byte)
    return !scalar.properties.isAlphabetic && scalar.properties.numericType == nil
      && !"\"'.+-".unicodeScalars.contains(scalar)
  }

  /// The separator as the command line takes it, for messages.
  static func name(of separator: UInt8) -> String {
    separator == UInt8(ascii: "\t") ? "tab" : "'\(Unicode.Scalar(separator))'"
  }
}
