// bursar calc: one question as arguments, or many as lines on standard input.
#include "tool.hpp"

#include <bursar/base/json_writer.hpp>
#include <bursar/calendar/period.hpp>
#include <bursar/calendar/work_calendar.hpp>
#include <bursar/money/amount_text.hpp>
#include <bursar/money/capitals.hpp>
#include <bursar/money/rate.hpp>
#include <bursar/money/tiers.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <functional>
#include <iostream>
#include <sstream>

namespace tool {
namespace {

using bursar::Money;
using bursar::Result;

struct CalcOptions {
  std::vector<std::string> words;
  std::string calendar = "cn", tiers, currency = "CNY";
  bool first_day_counts = false, stays_on_rest_day = false, inverse = false, json = false;
};

/// What every question is answered with.
struct Desk {
  const Settings& settings;
  const CalcOptions& options;
  std::optional<bursar::WorkCalendar> calendar;
  bursar::Currency currency;
};

bursar::Refusal usage(const std::vector<std::string>& words, bursar::Wording expected) {
  return bursar::Refusal(bursar::Code::text_unknown)
      .with("field", "question")
      .with("value", fmt::format("{}", fmt::join(words, " ")))
      .with("expected", std::move(expected));
}

Result<Money> amount(const Desk& desk, const std::string& text) {
  BURSAR_TRY(const auto parsed, bursar::parse_amount(text, desk.currency, bursar::AmountUnit::one,
                                                     bursar::Rounding::exact));
  return parsed.amount;
}

/// workdays FIRST [LAST]: the working days from FIRST to LAST, both included.
Result<std::string> workdays(const Desk& desk, const std::vector<std::string>& words) {
  if (words.empty() || words.size() > 2)
    return usage(words, {"workdays FIRST [LAST]", "workdays FIRST [LAST]"});
  BURSAR_TRY(const bursar::Date first, bursar::parse_iso_date(words[0]));
  BURSAR_TRY(const bursar::Date last, bursar::parse_iso_date(words.back()));
  BURSAR_TRY(const bursar::DateRange range, bursar::make_range(first, last));
  BURSAR_TRY(const int days, desk.calendar->count_working_days(range));
  return std::to_string(days);
}

constexpr const char* deadline_form = "deadline EVENT LENGTH days|working_days|months";

/// deadline EVENT LENGTH days|working_days|months: the last day of the period.
Result<std::string> deadline(const Desk& desk, const std::vector<std::string>& words) {
  if (words.size() != 3) return usage(words, {deadline_form, deadline_form});
  BURSAR_TRY(const bursar::Date event, bursar::parse_iso_date(words[0]));
  int length = 0;
  const char* end = words[1].data() + words[1].size();
  const auto [stop, error] = std::from_chars(words[1].data(), end, length);
  if (error != std::errc() || stop != end)
    return usage(words, {std::string(deadline_form) + "，LENGTH为整数",
                         std::string(deadline_form) + ", LENGTH a whole number"});
  BURSAR_TRY(const auto unit, bursar::parse_period_unit(words[2]));
  const bursar::Period period{
      length, unit,
      desk.options.first_day_counts ? bursar::FirstDay::counted : bursar::FirstDay::not_counted,
      desk.options.stays_on_rest_day ? bursar::RestDayEnd::stays
                                     : bursar::RestDayEnd::next_working_day};
  BURSAR_TRY(const bursar::Date last, bursar::last_day(period, event, &*desk.calendar));
  return bursar::to_iso(last);
}

/// capitals AMOUNT: digits to capitals, capitals to digits.
Result<std::string> capitals(const Desk& desk, const std::vector<std::string>& words) {
  if (words.size() != 1) return usage(words, {"capitals AMOUNT", "capitals AMOUNT"});
  const bool has_digit = std::ranges::any_of(words[0], [](char c) { return c >= '0' && c <= '9'; });
  if (has_digit) {
    BURSAR_TRY(const Money money, amount(desk, words[0]));
    return bursar::to_capitals(money);
  }
  BURSAR_TRY(const auto reading, bursar::parse_capitals(words[0]));
  return bursar::plain_text(reading.amount);
}

/// "20%:5000000,15%:10000000,13%": rate and upper end in units of the currency, tier by tier.
Result<bursar::TieredCap> tiers_of(const Desk& desk, const std::string& text) {
  std::vector<bursar::Tier> tiers;
  std::stringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    const std::size_t colon = part.find(':');
    BURSAR_TRY(const bursar::Rate rate, bursar::Rate::parse(part.substr(0, colon)));
    bursar::Tier tier{rate, {}};
    if (colon != std::string::npos) {
      BURSAR_TRY(const Money end, amount(desk, part.substr(colon + 1)));
      tier.up_to = bursar::Minor(end.minor());
    }
    tiers.push_back(tier);
  }
  return bursar::TieredCap::of(desk.currency, std::move(tiers));
}

/// cap BASE: the tiered cap on a base, rounded down to the minor unit; with --inverse the largest
/// part of a total that keeps the cap on the rest.
Result<std::string> cap(const Desk& desk, const std::vector<std::string>& words) {
  if (words.size() != 1)
    return usage(words,
                 {"cap BASE --tiers RATE:UP_TO,...,RATE", "cap BASE --tiers RATE:UP_TO,...,RATE"});
  // Which scale holds is a matter of the programme and the year: it is never assumed.
  if (desk.options.tiers.empty()) {
    return bursar::Refusal(bursar::Code::field_missing).with("field", "--tiers");
  }
  BURSAR_TRY(const bursar::TieredCap scale, tiers_of(desk, desk.options.tiers));
  BURSAR_TRY(const Money base, amount(desk, words[0]));
  auto result = desk.options.inverse ? scale.largest_within(base, bursar::Rounding::toward_zero)
                                     : scale.cap(base, bursar::Rounding::toward_zero);
  BURSAR_TRY(const Money money, std::move(result));
  return bursar::plain_text(money);
}

Result<std::string> answer(const Desk& desk, std::vector<std::string> words) {
  static const bursar::Wording questions{"workdays、deadline、capitals、cap",
                                         "workdays, deadline, capitals, cap"};
  if (words.empty()) return usage(words, questions);
  const std::string question = words.front();
  words.erase(words.begin());
  if (question == "workdays") return workdays(desk, words);
  if (question == "deadline") return deadline(desk, words);
  if (question == "capitals") return capitals(desk, words);
  if (question == "cap") return cap(desk, words);
  return usage({question}, questions);
}

bursar::WorkCalendar load_calendar(const Settings& settings, const std::string& name) {
  auto bundled = bursar::WorkCalendar::bundled(name);
  if (bundled.has_value()) return *std::move(bundled);
  return need(settings, bursar::WorkCalendar::from_toml(read_file(settings, name)), name);
}

/// The answers as lines or as one document. Every line of the input has its line of the output.
class Answers {
 public:
  Answers(const Settings& settings, bool as_json)
      : settings_(settings), as_json_(as_json), json_(bursar::JsonWriter::Layout::indented) {
    json_.begin_object().member("schema", "bursar.calc/1").key("answers").begin_array();
  }

