// Records of a project as JSON, by their described fields: one writer for all of them.
#pragma once

#include <bursar/base/json_writer.hpp>
#include <bursar/portfolio/project.hpp>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <string>
#include <type_traits>

namespace tool {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
struct HoldsMinor : std::is_same<T, bursar::Minor> {};
template <class T>
struct HoldsMinor<std::optional<T>> : HoldsMinor<T> {};

inline void write_value(bursar::JsonWriter& json, const std::string& text) { json.value(text); }
inline void write_value(bursar::JsonWriter& json, bool flag) { json.value(flag); }
inline void write_value(bursar::JsonWriter& json, std::int64_t number) { json.value(number); }
inline void write_value(bursar::JsonWriter& json, bursar::Minor amount) {
  json.value(amount.value());
}
inline void write_value(bursar::JsonWriter& json, bursar::Date day) {
  json.value(bursar::to_iso(day));
}
template <class Tag>
void write_value(bursar::JsonWriter& json, const bursar::Id<Tag>& id) {
  json.value(id.text());
}
template <bursar::Word Enum>
void write_value(bursar::JsonWriter& json, Enum value) {
  json.value(bursar::word(value));
}
inline void write_value(bursar::JsonWriter& json, const bursar::VaultText& text) {
  if (text.empty()) {
    json.null();
  } else {
    json.value(text.view());
  }
}
inline void write_value(bursar::JsonWriter& json, const bursar::Provenance& made_from);
template <class T>
void write_value(bursar::JsonWriter& json, const std::optional<T>& perhaps) {
  if (perhaps) {
    write_value(json, *perhaps);
  } else {
    json.null();
  }
}

/// The described fields of a body, in the order of their description. Amounts are named
/// `..._minor`.
template <class Body>
void write_fields(bursar::JsonWriter& json, const Body& body) {
  boost::mp11::mp_for_each<boost::describe::describe_members<Body, boost::describe::mod_public>>(
      [&](auto member) {
        using Value = std::remove_cvref_t<decltype(body.*member.pointer)>;
        std::string name = member.name;
        if constexpr (HoldsMinor<Value>::value) name += "_minor";
        json.key(name);
        write_value(json, body.*member.pointer);
      });
}

inline void write_value(bursar::JsonWriter& json, const bursar::Provenance& made_from) {
  json.begin_object();
  write_fields(json, made_from);
  json.end_object();
}

/// Where a record comes from.
inline void write_trace(bursar::JsonWriter& json, const bursar::Trace& trace) {
  json.key("position").value(trace.position).key("ordinal").value(trace.ordinal);
  if (trace.origin.line != 0) json.key("line").value(trace.origin.line);
}

/// An array of records under a name: the body's fields, `more` fields, and the trace.
template <class Body, class Records, class More>
void write_records(bursar::JsonWriter& json, std::string_view name, const Records& records,
                   More more) {
  json.key(name).begin_array();
  for (const auto& record : records) {
    json.begin_object();
    write_fields(json, static_cast<const Body&>(record));
    more(record);
    write_trace(json, record.trace);
    json.end_object();
  }
  json.end_array();
}

}  // namespace tool
