#include <bursar/grant/expense_block.hpp>
#include <bursar/grant/fact_codec.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace bursar;
using Text = ExpenseBlock::Text;

namespace {

/// Lines with texts of many looks; the same seed makes the same lines.
class LineMaker {
 public:
  explicit LineMaker(unsigned seed) : random_(seed) {}

  std::vector<ExpenseLine> lines(std::size_t count) {
    std::array<int, 9> looks{};
    for (int& look : looks) look = below(9);
    std::vector<ExpenseLine> made(count);
    for (std::size_t i = 0; i < count; ++i) {
      ExpenseLine& line = made[i];
      line.expense_id = text(looks[0], i);
      line.org_id = text(looks[1], i);
      line.reverses = text(looks[2], i);
      line.accrual_id = text(looks[3], i);
      line.voucher_no = text(looks[4], i);
      line.vendor_id = text(looks[5], i);
      line.invoice_code = text(looks[6], i);
      line.invoice_no = text(looks[7], i);
      line.payee_id = text(looks[8], i);
      line.day = below(3) == 0 ? 17'000 : 15'000 + below(5000);
      line.head = static_cast<Head>(below(19));
      line.source = static_cast<Source>(below(2));
      line.kind = static_cast<ExpenseKind>(below(3));
      line.amount = Minor(static_cast<std::int64_t>(random_()) >> below(64));
      line.line = below(2) == 0 ? 0 : static_cast<std::uint32_t>(random_());
    }
    return made;
  }
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

 private:
  std::string_view text(int look, std::size_t line) {
    const std::string number = std::to_string(random_() % 100'000);
    switch (look) {
      case 0:
        return {};
      case 1:
        return keep(std::to_string(1000 + line * 7));
      case 2:
        return keep("25" + std::string(18 - number.size(), '0') + number);
      case 3:
        return keep("E-" + number);
      case 4:
        return keep(below(3) == 0 ? "" : number);
      case 5:
        return keep("单位" + std::to_string(below(3)));
      case 6:
        return "same";
      case 7:
        return keep(std::string(static_cast<std::size_t>(below(200)), 'x') + number);
      default:
        return keep(std::to_string(10'000'000'000'000'000'000U - 1 - random_() % 50));
    }
  }
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  std::mt19937_64 random_;
  std::deque<std::string> texts_;
};

struct HotColumns {
  std::vector<std::int32_t> day;
  std::vector<Minor> amount;
  std::vector<Head> head;
  std::vector<Source> source;
  std::vector<ExpenseKind> kind;
  explicit HotColumns(const ExpenseBlock& block)
      : day(block.size()),
        amount(block.size()),
        head(block.size()),
        source(block.size()),
        kind(block.size()) {
    block.read_hot({day, amount, head, source, kind});
  }
};

constexpr std::array<std::pair<Text, std::string_view ExpenseLine::*>, 9> text_columns{
    {{Text::expense_id, &ExpenseLine::expense_id},
     {Text::org_id, &ExpenseLine::org_id},
     {Text::reverses, &ExpenseLine::reverses},
     {Text::accrual_id, &ExpenseLine::accrual_id},
     {Text::voucher_no, &ExpenseLine::voucher_no},
     {Text::vendor_id, &ExpenseLine::vendor_id},
     {Text::invoice_code, &ExpenseLine::invoice_code},
     {Text::invoice_no, &ExpenseLine::invoice_no},
     {Text::payee_id, &ExpenseLine::payee_id}}};

void check_same(std::span<const ExpenseLine> wanted, const ExpenseBlock& block) {
  REQUIRE(block.size() == wanted.size());
  const ExpenseBlock::Lines lines = block.lines();
  const HotColumns hot(block);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const ExpenseLine& line = lines.span()[i];
    REQUIRE(line.day == wanted[i].day);
    REQUIRE(line.amount == wanted[i].amount);
    REQUIRE(line.head == wanted[i].head);
    REQUIRE(line.source == wanted[i].source);
    REQUIRE(line.kind == wanted[i].kind);
    REQUIRE(line.line == wanted[i].line);
    REQUIRE(hot.day[i] == line.day);
    REQUIRE(hot.amount[i] == line.amount);
    REQUIRE(hot.head[i] == line.head);
    REQUIRE(hot.source[i] == line.source);
    REQUIRE(hot.kind[i] == line.kind);
  }
  for (const auto& [column, member] : text_columns) {
    const ExpenseBlock::Texts texts = block.texts(column);
    REQUIRE(texts.span().size() == wanted.size());
    std::vector<std::uint64_t> fingerprints(wanted.size(), 1);
    block.fingerprints(column, fingerprints);
    bool any = false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      REQUIRE(lines.span()[i].*member == wanted[i].*member);
      REQUIRE(texts.span()[i] == wanted[i].*member);
      REQUIRE(fingerprints[i] == text_fingerprint(wanted[i].*member));
      any = any || !(wanted[i].*member).empty();
    }
    if (column != Text::expense_id) REQUIRE(block.has(column) == any);
  }
}

