/// A chart over time, drawn as SVG that needs neither scripts nor other files.
struct Chart {
  enum Shape {
    /// A line for each series.
    case lines
    /// A bar for each label; the series stand on each other.
    case bars
  }

  struct Series {
    let name: String
    /// One for each label; all finite.
    let values: [Double]
    /// What is shown when the mouse rests there, one for each label.
    let texts: [String]
    /// A color of CSS.
    let color: String
  }

  let title: String
  let shape: Shape
  /// From left to right.
  let labels: [String]
  let series: [Series]
  /// What follows the numbers of the axis.
  var axisUnit = ""

  private static let width = 720.0
  private static let height = 250.0
  private static let (left, right, top, bottom) = (56.0, 8.0, 10.0, 26.0)
  private static let mostLabels = 6

  func write(to page: inout HTMLWriter) {
    page.open("figure")
    page.element("figcaption", title)
    page.open(
      "svg",
      [
        "viewBox": "0 0 \(Int(Self.width)) \(Int(Self.height))", "role": "img",
        "aria-label": title,
      ])
    let scale = ChartScale(extremes)
    writeAxis(scale, to: &page)
    writeLabels(to: &page)
    switch shape {
    case .lines: for line in series { write(line, scale, to: &page) }
    case .bars: writeBars(scale, to: &page)
    }
    page.close("svg")
    if series.count > 1 { writeLegend(to: &page) }
    page.close("figure")
  }

  private var extremes: [Double] {
    switch shape {
    case .lines: series.flatMap(\.values)
    case .bars:
      labels.indices.flatMap { index in
        let values = series.map { $0.values[index] }
        return [
          values.filter { $0 > 0 }.reduce(0, +), values.filter { $0 < 0 }.reduce(0, +),
        ]
      }
    }
  }

  /// The width that a label has.
  private var step: Double {
    (Self.width - Self.left - Self.right) / Double(max(1, labels.count))
  }

  private func x(_ index: Int) -> Double { Self.left + (Double(index) + 0.5) * step }

  private func y(_ value: Double, _ scale: ChartScale) -> Double {
    Self.height - Self.bottom
      - scale.place(of: value) * (Self.height - Self.top - Self.bottom)
  }

  private func writeAxis(_ scale: ChartScale, to page: inout HTMLWriter) {
    for mark in scale.marks {
      let height = y(mark, scale)
      page.open(
        "line",
        [
          "class": mark == 0 ? "zero" : "mark", "x1": Self.text(Self.left),
          "x2": Self.text(Self.width - Self.right), "y1": Self.text(height),
          "y2": Self.text(height),
        ])
      page.close("line")
      page.element(
        "text",
        [
          "x": Self.text(Self.left - 6), "y": Self.text(height + 4), "text-anchor": "end",
        ], scale.text(mark) + axisUnit)
    }
  }

  private func writeLabels(to page: inout HTMLWriter) {
    let every = max(1, (labels.count + Self.mostLabels - 1) / Self.mostLabels)
    for index in stride(from: 0, to: labels.count, by: every) {
      page.element(
        "text",
        [
          "x": Self.text(x(index)), "y": Self.text(Self.height - 8), "text-anchor": "middle",
        ], labels[index])
    }
  }

  private func write(_ line: Series, _ scale: ChartScale, to page: inout HTMLWriter) {
    let points = line.values.indices.map { index in
      (x: Self.text(x(index)), y: Self.text(y(line.values[index], scale)))
    }
    page.open(
      "polyline",
      [
        "fill": "none", "stroke": line.color, "stroke-width": "2",
        "points": points.map { "\($0.x),\($0.y)" }.joined(separator: " "),
      ])
    page.close("polyline")
    for (index, point) in points.enumerated() {
      page.open("circle", ["cx": point.x, "cy": point.y, "r": "3", "fill": line.color])
      page.element("title", "\(labels[index]): \(line.texts[index])")
      page.close("circle")
    }
  }

  private func writeBars(_ scale: ChartScale, to page: inout HTMLWriter) {
    let width = max(1, step * 0.75)
    for index in labels.indices {
      var (above, below) = (0.0, 0.0)
      for part in series where part.values[index] != 0 {
        let value = part.values[index]
        let start = value > 0 ? above : below
        if value > 0 { above += value } else { below += value }
        let ends = [y(start, scale), y(start + value, scale)].sorted()
        page.open(
          "rect",
          [
            "x": Self.text(x(index) - width / 2), "y": Self.text(ends[0]),
            "width": Self.text(width), "height": Self.text(max(0.5, ends[1] - ends[0])),
            "fill": part.color,
          ])
        page.element("title", "\(labels[index]), \(part.name): \(part.texts[index])")
        page.close("rect")
      }
    }
  }

  private func writeLegend(to page: inout HTMLWriter) {
    page.open("p", ["class": "legend"])
    for part in series {
      page.open("span")
      page.element("i", ["style": "background:\(part.color)"], "")
      page.element("b", part.name)
      page.close("span")
    }
    page.close("p")
  }

  /// A coordinate with one decimal.
  private static func text(_ coordinate: Double) -> String {
    let tenths = Int((coordinate * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    return "\(sign)\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }
}
