/// The answers to the rows of an import.
struct ImportCounts: Equatable {
  var rows = 0
  var posted = 0
  var refused = 0
  var duplicates = 0
}
