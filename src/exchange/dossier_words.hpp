// The vocabularies of the dossier's word columns, with what people write for their words.
#pragma once

#include <bursar/exchange/dossier.hpp>

namespace bursar::exchange::tables {

extern const WordTable org_kind;
extern const WordTable org_status;
extern const WordTable staff_kind;
extern const WordTable funding_mode;
extern const WordTable liability;
extern const WordTable partner_role;
extern const WordTable source;
extern const WordTable head;
extern const WordTable direction;
extern const WordTable expense_kind;
extern const WordTable accrual_kind;
extern const WordTable change_kind;
extern const WordTable outcome;
extern const WordTable opinion_kind;
extern const WordTable decision_kind;
extern const WordTable decision_status;
extern const WordTable notice_kind;
extern const WordTable service;
extern const WordTable response;
extern const WordTable repayment_part;
extern const WordTable repayment_means;

/// The tables that a kind of word column may have, for the documentation.
[[nodiscard]] std::span<const WordTable* const> all();

}  // namespace bursar::exchange::tables