void use(const ExpenseBlock& block) {
  const ExpenseBlock::Lines lines = block.lines();
  const HotColumns hot(block);
  std::size_t bytes = 0;
  for (const ExpenseLine& line : lines.span()) bytes += line.expense_id.size();
  for (const auto& [column, member] : text_columns) {
    const ExpenseBlock::Texts texts = block.texts(column);
    for (const std::string_view text : texts.span()) bytes += text.size();
  }
  CHECK(bytes < (std::size_t{1} << 40U));
}

std::string block_of(std::size_t lines, std::string_view directory, std::string_view data,
                     unsigned columns) {
  std::string bytes("\x01");
  bytes += static_cast<char>(lines);
  bytes += static_cast<char>(columns);
  return bytes.append(directory).append(data);
}

}  // namespace

TEST_CASE("ExpenseBlock: lines of every look come back, by line and by column") {
  for (unsigned seed = 1; seed <= 150; ++seed) {
    LineMaker maker(seed);
    const auto lines = maker.lines(static_cast<std::size_t>(1 + maker.below(60)));
    INFO("seed " << seed);
    const ExpenseBlock packed = ExpenseBlock::pack(lines);
    check_same(lines, packed);
    const auto stored = ExpenseBlock::from_bytes(packed.bytes());
    REQUIRE(stored.has_value());
    check_same(lines, *stored);
    CHECK(*stored == packed);
  }
}

TEST_CASE("text_fingerprint: is 0 for the empty text only, and tells near texts apart") {
  CHECK(text_fingerprint("") == 0);
  const std::vector<std::string> texts{"0",
                                       "00",
                                       "1",
                                       "01",
                                       "10",
                                       "a",
                                       "a0",
                                       "a00",
                                       "0a",
                                       "A-",
                                       "A-1",
                                       "A-2",
                                       "A-10",
                                       "A-01",
                                       "A-1 ",
                                       "单位",
                                       "单位1",
                                       "25000000000000000001",
                                       "25000000000000000002",
                                       "2500000000000000001",
                                       "18446744073709551616"};
  std::set<std::uint64_t> seen;
  for (const std::string& text : texts) seen.insert(text_fingerprint(text));
  CHECK(seen.size() == texts.size());
  CHECK_FALSE(seen.contains(0));
}

TEST_CASE("ExpenseBlock: line numbers that follow the ids cost nothing a line") {
  std::deque<std::string> ids;
  std::vector<ExpenseLine> lines(300);
  const auto number = [&](const char* prefix, std::uint32_t apart) {
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
      const std::uint32_t id = 10'000 + i * i;
      lines[i].expense_id = ids.emplace_back(prefix + std::to_string(id));
      lines[i].line = id + apart;
    }
  };
  for (const char* prefix : {"", "E-", "2020年", "0"}) {
    for (const std::uint32_t apart : {0U, 1U, std::numeric_limits<std::uint32_t>::max() - 9'999U}) {
      number(prefix, apart);  // the last runs over 32 bits: lines then follow nothing
      check_same(lines, ExpenseBlock::pack(lines));
    }
  }
  number("", 1);
  const std::size_t following = ExpenseBlock::pack(lines).bytes().size();
  lines[7].line += 1;
  check_same(lines, ExpenseBlock::pack(lines));
  CHECK(ExpenseBlock::pack(lines).bytes().size() > following + lines.size());
  // Ids that end in no digits, or in more than 64 bits hold, are no numbers, and do no harm.
  lines[0].expense_id = "none";
  lines[1].expense_id = "98765432109876543210987654321";
  check_same(lines, ExpenseBlock::pack(lines));
}

