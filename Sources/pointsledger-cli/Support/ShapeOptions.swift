import ArgumentParser
import PointsLedger

/// How a CSV file of another system differs from the plain shape.
struct ShapeOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "What stands between fields, if no comma: a character, or tab; so does a line sep=C.",
    transform: Self.separator)
  var separator: UInt8?

  @Option(
    parsing: .unconditional,
    help: "The mark before decimals, . or ,; the other one, a space or ' may part thousands.",
    transform: Self.decimal)
  var decimal: DecimalMark?

  @Option(
    parsing: .unconditional,
    help: "Other names in the file: NAME=COLUMN,..., like time=Date,member=\"Customer ID\".",
    transform: Self.columns)
  var columns: ColumnNames?

  var shape: CSVShape {
    var shape = CSVShape()
    shape.separator = separator
    shape.decimal = decimal
    if let columns { shape.columns = columns }
    return shape
  }

  /// The first option that was given, for a format that takes none.
  var given: String? {
    if separator != nil { return "--separator" }
    if decimal != nil { return "--decimal" }
    return columns == nil ? nil : "--columns"
  }

  private static func separator(_ text: String) throws -> UInt8 {
    guard let separator = CSVShape.separator(text) else {
      throw ValidationError(
        "no separator: write one character that is no letter, digit, quote, sign or point, like ';', "
          + "or tab")
    }
    return separator
  }

  private static func decimal(_ text: String) throws -> DecimalMark {
    guard let mark = DecimalMark(rawValue: text) else {
      throw ValidationError("no decimal mark: write . or ,")
    }
    return mark
  }

  private static func columns(_ text: String) throws -> ColumnNames {
    do throws(ColumnNamesError) { return try ColumnNames(text) } catch {
      throw ValidationError(error.description)
    }
  }
}
