// A fact's body as canonical JSON, for digests of states: members sorted by name, no white space,
// whole numbers only, what is not given left out. It does not depend on how bodies are stored.
#pragma once

#include <bursar/base/json_writer.hpp>

#include "grant/described.hpp"

#include <string>
#include <vector>

namespace bursar::body_json {

inline bool is_given(const std::string& text) { return !text.empty(); }
inline bool is_given(const SmallText& text) { return !text.empty(); }
template <class Tag>
bool is_given(const Id<Tag>& id) {
  return !id.empty();
}
template <class T>
bool is_given(const std::optional<T>& perhaps) {
  return perhaps.has_value();
}
inline bool is_given(const VaultText&) { return false; }
inline bool is_given(const ExpenseBlock&) { return false; }
template <class T>
bool is_given(const T&) {
  return true;
}

inline void write(std::string& out, const std::string& text) { append_json_quoted(out, text); }
inline void write(std::string& out, const SmallText& text) { append_json_quoted(out, text); }
template <class Tag>
void write(std::string& out, const Id<Tag>& id) {
  append_json_quoted(out, id.text());
}
inline void write(std::string& out, std::int64_t number) { out += std::to_string(number); }
inline void write(std::string& out, bool flag) { out += flag ? "true" : "false"; }
inline void write(std::string& out, Minor amount) { out += std::to_string(amount.value()); }
inline void write(std::string& out, const Date& date) { out += '"' + to_iso(date) + '"'; }
template <Word Enum>
void write(std::string& out, Enum value) {
  append_json_quoted(out, word(value));
}
inline void write(std::string&, const VaultText&) {}
inline void write(std::string&, const ExpenseBlock&) {}
template <class Body>
requires boost::describe::has_describe_members<Body>::value void write(std::string& out,
                                                                       const Body& body);
template <class T>
void write(std::string& out, const std::optional<T>& perhaps) {
  write(out, *perhaps);
}
template <class T>
void write(std::string& out, const std::vector<T>& list) {
  out += '[';
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out += ',';
    write(out, list[i]);
  }
  out += ']';
}
template <class Body>
requires boost::describe::has_describe_members<Body>::value void write(std::string& out,
                                                                       const Body& body) {
  out += '{';
  bool first = true;
  described::for_each_field<Body>([&](std::string_view name, auto pointer) {
    if (!is_given(body.*pointer)) return;
    if (!first) out += ',';
    first = false;
    out += '"';
    out += name;
    out += "\":";
    write(out, body.*pointer);
  });
  out += '}';
}

}  // namespace bursar::body_json
