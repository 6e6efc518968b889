#include <bursar/base/json_writer.hpp>

#include <rapidcheck.h>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <limits>
#include <stdexcept>

using bursar::JsonWriter;

TEST_CASE("JsonWriter: members stand in the order in which they were written") {
  JsonWriter json;
  json.begin_object().member("b", 1).member("a", true).key("list").begin_array();
  json.value("x").value(std::optional<int>()).value(std::int64_t{-7}).end_array();
  json.key("none").begin_object().end_object().key("nothing").null().end_object();
  CHECK(json.finish() == R"({"b":1,"a":true,"list":["x",null,-7],"none":{},"nothing":null})");
}

TEST_CASE("JsonWriter: the indented layout puts one member a line") {
  JsonWriter json(JsonWriter::Layout::indented);
  json.begin_object().member("a", 1).key("b").begin_array().value(2).end_array();
  json.key("c").begin_array().end_array().end_object();
  CHECK(json.finish() == "{\n  \"a\": 1,\n  \"b\": [\n    2\n  ],\n  \"c\": []\n}");
}

TEST_CASE("JsonWriter: the limits of 64 bits are written exactly") {
  JsonWriter json;
  json.begin_array().value(std::numeric_limits<std::int64_t>::min());
  json.value(std::numeric_limits<std::int64_t>::max()).end_array();
  CHECK(json.finish() == "[-9223372036854775808,9223372036854775807]");
}

TEST_CASE("json_quoted: control characters, quotes and backslashes are escaped, nothing else") {
  CHECK(bursar::json_quoted("a\"\\\n\t\r\b\f\x01\x1f/") == R"("a\"\\\n\t\r\b\f\u0001\u001f/")");
  CHECK(bursar::json_quoted("\xe7\xbb\x93\xe4\xbd\x99") == "\"\xe7\xbb\x93\xe4\xbd\x99\"");
  CHECK(bursar::json_quoted(std::string_view("\0x", 2)) == R"("\u0000x")");
}

TEST_CASE("json_quoted: whatever ASCII goes in comes out of a JSON parser") {
  CHECK(rc::check([] {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
    RC_ASSERT(boost::json::parse(bursar::json_quoted(bytes)).as_string() == bytes);
  }));
}

TEST_CASE("JsonWriter: wrong use is told at once") {
  CHECK_THROWS_AS(JsonWriter().begin_object().value(1), std::logic_error);
  CHECK_THROWS_AS(JsonWriter().key("a"), std::logic_error);
  CHECK_THROWS_AS(JsonWriter().begin_array().key("a"), std::logic_error);
  CHECK_THROWS_AS(JsonWriter().begin_array().end_object(), std::logic_error);
  CHECK_THROWS_AS(JsonWriter().begin_object().key("a").end_object(), std::logic_error);
  CHECK_THROWS_AS(JsonWriter().value(1).value(2), std::logic_error);
  CHECK_THROWS_AS((void)JsonWriter().begin_array().finish(), std::logic_error);
  CHECK_THROWS_AS((void)JsonWriter().finish(), std::logic_error);
}
