// Where problems and notices are collected while files are read.
#pragma once

#include <bursar/exchange/import.hpp>

#include "exchange/table.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar::exchange {

/// A problem before it is shown: `order` sorts by file, row and field.
struct FoundProblem {
  std::size_t file;
  std::size_t row_offset;
  std::size_t field;
  ImportProblem problem;
};

class Problems {
 public:
  /// `with_reasons`: the reasons of every rejected row are kept, and rows that are rejected only
  /// with others are listed too.
  Problems(std::size_t max, bool with_reasons) : max_(max), with_reasons_(with_reasons) {}

  void add(FoundProblem problem);
  /// A problem that was listed for another row before.
  void add_repeated(std::size_t file, std::size_t row_offset, const Refusal& refusal);
  /// A problem of a header. Its file is not read, so that no rejected row needs the reason.
  void add_of_header(FoundProblem problem);
  /// A problem of a whole file.
  void add_of_file(const SourceFile& file, Refusal refusal, std::size_t line = 1);

  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  /// No further problem is listed; it is only counted, and its reason kept.
  [[nodiscard]] bool is_full() const noexcept { return list_.size() >= max_; }
  /// Why rows were rejected, by file and offset of the row.
  [[nodiscard]] const std::map<std::pair<std::size_t, std::size_t>, std::string>& reasons()
      const noexcept {
    return reasons_;
  }

  ImportNotice& notice(NoticeCode code, std::string_view file);
  [[nodiscard]] bool has_notice(NoticeCode code, std::string_view file) const;
  /// A notice about a row; the first ten lines are named, each once.
  void notice_line(NoticeCode code, std::string_view file, std::size_t line);

  /// Moves everything into a report, in order.
  void finish(ImportReport& report);

 private:
  void keep_reason(std::size_t file, std::size_t row_offset, const Refusal& refusal);

  std::size_t max_;
  bool with_reasons_;
  std::size_t count_ = 0;
  std::vector<FoundProblem> list_;
  std::vector<ImportNotice> notices_;
  std::vector<std::size_t> last_lines_;  // by notice
  std::map<std::pair<std::size_t, std::size_t>, std::string> reasons_;
};

}  // namespace bursar::exchange
