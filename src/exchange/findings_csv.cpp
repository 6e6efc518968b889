#include <bursar/exchange/findings_csv.hpp>

#include <bursar/money/amount_text.hpp>

namespace bursar {

Result<std::string> findings_csv(const AuditRun& run, Language language, CsvFormat format) {
  CsvWriter csv(format);
  for (const std::string_view column : {"rule", "revision", "severity", "project_id", "subject",
                                        "amount", "currency", "message", "basis", "fingerprint"}) {
    csv.text(column);
  }
  csv.end_row();
  for (const Finding& finding : run.findings) {
    std::string basis;
    for (const std::string& each : finding.rule->basis) basis += (basis.empty() ? "" : "; ") + each;
    csv.text(finding.rule->id).integer(finding.rule->revision).text(word(finding.severity));
    csv.text(finding.project_id.text()).text(finding.subject);
    csv.number(plain_text(Money::of_minor(finding.amount, finding.currency)));
    csv.text(finding.currency.code()).text(finding.text(language)).text(basis);
    csv.text(finding.fingerprint.text()).end_row();
  }
  return csv.finish();
}

}  // namespace bursar
