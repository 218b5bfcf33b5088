import PointsLedger

/// Writes an HTML page. Texts and values of attributes are escaped; the names of elements and
/// attributes are the program's own.
struct HTMLWriter {
  private(set) var text = ""

  /// Markup of the program itself, as it is.
  mutating func markup(_ markup: StaticString) { text += "\(markup)" }

  mutating func open(
    _ element: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]
  ) {
    text += "<\(element)"
    for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value))\"" }
    text += ">"
  }

  mutating func close(_ element: StaticString) { text += "</\(element)>\n" }

  mutating func element(_ element: StaticString, _ content: String) {
    self.element(element, [:], content)
  }

  mutating func element(
    _ element: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ content: String
  ) {
    open(element, attributes)
    text += Self.escaped(content)
    close(element)
  }

  /// A text in which nothing is markup, and nothing is invisible but spaces.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in VisibleText.escaped(text) {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
