#include <bursar/exchange/csv_reader.hpp>

#include "exchange/csv_scan.hpp"

#include <array>
#include <map>

namespace bursar {
namespace {

constexpr std::size_t sampled_rows_max = 50;
constexpr std::size_t sampled_bytes_max = std::size_t{1} << 16U;

/// How well a delimiter makes the first rows agree: rows with the most frequent number of fields
/// above one, then that number.
std::pair<std::size_t, std::size_t> agreement(std::string_view text, char delimiter) {
  const exchange::CsvScanner scanner(text, delimiter);
  exchange::ScannedRow row;
  exchange::TextArena arena;
  std::map<std::size_t, std::size_t> rows_by_fields;
  std::size_t rows = 0;
  for (std::size_t at = 0; !scanner.at_end(at) && rows < sampled_rows_max; ++rows) {
    scanner.row(at, row, arena);
    at = row.next;
    if (!row.fault && row.fields.size() > 1) ++rows_by_fields[row.fields.size()];
  }
  std::pair<std::size_t, std::size_t> best{0, 0};
  for (const auto& [fields, count] : rows_by_fields) best = std::max(best, {count, fields});
  return best;
}

}  // namespace

char detect_delimiter(std::string_view text) {
  const std::string_view sample = text.substr(0, sampled_bytes_max);
  char best = ',';
  std::pair<std::size_t, std::size_t> best_agreement{0, 0};
  for (const char candidate : std::array{',', '\t', ';', '|'}) {
    const auto found = agreement(sample, candidate);
    if (found > best_agreement) {
      best = candidate;
      best_agreement = found;
    }
  }
  return best;
}

struct CsvReader::State {
  State(std::string_view text, char delimiter) : scanner(text, delimiter) {}

  exchange::CsvScanner scanner;
  exchange::ScannedRow row;
  exchange::TextArena arena;
  std::size_t offset = 0;  // of the current row
  std::size_t line = 0;    // of the current row
  std::size_t next_line = 1;
  std::optional<CsvFault> fault;
  // The place that was asked for last: whoever asks for every field of a row that is as long as the
  // file would have it read anew for each of them.
  std::size_t asked_offset = 0;
  CsvPosition asked;
};

CsvReader::CsvReader(std::string_view text, std::optional<char> delimiter)
    : state_(std::make_unique<State>(text, delimiter ? *delimiter : detect_delimiter(text))) {}
CsvReader::~CsvReader() = default;
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;

bool CsvReader::next() {
  State& state = *state_;
  state.offset = state.row.next;
  state.line = state.next_line;
  state.asked_offset = state.offset;
  state.asked = {state.line, 1};
  state.fault.reset();
  if (state.scanner.at_end(state.offset)) {
    state.row.fields.clear();
    return false;
  }
  state.arena.clear();
  state.scanner.row(state.offset, state.row, state.arena);
  state.next_line += state.row.lines;
  if (state.row.fault) {
    state.fault = CsvFault{state.row.fault->code, state.scanner.position(state.offset, state.line,
                                                                         state.row.fault->offset)};
  }
  return true;
}

char CsvReader::delimiter() const noexcept { return state_->scanner.delimiter(); }
std::size_t CsvReader::size() const noexcept { return state_->row.fields.size(); }
std::string_view CsvReader::operator[](std::size_t field) const {
  return state_->row.fields.at(field).text();
}
std::size_t CsvReader::line() const noexcept { return state_->line; }
CsvPosition CsvReader::position(std::size_t field) const {
  State& state = *state_;
  const std::size_t start = state.offset + state.row.fields.at(field).start();
  state.asked = start < state.asked_offset
                    ? state.scanner.position(state.offset, state.line, start)
                    : state.scanner.advance(state.asked, state.asked_offset, start);
  state.asked_offset = start;
  return state.asked;
}
const std::optional<CsvFault>& CsvReader::fault() const noexcept { return state_->fault; }

}  // namespace bursar