  void add(std::int64_t line, const std::vector<std::string>& words,
           const Result<std::string>& result) {
    if (!result.has_value()) {
      refused_ = true;
      fmt::print(stderr, "{}: {}\n",
                 fmt::format(fmt::runtime(say(settings_, "line {}", "第{}行")), line),
                 result.error().text(settings_.language));
    }
    if (as_json_) {
      json_.begin_object().member("line", line);
      json_.member("question", fmt::format("{}", fmt::join(words, " ")));
      if (result.has_value()) {
        json_.member("answer", *result).key("refusal").null();
      } else {
        json_.key("answer").null().member("refusal", result.error().name());
      }
      json_.end_object();
    } else if (result.has_value()) {
      fmt::print("{}\n", *result);
    } else {
      fmt::print("! {}\n", result.error().name());
    }
  }

  int finish() {
    json_.end_array().end_object();
    if (as_json_) fmt::print("{}\n", json_.finish());
    return refused_ ? usage_or_input : clean;
  }

 private:
  const Settings& settings_;
  bool as_json_;
  bool refused_ = false;
  bursar::JsonWriter json_;
};

int run_calc(const Settings& settings, const CalcOptions& options) {
  const Desk desk{settings, options, load_calendar(settings, options.calendar),
                  need(settings, bursar::Currency::of(options.currency), "--currency")};
  Answers answers(settings, options.json);
  if (options.words.size() > 1) {
    answers.add(1, options.words, need(settings, answer(desk, options.words)));
    return answers.finish();
  }
  // Many questions: a line each; the question's name may be given once, as the argument.
  std::int64_t number = 0;
  for (std::string line; std::getline(std::cin, line);) {
    ++number;
    std::istringstream fields(line);
    std::vector<std::string> words = options.words;
    for (std::string word; fields >> word;) words.push_back(word);
    if (words.size() == options.words.size()) continue;
    answers.add(number, words, answer(desk, words));
  }
  return answers.finish();
}

}  // namespace

