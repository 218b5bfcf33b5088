import ArgumentParser
import PointsLedger

/// Converts arguments to values; its errors name what is wrong with the argument.
enum Parsing {
  static func instant(_ text: String) throws -> Instant {
    do {
      return try Instant(text)
    } catch {
      throw ValidationError(error.description)
    }
  }

  static func date(_ text: String) throws -> PostDate {
    do {
      return try PostDate(text)
    } catch {
      throw ValidationError(error.description)
    }
  }

  static func sequence(_ text: String) throws -> SequenceNumber {
    guard let value = UInt64(text), text.utf8.first != UInt8(ascii: "+") else {
      throw ValidationError("not a sequence number: write digits")
    }
    return SequenceNumber(value)
  }

  static func member(_ text: String) throws -> MemberIdentifier {
    guard let member = MemberIdentifier(text) else {
      throw ValidationError("a member identifier has \(InlineText.nameRule)")
    }
    return member
  }

  static func reference(_ text: String) throws -> Reference {
    guard let reference = Reference(text) else {
      throw ValidationError("a reference has \(InlineText.nameRule)")
    }
    return reference
  }

  static func unit(_ text: String) throws -> UnitCode {
    guard let unit = UnitCode(text) else {
      throw ValidationError(
        "a unit code has 1 to \(UnitCode.maximumByteCount) bytes, without spaces")
    }
    return unit
  }

  static func kind(_ text: String) throws -> EntryKind {
    guard let kind = EntryKind(name: text) else {
      let names = EntryKind.allCases.filter(\.isPostable).map(\.name)
      throw ValidationError(
        "no such kind; the kinds are \(names.joined(separator: ", "))"
          + Suggestion.text(for: text, among: names))
    }
    return kind
  }

  static func lots(_ text: String) throws -> [Reference] {
    guard let lots = LotsText.references(text) else {
      throw ValidationError("not references, separated by spaces")
    }
    return lots
  }

  /// Money, a price or a percentage.
  static func amount(_ text: String) throws -> ExactDecimal {
    guard let amount = ExactDecimal(text), !amount.isNegative else {
      throw ValidationError("not a decimal of 0 or more: write it like 0.0125")
    }
    return amount
  }

  /// Months of issue: `2025`, `2025-Q1`, `2025-03`, or from one to another, `2024..2025-03`.
  static func issued(_ text: String) throws -> IssueSpan {
    let parts = text.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
    let periods = parts.map { $0.isEmpty ? nil : CalendarPeriod($0) }
    guard parts.count <= 2, zip(parts, periods).allSatisfy({ $0.isEmpty || $1 != nil }),
      !text.isEmpty, let span = IssueSpan(first: periods[0], last: periods[periods.count - 1])
    else {
      throw ValidationError(
        "not months of issue: write 2025, 2025-Q1, 2025-03, 2024..2025-03 or 2024..")
    }
    return span
  }
}