TEST_CASE("ExpenseBlock: no line is no block") {
  const ExpenseBlock empty = ExpenseBlock::pack({});
  CHECK(empty.size() == 0);
  CHECK(empty.bytes().empty());
  const ExpenseBlock::Lines no_lines = empty.lines();
  CHECK(no_lines.span().empty());
  const ExpenseBlock::Texts no_texts = empty.texts(Text::vendor_id);
  CHECK(no_texts.span().empty());
  CHECK_FALSE(empty.has(Text::vendor_id));
  CHECK_FALSE(ExpenseBlock::from_bytes({}).has_value());
}

TEST_CASE("ExpenseBlock: changed bytes are refused, or make a block that can be used") {
  std::mt19937_64 random(7);
  std::size_t refused = 0;
  std::size_t taken = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    LineMaker maker(seed);
    const std::string bytes(ExpenseBlock::pack(maker.lines(1 + seed % 20)).bytes());
    for (int trial = 0; trial < 60; ++trial) {
      std::string damaged = bytes;
      for (std::size_t changes = 1 + random() % 3; changes > 0; --changes) {
        damaged[random() % damaged.size()] = static_cast<char>(random());
      }
      if (random() % 4 == 0) damaged.resize(random() % damaged.size());
      const auto block = ExpenseBlock::from_bytes(damaged);
      if (!block.has_value()) {
        ++refused;
        continue;
      }
      ++taken;
      use(*block);
    }
  }
  CHECK(refused > 100);
  CHECK(taken > 10);
}

TEST_CASE("ExpenseBlock: forty ordinary lines take about 21 bytes each") {
  std::mt19937_64 random(3);
  std::deque<std::string> texts;
  std::vector<ExpenseLine> lines(40);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string digits = std::to_string(random() % 1'000'000'000'000'000'000U);
    lines[i].expense_id = texts.emplace_back(std::to_string(1'000'000 + i));
    lines[i].day = 17'000 + static_cast<std::int32_t>(random() % 700);
    lines[i].head = static_cast<Head>(random() % 19);
    lines[i].amount = Minor(static_cast<std::int64_t>(random() % 5'000'000));
    lines[i].vendor_id = texts.emplace_back(std::to_string(100'000 + random() % 50'000));
    lines[i].invoice_no = texts.emplace_back("25" + std::string(18 - digits.size(), '0') + digits);
    lines[i].line = static_cast<std::uint32_t>(2 + i);
  }
  CHECK(ExpenseBlock::pack(lines).bytes().size() <= 40 * 21);
}

TEST_CASE("ExpenseBlock: a column that is not known is passed over") {
  ExpenseLine line;
  line.expense_id = "7";
  line.day = 17'000;
  line.head = Head::labour;
  line.amount = Minor(5);
  const ExpenseBlock block = ExpenseBlock::pack(std::span(&line, 1));
  std::string later(block.bytes());
  ++later[2];                                        // one column more
  later.insert(3 + std::size_t{2} * 6, "\x63\x03");  // number 99, three bytes
  later += "abc";
  const auto read = ExpenseBlock::from_bytes(later);
  REQUIRE(read.has_value());
  const ExpenseBlock::Lines lines_read = read->lines();
  CHECK(lines_read.span()[0].expense_id == "7");
  CHECK(read->bytes() == later);
}