void add_calc(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<CalcOptions>();
  CLI::App* call = app.add_subcommand(
      "calc",
      help(settings,
           "workdays FIRST [LAST] | deadline EVENT LENGTH UNIT | capitals AMOUNT | cap BASE; "
           "without further arguments, one question a line on standard input",
           "计算：workdays FIRST [LAST]（工作日数） | deadline EVENT LENGTH UNIT（期限届满日） | "
           "capitals AMOUNT（大写金额） | cap BASE（分档限额）；不带其他参数时从标准输入逐行读取"));
  call->add_option("QUESTION", options->words,
                   help(settings, "The question and its arguments", "问题及其参数"));
  call->add_option("--calendar", options->calendar,
                   help(settings, "Working days: a built-in name or a file (cn)",
                        "工作日历：内置名称或文件（cn）"));
  call->add_option("--currency", options->currency,
                   help(settings, "Currency of amounts (CNY)", "金额的币种（CNY）"));
  call->add_option("--tiers", options->tiers,
                   help(settings, "For cap: 30%:5000000,25%:10000000,20%",
                        "用于cap：30%:5000000,25%:10000000,20%"));
  call->add_flag("--inverse", options->inverse,
                 help(settings, "For cap: BASE is the total, the answer its largest part",
                      "用于cap：BASE为总额，求其中最大可列支部分"));
  call->add_flag("--first-day-counts", options->first_day_counts,
                 help(settings, "For deadline: the day of the event is the first day",
                      "用于deadline：自当日起算"));
  call->add_flag(
      "--stays", options->stays_on_rest_day,
      help(settings,
           "For deadline: a period that ends on a rest day is not moved to the next working day",
           "用于deadline：末日为休息日时不顺延"));
  call->add_flag("--json", options->json, "bursar.calc/1");
  call->footer(day_form(settings) +
               help(settings,
                    "Amounts are in units of the currency.\n"
                    "Example:\n"
                    "  bursar calc workdays 2020-01-01 2020-12-31\n"
                    "  bursar calc deadline 2020-01-20 5 working_days\n"
                    "  bursar calc capitals 6015600\n"
                    "  bursar calc cap 6000000 --tiers 30%:5000000,25%:10000000,20%\n"
                    "  bursar calc workdays <days.txt",
                    "金额以元（货币单位）计。\n示例：\n  bursar calc workdays 2020-01-01 "
                    "2020-12-31\n  bursar calc deadline 2020-01-20 5 working_days\n  bursar calc "
                    "capitals 6015600\n  bursar calc cap 6000000 --tiers "
                    "30%:5000000,25%:10000000,20%\n  bursar calc workdays <days.txt"));
  call->callback([&settings, &run, options] {
    run = [&settings, options] { return run_calc(settings, *options); };
  });
}

}  // namespace tool
