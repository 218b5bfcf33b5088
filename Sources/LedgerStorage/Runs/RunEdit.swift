/// An entry of a run, and the one that takes its place.
package struct RunEdit: Sendable {
  package let table: UInt8
  package let key: UInt64
  package let value: [UInt8]
  package let newKey: UInt64
  package let newValue: [UInt8]

  package init(
    table: UInt8, key: UInt64, value: [UInt8], newKey: UInt64, newValue: [UInt8]
  ) {
    self.table = table
    self.key = key
    self.value = value
    self.newKey = newKey
    self.newValue = newValue
  }

  func replaces(_ key: UInt64, _ value: RawSpan) -> Bool {
    guard key == self.key, value.byteCount == self.value.count else { return false }
    return unsafe value.withUnsafeBytes { unsafe $0.elementsEqual(self.value) }
  }
}
