// The words of the grant's closed vocabularies as people read them, in Chinese and English.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/refusal.hpp>
#include <bursar/grant/lifecycle.hpp>
#include <bursar/grant/words.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace bursar {

[[nodiscard]] BURSAR_API std::string_view label(ProjectState state, Language language);
[[nodiscard]] BURSAR_API std::string_view label(ProjectEvent event, Language language);
[[nodiscard]] BURSAR_API std::string_view label(ChangeKind kind, Language language);
[[nodiscard]] BURSAR_API std::string_view label(Outcome outcome, Language language);
[[nodiscard]] BURSAR_API std::string_view label(Source source, Language language);
[[nodiscard]] BURSAR_API std::string_view label(Head head, Language language);
[[nodiscard]] BURSAR_API std::string_view label(OrgStatus status, Language language);
[[nodiscard]] BURSAR_API std::string_view label(OpinionKind kind, Language language);
[[nodiscard]] BURSAR_API std::string_view label(DecisionKind kind, Language language);
[[nodiscard]] BURSAR_API std::string_view label(DecisionStatus status, Language language);
[[nodiscard]] BURSAR_API std::string_view label(NoticeKind kind, Language language);
[[nodiscard]] BURSAR_API std::string_view label(Service service, Language language);
[[nodiscard]] BURSAR_API std::string_view label(Response response, Language language);
[[nodiscard]] BURSAR_API std::string_view label(RepaymentPart part, Language language);
[[nodiscard]] BURSAR_API std::string_view label(RepaymentMeans means, Language language);

/// The label of a conclusion: an acceptance outcome, "terminated", "revoked"; another regime's own
/// word as it stands.
[[nodiscard]] BURSAR_API std::string outcome_label(std::string_view outcome, Language language);
/// The label of a notice's kind by its word; an unknown word as it stands.
[[nodiscard]] BURSAR_API std::string notice_label(std::string_view kind, Language language);

// ------------------------------------------------------------------------ arguments of refusals
// Hosts read the word itself, which is what stands in English; in Chinese stands its label.

template <Word Enum>
[[nodiscard]] Wording wording(Enum value) {
  return {std::string(label(value, Language::zh)), std::string(word(value))};
}
/// Of a conclusion; see outcome_label.
[[nodiscard]] BURSAR_API Wording outcome_wording(std::string_view outcome);
/// Of a kind of fact, "PaymentMade"; an unknown kind as it stands.
[[nodiscard]] BURSAR_API Wording kind_wording(std::string_view kind);
/// Of a state and of an event of a lifecycle; those of a table that is not the library's own as
/// they stand.
[[nodiscard]] BURSAR_API Wording state_wording(const Lifecycle& lifecycle, std::uint8_t state);
[[nodiscard]] BURSAR_API Wording event_wording(const Lifecycle& lifecycle, std::uint8_t event);

/// Adds to a list: "已立项、实施中", "approved, running".
BURSAR_API void add_to_list(Wording& list, const Wording& next);

}  // namespace bursar
