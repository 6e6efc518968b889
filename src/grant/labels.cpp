#include <bursar/grant/labels.hpp>

#include "grant/fact_kinds.hpp"
#include "grant/label_tables.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <variant>

namespace bursar {
namespace {

template <std::size_t... At>
Wording wording_among(std::string_view kind, std::index_sequence<At...>) {
  std::string_view zh = kind;
  const auto look = [&](const kinds::Kind& each) {
    if (each.name == kind) zh = each.zh;
  };
  (look(kinds::kind<std::variant_alternative_t<At, FactBody>>), ...);
  return {std::string(zh), std::string(kind)};
}

template <Word Enum, std::size_t Size>
constexpr bool labels_all(const std::array<labels::WordLabel, Size>& table) {
  return std::ranges::equal(Vocabulary<Enum>::words, table, {}, {}, &labels::WordLabel::word);
}
static_assert(labels_all<AcceptanceState>(labels::acceptance_states));
static_assert(labels_all<AcceptanceEvent>(labels::acceptance_events));
static_assert(labels_all<ClaimStep>(labels::claim_states));
static_assert(labels_all<ClaimEvent>(labels::claim_events));

/// The tables of a lifecycle that have words of their own; none of one that is not ours.
struct Tables {
  std::span<const labels::WordLabel> states, events;
};
Tables tables_of(const Lifecycle& lifecycle) {
  if (&lifecycle == &acceptance_lifecycle()) {
    return {labels::acceptance_states, labels::acceptance_events};
  }
  if (&lifecycle == &claim_lifecycle()) return {labels::claim_states, labels::claim_events};
  return {};
}

Wording wording_in(std::span<const labels::WordLabel> table, std::string_view word,
                   std::uint8_t at) {
  return {std::string(at < table.size() ? table[at].label.zh : word), std::string(word)};
}

}  // namespace

std::string_view label(ProjectState state, Language language) {
  return labels::of(state, language);
}
std::string_view label(ProjectEvent event, Language language) {
  return labels::of(event, language);
}
std::string_view label(ChangeKind kind, Language language) { return labels::of(kind, language); }
std::string_view label(Outcome outcome, Language language) { return labels::of(outcome, language); }
std::string_view label(Source source, Language language) { return labels::of(source, language); }
std::string_view label(Head head, Language language) { return labels::of(head, language); }
std::string_view label(OrgStatus status, Language language) { return labels::of(status, language); }
std::string_view label(OpinionKind kind, Language language) { return labels::of(kind, language); }
std::string_view label(DecisionKind kind, Language language) { return labels::of(kind, language); }
std::string_view label(DecisionStatus status, Language language) {
  return labels::of(status, language);
}
std::string_view label(NoticeKind kind, Language language) { return labels::of(kind, language); }
std::string_view label(Service service, Language language) { return labels::of(service, language); }
std::string_view label(Response response, Language language) {
  return labels::of(response, language);
}
std::string_view label(RepaymentPart part, Language language) { return labels::of(part, language); }
std::string_view label(RepaymentMeans means, Language language) {
  return labels::of(means, language);
}

std::string outcome_label(std::string_view outcome, Language language) {
  if (const auto found = find_word<Outcome>(outcome)) return std::string(label(*found, language));
  if (outcome == "terminated") return std::string(label(ProjectState::terminated, language));
  if (outcome == "revoked") return std::string(label(ProjectState::revoked, language));
  if (outcome == "void") return language == Language::zh ? "作废" : "void";
  return std::string(outcome);
}

std::string notice_label(std::string_view kind, Language language) {
  const auto found = find_word<NoticeKind>(kind);
  return found ? std::string(label(*found, language)) : std::string(kind);
}

Wording outcome_wording(std::string_view outcome) {
  return {outcome_label(outcome, Language::zh), std::string(outcome)};
}

Wording kind_wording(std::string_view kind) {
  return wording_among(kind, std::make_index_sequence<std::variant_size_v<FactBody>>());
}

Wording state_wording(const Lifecycle& lifecycle, std::uint8_t state) {
  if (&lifecycle == &project_lifecycle()) return wording(static_cast<ProjectState>(state));
  return wording_in(tables_of(lifecycle).states, lifecycle.states[state], state);
}

Wording event_wording(const Lifecycle& lifecycle, std::uint8_t event) {
  if (&lifecycle == &project_lifecycle()) return wording(static_cast<ProjectEvent>(event));
  return wording_in(tables_of(lifecycle).events, lifecycle.events[event], event);
}

void add_to_list(Wording& list, const Wording& next) {
  list.zh += (list.zh.empty() ? "" : "、") + next.zh;
  list.en += (list.en.empty() ? "" : ", ") + next.en;
}

}  // namespace bursar
