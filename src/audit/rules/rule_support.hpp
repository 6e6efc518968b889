// What the rules that come with the library share.
#pragma once

#include "money/int128.hpp"

#include <bursar/audit/rule.hpp>
#include <bursar/policy/rule_book.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bursar::audit_detail {

/// For sums and products of amounts that must not overflow.
inline Int128 wide(Minor amount) { return Int128{amount.value()}; }

/// An amount as a message shows it, without its currency: "1,234.50".
std::string amount_text(Minor amount, Currency currency);

/// The part of an amount above another one, 0 if there is none. Throws std::overflow_error if it
/// does not fit 64 bits.
Minor excess(Minor amount, Minor above);

/// Evidence of a sum over the project.
Evidence sum_evidence(const Project& project, EvidenceKind kind, std::string id, Minor amount,
                      Minor questioned);

/// Where a rule about lines of spending cannot be asked: nothing spent, or only known in total.
/// `need` is the place of "expenses" among the rule's needs. Nothing if there are lines.
inline std::optional<Verdict> without_lines(const ProjectCase& project, std::uint8_t need) {
  const ProjectFigures& figures = project.figures();
  if (figures.has_lines) return std::nullopt;
  return figures.has_final_accounts ? Verdict::missing(need) : Verdict::not_applicable();
}

/// The pack and the assumptions, as parameters of a rule.
std::vector<std::pair<std::string, std::string>> digests_of(const RuleBook& book);

/// The definition of a rule that comes with the library.
std::string definition_of(std::string_view rule_id);

/// Room for the fingerprints of one column of a block; a short one needs no memory for them.
class FingerprintRoom {
 public:
  explicit FingerprintRoom(const ExpenseBlock& block)
      : many_(block.size() > few_.size() ? block.size() : 0),
        all_(many_.empty() ? std::span(few_).first(block.size()) : std::span(many_)) {}
  FingerprintRoom(const FingerprintRoom&) = delete;
  FingerprintRoom& operator=(const FingerprintRoom&) = delete;
  ~FingerprintRoom() = default;

  [[nodiscard]] std::span<std::uint64_t> span() noexcept { return all_; }

 private:
  std::array<std::uint64_t, 128> few_;  // set by whoever asked for the room
  std::vector<std::uint64_t> many_;
  std::span<std::uint64_t> all_;
};

}  // namespace bursar::audit_detail
