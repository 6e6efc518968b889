#include "grant/text_column.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <unordered_map>

namespace bursar::columns {
namespace {

using bytes::Reader;

constexpr std::size_t number_digits_max = 18;

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::uint64_t number_of(std::string_view digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool is_plain_number(std::string_view text) {
  return is_digits(text) && text.size() <= number_digits_max && (text[0] != '0' || text.size() == 1);
}

/// Bytes that a number of `width` digits needs.
std::size_t bytes_of_width(std::size_t width) {
  static constexpr std::array<std::uint8_t, 19> bytes{0, 1, 1, 2, 2, 3, 3, 3, 4, 4,
                                                      5, 5, 5, 6, 6, 7, 7, 8, 8};
  return bytes[width];
}

struct Prefixed {
  std::string_view prefix;
  std::size_t width = 0;
};

/// A common prefix after which all texts have the same number of digits.
std::optional<Prefixed> find_prefix(std::span<const std::string_view> texts) {
  const std::string_view first = texts.front();
  std::size_t common = first.size();
  for (const std::string_view text : texts) {
    if (text.size() != first.size()) return std::nullopt;
    common = std::min<std::size_t>(
        common, static_cast<std::size_t>(
                    std::mismatch(first.begin(), first.end(), text.begin()).first - first.begin()));
  }
  const std::size_t width = first.size() - common;
  if (width == 0 || width > number_digits_max) return std::nullopt;
  for (const std::string_view text : texts) {
    if (!is_digits(text.substr(common))) return std::nullopt;
  }
  return Prefixed{first.substr(0, common), width};
}

void put_differences(std::string& out, std::span<const std::uint64_t> numbers) {
  std::int64_t before = 0;
  for (const std::uint64_t number : numbers) {
    const auto value = static_cast<std::int64_t>(number);
    bytes::put_signed(out, value - before);
    before = value;
  }
}

std::string pack_numbers(std::span<const std::string_view> texts) {
  std::vector<std::uint64_t> numbers;
  numbers.reserve(texts.size());
  for (const std::string_view text : texts) numbers.push_back(number_of(text));
  std::string out(1, static_cast<char>(TextEncoding::number));
  put_differences(out, numbers);
  return out;
}

std::string pack_prefixed(std::span<const std::string_view> texts, const Prefixed& shape) {
  std::vector<std::uint64_t> numbers;
  numbers.reserve(texts.size());
  for (const std::string_view text : texts) numbers.push_back(number_of(text.substr(shape.prefix.size())));
  std::string head;
  bytes::put_text(head, shape.prefix);
  bytes::put_varint(head, shape.width);
  std::string steps(1, static_cast<char>(TextEncoding::digit_steps));
  steps += head;
  put_differences(steps, numbers);
  const std::size_t each = bytes_of_width(shape.width);
  if (steps.size() <= 1 + head.size() + each * numbers.size()) return steps;
  std::string fixed(1, static_cast<char>(TextEncoding::digits));
  fixed += head;
  for (std::uint64_t number : numbers) {
    for (std::size_t i = 0; i < each; ++i) {
      fixed += static_cast<char>(static_cast<unsigned char>(number & 0xFFU));
      number >>= 8U;
    }
  }
  return fixed;
}

std::string pack_dictionary_or_plain(std::span<const std::string_view> texts) {
  std::unordered_map<std::string_view, std::uint32_t> places;
  std::vector<std::string_view> distinct;
  std::vector<std::uint32_t> place_of;
  place_of.reserve(texts.size());
  std::size_t plain_size = 0;
  std::size_t distinct_size = 0;
  for (const std::string_view text : texts) {
    const auto [found, fresh] = places.try_emplace(text, static_cast<std::uint32_t>(distinct.size()));
    if (fresh) {
      distinct.push_back(text);
      distinct_size += text.size() + 1;
    }
    place_of.push_back(found->second);
    plain_size += text.size() + 1;
  }
  std::string out;
  if (distinct_size + texts.size() < plain_size) {
    out += static_cast<char>(TextEncoding::dictionary);
    bytes::put_varint(out, distinct.size());
    for (const std::string_view text : distinct) bytes::put_text(out, text);
    for (const std::uint32_t place : place_of) bytes::put_varint(out, place);
    return out;
  }
  out += static_cast<char>(TextEncoding::plain);
  for (const std::string_view text : texts) bytes::put_text(out, text);
  return out;
}

std::string pack_present(std::span<const std::string_view> texts) {
  if (std::ranges::all_of(texts, [&](std::string_view text) { return text == texts.front(); })) {
    std::string out(1, static_cast<char>(TextEncoding::constant));
    bytes::put_text(out, texts.front());
    return out;
  }
  if (std::ranges::all_of(texts, is_plain_number)) return pack_numbers(texts);
  if (const auto shape = find_prefix(texts)) return pack_prefixed(texts, *shape);
  return pack_dictionary_or_plain(texts);
}

// ---------------------------------------------------------------------------------------- reading

/// Writes numbers out as digits; views are set when the pool no longer moves.
class DigitWriter {
 public:
  explicit DigitWriter(std::string& pool) : pool_(pool) {}
  void add(std::string_view prefix, std::uint64_t number, std::size_t width) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    const auto length = static_cast<std::size_t>(end - digits.data());
    starts_.push_back(pool_.size());
    pool_ += prefix;
    if (length < width) pool_.append(width - length, '0');
    pool_.append(digits.data(), length);
  }
  void finish(std::vector<std::string_view>& out) const {
    const std::string_view all = pool_;
    for (std::size_t i = 0; i < starts_.size(); ++i) {
      const std::size_t end = i + 1 < starts_.size() ? starts_[i + 1] : all.size();
      out.push_back(all.substr(starts_[i], end - starts_[i]));
    }
  }

 private:
  std::string& pool_;
  std::vector<std::size_t> starts_;
};

std::uint64_t limit_of_width(std::size_t width) {
  std::uint64_t limit = 1;
  for (std::size_t i = 0; i < width; ++i) limit *= 10;
  return limit;
}

bool read_differences(Reader& in, std::size_t count, std::string_view prefix, std::size_t width,
                      std::string& pool, std::vector<std::string_view>& out) {
  const std::uint64_t limit = limit_of_width(width == 0 ? number_digits_max : width);
  DigitWriter digits(pool);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value += static_cast<std::uint64_t>(in.signed_varint());
    if (!in.ok() || value >= limit) return false;
    digits.add(prefix, value, width);
  }
  digits.finish(out);
  return true;
}

bool read_fixed(Reader& in, std::size_t count, std::string_view prefix, std::size_t width,
                std::string& pool, std::vector<std::string_view>& out) {
  const std::uint64_t limit = limit_of_width(width);
  const std::size_t each = bytes_of_width(width);
  if (in.left() / each < count) return false;
  DigitWriter digits(pool);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view raw = in.take(each);
    std::uint64_t value = 0;
    for (std::size_t b = each; b-- > 0;) {
      value = value << 8U | static_cast<std::uint8_t>(raw[b]);
    }
    if (value >= limit) return false;
    digits.add(prefix, value, width);
  }
  digits.finish(out);
  return true;
}

