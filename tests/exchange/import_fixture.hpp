// A book in memory that takes files.
#pragma once

#include "refused.hpp"

#include <bursar/exchange/import.hpp>
#include <bursar/grant/fact_codec.hpp>
#include <bursar/journal/memory_journal.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bursar_test {

inline bursar::Date day(std::string_view iso) { return bursar::parse_iso_date(iso).value(); }

/// Kind and content of a file; the name is the kind and ".csv".
using File = std::pair<std::string, std::string>;

class Store {
 public:
  explicit Store(std::optional<bursar::Source> source = bursar::Source::grant) {
    bursar::JournalHost host;
    host.now_us = [now = std::int64_t{1'700'000'000'000'000}]() mutable { return now += 1000; };
    host.random = [next = std::uint8_t{1}](std::span<std::uint8_t> bytes) mutable {
      for (std::uint8_t& byte : bytes) byte = next++;
    };
    journal_ = bursar::make_memory_journal("book", host);
    bursar::BookOpened opened;
    opened.book_id = "book";
    opened.utc_offset_minutes = 480;
    opened.default_currency = "CNY";
    opened.default_source = source;
    const bursar::Fact fact{day("1900-01-01"), opened, {}};
    append({}, fact);
  }

  /// Appends a fact as another program would.
  void append(const bursar::Subject& subject, const bursar::Fact& fact) {
    bursar::AppendRequest request;
    request.key = "direct-" + std::to_string(++direct_);
    request.request = bursar::sha256(request.key);
    request.actor = "test";
    auto encoded = bursar::encode_facts(std::span(&fact, 1));
    request.drafts.push_back({subject, std::move(encoded.facts), std::move(encoded.private_part)});
    REQUIRE(journal_->append(request).has_value());
  }

  static bursar::ImportOptions options() {
    bursar::ImportOptions options(day("2024-06-30"), "clerk");
    options.identity_salt = "a salt of this very test";
    return options;
  }

  static std::vector<bursar::ImportFile> inputs(const std::vector<File>& files) {
    std::vector<bursar::ImportFile> inputs;
    for (const auto& [kind, text] : files) inputs.push_back({kind, kind + ".csv", text});
    return inputs;
  }

  bursar::ImportOutcome import(const std::vector<File>& files, const bursar::ImportOptions& given) {
    auto outcome = bursar::import_into(*journal_, inputs(files), given);
    REQUIRE(refusal_name(outcome) == "accepted");
    return *std::move(outcome);
  }
  bursar::ImportOutcome import(const std::vector<File>& files) { return import(files, options()); }

  /// Imports files of which nothing may be wrong.
  bursar::ImportOutcome take(const std::vector<File>& files, const bursar::ImportOptions& given) {
    bursar::ImportOutcome outcome = import(files, given);
    std::string problems;
    for (const auto& problem : outcome.report.problems) {
      problems += problem.text(bursar::Language::en) + "\n";
    }
    CHECK(problems == std::string());
    return outcome;
  }
  bursar::ImportOutcome take(const std::vector<File>& files) { return take(files, options()); }

  [[nodiscard]] bursar::Portfolio fold(std::string_view as_of = "9999-12-31") const {
    return bursar::Portfolio::fold(*journal_, {day(as_of)}).value();
  }
  [[nodiscard]] bursar::Journal& journal() { return *journal_; }

 private:
  std::unique_ptr<bursar::Journal> journal_;
  int direct_ = 0;
};

/// The problems of a report as "line:column field refusal".
inline std::vector<std::string> short_problems(const bursar::ImportReport& report) {
  std::vector<std::string> list;
  for (const auto& each : report.problems) {
    list.push_back(std::to_string(each.position.line) + ":" + std::to_string(each.position.column) +
                   " " + each.field + " " + std::string(each.refusal.name()));
  }
  return list;
}

inline const bursar::ImportNotice* find_notice(const bursar::ImportReport& report,
                                               bursar::NoticeCode code) {
  for (const auto& each : report.notices) {
    if (each.code == code) return &each;
  }
  return nullptr;
}

inline const std::string project_header = "project_id,title,award,start_on,end_on\n";
inline const std::string one_project = project_header + "P1,Alpha,1000.00,2020-01-01,2022-12-31\n";

}  // namespace bursar_test