TEST_CASE(
    "ExpenseBlock: a small block cannot ask for much memory, nor hold texts that are not UTF-8") {
  // Columns: day, amount, head, source, kind, expense_id. Two lines.
  const std::string directory("\x01\x02\x03\x02\x04\x02\x05\x02\x06\x02\x10", 11);
  const std::string hot("\x01\x00\x01\x01\x01\x00\x01\x00\x01\x00", 10);
  const auto with_ids = [&](std::string_view ids) {
    return block_of(2, directory + static_cast<char>(ids.size()), hot + std::string(ids), 6);
  };
  CHECK(ExpenseBlock::from_bytes(with_ids(std::string_view("\x00\x01z", 3))).has_value());
  const std::string long_prefix = "\x02\x21" + std::string(33, 'p') + "\x01" + "12";
  CHECK_FALSE(ExpenseBlock::from_bytes(with_ids(long_prefix)).has_value());
  const std::string prefix = "\x02\x20" + std::string(32, 'p') + std::string("\x01\x01\x02", 3);
  CHECK(ExpenseBlock::from_bytes(with_ids(prefix)).has_value());
  CHECK_FALSE(ExpenseBlock::from_bytes(with_ids(std::string_view("\x00\x01\xff", 3))).has_value());
  CHECK_FALSE(ExpenseBlock::from_bytes(with_ids("\x05\x01\x61\x01\xe5")).has_value());
  CHECK_FALSE(
      ExpenseBlock::from_bytes(with_ids(std::string_view("\x02\x00\x01\x0a\x00", 5))).has_value());
}

TEST_CASE("ExpenseBlock: cells can be replaced in lines that were read") {
  LineMaker maker(5);
  const ExpenseBlock block = ExpenseBlock::pack(maker.lines(3));
  ExpenseBlock::Lines lines = block.lines();
  CHECK(lines.set(1, "on", "2020-02-29"));
  CHECK(lines.set(1, "amount", "-12"));
  CHECK(lines.set(1, "head", "labour/wages"));
  CHECK(lines.set(1, "source", "loan"));
  CHECK(lines.set(1, "kind", "correction"));
  CHECK(lines.set(1, "payee_id", "P-1"));
  const ExpenseLine& line = lines.span()[1];
  CHECK(line.day == day_number(make_date(2020, 2, 29).value()));
  CHECK(line.amount == Minor(-12));
  CHECK(line.head == Head::labour_wages);
  CHECK(line.source == Source::loan);
  CHECK(line.kind == ExpenseKind::correction);
  CHECK(line.payee_id == "P-1");
  CHECK_FALSE(lines.set(3, "amount", "1"));
  CHECK_FALSE(lines.set(0, "expense_id", "other"));
  CHECK_FALSE(lines.set(0, "amount", "1.5"));
  CHECK_FALSE(lines.set(0, "on", "2020-02-30"));
  CHECK_FALSE(lines.set(0, "colour", "red"));
}

TEST_CASE("Facts: memos cannot ask for more lines than they have bits") {
  ExpenseLine line;
  line.expense_id = "7";
  line.day = 17'000;
  line.head = Head::labour;
  line.amount = Minor(5);
  ExpenseLine with_memo = line;
  with_memo.memo = "会议费";
  FactEncoder encoder;
  encoder.add_expenses(std::span(&with_memo, 1), 0);
  std::string private_part = encoder.finish().private_part;
  CHECK(decode_memos(private_part, 0).value() == std::vector<std::string>{"会议费"});
  CHECK(decode_memos(private_part, 1).value().empty());
  // The count stands behind version, ordinal, field and length.
  const std::size_t count_at = private_part.find("memo") + 5;
  REQUIRE(private_part[count_at] == 1);
  private_part[count_at] = 100;
  CHECK(decode_memos(private_part, 0).error().code() == Code::facts_damaged);
}

TEST_CASE("Facts: an unknown kind cannot be written, and texts are UTF-8") {
  FactEncoder encoder;
  CHECK_THROWS_AS(encoder.add({make_date(2020, 1, 1).value(), UnknownFact{"Later", 1}, {}}),
                  std::logic_error);
  ContractSigned nothing;
  AccrualCleared cleared{"\xff"};
  const EncodedFacts bad =
      encode_facts(std::vector<Fact>{{make_date(2020, 1, 1).value(), cleared, {}}});
  CHECK(decode_facts(bad.facts).error().code() == Code::facts_damaged);
  const EncodedFacts good =
      encode_facts(std::vector<Fact>{{make_date(2020, 1, 1).value(), nothing, {}}});
  CHECK(decode_facts(good.facts).has_value());
}