bool read_dictionary(Reader& in, std::size_t count, std::vector<std::string_view>& out) {
  const std::uint64_t distinct_count = in.varint();
  if (distinct_count > in.left()) return false;
  std::vector<std::string_view> distinct;
  for (std::uint64_t i = 0; i < distinct_count && in.ok(); ++i) distinct.push_back(in.text());
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t place = in.varint();
    if (!in.ok() || place >= distinct.size()) return false;
    out.push_back(distinct[static_cast<std::size_t>(place)]);
  }
  return true;
}

bool read_present(Reader& in, std::uint8_t encoding, std::size_t count, std::string& pool,
                  std::vector<std::string_view>& out) {
  switch (static_cast<TextEncoding>(encoding)) {
    case TextEncoding::constant:
      out.assign(count, in.text());
      return in.ok();
    case TextEncoding::number:
      return read_differences(in, count, {}, 0, pool, out);
    case TextEncoding::digits:
    case TextEncoding::digit_steps: {
      const std::string_view prefix = in.text();
      const std::uint64_t width = in.varint();
      if (!in.ok() || width == 0 || width > number_digits_max) return false;
      const auto wide = static_cast<std::size_t>(width);
      return static_cast<TextEncoding>(encoding) == TextEncoding::digits
                 ? read_fixed(in, count, prefix, wide, pool, out)
                 : read_differences(in, count, prefix, wide, pool, out);
    }
    case TextEncoding::dictionary:
      return read_dictionary(in, count, out);
    case TextEncoding::plain:
      for (std::size_t i = 0; i < count; ++i) {
        out.push_back(in.text());
        if (!in.ok()) return false;
      }
      return true;
  }
  return false;
}

bool present(std::string_view bitmap, std::size_t line) {
  return (static_cast<std::uint8_t>(bitmap[line / 8]) >> (line % 8) & 1U) != 0;
}

}  // namespace

std::string pack_texts(std::span<const std::string_view> texts) {
  std::vector<std::string_view> filled;
  filled.reserve(texts.size());
  for (const std::string_view text : texts) {
    if (!text.empty()) filled.push_back(text);
  }
  if (filled.empty()) return std::string(2, '\0');  // constant, and of no length
  if (filled.size() == texts.size()) return pack_present(texts);
  const std::string packed = pack_present(filled);
  std::string out(1, static_cast<char>(static_cast<std::uint8_t>(packed[0]) | with_bitmap));
  std::string bitmap((texts.size() + 7) / 8, '\0');
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].empty()) continue;
    bitmap[i / 8] = static_cast<char>(static_cast<std::uint8_t>(bitmap[i / 8]) | 1U << (i % 8));
  }
  out += bitmap;
  out.append(packed, 1);
  return out;
}

bool TextReader::read(std::string_view packed, std::size_t count, std::string& pool,
                      std::vector<std::string_view>& out) {
  out.clear();
  Reader in(packed);
  const std::uint8_t first = in.byte();
  const auto encoding = static_cast<std::uint8_t>(first & ~unsigned{with_bitmap});
  if (!in.ok()) return false;
  if ((first & with_bitmap) == 0) {
    return read_present(in, encoding, count, pool, out) && in.at_end() && out.size() == count;
  }
  const std::string_view bitmap = in.take((count + 7) / 8);
  if (!in.ok()) return false;
  std::size_t filled = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (present(bitmap, i)) ++filled;
  }
  std::vector<std::string_view> texts;
  if (!read_present(in, encoding, filled, pool, texts) || !in.at_end()) return false;
  std::size_t next = 0;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(present(bitmap, i) ? texts[next++] : std::string_view());
  }
  return true;
}

}  // namespace bursar::columns
