extension ReportPage {
  /// Readable on a phone, on a desk, and on paper.
  static let style: StaticString = """
    <style>
    :root { color-scheme: light; }
    body { margin: 0; background: #fff; color: #1c1c1c; font: 15px/1.45 system-ui, sans-serif; }
    main { max-width: 760px; margin: 0 auto; padding: 16px; }
    h1 { font-size: 1.6em; margin: 0.2em 0; }
    h2 { font-size: 1.15em; margin: 1.8em 0 0.4em; border-bottom: 1px solid #ccc; }
    .note { color: #555; font-size: 0.85em; }
    dl { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 1em 0; }
    dl div { display: flex; flex-direction: column-reverse; }
    dt { color: #555; font-size: 0.85em; }
    dd { margin: 0; font-size: 1.4em; font-variant-numeric: tabular-nums; }
    figure { margin: 0.6em 0; }
    figcaption { font-weight: 600; font-size: 0.9em; margin-bottom: 4px; }
    svg { display: block; width: 100%; height: auto; }
    svg text { font: 11px system-ui, sans-serif; fill: #444; }
    .mark { stroke: #e2e2e2; } .zero { stroke: #888; }
    .legend { margin: 4px 0; font-size: 0.85em; }
    .legend span { margin-right: 18px; white-space: nowrap; }
    .legend i { display: inline-block; width: 11px; height: 11px; margin-right: 5px; }
    .legend b { font-weight: normal; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: 0.8em; }
    th, td { padding: 3px 6px; text-align: right; white-space: nowrap; }
    th { color: #555; font-weight: 600; border-bottom: 1px solid #999; }
    td { border-bottom: 1px solid #eee; font-variant-numeric: tabular-nums; }
    th:first-child, td:first-child { text-align: left; }
    @media (max-width: 600px) { svg text { font-size: 18px; } }
    @media print {
      body { font-size: 10px; }
      main { max-width: none; padding: 0; }
      .wide { overflow: visible; }
      figure, tr { break-inside: avoid; }
      h2 { break-after: avoid; }
      svg rect, .legend i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    </style>

    """
}
