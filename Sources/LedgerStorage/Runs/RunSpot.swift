/// Where in a run an entry with a key is, if there is one: good for that key alone, and as long as the run.
package struct RunSpot: Sendable {
  /// That of the data page.
  let unit: UInt32
  /// The interval of the page's entries; nil where that is still to be searched for.
  var interval: UInt16?
}
