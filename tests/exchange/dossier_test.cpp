#include "refused.hpp"

#include <bursar/base/text.hpp>
#include <bursar/exchange/dossier.hpp>

#include "exchange/dossier_schema.hpp"
#include "exchange/dossier_words.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <set>

using namespace bursar;

TEST_CASE("Dossier: the supported kinds are those of the contract") {
  std::set<std::string_view> unsupported;
  for (std::size_t i = 0; i < Vocabulary<DossierKind>::words.size(); ++i) {
    const auto kind = static_cast<DossierKind>(i);
    if (!is_supported(kind)) unsupported.insert(word(kind));
    CHECK_FALSE(chinese_name(kind).empty());
  }
  CHECK(unsupported ==
        std::set<std::string_view>{"participants", "receipts", "opinion_items", "integrity"});
  CHECK(parse_dossier_kind("payments").value() == DossierKind::payments);
  CHECK(parse_dossier_kind("拨款").value() == DossierKind::payments);
  CHECK_REFUSED(parse_dossier_kind("receipts"), kind_not_supported);
  CHECK_REFUSED(parse_dossier_kind("invoices"), kind_unknown);
}

TEST_CASE("Dossier: within a kind every name and alias means one column") {
  for (std::size_t i = 0; i < Vocabulary<DossierKind>::words.size(); ++i) {
    const auto kind = static_cast<DossierKind>(i);
    std::set<std::string> seen;
    CHECK(dossier_columns(kind).size() <= exchange::columns_max);
    for (const DossierColumn& column : dossier_columns(kind)) {
      CAPTURE(word(kind), column.name);
      CHECK(seen.insert(std::string(column.name)).second);
      CHECK((column.form == CellForm::word) == (column.words != nullptr));
      for (const std::string_view alias : split(column.aliases, '|')) {
        CAPTURE(alias);
        CHECK(seen.insert(std::string(alias)).second);
        CHECK(without_blanks(half_width(alias)) == alias);
      }
      CHECK(exchange::column_place(kind, column.name) < exchange::columns_max);
    }
  }
}

TEST_CASE("Dossier: every column has a Chinese name that refusals say") {
  for (std::size_t i = 0; i < Vocabulary<DossierKind>::words.size(); ++i) {
    for (const DossierColumn& column : dossier_columns(static_cast<DossierKind>(i))) {
      CAPTURE(column.name);
      const std::string text =
          Refusal(Code::field_missing).with("field", std::string(column.name)).text(Language::zh);
      CHECK(text.ends_with("（" + std::string(column.name) + "）"));
    }
  }
}

TEST_CASE("Dossier: within a vocabulary every alias means one word") {
  for (const WordTable* table : exchange::tables::all()) {
    std::set<std::string_view> seen(table->words.begin(), table->words.end());
    CHECK(seen.size() == table->words.size());
    for (const WordAlias& alias : table->aliases) {
      CAPTURE(table->name, alias.text);
      CHECK(alias.value < table->words.size());
      CHECK(seen.insert(alias.text).second);
      CHECK(table->find(alias.text) == alias.value);
    }
  }
  CHECK(exchange::tables::outcome.find(" 整改后通过　") ==
        static_cast<std::uint8_t>(Outcome::passed_after_rectification));
  CHECK(exchange::tables::head.find("business/travel") ==
        static_cast<std::uint8_t>(Head::business_travel));
  CHECK_FALSE(exchange::tables::outcome.find("良好").has_value());
}

TEST_CASE("Dossier: the reference in the documentation is the one of the library") {
  std::ifstream file("docs/dossier.md", std::ios::binary);
  REQUIRE(file.good());
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  CHECK(text.find(dossier_reference()) != std::string::npos);
}
