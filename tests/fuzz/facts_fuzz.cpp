// Encoded facts and their private parts: canonical JSON, packed blocks, memos. The first byte says
// how many of the following ones, in 256ths, are facts; the rest is the private part.

#include <bursar/grant/fact_codec.hpp>

#include "promise.hpp"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

using namespace bursar;
using bursar_test::promise;

namespace {

bool is_unknown(const Fact& fact) { return std::holds_alternative<UnknownFact>(fact.body); }

void check_again(const std::vector<Fact>& facts, std::string_view stored) {
  const EncodedFacts written = encode_facts(facts);
  const auto again = decode_facts(written.facts, written.private_part);
  promise(again.has_value(), "what was written is read back");
  const EncodedFacts twice = encode_facts(*again);
  promise(twice.facts == written.facts && twice.private_part == written.private_part,
          "what was read back is written alike");
  promise(written.facts.size() <= stored.size(), "the canonical form is the shortest");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes = bursar_test::input_text(data + 1, size - 1);
  const std::size_t split = bytes.size() * (data[0] + std::size_t{1}) / 256;
  const std::string_view stored = bytes.substr(0, split);
  const std::string_view private_part = bytes.substr(split);
  const auto facts = decode_facts(stored, private_part);
  const auto memos = decode_memos(private_part, data[0] % 4U);
  promise(memos || memos.error().code() == Code::facts_damaged, "damaged memos are refused");
  if (!facts) {
    promise(facts.error().code() == Code::facts_damaged, "damaged facts are refused as such");
    promise(!facts.error().argument("place").empty(), "a refusal names the place");
    return 0;
  }
  promise(!facts->empty(), "an entry says something");
  if (std::none_of(facts->begin(), facts->end(), is_unknown)) check_again(*facts, stored);
  return 0;
}
