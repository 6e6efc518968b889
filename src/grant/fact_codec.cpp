#include <bursar/grant/fact_codec.hpp>

#include "grant/body_codec.hpp"
#include "grant/bytes.hpp"
#include "grant/expense_packer.hpp"
#include "grant/fact_kinds.hpp"
#include "grant/text_column.hpp"
#include "grant/text_packer.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace bursar {
namespace {

using bytes::Reader;

constexpr std::uint8_t facts_version = 1;
constexpr std::uint8_t private_version = 1;
constexpr std::string_view memo_field = "memo";

Refusal damaged(std::size_t place, Wording expected) {
  const std::string offset = std::to_string(place);
  return Refusal(Code::facts_damaged)
      .with("place", Wording{"第" + offset + "字节", "byte " + offset})
      .with("expected", std::move(expected));
}

/// One private text. They ascend by ordinal and field.
struct PrivateText {
  std::uint64_t ordinal;
  std::string_view field;
  std::string_view text;
};
using PrivateTexts = std::vector<PrivateText>;

bool is_before(const PrivateText& text, std::uint64_t ordinal, std::string_view field) {
  return text.ordinal != ordinal ? text.ordinal < ordinal : text.field < field;
}

const PrivateText* find_text(const PrivateTexts& texts, std::uint64_t ordinal,
                             std::string_view field) {
  const auto at = std::partition_point(texts.begin(), texts.end(), [&](const PrivateText& text) {
    return is_before(text, ordinal, field);
  });
  return at != texts.end() && at->ordinal == ordinal && at->field == field ? &*at : nullptr;
}

Result<PrivateTexts> read_private(std::string_view private_part) {
  PrivateTexts texts;
  if (private_part.empty()) return texts;
  Reader in(private_part);
  if (in.byte() != private_version)
    return damaged(0, {"第1版的非公开部分", "a private part of version 1"});
  while (in.ok() && !in.at_end()) {
    const std::uint64_t ordinal = in.varint();
    const std::string_view field = in.text();
    const std::string_view text = in.text();
    const bool ascends = texts.empty() || is_before(texts.back(), ordinal, field);
    if (!in.ok() || !ascends || (field != memo_field && !bytes::is_clean(text))) {
      return damaged(private_part.size() - in.left(), {"非公开文本", "a private text"});
    }
    texts.push_back({ordinal, field, text});
  }
  return texts;
}

void put_private(std::string& out, std::uint64_t ordinal, std::string_view field,
                 std::string_view text) {
  if (out.empty()) out += static_cast<char>(private_version);
  bytes::put_varint(out, ordinal);
  bytes::put_text(out, field);
  bytes::put_text(out, text);
}

template <class Body>
void put_private_fields(std::string& out, std::uint64_t ordinal, const Body& body) {
  described::for_each_field<Body>([&](std::string_view name, auto pointer) {
    using Field = std::remove_cvref_t<decltype(body.*pointer)>;
    if constexpr (std::is_same_v<Field, VaultText>) {
      if (const VaultText& text = body.*pointer; !text.empty()) {
        put_private(out, ordinal, name, text.view());
      }
    }
  });
}

template <class Body>
void take_private_fields(const PrivateTexts& texts, std::uint64_t ordinal, Body& body) {
  if (texts.empty()) return;
  described::for_each_field<Body>([&](std::string_view name, auto pointer) {
    using Field = std::remove_cvref_t<decltype(body.*pointer)>;
    if constexpr (std::is_same_v<Field, VaultText>) {
      if (const PrivateText* found = find_text(texts, ordinal, name)) {
        body.*pointer = VaultText(std::string(found->text));
      }
    }
  });
}

// ------------------------------------------------------------------------------ from number to
// body

/// Where a body is not as expected; `expected` is nothing if it is.
struct Mistake {
  std::size_t place = 0;
  std::optional<Wording> expected{};
};

template <class Body>
Mistake decode_body(std::string_view bytes, const PrivateTexts& texts, std::uint64_t ordinal,
                    FactBody& into) {
  Body& body = into.emplace<Body>();
  if constexpr (std::is_same_v<Body, ExpensesBooked>) {
    Result<ExpenseBlock> block = ExpenseBlock::from_bytes(bytes);
    if (!block.has_value()) return {0, Wording{"支出数据块", "a packed block of spending"}};
    body.block = *std::move(block);
  } else {
    body_codec::Cursor in(bytes);
    body_codec::read(in, body);
    if (!in.ok()) return {in.place(), in.expected()};
    take_private_fields(texts, ordinal, body);
  }
  return {};
}

using Decode = Mistake (*)(std::string_view, const PrivateTexts&, std::uint64_t, FactBody&);
struct Row {
  kinds::Kind kind{};
  Decode decode = nullptr;
};

// Every kind by its number; numbers are below 128.
const std::array<Row, 128>& rows() {
  static const std::array<Row, 128> table = [] {
    std::array<Row, 128> made{};
    boost::mp11::mp_for_each<boost::mp11::mp_transform<
        boost::mp11::mp_identity, boost::mp11::mp_rename<FactBody, boost::mp11::mp_list>>>(
        [&](auto identity) {
          using Body = typename decltype(identity)::type;
          if constexpr (!std::is_same_v<Body, UnknownFact>) {
            made[kinds::kind<Body>.number] = {kinds::kind<Body>, &decode_body<Body>};
          }
        });
    return made;
  }();
  return table;
}

}  // namespace

