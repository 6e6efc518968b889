#include "office/storable.hpp"

#include <bursar/base/text.hpp>

#include "grant/described.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace bursar::office {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// An id is compared byte by byte: what nobody sees in it would make another one of it.
Result<void> require_id(std::string_view field, std::string_view id) {
  BURSAR_TRY_VOID(require_utf8(field, id));
  if (trimmed(id).size() == id.size() && std::ranges::none_of(id, is_control)) return {};
  return Refusal(Code::id_malformed).with("field", std::string(field));
}

Result<void> require_day(std::string_view field, Date day) {
  const Result<void> is_day = bursar::require_day(day);
  if (is_day.has_value()) return {};
  Refusal refusal = is_day.error();
  return std::move(refusal).with("field", std::string(field));
}

Result<void> require_day(std::string_view field, std::int32_t days_since_1970) {
  const Result<Date> day = checked_from_day_number(days_since_1970);
  if (day.has_value()) return {};
  Refusal refusal = day.error();
  return std::move(refusal).with("field", std::string(field));
}

template <Word Enum>
Result<void> require_word(std::string_view field, Enum value) {
  const auto number = static_cast<std::size_t>(value);
  if (number < Vocabulary<Enum>::words.size()) return {};
  const std::string last = std::to_string(Vocabulary<Enum>::words.size() - 1);
  Wording expected{"编号0至" + last, "the numbers 0 to " + last};
  return Refusal(Code::text_unknown)
      .with("field", std::string(field))
      .with("value", std::to_string(number))
      .with("expected", std::move(expected));
}

/// One field of a described body.
struct FieldCheck {
  std::string_view field;

  Result<void> operator()(std::string_view text) const {
    return field.ends_with("_id") ? require_id(field, text) : require_utf8(field, text);
  }
  Result<void> operator()(const std::string& text) const { return (*this)(std::string_view(text)); }
  Result<void> operator()(const SmallText& text) const { return (*this)(std::string_view(text)); }
  Result<void> operator()(const VaultText& text) const { return require_utf8(field, text.view()); }
  template <class Tag>
  Result<void> operator()(const Id<Tag>& id) const {
    return require_id(field, id.text());
  }
  Result<void> operator()(const Date& day) const { return require_day(field, day); }
  template <Word Enum>
  Result<void> operator()(const Enum& value) const {
    return require_word(field, value);
  }
  template <class T>
  Result<void> operator()(const std::optional<T>& perhaps) const {
    return perhaps ? (*this)(*perhaps) : Result<void>();
  }
  template <class T>
  Result<void> operator()(const std::vector<T>& list) const {
    for (const T& each : list) BURSAR_TRY_VOID((*this)(each));
    return {};
  }
  /// Numbers, yes and no, digests, packed blocks, bodies of their own: nothing to say.
  template <class T>
  Result<void> operator()(const T&) const {
    return {};
  }
};

template <class Body>
Result<void> require_fields(const Body& body) {
  Result<void> first;
  boost::mp11::mp_for_each<described::Members<Body>>([&](auto member) {
    if (first.has_value()) first = FieldCheck{member.name}(body.*member.pointer);
  });
  return first;
}

}  // namespace

Result<void> require_utf8(std::string_view field, std::string_view text) {
  if (is_utf8(text)) return {};
  return Refusal(Code::text_not_utf8).with("field", std::string(field));
}

Result<void> require_storable(const Request& request) {
  BURSAR_TRY_VOID(require_utf8("key", request.key));
  BURSAR_TRY_VOID(require_utf8("actor", request.actor));
  return require_day("on", request.on);
}

Result<void> require_storable(const Subject& subject) { return require_id("id", subject.id); }

Result<void> require_storable(const FactBody& fact) {
  return std::visit(
      []<class Body>(const Body& body) -> Result<void> {
        if constexpr (boost::describe::has_describe_members<Body>::value) {
          return require_fields(body);
        } else {
          return {};
        }
      },
      fact);
}

Result<void> require_storable(std::span<const FactBody> facts) {
  for (const FactBody& fact : facts) BURSAR_TRY_VOID(require_storable(fact));
  return {};
}

Result<void> require_storable(std::span<const ExpenseLine> lines) {
  for (const ExpenseLine& line : lines) {
    BURSAR_TRY_VOID(require_id("expense_id", line.expense_id));
    BURSAR_TRY_VOID(require_id("org_id", line.org_id));
    BURSAR_TRY_VOID(require_day("on", line.day));
    BURSAR_TRY_VOID(require_word("head", line.head));
    BURSAR_TRY_VOID(require_word("source", line.source));
    BURSAR_TRY_VOID(require_word("kind", line.kind));
    BURSAR_TRY_VOID(require_id("reverses", line.reverses));
    BURSAR_TRY_VOID(require_id("accrual_id", line.accrual_id));
    BURSAR_TRY_VOID(require_utf8("voucher_no", line.voucher_no));
    BURSAR_TRY_VOID(require_id("vendor_id", line.vendor_id));
    BURSAR_TRY_VOID(require_utf8("invoice_code", line.invoice_code));
    BURSAR_TRY_VOID(require_utf8("invoice_no", line.invoice_no));
    BURSAR_TRY_VOID(require_id("payee_id", line.payee_id));
    BURSAR_TRY_VOID(require_utf8("memo", line.memo));
  }
  return {};
}

}  // namespace bursar::office
