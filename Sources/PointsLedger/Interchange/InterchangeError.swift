/// An error in a file in the interchange format, with its position.
public struct InterchangeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of errors. More may be added.
  @nonexhaustive public enum Problem: Hashable, Sendable {
    /// The file has no header.
    case headerMissing
    case columnsMissing([String])
    case unknownColumn(String)
    case repeatedColumn(String)
    case tooManyColumns(maximum: Int)
    case wrongFieldCount(expected: Int, found: Int)
    case rowTooLong(maximumByteCount: Int)
    case quoteNotClosed
    case textAfterQuote
    case quoteInsideField
    case loneCarriageReturn
    case notUTF8
    /// The line is not a JSON object as required here; `byte` counts from 1 in the line.
    case notJSON(String, byte: Int)
    /// The field must have a value.
    case empty
    /// The field's value, shortened, and what is wrong with it.
    case badValue(String, String)
    /// The ledger found the row malformed.
    case malformed(Malformation)
    case groupTooLarge(maximum: Int)
    /// Other rows came between the group's rows, which began on line `start`.
    case groupBroken(start: Int)
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
        + (Self.separator(in: name).map { "the separator seems to be \($0): write commas" }
          ?? "correct the name, or put x- before it to have it ignored")
    case .repeatedColumn(let name):
      "`\(InterchangeError.shortened(name))` stands there twice: remove one"
    case .tooManyColumns(let maximum): "more than \(maximum) columns: remove some"
    case .wrongFieldCount(let expected, let found):
      "expected \(expected) fields, as in the header, and found \(found): "
        + "put a field with a comma in quotes"
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
    case .notJSON(let what, let byte): "byte \(byte): \(what)"
    case .empty: "empty, but needed"
    case .badValue(let value, let why): "`\(InterchangeError.shortened(value))`: \(why)"
    case .malformed(let malformation): malformation.explanation
    case .groupTooLarge(let maximum): "more than \(maximum) rows in one group: split it"
    case .groupBroken(let start):
      "the group began on line \(start) and ended before other rows: its rows until there were "
        + "posted or refused as a whole, and no more can join them. Give its rows from here on "
        + "another value"
    case .lineNotEnded:
      "the last line has no end of line, so the file may have been cut off: get the whole file, or "
        + "end the line"
    case .inputOutput(let message): message
    }
  }

  /// What stands between the names of known columns in what was read as one name; nil if nothing.
  private static func separator(in name: String) -> String? {
    let separators: [(Character, String)] = [(";", "`;`"), ("\t", "a tab"), ("|", "`|`")]
    return separators.first { separator, _ in
      let parts = name.split(separator: separator)
      return parts.count > 1 && parts.contains { InterchangeField(name: String($0)) != nil }
    }?.1
  }
}
