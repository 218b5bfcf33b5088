/// The names that a file has for columns of the interchange format.
public struct ColumnNames: Sendable {
  private var pairs: [(name: String, column: String)] = []

  /// Every column has its own name.
  public init() {}

  /// Reads `time=Date,member="Customer ID"`: NAME=COLUMN, separated by commas. A column with a comma
  /// is put in quotes, and a quote in it is doubled.
  ///
  /// - Throws: `ColumnNamesError`, which says what is wrong with the text.
  public init(_ text: String) throws(ColumnNamesError) {
    var rest = text[...]
    while true {
      guard let equals = rest.firstIndex(of: "=") else { throw .malformed(String(rest)) }
      let name = Self.folded(String(rest[..<equals]))
      rest = rest[equals...].dropFirst()
      let column = try Self.takeColumn(&rest)
      guard let known = Self.known(name) else { throw .unknownName(name) }
      if column.isEmpty { throw .malformed(text) }
      if pairs.contains(where: { $0.name == known }) { throw .repeated(known) }
      if pairs.contains(where: { Self.folded($0.column) == Self.folded(column) }) {
        throw .repeated(column)
      }
      pairs.append((known, column))
      guard rest.first == "," else {
        guard rest.isEmpty else { throw .malformed(String(rest)) }
        return
      }
      rest = rest.dropFirst()
    }
  }

  private static func takeColumn(_ rest: inout Substring) throws(ColumnNamesError) -> String {
    guard rest.first == "\"" else {
      let column = rest.prefix { $0 != "," }
      rest = rest.dropFirst(column.count)
      return String(column)
    }
    let start = rest
    rest = rest.dropFirst()
    var column = ""
    while let character = rest.popFirst() {
      if character == "\"" {
        guard rest.first == "\"" else { return column }
        rest = rest.dropFirst()
      }
      column.append(character)
    }
    throw .malformed(String(start))
  }

  /// A name of the format, or one of a column that is ignored.
  private static func known(_ name: String) -> String? {
    if name.hasPrefix("x-") { return name }
    let names = InterchangeField.allCases.map(\.name) + ["available"]
    return names.first { folded($0) == name }
  }

  var isEmpty: Bool { pairs.isEmpty }

  /// The columns that a header lacks.
  func missing(in header: [String]) -> [String] {
    let header = header.map(Self.folded)
    return pairs.map(\.column).filter { !header.contains(Self.folded($0)) }
  }

  /// The name in the format of a column of the file, if it is a column of `known` or an ignored one;
  /// otherwise the column's own.
  func name(of column: String, known: [String]) -> String {
    let column = Self.trimmed(column)
    let folded = Self.folded(column)
    if let pair = pairs.first(where: { Self.folded($0.column) == folded }) { return pair.name }
    if folded.hasPrefix("x-") { return folded }
    return known.first { Self.folded($0) == folded } ?? column
  }

  /// Capitals and blanks around a name make no difference.
  private static func folded(_ text: String) -> String { trimmed(text).lowercased() }

  private static func trimmed(_ text: String) -> String {
    let isBlank = { (character: Character) in character.isWhitespace }
    let front = text.drop(while: isBlank)
    return String(front.reversed().drop(while: isBlank).reversed())
  }
}

/// Why a text does not name columns.
@nonexhaustive public enum ColumnNamesError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The part that is no NAME=COLUMN.
  case malformed(String)
  case unknownName(String)
  case repeated(String)

  public var description: String {
    switch self {
    case .malformed(let part):
      "`\(InterchangeError.shortened(part))`: write NAME=COLUMN, separated by commas, like "
        + "time=Date,member=\"Customer ID\""
    case .unknownName(let name):
      "`\(InterchangeError.shortened(name))` is no column of the format: name "
        + InterchangeField.allCases.map(\.name).joined(separator: ", ")
        + ", or x-ANYTHING to have a column ignored"
        + Suggestion.text(for: name, among: InterchangeField.allCases.map(\.name))
    case .repeated(let name):
      "`\(InterchangeError.shortened(name))` stands there twice: remove one"
    }
  }
}
