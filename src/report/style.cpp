#include "report/page.hpp"

namespace bursar::report {

// Blue, orange and sky of the Okabe-Ito palette differ in brightness as well: they stay apart in
// greyscale and for every kind of colour blindness; what is open is hatched.
HtmlStyleSheet style_sheet() {
  return HtmlStyleSheet(R"css(
:root { --ink: #1a1c20; --soft: #575c66; --rule: #c9ced6; --ground: #f5f6f8; --blue: #00547f;
  --orange: #e08c00; --sky: #9fd3ef; --red: #a3171d; }
* { box-sizing: border-box; }
html { color: var(--ink); background: #fff; font: 15px/1.6 "Noto Sans CJK SC", "Source Han Sans SC",
  "PingFang SC", "Microsoft YaHei", "Noto Sans", "Segoe UI", Arial, sans-serif; }
body { max-width: 1060px; margin: 0 auto; padding: 28px 32px 48px; }
header { text-align: center; border-bottom: 3px solid var(--red); padding-bottom: 14px;
  position: relative; }
header::after { content: ""; position: absolute; left: 0; right: 0; bottom: -7px;
  border-bottom: 1px solid var(--red); }
h1 { font: 700 30px/1.35 "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", Georgia, serif;
  letter-spacing: .06em; margin: 4px 0 6px; }
:lang(en) h1 { letter-spacing: 0; }
.agency { font-size: 17px; margin: 0; }
.as-of { font-size: 16px; margin: 0; }
.book { color: var(--soft); font-size: 13px; margin: 4px 0 0; }
.unit { color: var(--soft); font-size: 12px; margin: 8px 0 0; text-align: right; }
nav ol { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 14px 0 0; margin: 12px 0 0;
  font-size: 13px; }
nav a { color: var(--blue); text-decoration: none; }
nav a:hover { text-decoration: underline; }
section { margin-top: 34px; }
h2 { font-size: 19px; line-height: 1.4; margin: 0 0 8px; padding-bottom: 4px;
  border-bottom: 1px solid var(--rule); }
h3 { font-size: 15px; margin: 18px 0 6px; }
p { margin: 6px 0; }
.about { color: var(--soft); font-size: 13px; }
.alarm { color: var(--red); font-weight: 700; border: 2px solid var(--red); padding: 8px 12px; }
.lead { background: var(--ground); border-left: 5px solid var(--blue); padding: 12px 18px; }
.lead p { font-size: 18px; font-weight: 700; margin: 0; }
.lead .words { font-size: 15px; font-weight: 400; margin-top: 2px; }
.cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; margin-top: 14px; }
.card { border: 1px solid var(--rule); border-radius: 3px; padding: 10px 14px; break-inside: avoid; }
.card.main { border-top: 3px solid var(--blue); }
.card-head { color: var(--soft); font-size: 13px; }
.card-figure { font-size: 23px; font-weight: 700; line-height: 1.35; font-variant-numeric: tabular-nums; }
.card-note { color: var(--soft); font-size: 12px; }
.unsure { font-size: 12.5px; color: var(--soft); font-variant-numeric: tabular-nums; }
.identity { font-size: 13px; color: var(--soft); font-variant-numeric: tabular-nums; }
.counts { display: grid; grid-template-columns: repeat(2, 1fr); gap: 0 32px; margin: 10px 0 0; }
.counts div { display: flex; justify-content: space-between; border-bottom: 1px dotted var(--rule);
  padding: 3px 0; }
.counts dd { margin: 0; font-weight: 700; font-variant-numeric: tabular-nums; }
.caution { border: 1px solid var(--red); border-left-width: 5px; padding: 8px 18px; margin-top: 16px;
  break-inside: avoid; }
.caution h3 { color: var(--red); margin: 2px 0; }
.caution ul { margin: 2px 0 4px; padding-left: 1.2em; font-size: 13px; }
figure { margin: 10px 0 6px; break-inside: avoid; }
.patterns { position: absolute; }
.chart { display: block; width: 100%; max-width: 860px; height: auto; }
.chart text { font-size: 12.5px; fill: var(--ink); font-variant-numeric: tabular-nums; }
.chart .label-end { text-anchor: end; }
.chart .label-mid, .chart .value-mid, .chart .on-light, .chart .on-dark { text-anchor: middle; }
.chart .label-mid { font-size: 11px; fill: var(--soft); }
.chart .group { font-size: 12px; font-weight: 700; }
.chart .on-dark { fill: #fff; }
.f-strong { fill: var(--blue); }
.f-medium { fill: var(--orange); }
.f-light { fill: var(--sky); stroke: #3f7f9f; stroke-width: .6; }
.f-hatched { fill: url(#hatch); stroke: var(--ink); stroke-width: 1; }
.hatch-ground { fill: #fff; }
.hatch-line { fill: var(--ink); }
.axis { stroke: var(--ink); stroke-width: 1; }
.grid { stroke: var(--rule); stroke-width: 1; }
.join { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 2; }
.heat-0 { fill: #fff; stroke: var(--rule); }
.heat-1 { fill: #d9ecf6; }
.heat-2 { fill: #9fcbe3; }
.heat-3 { fill: #2f7fae; }
.heat-4 { fill: #00436a; }
table { border-collapse: collapse; width: 100%; font-size: 13px; line-height: 1.45; margin: 10px 0 4px;
  font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 700; padding: 8px 0 4px; }
th, td { padding: 4px 7px; border-bottom: 1px solid var(--rule); vertical-align: top; }
thead th { background: var(--ground); border-top: 1.5px solid var(--ink); border-bottom: 1px solid var(--ink);
  font-weight: 700; vertical-align: bottom; }
tbody tr:last-child td { border-bottom: 1.5px solid var(--ink); }
tr.total td { font-weight: 700; border-top: 1px solid var(--ink); }
.l { text-align: left; } .r { text-align: right; white-space: nowrap; } .c { text-align: center; }
td.c { white-space: nowrap; }
.strong { font-weight: 700; }
.small { color: var(--soft); font-size: 11.5px; }
.code { font-family: "Noto Sans Mono CJK SC", "DejaVu Sans Mono", Consolas, monospace; font-size: 11.5px;
  word-break: break-all; }
sup { font-size: 10px; line-height: 0; margin-left: 1px; }
.day, .name { white-space: nowrap; }
th, .unbroken { word-break: keep-all; }
.wide table { font-size: 12px; }
.legend { font-size: 12px; color: var(--soft); }
.legend b { color: var(--ink); }
.columns table { max-width: 420px; }
.facts th { background: none; border: 0; border-bottom: 1px solid var(--rule); white-space: nowrap;
  font-weight: 400; color: var(--soft); }
.sign { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0; border: 1.5px solid var(--ink);
  break-inside: avoid; }
.box { padding: 10px 14px; min-height: 190px; position: relative; }
.box + .box { border-left: 1px solid var(--ink); }
.role { font-weight: 700; font-size: 16px; }
.opinion { min-height: 84px; color: var(--soft); font-size: 13px; }
.line { border-bottom: 1px solid var(--ink); margin-top: 10px; color: var(--soft); font-size: 13px; }
.seal { position: absolute; right: 18px; top: 62px; color: #9aa0aa; }
footer { margin-top: 26px; color: var(--soft); font-size: 12px; text-align: center; }
@media (max-width: 720px) {
  body { padding: 14px; }
  .cards, .counts, .sign { grid-template-columns: 1fr; }
  .box + .box { border-left: 0; border-top: 1px solid var(--ink); }
  .wide, .flow, .whole { overflow-x: auto; }
}
@page { size: A4; margin: 16mm 14mm 18mm;
  @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; color: #575c66; } }
@page broad { size: A4 landscape; margin: 13mm 12mm 15mm; }
@media print {
  html { font-size: 10pt; line-height: 1.5; }
  body { max-width: none; margin: 0; padding: 0; }
  nav { display: none; }
  h2, h3, caption, .about, .legend { break-after: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  tbody tr:first-child { break-before: avoid; }
  tbody tr:last-child { break-before: avoid; }
  .whole table:not(:has(tr:nth-child(16))) { break-inside: avoid; }
  th, td { padding: 3px 6px; }
  section { margin-top: 20px; }
  .wide { page: broad; }
  .wide table { font-size: 7.6pt; }
  table { font-size: 8.6pt; }
  .card-figure { font-size: 15pt; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)css");
}

}  // namespace bursar::report
