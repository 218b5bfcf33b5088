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

  /// A sequence number if it is all digits, or an instant.
  static func limit(_ text: String) throws -> ReplayLimit {
    if text.utf8.allSatisfy({ $0 &- 48 <= 9 }) { return .sequence(try sequence(text)) }
    return .instant(try instant(text))
  }
}
