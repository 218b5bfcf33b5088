/// An error in a file in the interchange format, with its position.
public struct InterchangeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of errors. More may be added.
  @nonexhaustive public enum Problem: Hashable, Sendable {
    /// The file has no header.
    case headerMissing
    case columnsMissing([String])
    case unknownColumn(String)
    /// Several columns of a header, in the order of the file.
    case unknownColumns([String])
    /// A key of a JSON object.
    case unknownKey(String)
    /// A column, counted from 1, that has values and no name.
    case unnamedColumn(Int)
    /// A column that was said to have another name in the file is not there.
    case renamedColumnMissing(String)
    /// A first line `sep=C` names another separator than the one that was asked for.
    case separatorsDiffer(UInt8)
    case repeatedColumn(String)
    case tooManyColumns(maximum: Int)
    case wrongFieldCount(expected: Int, found: Int)
    case rowTooLong(maximumByteCount: Int)
    case quoteNotClosed
    case textAfterQuote
    case quoteInsideField
    case loneCarriageReturn
    case notUTF8
    /// The whole file is UTF-16.
    case utf16
    /// The line is not a JSON object as required here; `byte` counts from 1 in the line.
    case notJSON(String, byte: Int)
    /// The field must have a value.
    case empty
    /// The field's value, shortened, and what is wrong with it.
    case badValue(String, String)
    /// The ledger found the row malformed.
    case malformed(Malformation)
    /// An opening had expired when it was made.
    case expiredOpening
    case groupTooLarge(maximum: Int)
    /// Other rows came between the group's rows, which began on line `start`.
    case groupBroken(start: Int)
    /// A row of the same group, on line `of`, is malformed, so none of the group is posted.
    case groupSpoiled(of: Int)
    /// The last line has no end of line.
    case lineNotEnded
    /// The file could not be read to its end.
    case inputOutput(String)
  }

  /// The line where the row begins, counted from 1; 0 if the error is about no row.
  public let line: Int
  /// The column or key.
  public let column: String?
  public let problem: Problem

  public init(line: Int, column: String? = nil, problem: Problem) {
    self.line = line
    self.column = column
    self.problem = problem
  }

  init(line: Int, field: InterchangeField, problem: Problem) {
    self.init(line: line, column: field.name, problem: problem)
  }

  /// The message without the file's name: `line 3, column expires: ...`.
  public var description: String {
    var place = line > 0 ? "line \(line)" : ""
    if let column { place += (place.isEmpty ? "" : ", ") + "column \(Self.shortened(column))" }
    return (place.isEmpty ? "" : place + ": ") + problem.explanation
  }

  /// Whether the file itself could not be read on.
  var isAboutSource: Bool { if case .inputOutput = problem { true } else { false } }

  /// At most 40 characters of a text, with invisible characters escaped.
  static func shortened(_ text: String) -> String {
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if count == 40 {
        result += "..."
        break
      }
      VisibleText.append(scalar, to: &result)
      count += 1
    }
    return result
  }
}

extension InterchangeError.Problem {
  /// What is wrong and what to do.
  var explanation: String {
    switch self {
    case .headerMissing: "the header is missing: the first line has to name the columns"
    case .columnsMissing(let names):
      "the header lacks \(names.joined(separator: ", ")): add what is missing, with empty values "
        + "if need be"
    case .unknownColumn(let name):
      "unknown column `\(InterchangeError.shortened(name))`: "
        + (Self.separator(in: name).map {
          "the separator seems to be \(CSVShape.name(of: $0)): say --separator \(CSVShape.name(of: $0))"
        }
          ?? "correct the name, name it by --columns, or put x- before it to have it ignored"
          + Self.meant(name))
    case .unknownColumns(let names):
      "unknown columns \(Self.list(names)): correct the names, name them by --columns, or put x- "
        + "before one to have it ignored" + (names.first.map(Self.meant) ?? "")
    case .unknownKey(let name):
      "unknown key `\(InterchangeError.shortened(name))`: correct it, or put x- before it to have it "
        + "ignored" + Self.meant(name)
    case .unnamedColumn(let number):
      "column \(number) has a value and no name: name it in the first line, x-ANYTHING to have it "
        + "ignored, or put a field with a separator in quotes"
    case .renamedColumnMissing(let name):
      "there is no column `\(InterchangeError.shortened(name))`, which --columns names: correct "
        + "--columns, or the separator"
    case .separatorsDiffer(let separator):
      "the file says that its separator is \(CSVShape.name(of: separator)): leave --separator out"
    case .repeatedColumn(let name):
      "`\(InterchangeError.shortened(name))` stands there twice: remove one"
    case .tooManyColumns(let maximum): "more than \(maximum) columns: remove some"
    case .wrongFieldCount(let expected, let found):
      "expected \(expected) fields, as in the header, and found \(found): "
        + "put a field with a separator in it in quotes"
    case .rowTooLong(let maximum):
      "the row is longer than \(maximum) bytes: correct a missing line end or an unclosed quote"
    case .quoteNotClosed:
      "a quoted field is not closed: add the closing quote, or get the whole file if it was cut off"
    case .textAfterQuote:
      "text after a closing quote: double the quotes that belong to a quoted field"
    case .quoteInsideField:
      "a quote inside a field that is not quoted: put the field in quotes and double the quote"
    case .loneCarriageReturn:
      "a carriage return without a line feed: end lines with LF or CR LF, or quote the field"
    case .notUTF8: "not UTF-8: convert the file to UTF-8"
    case .utf16:
      "not UTF-8, but UTF-16: save it as CSV UTF-8, or convert it by iconv -f UTF-16 -t UTF-8"
    case .notJSON(let what, let byte): "byte \(byte): \(what)"
    case .empty: "empty, but needed"
    case .badValue(let value, let why): "`\(InterchangeError.shortened(value))`: \(why)"
    case .malformed(let malformation): malformation.explanation
    case .expiredOpening:
      "the opening had expired when it was made: leave it out; --skip-expired passes over it"
    case .groupTooLarge(let maximum): "more than \(maximum) rows in one group: split it"
    case .groupBroken(let start):
      "the group began on line \(start) and ended before other rows: its rows until there were "
        + "posted or refused as a whole, and no more can join them. Give its rows from here on "
        + "another value"
    case .groupSpoiled(let line):
      "the row on line \(line), which is or may be of the same group, is malformed, so nothing of "
        + "the group is posted: correct that row"
    case .lineNotEnded:
      "the last line has no end of line, so the file may have been cut off: get the whole file, or "
        + "end the line"
    case .inputOutput(let message): message
    }
  }

  /// The column that was probably meant.
  private static func meant(_ name: String) -> String {
    // A file of balances has only some of the columns.
    guard InterchangeField(name: name) == nil else { return "" }
    return Suggestion.text(for: name, among: InterchangeField.allCases.map(\.name))
  }

  /// The first few names.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "`\(InterchangeError.shortened($0))`" }
    let rest = names.count > shown.count ? " and \(names.count - shown.count) more" : ""
    return shown.joined(separator: ", ") + rest
  }

  /// What stands between the names of known columns in what was read as one name; nil if nothing.
  private static func separator(in name: String) -> UInt8? {
    let candidates: [Character] = [";", "\t", "|", ","]
    return candidates.first { separator in
      let parts = name.split(separator: separator)
      return parts.count > 2
        || parts.count > 1 && parts.contains { InterchangeField(name: $0.lowercased()) != nil }
    }?.asciiValue
  }
}
