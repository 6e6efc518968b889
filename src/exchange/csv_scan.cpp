#include "exchange/csv_scan.hpp"

#include <algorithm>

namespace bursar::exchange {
namespace {

bool is_row_end(char c) { return c == '\n' || c == '\r'; }

/// A text between quotes, doubled quotes made single.
std::string_view unescaped(std::string_view raw, TextArena& arena) {
  char* const begin = arena.room(raw.size());
  char* to = begin;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    *to++ = raw[at];
    if (raw[at] == '"') ++at;
  }
  return arena.keep(static_cast<std::size_t>(to - begin));
}

}  // namespace

std::size_t count_line_breaks(std::string_view text) noexcept {
  std::size_t breaks = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'))) {
      ++breaks;
    }
  }
  return breaks;
}

const char* CsvScanner::after_row_end(const char* at) const noexcept {
  const char* const end = text_.data() + text_.size();
  if (at == end) return end;
  return *at == '\r' && at + 1 != end && at[1] == '\n' ? at + 2 : at + 1;
}

const char* CsvScanner::end_of_line(const char* at) const noexcept {
  const char* const end = text_.data() + text_.size();
  return std::find_if(at, end, is_row_end);
}

const char* CsvScanner::quoted(const char* open, ScannedRow& out, TextArena& arena) const {
  const char* const begin = text_.data();
  const char* const end = begin + text_.size();
  const auto start = static_cast<std::size_t>(open - begin);
  bool doubled = false;
  const char* close = open + 1;
  for (;; close += 2) {
    const auto left = static_cast<std::size_t>(end - close);
    close = left == 0 ? nullptr : static_cast<const char*>(std::memchr(close, '"', left));
    if (close == nullptr) {
      out.fault = ScanFault{Code::csv_quote_unclosed, start};
      const char* const stop = end_of_line(open);
      out.fields.push_back({{open + 1, static_cast<std::size_t>(stop - open - 1)}, start});
      return stop;
    }
    if (close + 1 == end || close[1] != '"') break;
    doubled = true;
  }
  const std::string_view raw(open + 1, static_cast<std::size_t>(close - open - 1));
  out.lines += count_line_breaks(raw);
  out.fields.push_back({doubled ? unescaped(raw, arena) : raw, start});
  const char* at = close + 1;
  while (at != end && (*at == ' ' || *at == '\t') && *at != special_.delimiter()) ++at;
  if (at == end || *at == special_.delimiter() || is_row_end(*at)) return at;
  out.fault = ScanFault{Code::csv_quote_malformed, static_cast<std::size_t>(at - begin)};
  return end_of_line(at);
}

void CsvScanner::row(std::size_t offset, ScannedRow& out, TextArena& arena) const {
  const char* const begin = text_.data();
  const char* const end = begin + text_.size();
  out.fields.clear();
  out.fault.reset();
  out.lines = 1;
  const char* at = begin + offset;
  for (;;) {
    const char* stop = at;
    if (at != end && *at == '"') {
      stop = quoted(at, out, arena);
      if (out.fault) {
        at = stop;
        break;
      }
    } else {
      stop = special_.next(at, end);
      while (stop != end && *stop == '"') stop = special_.next(stop + 1, end);
      out.fields.push_back(
          {{at, static_cast<std::size_t>(stop - at)}, static_cast<std::size_t>(at - begin)});
    }
    at = stop;
    if (at == end || *at != special_.delimiter()) break;
    ++at;
  }
  out.next = static_cast<std::size_t>(after_row_end(at) - begin);
}

std::optional<CsvScanner::Skimmed> CsvScanner::skim(std::size_t offset, std::size_t column) const {
  const char* const begin = text_.data();
  const char* const end = begin + text_.size();
  const char* at = begin + offset;
  Skimmed skimmed{};
  for (std::size_t field = 0;; ++field) {
    if (at != end && *at == '"') return std::nullopt;
    const char* stop = special_.next(at, end);
    while (stop != end && *stop == '"') stop = special_.next(stop + 1, end);
    const std::string_view text(at, static_cast<std::size_t>(stop - at));
    if (field == 0) skimmed.first = text;
    at = stop;
    if (field == column) {
      skimmed.field = text;
      break;
    }
    if (at == end || *at != special_.delimiter()) break;
    ++at;
  }
  for (;; ++at) {
    at = SpecialBytes::next_row_end_or_quote(at, end);
    if (at == end || *at != '"') break;
    if (at[-1] == special_.delimiter()) return std::nullopt;
  }
  skimmed.next = static_cast<std::size_t>(after_row_end(at) - begin);
  return skimmed;
}

CsvPosition CsvScanner::position(std::size_t row_offset, std::size_t row_line,
                                 std::size_t offset) const {
  return advance({row_line, 1}, row_offset, offset);
}

CsvPosition CsvScanner::advance(CsvPosition known, std::size_t known_offset,
                                std::size_t offset) const {
  const std::string_view between = text_.substr(known_offset, offset - known_offset);
  const std::size_t line_start = between.find_last_of("\r\n");
  const bool same_line = line_start == std::string_view::npos;
  const std::string_view in_line = same_line ? between : between.substr(line_start + 1);
  const auto characters = std::count_if(in_line.begin(), in_line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  });
  return {known.line + count_line_breaks(between),
          (same_line ? known.column : 1) + static_cast<std::size_t>(characters)};
}

}  // namespace bursar::exchange
