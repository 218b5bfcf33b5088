/// How the columns of a template's fields are stored: their first byte.
enum FieldMethod: UInt8 {
  /// Each field has a number for each text.
  case plain = 0
  /// Texts that differ only in the last field form a group. The other fields have a number for each
  /// group; the last field is stored as differences within the groups.
  case grouped = 1
}
