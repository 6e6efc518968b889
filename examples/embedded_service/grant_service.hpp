// A service that keeps the grants of a host in Bursar. The host's platform lends its clock, its ids
// and its log; Bursar decides what may happen to a grant, and remembers what did.
#pragma once

#include <bursar/office/office.hpp>
#include <bursar/sqlite/sqlite_journal.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace host {

/// What the host's platform offers to every service on it.
struct Platform {
  /// UTC microseconds since 1970.
  std::function<std::int64_t()> now_us;
  /// An id in the host's own form, the same for the same request: a request may come twice.
  std::function<std::string(std::string_view prefix, std::string_view request_id)> id_for;
  std::function<void(std::string_view line)> log;
  /// Fills with unpredictable bytes.
  std::function<void(std::span<std::uint8_t>)> random;
};

/// A request as it comes in. Who lost the answer sends it again as it was, also on a later day:
/// that is why the day is the caller's. The clock only bounds it.
struct Call {
  std::string request_id;
  std::string user;
  bursar::Date on;  ///< the day on which it takes effect
};

/// An answer as it goes out.
struct Answer {
  int status = 200;  ///< 200 done; 409 refused; 422 change it first; 503 send the same once more
  std::string id;    ///< of what was made
  std::string message;
};

/// Calls come from one thread at a time; several services, in several processes, may share a store.
class GrantService {
 public:
  /// Opens the store, or makes it. Throws bursar::BadResultAccess where that is refused.
  GrantService(Platform platform, const std::filesystem::path& store);

  Answer register_unit(const Call& call, const std::string& name);
  Answer award(const Call& call, const std::string& unit, const std::string& title,
               bursar::Minor amount, bursar::DateRange term);
  Answer pay(const Call& call, const std::string& project, bursar::Minor amount);
  /// What a project was paid until the end of a day, for people: "60,000.00".
  [[nodiscard]] std::string paid_until(const std::string& project, bursar::Date day) const;

 private:
  [[nodiscard]] bursar::Date today() const;
  Answer record(const Call& call, const bursar::Subject& subject,
                std::span<const bursar::FactBody> facts, const std::string& id);
  void log(const bursar::Request& request, const bursar::Subject& subject,
           const bursar::Result<bursar::Receipt>& result) const;

  Platform platform_;
  std::unique_ptr<bursar::SqliteJournal> journal_;
  bursar::Office office_;
};

}  // namespace host