// ---------------------------------------------------------------------------------------- encoding

struct FactEncoder::State {
  std::string facts;
  std::string private_part;
  std::string body;
  ExpensePacker expenses;
  columns::TextPacker memos;
  std::vector<std::string_view> memo_texts;

  void put(const kinds::Kind& kind, std::int32_t day, const RowOrigin& origin,
           std::string_view bytes) {
    std::array<char, 6 * bytes::varint_bytes_max> head;  // set below, as far as it is used
    char* at = head.data();
    for (const std::uint64_t number :
         {std::uint64_t{kind.number}, std::uint64_t{kind.version}, bytes::zigzag(day),
          std::uint64_t{origin.file}, std::uint64_t{origin.line}, std::uint64_t{bytes.size()}}) {
      at = bytes::put_varint(at, number);
    }
    facts.append(head.data(), static_cast<std::size_t>(at - head.data())).append(bytes);
  }
};

FactEncoder::FactEncoder() : state_(std::make_unique<State>()) {}
FactEncoder::~FactEncoder() = default;

void FactEncoder::add(const Fact& fact) {
  State& state = *state_;
  if (std::holds_alternative<UnknownFact>(fact.body)) {
    throw std::logic_error("a fact of an unknown kind cannot be written");
  }
  std::visit(
      [&]<class Body>(const Body& body) {
        if constexpr (std::is_same_v<Body, ExpensesBooked>) {
          state.put(kinds::kind<Body>, day_number(fact.effective_on), fact.origin,
                    body.block.bytes());
        } else if constexpr (!std::is_same_v<Body, UnknownFact>) {
          state.body.clear();
          body_codec::write(state.body, body);
          state.put(kinds::kind<Body>, day_number(fact.effective_on), fact.origin, state.body);
          put_private_fields(state.private_part, count_, body);
        }
      },
      fact.body);
  ++count_;
}

void FactEncoder::add_expenses(std::span<const ExpenseLine> lines, std::uint32_t file) {
  State& state = *state_;
  const auto earliest = std::ranges::min_element(lines, {}, &ExpenseLine::day);
  state.put(kinds::kind<ExpensesBooked>, earliest->day, {file, 0}, state.expenses.pack(lines));
  const bool any_memo =
      std::ranges::any_of(lines, [](const ExpenseLine& line) { return !line.memo.empty(); });
  if (any_memo) {
    state.memo_texts.clear();
    for (const ExpenseLine& line : lines) state.memo_texts.push_back(line.memo);
    state.body.clear();
    bytes::put_varint(state.body, lines.size());
    state.memos.pack(state.body, state.memo_texts, true);
    put_private(state.private_part, count_, memo_field, state.body);
  }
  ++count_;
}

