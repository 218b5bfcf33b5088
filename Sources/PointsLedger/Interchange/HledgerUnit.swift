/// A unit as an hledger commodity.
struct HledgerUnit {
  let code: InlineText
  let scale: UInt8
  /// The code in quotes.
  let commodity: [UInt8]
  /// The code as part of an account name.
  let name: [UInt8]

  init(code: InlineText, scale: UInt8) {
    self.code = code
    self.scale = scale
    var name: [UInt8] = []
    HledgerNames.appendEscaped(code, to: &name)
    self.name = name
    commodity = [UInt8(ascii: "\"")] + name + [UInt8(ascii: "\"")]
  }

  func append(_ points: Int64, to output: inout [UInt8]) {
    Points(minorUnits: points).append(to: &output, scale: scale)
    output.append(UInt8(ascii: " "))
    output.append(contentsOf: commodity)
  }
}
