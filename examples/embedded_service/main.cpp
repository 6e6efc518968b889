// A host that embeds Bursar: a service on a platform whose clock can be set, with ids of its own
// form and a log; stopped, started again, and asked the same twice.
#include <filesystem>
#include <iostream>
#include <map>
#include <utility>

#include "grant_service.hpp"

namespace {

using bursar::make_date;
using bursar::Minor;

/// The host's platform, as its tests see it.
class TestPlatform {
 public:
  /// 09:00 in the book's zone, which is 01:00 UTC.
  void set_day(bursar::Date day) {
    now_us_ = bursar::day_number(day) * std::int64_t{86'400'000'000} + 3'600'000'000;
  }

  host::Platform lend() {
    return {[this] { return now_us_; },
            [this](std::string_view prefix, std::string_view request_id) {
              const auto next = std::to_string(1001 + ids_.size());
              return ids_.emplace(request_id, std::string(prefix) + "-" + next).first->second;
            },
            [](std::string_view line) { std::cout << "    log: " << line << '\n'; },
            [this](std::span<std::uint8_t> bytes) {
              for (auto& byte : bytes) byte = ++not_random_;  // the real platform's are
            }};
  }

 private:
  std::int64_t now_us_ = 0;
  std::uint8_t not_random_ = 0;
  std::map<std::string, std::string, std::less<>> ids_;
};

void print(const host::Answer& answer) {
  std::cout << answer.status << ' ' << answer.id << (answer.id.empty() ? "" : " ") << answer.message
            << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: embedded_service FOLDER\n";
    return 2;
  }
  const std::filesystem::path store = std::filesystem::path(argv[1]) / "grants.bursar";
  const auto march_1 = make_date(2021, 3, 1).value();
  const auto march_15 = make_date(2021, 3, 15).value();
  const auto september_1 = make_date(2021, 9, 1).value();
  const auto term = bursar::make_range(march_1, make_date(2023, 2, 28).value()).value();
  TestPlatform platform;
  platform.set_day(march_1);
  std::string grant;
  {
    host::GrantService service(platform.lend(), store);
    const auto unit = service.register_unit({"r-1", "li", march_1}, "Institute of Thin Films");
    print(unit);
    const auto award =
        service.award({"r-2", "li", march_1}, unit.id, "Graphene films", Minor(100'000'00), term);
    print(award);
    grant = award.id;
    platform.set_day(march_15);
    print(service.pay({"r-3", "wang", march_15}, grant, Minor(60'000'00)));
  }

  std::cout
      << "-- the service stops; the last answer got lost; it starts again half a year later\n";
  platform.set_day(september_1);
  host::GrantService service(platform.lend(), store);
  print(service.pay({"r-3", "wang", march_15}, grant, Minor(60'000'00)));
  print(service.pay({"r-3", "wang", march_15}, grant, Minor(70'000'00)));  // not the same request
  print(service.pay({"r-4", "wang", september_1}, grant, Minor(60'000'00)));
  print(service.pay({"r-5", "wang", september_1}, grant, Minor(40'000'00)));

  for (const auto& day : {march_1, march_15, september_1}) {
    std::cout << "paid until " << bursar::to_iso(day) << ": " << service.paid_until(grant, day)
              << '\n';
  }
}
