// What the rules that come with the library share.
#pragma once

#include "money/int128.hpp"

#include <bursar/audit/rule.hpp>

#include <cstdint>
#include <string>

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
std::optional<Verdict> without_lines(const ProjectCase& project, std::uint8_t need);

/// The definition of a rule that comes with the library.
std::string definition_of(std::string_view rule_id);

}  // namespace bursar::audit_detail