EncodedFacts FactEncoder::finish() {
  EncodedFacts encoded;
  encoded.facts += static_cast<char>(facts_version);
  bytes::put_varint(encoded.facts, count_);
  encoded.facts += state_->facts;
  encoded.private_part = std::move(state_->private_part);
  state_->facts.clear();
  state_->private_part.clear();
  count_ = 0;
  return encoded;
}

EncodedFacts encode_facts(std::span<const Fact> facts) {
  FactEncoder encoder;
  for (const Fact& fact : facts) encoder.add(fact);
  return encoder.finish();
}

// ---------------------------------------------------------------------------------------- decoding

Result<std::vector<Fact>> decode_facts(std::string_view facts, std::string_view private_part) {
  BURSAR_TRY(const PrivateTexts texts, read_private(private_part));
  Reader in(facts);
  const auto place = [&] { return facts.size() - in.left(); };
  if (in.byte() != facts_version) return damaged(0, {"第1版的事实", "facts of version 1"});
  const std::uint64_t count = in.varint();
  if (!in.ok() || count == 0 || count > in.left())
    return damaged(place(), {"事实的数目", "the number of facts"});
  std::vector<Fact> decoded;
  // A fact takes six bytes at least: a false count costs no memory.
  decoded.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(count, in.left() / 6 + 1)));
  for (std::uint64_t ordinal = 0; ordinal < count; ++ordinal) {
    const std::uint64_t number = in.varint();
    const std::uint64_t version = in.varint();
    const Result<Date> day = checked_from_day_number(in.signed_varint());
    const std::uint64_t file = in.varint();
    const std::uint64_t line = in.varint();
    const std::string_view body = in.text();
    if (!in.ok() || !day.has_value() || version == 0 || file > UINT32_MAX || line > UINT32_MAX) {
      return damaged(place(), {"事实的首部与正文", "a fact's head and body"});
    }
    const RowOrigin origin{static_cast<std::uint32_t>(file), static_cast<std::uint32_t>(line)};
    const Row* row = number < rows().size() ? &rows()[static_cast<std::size_t>(number)] : nullptr;
    if (row == nullptr || row->decode == nullptr || version > row->kind.version) {
      const std::string name = row != nullptr && row->decode != nullptr
                                   ? std::string(row->kind.name)
                                   : "#" + std::to_string(number);
      decoded.push_back({*day, UnknownFact{name, static_cast<std::int64_t>(version)}, origin});
      continue;
    }
    Fact& fact = decoded.emplace_back(Fact{*day, {}, origin});
    const Mistake mistake = row->decode(body, texts, ordinal, fact.body);
    if (mistake.expected) {
      const std::string name(row->kind.name);
      return damaged(place() - body.size() + mistake.place,
                     {name + "：" + mistake.expected->zh, name + ": " + mistake.expected->en});
    }
  }
  if (!in.at_end()) return damaged(place(), {"结尾", "the end"});
  return decoded;
}

Result<std::vector<std::string>> decode_memos(std::string_view private_part,
                                              std::size_t fact_ordinal) {
  BURSAR_TRY(const PrivateTexts texts, read_private(private_part));
  const PrivateText* const found = find_text(texts, fact_ordinal, memo_field);
  if (found == nullptr) return std::vector<std::string>();
  Reader in(found->text);
  const std::uint64_t count = in.varint();
  std::string pool;
  std::vector<std::string_view> memos;
  const std::string_view packed = in.take(in.left());
  // The bitmap is always there: it bounds the number of lines.
  const bool bounded = in.ok() && !packed.empty() && count / 8 <= packed.size() &&
                       (static_cast<std::uint8_t>(packed[0]) & columns::with_bitmap) != 0;
  if (!bounded || !columns::check_texts(packed, static_cast<std::size_t>(count)) ||
      !columns::read_texts(packed, static_cast<std::size_t>(count), pool, memos)) {
    return damaged(0, {"摘要数据块", "packed memos"});
  }
  return std::vector<std::string>(memos.begin(), memos.end());
}

std::string_view kind_of(const FactBody& body) {
  return std::visit(
      []<class Body>(const Body& each) -> std::string_view {
        if constexpr (std::is_same_v<Body, UnknownFact>) {
          return each.kind;
        } else {
          return kinds::kind<Body>.name;
        }
      },
      body);
}

}  // namespace bursar
