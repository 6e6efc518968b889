// The closed vocabularies of the dossier and their words, as they stand in files and in the
// journal.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bursar {

/// Specialised for every vocabulary: `words`, a table indexed by the enumerator's value, and
/// `name`.
template <class Enum>
struct Vocabulary;

/// A type with a vocabulary.
template <class Enum>
concept Word = requires {
  Vocabulary<Enum>::words;
};

/// The word of an enumerator: "grant:central", "passed_after_rectification".
template <Word Enum>
[[nodiscard]] constexpr std::string_view word(Enum value) {
  return Vocabulary<Enum>::words[static_cast<std::size_t>(value)];
}

/// The enumerator of a word, exactly as written; nothing if there is none.
template <Word Enum>
[[nodiscard]] constexpr std::optional<Enum> find_word(std::string_view text) {
  const auto& words = Vocabulary<Enum>::words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

/// The same as a result. Refusals: text_unknown, naming the vocabulary and all its words.
template <Word Enum>
[[nodiscard]] Result<Enum> parse_word(std::string_view text) {
  if (const auto found = find_word<Enum>(text)) return *found;
  std::string expected;
  for (const std::string_view each : Vocabulary<Enum>::words) {
    expected += (expected.empty() ? "" : ", ") + std::string(each);
  }
  return Refusal(Code::text_unknown)
      .with("field", std::string(Vocabulary<Enum>::name))
      .with("value", std::string(text))
      .with("expected", std::move(expected));
}

#define BURSAR_VOCABULARY(Enum, field, ...)                                       \
  template <>                                                                     \
  struct Vocabulary<Enum> {                                                       \
    static constexpr std::string_view name = field;                               \
    static constexpr auto words = std::to_array<std::string_view>({__VA_ARGS__}); \
  }

enum class OrgKind : std::uint8_t { enterprise, university, institute, hospital, other };
BURSAR_VOCABULARY(OrgKind, "kind", "enterprise", "university", "institute", "hospital", "other");

enum class OrgStatus : std::uint8_t {
  normal,
  unreachable,
  abnormal,
  licence_revoked,
  deregistered,
  bankrupt
};
BURSAR_VOCABULARY(OrgStatus, "status", "normal", "unreachable", "abnormal", "licence_revoked",
                  "deregistered", "bankrupt");

enum class StaffKind : std::uint8_t { salaried, hired, student, external };
BURSAR_VOCABULARY(StaffKind, "staff_kind", "salaried", "hired", "student", "external");

enum class FundingMode : std::uint8_t { competitive, stable_support, bounty, race, talent, other };
BURSAR_VOCABULARY(FundingMode, "funding_mode", "competitive", "stable_support", "bounty", "race",
                  "talent", "other");

/// Who answers for a refund: the lead organisation for all, or each organisation for its part.
enum class Liability : std::uint8_t { lead, each };
BURSAR_VOCABULARY(Liability, "liability", "lead", "each");

enum class PartnerRole : std::uint8_t { lead, partner };
BURSAR_VOCABULARY(PartnerRole, "role", "lead", "partner");

/// Where money comes from. `grant*` are public money, which a settlement is made for.
enum class Source : std::uint8_t {
  grant,
  grant_central,
  grant_province,
  grant_city,
  grant_district,
  self_raised,
  loan,
  other
};
BURSAR_VOCABULARY(Source, "source", "grant", "grant:central", "grant:province", "grant:city",
                  "grant:district", "self_raised", "loan", "other");
[[nodiscard]] constexpr bool is_public(Source source) { return source <= Source::grant_district; }

/// Budget heads: four heads, and below three of them a second level. A line on `equipment` itself
/// counts as purchase.
enum class Head : std::uint8_t {
  equipment,
  equipment_purchase,
  equipment_trial,
  equipment_upgrade_or_lease,
  business,
  business_material,
  business_testing,
  business_fuel,
  business_travel,
  business_meeting,
  business_international,
  business_publication,
  business_other,
  labour,
  labour_wages,
  labour_expert_fee,
  indirect,
  indirect_management,
  indirect_performance
};
BURSAR_VOCABULARY(Head, "head", "equipment", "equipment/purchase", "equipment/trial",
                  "equipment/upgrade_or_lease", "business", "business/material", "business/testing",
                  "business/fuel", "business/travel", "business/meeting", "business/international",
                  "business/publication", "business/other", "labour", "labour/wages",
                  "labour/expert_fee", "indirect", "indirect/management", "indirect/performance");
/// The head of the first level that a head belongs to.
[[nodiscard]] constexpr Head top_head(Head head) {
  if (head < Head::business) return Head::equipment;
  if (head < Head::labour) return Head::business;
  return head < Head::indirect ? Head::labour : Head::indirect;
}

enum class PaymentDirection : std::uint8_t { to_grantee, bounced };
BURSAR_VOCABULARY(PaymentDirection, "direction", "to_grantee", "bounced");

enum class ExpenseKind : std::uint8_t { expense, reversal, correction };
BURSAR_VOCABULARY(ExpenseKind, "kind", "expense", "reversal", "correction");

enum class AccrualKind : std::uint8_t { payable, advance, prepayment, loan };
BURSAR_VOCABULARY(AccrualKind, "kind", "payable", "advance", "prepayment", "loan");

enum class ChangeKind : std::uint8_t { extension, leader, partner, target, suspension, resumption };
BURSAR_VOCABULARY(ChangeKind, "kind", "extension", "leader", "partner", "target", "suspension",
                  "resumption");

enum class Outcome : std::uint8_t {
  returned_for_completion,
  rectify,
  re_review,
  passed,
  passed_after_rectification,
  closed_without_pass,
  failed,
  withdrawn
};
BURSAR_VOCABULARY(Outcome, "outcome", "returned_for_completion", "rectify", "re_review", "passed",
                  "passed_after_rectification", "closed_without_pass", "failed", "withdrawn");
/// Whether an outcome ends the acceptance and makes a settlement due (passed ... failed).
[[nodiscard]] constexpr bool is_concluding(Outcome outcome) {
  return outcome >= Outcome::passed && outcome <= Outcome::failed;
}

enum class OpinionKind : std::uint8_t { special, supplementary, liquidation, authority };
BURSAR_VOCABULARY(OpinionKind, "kind", "special", "supplementary", "liquidation", "authority");

enum class DecisionKind : std::uint8_t { acceptance, terminate, revoke, recover, penalty };
BURSAR_VOCABULARY(DecisionKind, "kind", "acceptance", "terminate", "revoke", "recover", "penalty");

enum class DecisionStatus : std::uint8_t { in_force, suspended, withdrawn, annulled };
BURSAR_VOCABULARY(DecisionStatus, "status", "in_force", "suspended", "withdrawn", "annulled");

enum class NoticeKind : std::uint8_t { remind, apply_by, intent, decision, refund, demand };
BURSAR_VOCABULARY(NoticeKind, "kind", "remind", "apply_by", "intent", "decision", "refund",
                  "demand");

enum class Service : std::uint8_t { direct, post, electronic, left, public_notice };
BURSAR_VOCABULARY(Service, "service", "direct", "post", "electronic", "left", "public_notice");

enum class Response : std::uint8_t { none, statement, hearing, agreed };
BURSAR_VOCABULARY(Response, "response", "none", "statement", "hearing", "agreed");

enum class RepaymentPart : std::uint8_t { principal, interest, late_charge, penalty };
BURSAR_VOCABULARY(RepaymentPart, "part", "principal", "interest", "late_charge", "penalty");

enum class RepaymentMeans : std::uint8_t { voluntary, offset, court, bankruptcy };
BURSAR_VOCABULARY(RepaymentMeans, "means", "voluntary", "offset", "court", "bankruptcy");

enum class PartyKind : std::uint8_t { organisation, person };
BURSAR_VOCABULARY(PartyKind, "party_kind", "organisation", "person");

enum class SubjectKind : std::uint8_t {
  book,
  project,
  organisation,
  person,
  programme,
  call,
  application
};
BURSAR_VOCABULARY(SubjectKind, "subject_kind", "book", "project", "organisation", "person",
                  "programme", "call", "application");

}  // namespace bursar
