#include "report/page.hpp"

namespace bursar {
namespace {

using report::Page;

void write_head(HtmlWriter& html, const Page& page) {
  html.open("head");
  html.single("meta", {{"charset", "utf-8"}});
  html.single("meta",
              {{"http-equiv", "Content-Security-Policy"},
               {"content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"}});
  html.single("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.single("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  html.element("title", std::string(page.say(ReportText::report_title)) + " " +
                            page.day(page.input.recovery.as_of));
  html.style_sheet(report::style_sheet());
  html.close();
}

void write_masthead(HtmlWriter& html, const Page& page) {
  const Language language = page.language;
  const Date as_of = page.input.recovery.as_of;
  html.open("header");
  if (!page.input.agency.empty()) html.element("p", page.input.agency, {{"class", "agency"}});
  html.element("h1", page.say(ReportText::report_title));
  html.element("p",
               page.say(ReportText::as_of_line,
                        {{"day", language == Language::zh ? to_chinese(as_of) : to_iso(as_of)}}),
               {{"class", "as-of"}});
  html.element("p",
               page.say(ReportText::book_line, {{"book", page.input.portfolio.book().id},
                                                {"rules", page.input.rules.title(language)}}),
               {{"class", "book"}});
  html.element("p", page.say(ReportText::unit_line), {{"class", "unit"}});
  html.close();
}

void write_contents(HtmlWriter& html, const Page& page) {
  html.open("nav", {{"aria-label", page.say(ReportText::contents)}}).open("ol");
  for (const auto& [id, heading] : page.sections()) {
    html.open("li").element("a", heading, {{"href", "#" + id}}).close();
  }
  html.close().close();
}

}  // namespace

Result<std::string> html_report(const ReportInput& input, Language language) {
  Page page(input, language);
  BURSAR_TRY_VOID(report::write_summary(page));
  report::write_stages(page);
  report::write_waterfall(page);
  BURSAR_TRY_VOID(report::write_aging(page));
  report::write_months(page);
  report::write_cohorts(page);
  report::write_claims(page);
  report::write_overdue(page);
  report::write_unsettled(page);
  report::write_audit(page);
  report::write_assumptions(page);
  report::write_provenance(page);
  report::write_sign_off(page);
  const Markup body = page.html.finish();

  HtmlWriter html;
  html.doctype().open("html", {{"lang", language == Language::zh ? "zh-CN" : "en"}});
  write_head(html, page);
  html.open("body").markup(chart_patterns());
  write_masthead(html, page);
  write_contents(html, page);
  html.open("main").markup(body).close();
  html.element("footer", page.say(ReportText::footer));
  html.close().close();
  return html.finish().text();
}

}  // namespace bursar
