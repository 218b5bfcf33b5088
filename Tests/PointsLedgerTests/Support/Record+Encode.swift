@testable import PointsLedger

extension Record {
  /// Appends the entry as the log stores it.
  func encode(into writer: inout ByteWriter) {
    var scratch = ByteWriter()
    encode(into: &writer, through: &scratch)
  }
}
