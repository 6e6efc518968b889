// The stored form of facts: what goes into an entry, and what goes into the vault.
//
// A small fact is its fields, each with its number; spending is one packed block.
// docs/fact-format.md shows the bytes.
#pragma once

#include <bursar/grant/facts.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// The two halves of some facts of one subject.
struct EncodedFacts {
  std::string facts;         ///< for Draft::facts
  std::string private_part;  ///< for Draft::private_part; empty if nothing is private
};

/// Encodes facts in their order. Memos of an ExpensesBooked are given beside it, one per line, by
/// fact. Precondition: at least one fact.
class BURSAR_API FactEncoder {
 public:
  FactEncoder();
  ~FactEncoder();
  FactEncoder(const FactEncoder&) = delete;
  FactEncoder& operator=(const FactEncoder&) = delete;

  void add(const Fact& fact);
  /// Spending lines with their memos; effective on the earliest line. `file` is the origin's file
  /// number.
  void add_expenses(std::span<const ExpenseLine> lines, std::uint32_t file);
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  /// The encoded facts; the encoder starts anew.
  EncodedFacts finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::size_t count_ = 0;
};

/// Encodes facts that carry no memos.
[[nodiscard]] BURSAR_API EncodedFacts encode_facts(std::span<const Fact> facts);

/// Decodes an entry's facts. Private fields are filled from the private part, and stay empty where
/// it is erased or not given. Refusals: facts_damaged (naming the place and what was expected). A
/// kind or version that is not known becomes an UnknownFact.
[[nodiscard]] BURSAR_API Result<std::vector<Fact>> decode_facts(std::string_view facts,
                                                                std::string_view private_part = {});

/// The memos of the n-th fact (an ExpensesBooked), one per line; empty where there are none.
[[nodiscard]] BURSAR_API Result<std::vector<std::string>> decode_memos(
    std::string_view private_part, std::size_t fact_ordinal);

/// The kind of a body as stored: "PaymentMade".
[[nodiscard]] BURSAR_API std::string_view kind_of(const FactBody& body);

}  // namespace bursar
