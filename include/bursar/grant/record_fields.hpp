// The fields of described records by their names, as canonical texts.
//
// Canonical: an ISO date, whole minor units, a word of the vocabulary, true or false, an id or text
// as it stands; an empty text where a field is not given. What a supplement or change of a record
// holds, and what an import compares.
#pragma once

#include <bursar/grant/facts.hpp>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace bursar {

namespace field_text {

inline std::string write(const std::string& text) { return text; }
inline std::string write(const SmallText& text) { return text; }
template <class Tag>
std::string write(const Id<Tag>& id) {
  return id.text();
}
inline std::string write(std::int64_t number) { return std::to_string(number); }
inline std::string write(bool flag) { return flag ? "true" : "false"; }
inline std::string write(Minor amount) { return std::to_string(amount.value()); }
inline std::string write(const Date& date) { return to_iso(date); }
template <Word Enum>
std::string write(Enum value) {
  return std::string(word(value));
}
template <class T>
requires requires(const T& value) { write(value); }
std::string write(const std::optional<T>& perhaps) {
  return perhaps ? write(*perhaps) : std::string();
}

inline bool read(std::string_view text, std::string& field) {
  field = text;
  return true;
}
inline bool read(std::string_view text, SmallText& field) {
  field = text;
  return true;
}
template <class Tag>
bool read(std::string_view text, Id<Tag>& field) {
  field = Id<Tag>(text);
  return true;
}
inline bool read(std::string_view text, std::int64_t& field) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return false;
  field = value;
  return true;
}
inline bool read(std::string_view text, bool& field) {
  if (text != "true" && text != "false") return false;
  field = text == "true";
  return true;
}
inline bool read(std::string_view text, Minor& field) {
  std::int64_t value = 0;
  if (!read(text, value)) return false;
  field = Minor(value);
  return true;
}
inline bool read(std::string_view text, Date& field) {
  const Result<Date> date = parse_iso_date(text);
  if (date.has_value()) field = *date;
  return date.has_value();
}
template <Word Enum>
bool read(std::string_view text, Enum& field) {
  const std::optional<Enum> found = find_word<Enum>(text);
  if (found) field = *found;
  return found.has_value();
}
template <class T>
requires requires(std::string_view text, T& value) { read(text, value); }
bool read(std::string_view text, std::optional<T>& field) {
  if (text.empty()) {
    field.reset();
    return true;
  }
  std::optional<T> value;
  if constexpr (std::is_same_v<T, Date>) {
    value.emplace(1970, 1, 1);
  } else {
    value.emplace();
  }
  if (!read(text, *value)) return false;
  field = value;
  return true;
}

/// Fields that have a canonical text.
template <class T>
concept Texted = requires(T& field, const T& value) {
  { field_text::read(std::string_view(), field) } -> std::same_as<bool>;
  { field_text::write(value) } -> std::same_as<std::string>;
};

/// Calls `call(member pointer)` for the public field of a name; false if there is none.
template <class Body, class Call>
bool with_field(std::string_view name, Call call) {
  bool found = false;
  using Members = boost::describe::describe_members<Body, boost::describe::mod_public>;
  boost::mp11::mp_for_each<Members>([&](auto member) {
    if (found || name != member.name) return;
    found = true;
    call(member.pointer);
  });
  return found;
}

}  // namespace field_text

/// The canonical text of a field. Nothing if there is no such field, or it has no text of its own:
/// a private one, a packed block, a nested body.
template <class Body>
[[nodiscard]] std::optional<std::string> get_field(const Body& body, std::string_view name) {
  std::optional<std::string> text;
  field_text::with_field<Body>(name, [&](auto pointer) {
    using Field = std::remove_cvref_t<decltype(body.*pointer)>;
    if constexpr (field_text::Texted<Field>) text = field_text::write(body.*pointer);
  });
  return text;
}

/// Whether a field of this name is private, and lives in the vault.
template <class Body>
[[nodiscard]] bool is_private_field(std::string_view name) {
  bool is_private = false;
  field_text::with_field<Body>(name, [&](auto pointer) {
    using Field = std::remove_cvref_t<decltype(std::declval<Body>().*pointer)>;
    is_private = std::is_same_v<Field, VaultText>;
  });
  return is_private;
}

/// Sets a field from its canonical text. Refusals: field_unknown (no such field, or none that has a
/// text), field_value_malformed; the record is then as it was.
template <class Body>
Result<void> set_field(Body& body, std::string_view name, std::string_view text) {
  bool known = false;
  bool set = false;
  field_text::with_field<Body>(name, [&](auto pointer) {
    using Field = std::remove_cvref_t<decltype(body.*pointer)>;
    if constexpr (field_text::Texted<Field>) {
      known = true;
      set = field_text::read(text, body.*pointer);
    }
  });
  if (set) return {};
  return Refusal(known ? Code::field_value_malformed : Code::field_unknown)
      .with("field", std::string(name))
      .with("value", std::string(text));
}

/// Sets a private field. Refusals: field_unknown.
template <class Body>
Result<void> set_private_field(Body& body, std::string_view name, const VaultText& text) {
  bool set = false;
  field_text::with_field<Body>(name, [&](auto pointer) {
    using Field = std::remove_cvref_t<decltype(body.*pointer)>;
    if constexpr (std::is_same_v<Field, VaultText>) {
      body.*pointer = text;
      set = true;
    }
  });
  if (set) return {};
  return Refusal(Code::field_unknown).with("field", std::string(name));
}

/// How a supplement or change names its record: the kind of the dossier, a colon, and what tells
/// the record from others of its kind. Parts are joined by "|".
[[nodiscard]] inline std::string record_name(std::string_view kind, std::string_view id = {}) {
  return std::string(kind).append(":").append(id);
}
/// "budget:LINE|ORG|HEAD|SOURCE", the organisation as the fact has it.
[[nodiscard]] inline std::string record_name(const BudgetSet& line) {
  return record_name("budget", line.line_id + "|" + line.org_id.text() + "|" +
                                   std::string(word(line.head)) + "|" +
                                   std::string(word(line.source)));
}
/// "partners:ORG|ROLE|SOURCE", the source empty where it is not given.
[[nodiscard]] inline std::string record_name(const PartnerJoined& partner) {
  return record_name("partners", partner.org_id.text() + "|" + std::string(word(partner.role)) +
                                     "|" + field_text::write(partner.source));
}
/// "employments:ORG|FROM", the day empty where it is not given.
[[nodiscard]] inline std::string record_name(const PersonEmployed& employed) {
  return record_name("employments",
                     employed.employer_org_id.text() + "|" + field_text::write(employed.from));
}
/// "acceptance:2".
[[nodiscard]] inline std::string attempt_name(std::int64_t attempt) {
  return record_name("acceptance", std::to_string(attempt));
}

}  // namespace bursar
