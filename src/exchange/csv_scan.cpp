#include "exchange/csv_scan.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <new>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace bursar::exchange {
namespace {

constexpr std::ptrdiff_t block_bytes = SpecialBytes::block_bytes;

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

void CsvFields::grow(std::size_t count) {
  static_assert(std::is_trivially_copyable_v<CsvField>);
  // Grows where it lies: a copy of a row as long as its file would double what it takes.
  auto* const larger = static_cast<CsvField*>(std::realloc(room_.get(), count * sizeof(CsvField)));
  if (larger == nullptr) throw std::bad_alloc();
  static_cast<void>(room_.release());
  room_.reset(larger);
  room_count_ = count;
}

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

const char* CsvScanner::quoted(const char* row, const char* open, ScannedRow& out,
                               TextArena& arena) const {
  const char* const begin = text_.data();
  const char* const end = begin + text_.size();
  const auto start = static_cast<std::size_t>(open - row);
  bool doubled = false;
  const char* close = open + 1;
  for (;; close += 2) {
    const auto left = static_cast<std::size_t>(end - close);
    close = left == 0 ? nullptr : static_cast<const char*>(std::memchr(close, '"', left));
    if (close == nullptr) {
      out.fault = ScanFault{Code::csv_quote_unclosed, static_cast<std::size_t>(open - begin)};
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

const char* CsvScanner::unquoted(const char* row, const char* start, CsvFields& out) const {
  const char* const end = text_.data() + text_.size();
  for (const char* block = start;; block += block_bytes) {
    SpecialPlaces places = special_.places(block, end);
    CsvField* const first = out.room(block_bytes);
    std::size_t filled = 0;
    const auto take = [&](const char* stop) {
      first[filled++] = {{start, static_cast<std::size_t>(stop - start)},
                         static_cast<std::size_t>(start - row)};
      start = stop + 1;
    };
    for (;;) {
      for (ByteMask left = places.delimiters_before_stop(); left != 0; left &= left - 1) {
        take(block + first_of(left));
      }
      if (places.stops == 0) break;
      const char* const stop = block + first_of(places.stops);
      const bool is_quote = stop != end && *stop == '"';
      if (!is_quote) take(stop);
      if (!is_quote || stop == start) {
        out.take(filled);
        return stop;
      }
      places.pass_stop();  // a quote inside a field means nothing
    }
    out.take(filled);
  }
}

void CsvScanner::row(std::size_t offset, ScannedRow& out, TextArena& arena) const {
  const char* const begin = text_.data();
  const char* const end = begin + text_.size();
  out.fields.clear();
  out.fault.reset();
  out.lines = 1;
  const char* const row = begin + offset;
  const char* at = row;
  for (;; ++at) {
    if (at == end || *at != '"') at = unquoted(row, at, out.fields);
    if (at == end || *at != '"') break;
    at = quoted(row, at, out, arena);
    if (out.fault || at == end || *at != special_.delimiter()) break;
  }
  out.next = static_cast<std::size_t>(after_row_end(at) - begin);
  if (out.next - offset > std::numeric_limits<std::uint32_t>::max()) {
    throw std::length_error("a row of 4 GiB");
  }
}

std::optional<CsvScanner::Skimmed> CsvScanner::skim(std::size_t offset, std::size_t column) const {
  const char* const begin = text_.data();
  const char* const end = begin + text_.size();
  const char* const row = begin + offset;
  Skimmed skimmed{};
  std::size_t field = 0;
  const char* start = row;
  const auto take = [&](const char* stop) {
    const std::string_view text(start, static_cast<std::size_t>(stop - start));
    if (field == 0) skimmed.first = text;
    if (field == column) skimmed.field = text;
    start = stop + 1;
    ++field;
  };
  const auto begins_quotation = [&](const char* quote) {
    return quote == row || quote[-1] == special_.delimiter();
  };
  const char* block = row;
  SpecialPlaces places = special_.places(block, end);
  while (field <= column) {
    for (ByteMask left = places.delimiters_before_stop(); left != 0 && field <= column;
         left &= left - 1) {
      take(block + first_of(left));
    }
    if (field > column) break;
    if (places.stops == 0) {
      block += block_bytes;
      places = special_.places(block, end);
      continue;
    }
    const char* const stop = block + first_of(places.stops);
    if (stop != end && *stop == '"' && !begins_quotation(stop)) {
      places.pass_stop();
      continue;
    }
    take(stop);
    break;  // the row ends, or is not for skimming
  }
  const char* stop = places.stops != 0
                         ? block + first_of(places.stops)
                         : SpecialBytes::next_row_end_or_quote(block + block_bytes, end);
  while (stop != end && *stop == '"') {
    if (begins_quotation(stop)) return std::nullopt;
    stop = SpecialBytes::next_row_end_or_quote(stop + 1, end);
  }
  skimmed.next = static_cast<std::size_t>(after_row_end(stop) - begin);
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
