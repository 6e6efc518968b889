#include "exchange/problems.hpp"

#include <algorithm>
#include <tuple>

namespace bursar::exchange {
namespace {

constexpr std::size_t noticed_lines_max = 10;

}  // namespace

void Problems::keep_reason(std::size_t file, std::size_t row_offset, const Refusal& refusal) {
  if (!with_reasons_) return;
  std::string& reason = reasons_[{file, row_offset}];
  if (!reason.empty()) reason += "; ";
  reason += refusal.text(Language::zh) + " / " + refusal.text(Language::en);
}

void Problems::add_of_header(FoundProblem problem) {
  ++count_;
  if (!is_full()) list_.push_back(std::move(problem));
}

void Problems::add(FoundProblem problem) {
  if (problem.problem.follows_from_another && !with_reasons_) return;
  ++count_;
  keep_reason(problem.file, problem.row_offset, problem.problem.refusal);
  if (!is_full()) list_.push_back(std::move(problem));
}

void Problems::add_repeated(std::size_t file, std::size_t row_offset, const Refusal& refusal) {
  ++count_;
  keep_reason(file, row_offset, refusal);
}

void Problems::add_of_file(const SourceFile& file, Refusal refusal, std::size_t line) {
  ImportProblem problem{file.input->name, {line, 1}, {}, {}, {}, std::move(refusal), false};
  ++count_;
  if (!is_full()) list_.push_back({file.index, 0, 0, std::move(problem)});
}

ImportNotice& Problems::notice(NoticeCode code, std::string_view file) {
  for (ImportNotice& each : notices_) {
    if (each.code == code && each.file == file) return each;
  }
  ImportNotice& fresh = notices_.emplace_back();
  last_lines_.push_back(0);
  fresh.code = code;
  fresh.file = file;
  return fresh;
}

bool Problems::has_notice(NoticeCode code, std::string_view file) const {
  return std::any_of(notices_.begin(), notices_.end(), [&](const ImportNotice& each) {
    return each.code == code && each.file == file;
  });
}

void Problems::notice_line(NoticeCode code, std::string_view file, std::size_t line) {
  ImportNotice& found = notice(code, file);
  std::size_t& last = last_lines_[static_cast<std::size_t>(&found - notices_.data())];
  if (std::exchange(last, line) == line) return;
  ++found.count;
  if (found.lines.size() < noticed_lines_max) found.lines.push_back(line);
}

void Problems::finish(ImportReport& report) {
  std::stable_sort(list_.begin(), list_.end(), [](const FoundProblem& a, const FoundProblem& b) {
    return std::tie(a.file, a.row_offset, a.field) < std::tie(b.file, b.row_offset, b.field);
  });
  for (FoundProblem& each : list_) report.problems.push_back(std::move(each.problem));
  report.problems_left_off = count_ - list_.size();
  for (ImportNotice& each : notices_) {
    std::sort(each.lines.begin(), each.lines.end());
    report.notices.push_back(std::move(each));
  }
  list_.clear();
  notices_.clear();
  last_lines_.clear();
}

}  // namespace bursar::exchange
