// The words of the closed vocabularies as people read them, in Chinese and English.
#pragma once

#include <bursar/audit/audit.hpp>
#include <bursar/base/export.hpp>
#include <bursar/clawback/claims.hpp>
#include <bursar/grant/lifecycle.hpp>
#include <bursar/grant/words.hpp>
#include <bursar/policy/rule_book.hpp>

#include <string>
#include <string_view>

namespace bursar {

[[nodiscard]] BURSAR_API std::string_view label(ProjectState state, Language language);
[[nodiscard]] BURSAR_API std::string_view label(Outcome outcome, Language language);
[[nodiscard]] BURSAR_API std::string_view label(Source source, Language language);
[[nodiscard]] BURSAR_API std::string_view label(OrgStatus status, Language language);
[[nodiscard]] BURSAR_API std::string_view label(NoticeKind kind, Language language);
[[nodiscard]] BURSAR_API std::string_view label(ClaimStep step, Language language);
[[nodiscard]] BURSAR_API std::string_view label(AgeBucket bucket, Language language);
[[nodiscard]] BURSAR_API std::string_view label(CellStatus status, Language language);
[[nodiscard]] BURSAR_API std::string_view label(Severity severity, Language language);
[[nodiscard]] BURSAR_API std::string_view label(RuleStatus status, Language language);

/// The label of a conclusion: an acceptance outcome, "terminated", "revoked"; another regime's own
/// word as it stands.
[[nodiscard]] BURSAR_API std::string outcome_label(std::string_view outcome, Language language);
/// The label of a step that comes next (NextStep::code, of claims and of overdue projects); an
/// unknown code as it stands.
[[nodiscard]] BURSAR_API std::string step_label(std::string_view code, Language language);
/// The label of a notice's kind by its word; an unknown word as it stands.
[[nodiscard]] BURSAR_API std::string notice_label(std::string_view kind, Language language);

}  // namespace bursar
