/// Where an entry with a key would be in a run; valid for this key only, as long as the run lives.
package struct RunSpot: Sendable {
  /// The unit of the data page.
  let unit: UInt32
  /// The interval of the page's entries; nil if it is still to be found.
  var interval: UInt16?
}
