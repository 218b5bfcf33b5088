/// Numbers of things, for people.
enum Count {
  /// `1,234`: thousands are apart.
  static func digits(_ number: some BinaryInteger) -> String {
    let digits = Array("\(number)")
    var text = ""
    for (index, digit) in digits.enumerated() {
      let rest = digits.count - index
      if index > 0, rest % 3 == 0, digits[index - 1] != "-" { text += "," }
      text.append(digit)
    }
    return text
  }

  /// `1 entry`, `20 entries`.
  static func text(_ number: some BinaryInteger, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
  }

  static func bytes(_ number: some BinaryInteger) -> String { text(number, "byte", "bytes") }
  static func entries(_ number: some BinaryInteger) -> String { text(number, "entry", "entries") }
}
