#include <bursar/base/digest.hpp>
#include <bursar/grant/fact_codec.hpp>

#include <catch2/catch.hpp>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <string>

using namespace bursar;

namespace {

Date day(int year, int month, int day_of_month) {
  return make_date(year, month, day_of_month).value();
}

// A body with every field filled with something that is not its default.
struct Filler {
  int next = 1;
  void fill(std::string& text) { text = "t\"\\\n" + std::to_string(next++) + "项目"; }
  void fill(SmallText& text) {
    std::string filled;
    fill(filled);
    text = filled;
  }
  template <class Tag>
  void fill(Id<Tag>& id) {
    id = Id<Tag>("id-" + std::to_string(next++));
  }
  void fill(std::int64_t& number) { number = -7 * next++; }
  void fill(bool& flag) { flag = !flag; }
  void fill(Minor& amount) { amount = Minor(std::int64_t{-900'000'000'000'000'000} + next++); }
  void fill(Date& date) { date = day(2020, 2, 29); }
  void fill(VaultText& text) { text = VaultText("private " + std::to_string(next++)); }
  void fill(ExpenseBlock&) {}
  template <Word Enum>
  void fill(Enum& value) {
    value = static_cast<Enum>(Vocabulary<Enum>::words.size() - 1);
  }
  template <class T>
  void fill(std::optional<T>& perhaps) {
    if constexpr (std::is_same_v<T, Date>) {
      perhaps = day(1999, 12, 31);
    } else {
      perhaps.emplace();
      fill(*perhaps);
    }
  }
  template <class T>
  void fill(std::vector<T>& list) {
    list.resize(2);
    for (T& item : list) fill(item);
  }
  template <class Body>
  requires boost::describe::has_describe_members<Body>::value void fill(Body& body) {
    boost::mp11::mp_for_each<boost::describe::describe_members<Body, boost::describe::mod_public>>(
        [&](auto member) { fill(body.*member.pointer); });
  }
};

// Encoding what was decoded gives the same bytes: nothing was lost or invented.
void check_round_trip(const Fact& fact) {
  const EncodedFacts encoded = encode_facts(std::span(&fact, 1));
  const auto decoded = decode_facts(encoded.facts, encoded.private_part);
  INFO(kind_of(fact.body));
  REQUIRE(decoded.has_value());
  REQUIRE(decoded->size() == 1);
  CHECK(decoded->front().effective_on == fact.effective_on);
  CHECK(decoded->front().origin == fact.origin);
  CHECK(kind_of(decoded->front().body) == kind_of(fact.body));
  const EncodedFacts again = encode_facts(*decoded);
  CHECK(again.facts == encoded.facts);
  CHECK(again.private_part == encoded.private_part);
}

std::vector<ExpenseLine> some_lines() {
  std::vector<ExpenseLine> lines;
  static const std::vector<std::string> ids{"1001", "1003", "1017", "1018"};
  static const std::vector<std::string> invoices{"25000000000000000001", "25999999999999999999", "",
                                                 "25123456789012345678"};
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ExpenseLine line;
    line.expense_id = ids[i];
    line.day = day_number(day(2020, 1, 1)) + static_cast<std::int32_t>(i * 30) - 40;
    line.head = i % 2 == 0 ? Head::business_material : Head::labour;
    line.amount = Minor(i == 2 ? -123'45 : 999'999'99);
    line.vendor_id = i % 2 == 0 ? "77" : "4";
    line.invoice_no = invoices[i];
    line.memo = i == 1 ? "差旅费" : "";
    line.line = static_cast<std::uint32_t>(i + 2);
    lines.push_back(line);
  }
  return lines;
}

Code decoding(std::string_view facts) {
  const auto decoded = decode_facts(facts);
  return decoded.has_value() ? Code::not_refused : decoded.error().code();
}

// One fact of the kind PaymentMade with a body of one's own.
std::string with_body(std::string_view body) {
  std::string facts("\x01\x01\x1a\x01\x00\x00\x00", 7);
  facts += static_cast<char>(body.size());
  return facts + std::string(body);
}

}  // namespace

TEST_CASE("Facts: every kind survives storing, full and empty") {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<
      boost::mp11::mp_identity, boost::mp11::mp_rename<FactBody, boost::mp11::mp_list>>>(
      [](auto identity) {
        using Body = typename decltype(identity)::type;
        if constexpr (!std::is_same_v<Body, UnknownFact> && !std::is_same_v<Body, ExpensesBooked>) {
          check_round_trip({day(2021, 3, 4), Body{}, {}});
          Body full{};
          Filler{}.fill(full);
          check_round_trip({day(1400, 1, 1), full, {3, 4'000'000'000U}});
          check_round_trip({day(9999, 12, 31), full, {}});
        }
      });
}

TEST_CASE("Facts: the bytes of a payment are these") {
  PaymentMade payment;
  payment.payment_id = "P1";
  payment.amount = Minor(12'50);
  const Fact fact{day(1970, 1, 2), payment, {1, 7}};
  const EncodedFacts encoded = encode_facts(std::span(&fact, 1));
  const std::string expected(
      "\x01\x01\x1a\x01\x02\x01\x07\x0b"  // the fact, and a body of eleven bytes
      "\x03\x02P1"                        // payment_id
      "\x06\xc4\x13"                      // amount
      "\x08\x00\x0c\x00",                 // source, direction
      19);
  CHECK(encoded.facts == expected);
  CHECK(encoded.private_part.empty());
}

TEST_CASE("Facts: fields that came later are left out of what does not have them, and come last") {
  // made_from of a decision; cut_off, reference_on and opinion_id of a settlement.
  DecisionMade decision;
  decision.decision_id = "D1";
  decision.kind = DecisionKind::recover;
  decision.principal = Minor(5);
  const auto encoded = [](const FactBody& body) {
    const Fact fact{day(1970, 1, 2), body, {}};
    return encode_facts(std::span(&fact, 1)).facts;
  };
  const std::string stored(
      "\x01\x01\x32\x01\x02\x00\x00\x0a"
      "\x03\x02"
      "D1"
      "\x04\x06\x0a\x00\x0c\x0a",
      18);
  CHECK(encoded(decision) == stored);
  const auto read = decode_facts(stored);
  REQUIRE(read.has_value());
  CHECK(std::get<DecisionMade>(read->front().body).principal == Minor(5));
  CHECK_FALSE(std::get<DecisionMade>(read->front().body).made_from);
  decision.made_from.emplace();
  const std::size_t head = 8;  // version, number of facts, the fact's own fields and the length
  CHECK(encoded(decision).substr(head).starts_with(stored.substr(head)));

  SettlementMade settlement;
  settlement.settlement_id = "S1";
  const std::string before = encoded(settlement);
  const auto settled = decode_facts(before);
  REQUIRE(settled.has_value());
  CHECK_FALSE(std::get<SettlementMade>(settled->front().body).cut_off);
  settlement.cut_off = settlement.reference_on = day(2020, 1, 1);
  settlement.opinion_id = "O1";
  CHECK(encoded(settlement).substr(head).starts_with(before.substr(head)));
}

TEST_CASE("Facts: private texts are not in the facts, and are gone when the vault forgets them") {
  OrganisationRegistered body;
  body.name = VaultText("某某科技有限公司");
  body.credit_code = "91350100M000100Y43";
  const Fact fact{day(2020, 1, 1), body, {}};
  const EncodedFacts encoded = encode_facts(std::span(&fact, 1));
  CHECK(encoded.facts.find("某某") == std::string::npos);
  const auto whole = decode_facts(encoded.facts, encoded.private_part).value();
  CHECK(std::get<OrganisationRegistered>(whole[0].body).name.view() == "某某科技有限公司");
  const auto erased = decode_facts(encoded.facts).value();
  CHECK(std::get<OrganisationRegistered>(erased[0].body).name.empty());
  CHECK(std::get<OrganisationRegistered>(erased[0].body).credit_code == body.credit_code);
}

TEST_CASE("Facts: bodies that are not canonical are refused, with place and expectation") {
  const auto bytes = [](std::initializer_list<int> all) {
    std::string text;
    for (const int each : all) text += static_cast<char>(static_cast<unsigned char>(each));
    return text;
  };
  CHECK(decoding(with_body(bytes({6, 2, 8, 0, 12, 0}))) == Code::not_refused);
  CHECK(decoding(with_body(bytes({3, 1, 'P', 6, 2, 8, 0, 12, 2}))) == Code::not_refused);
  struct Bad {
    std::string body;
    std::string place;
    std::string expected;
  };
  const std::vector<Bad> all{
      {bytes({}), "byte 8", "PaymentMade: the field 'amount'"},
      {bytes({6, 2, 12, 0}), "byte 10", "PaymentMade: the field 'source'"},
      {bytes({6, 2, 8, 0}), "byte 12", "PaymentMade: the field 'direction'"},
      {bytes({6, 2, 8, 0, 12, 4}), "byte 12", "PaymentMade: the place of a word for direction"},
      {bytes({6, 2, 8, 0, 12, 2, 14, 0}), "byte 14",
       "PaymentMade: a field of this kind, in order, or the end of the body"},           // unknown
      {bytes({6, 2, 6, 2, 8, 0, 12, 0}), "byte 10", "PaymentMade: the field 'source'"},  // twice
      {bytes({8, 0, 6, 2, 12, 0}), "byte 8", "PaymentMade: the field 'amount'"},     // out of order
      {bytes({7, 1, 2, 8, 0, 12, 0}), "byte 8", "PaymentMade: the field 'amount'"},  // not a number
      {bytes({3, 0, 6, 2, 8, 0, 12, 0}), "byte 8",
       "PaymentMade: a text of UTF-8, not empty"},  // what is not given is left out
      {bytes({3, 1, 0xff, 6, 2, 8, 0, 12, 0}), "byte 8", "PaymentMade: a text of UTF-8, not empty"},
      {bytes({6, 0x82, 0, 8, 0, 12, 0}), "byte 8", "PaymentMade: a whole field"},  // padded number
      {bytes({6, 2, 8, 0, 12}), "byte 12", "PaymentMade: a whole field"},
      {bytes({3, 9, 'P'}), "byte 8", "PaymentMade: a whole field"},
  };
  for (const Bad& bad : all) {
    const auto decoded = decode_facts(with_body(bad.body));
    REQUIRE_FALSE(decoded.has_value());
    CHECK(decoded.error().code() == Code::facts_damaged);
    CHECK(decoded.error().argument("place") == bad.place);
    CHECK(decoded.error().argument("expected") == bad.expected);
  }
}

TEST_CASE("Facts: every truncation and every changed byte is refused or read as something whole") {
  Fact fact{day(2020, 5, 6), DecisionMade{}, {1, 2}};
  Filler filler;
  filler.fill(std::get<DecisionMade>(fact.body));
  FactEncoder encoder;
  encoder.add(fact);
  encoder.add_expenses(some_lines(), 1);
  const EncodedFacts encoded = encoder.finish();
  for (std::size_t length = 0; length < encoded.facts.size(); ++length) {
    CHECK(decoding(encoded.facts.substr(0, length)) == Code::facts_damaged);
  }
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < encoded.facts.size(); ++at) {
    for (const int change : {1, 0x80, 0xFF}) {
      std::string damaged = encoded.facts;
      damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ change);
      const auto decoded = decode_facts(damaged);
      if (!decoded.has_value()) continue;
      ++accepted;
      (void)encode_facts(*decoded);
    }
  }
  // Changed digits and letters inside texts are other facts, not damage: the chain tells them.
  CHECK(accepted > 0);
}

TEST_CASE("Facts: a kind or version of later days is passed over, with its name") {
  std::string later("\x01\x01\x1a\x02\x00\x00\x00\x02??", 10);
  const auto newer = decode_facts(later).value();
  CHECK(std::get<UnknownFact>(newer[0].body).kind == "PaymentMade");
  CHECK(std::get<UnknownFact>(newer[0].body).version == 2);
  std::string stranger("\x01\x01\x7f\x01\x00\x00\x00\x02??", 10);
  CHECK(std::get<UnknownFact>(decode_facts(stranger).value()[0].body).kind == "#127");
}

TEST_CASE("ExpenseBlock: lines come back as they went in, memos from the vault alone") {
  const auto lines = some_lines();
  FactEncoder encoder;
  encoder.add_expenses(lines, 2);
  const EncodedFacts encoded = encoder.finish();
  CHECK(encoded.facts.find("差旅费") == std::string::npos);
  const auto facts = decode_facts(encoded.facts, encoded.private_part).value();
  CHECK(facts[0].effective_on == from_day_number(lines[0].day));
  CHECK(facts[0].origin.file == 2);
  const auto block = std::get<ExpensesBooked>(facts[0].body).block.lines();
  REQUIRE(block.span().size() == lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const ExpenseLine& read = block.span()[i];
    CHECK(read.expense_id == lines[i].expense_id);
    CHECK(read.day == lines[i].day);
    CHECK(read.head == lines[i].head);
    CHECK(read.amount == lines[i].amount);
    CHECK(read.vendor_id == lines[i].vendor_id);
    CHECK(read.invoice_no == lines[i].invoice_no);
    CHECK(read.line == lines[i].line);
    CHECK(read.memo.empty());
  }
  const auto memos = decode_memos(encoded.private_part, 0).value();
  REQUIRE(memos.size() == lines.size());
  CHECK(memos[1] == "差旅费");
  CHECK(memos[0].empty());
  CHECK(decode_memos({}, 0).value().empty());
}

TEST_CASE("ExpenseBlock: texts of every look come back") {
  const std::vector<std::vector<std::string>> columns{
      {"0", "1", "999999999999999999"},
      {"007", "008", "100"},
      {"A-0001", "A-0002", "A-9999"},
      {"a", "", "b"},
      {"", "", "x"},
      {"同一", "同一", "同一"},
      {"x", "y", "x"},
      {std::string(3000, 'z'), "", std::string("\0q", 2)},
      {"1234567890123456789", "2234567890123456789", "3234567890123456789"},
  };
  for (const auto& texts : columns) {
    std::vector<ExpenseLine> lines(3);
    for (std::size_t i = 0; i < 3; ++i) {
      lines[i].expense_id = i == 0 ? "e0" : i == 1 ? "e1" : "e2";
      lines[i].voucher_no = texts[i];
    }
    const ExpenseBlock block = ExpenseBlock::pack(lines);
    const ExpenseBlock read = ExpenseBlock::from_bytes(std::string(block.bytes())).value();
    const auto unpacked = read.lines();
    for (std::size_t i = 0; i < 3; ++i) CHECK(unpacked.span()[i].voucher_no == texts[i]);
  }
}

TEST_CASE("ExpenseBlock: twenty digits of an invoice cost eight bytes, a constant nothing") {
  std::vector<std::string> ids;
  std::vector<std::string> invoices;
  for (int i = 0; i < 1000; ++i) {
    ids.push_back(std::to_string(500'000 + i * 97));
    constexpr std::uint64_t step = 374'286'103'958'214'377U;
    constexpr std::uint64_t eighteen_digits = 1'000'000'000'000'000'000U;
    const std::uint64_t scrambled = static_cast<std::uint64_t>(i) * step % eighteen_digits;
    std::string digits = std::to_string(scrambled);
    invoices.push_back("25" + std::string(18 - digits.size(), '0') + digits);
  }
  std::vector<ExpenseLine> lines(1000);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    lines[i].expense_id = ids[i];
    lines[i].invoice_no = invoices[i];
    lines[i].amount = Minor(std::int64_t{1'000'000} + static_cast<std::int64_t>(i));
    lines[i].day = 18'000 + static_cast<std::int32_t>(i % 300);
  }
  const std::size_t size = ExpenseBlock::pack(lines).bytes().size();
  CHECK(size < 1000 * 15);
}

TEST_CASE("ExpenseBlock: damaged bytes are refused, and lengths are not believed") {
  const std::string bytes(ExpenseBlock::pack(some_lines()).bytes());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CHECK_FALSE(ExpenseBlock::from_bytes(bytes.substr(0, length)).has_value());
  }
  CHECK_FALSE(ExpenseBlock::from_bytes(bytes + '\0').has_value());
  const std::string huge("\x01\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x01\x01\x01\x00", 14);
  CHECK(ExpenseBlock::from_bytes(huge).error().code() == Code::expense_block_damaged);
}
