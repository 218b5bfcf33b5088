/// The first and the last activity on an account before the cut, in milliseconds.
struct AccountActivity: StateValue {
  var first: Int64
  var last: Int64

  static let placeholder = AccountActivity(first: 0, last: 0)

  init(first: Int64, last: Int64) {
    self.first = first
    self.last = last
  }

  mutating func add(_ instant: Int64) {
    first = min(first, instant)
    last = max(last, instant)
  }

  func encode(into out: inout ByteWriter) {
    out.zigzag(first)
    out.zigzag(last)
  }

  init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    first = try reader.zigzag()
    last = try reader.zigzag()
    guard first <= last else {
      throw ByteReader.Malformed(reason: "activity ends before it begins")
    }
  }
}
