#include "grant/text_packer.hpp"

#include "base/byte_words.hpp"
#include "grant/bytes.hpp"

#include <algorithm>
#include <bit>

namespace bursar::columns {
namespace {

using Texts = std::span<const std::string_view>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What all texts begin with, and whether they are of one length. Looks no further once they have
/// neither in common.
struct Shape {
  std::size_t common = 0;
  bool one_length = true;
};
Shape shape_of(Texts texts) {
  const std::string_view first = texts.front();
  Shape shape{first.size(), true};
  for (const std::string_view text : texts) {
    shape.one_length = shape.one_length && text.size() == first.size();
    std::size_t same = 0;
    const std::size_t most = std::min(shape.common, text.size());
    while (same < most && text[same] == first[same]) ++same;
    shape.common = same;
    if (same == 0 && !shape.one_length) break;
  }
  return shape;
}

/// The difference of a number to the one before it, the first one to 0.
std::uint64_t step_at(std::span<const std::uint64_t> numbers, std::size_t i) {
  const std::uint64_t before = i == 0 ? 0 : numbers[i - 1];
  return bytes::zigzag(static_cast<std::int64_t>(numbers[i] - before));
}

/// Numbers in `each` bytes, the lowest first.
void put_fixed(std::string& out, std::span<const std::uint64_t> numbers, std::size_t each) {
  const std::size_t before = out.size();
  // Whole words are written, each over what the one before it does not need.
  out.resize(before + each * numbers.size() + sizeof(std::uint64_t));
  char* at = out.data() + before;
  for (const std::uint64_t number : numbers) {
    byte_words::store_word(at, number);
    at += each;
  }
  out.resize(before + each * numbers.size());
}

/// Which of two encodings is taken depends on this, and with it what is stored: it stays as it was,
/// a byte short for texts of 16 KiB and more.
std::size_t plain_size_of(std::string_view text) {
  return text.size() + (text.size() < 128 ? 1 : 2);
}

}  // namespace

void TextPacker::begin(std::string& out, TextEncoding encoding) const {
  const auto byte = static_cast<std::uint8_t>(encoding);
  out += static_cast<char>(has_bitmap_ ? byte | with_bitmap : byte);
  if (has_bitmap_) out += bitmap_;
}

void TextPacker::find_filled(Texts texts) {
  filled_.resize(texts.size());
  bitmap_.assign((texts.size() + 7) / 8, '\0');
  std::string_view* next = filled_.data();
  for (std::size_t i = 0; i < texts.size();) {
    unsigned bits = 0;
    const std::size_t group = i / 8;
    for (unsigned bit = 0; bit < 8 && i < texts.size(); ++bit, ++i) {
      // Kept only if it moves on: blanks come in no order that could be foreseen.
      *next = texts[i];
      const unsigned present = texts[i].empty() ? 0 : 1;
      next += present;
      bits |= present << bit;
    }
    bitmap_[group] = static_cast<char>(static_cast<std::uint8_t>(bits));
  }
  filled_.resize(static_cast<std::size_t>(next - filled_.data()));
}

bool TextPacker::read_numbers(Texts texts, std::size_t skip, bool as_written) {
  numbers_.resize(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string_view digits = texts[i].substr(skip);
    if (as_written && digits.size() > 1 && digits.front() == '0') return false;
    if (!byte_words::read_digits(digits, numbers_[i])) return false;
  }
  return true;
}

void TextPacker::put_numbers(std::string& out, std::string_view prefix, std::size_t width) const {
  const std::size_t each = bytes_of_width(width);
  std::size_t step_bytes = 0;
  for (std::size_t i = 0; width != 0 && i < numbers_.size(); ++i) {
    step_bytes += bytes::varint_size(step_at(numbers_, i));
  }
  const bool as_steps = width == 0 || step_bytes <= each * numbers_.size();
  if (width == 0 && prefix.empty()) {
    begin(out, TextEncoding::number);
  } else {
    begin(out, as_steps ? TextEncoding::digit_steps : TextEncoding::digits);
    bytes::put_text(out, prefix);
    bytes::put_varint(out, width);
  }
  if (!as_steps) return put_fixed(out, numbers_, each);
  bytes::put_varints(out, numbers_.size(), [&](std::size_t i) { return step_at(numbers_, i); });
}

bool TextPacker::pack_prefixed(std::string& out, Texts texts) {
  const Shape shape = shape_of(texts);
  const std::string_view first = texts.front();
  std::size_t prefix = std::min(shape.common, prefix_bytes_max);
  if (shape.one_length) {
    // A prefix must end where a character ends: what follows are digits, so it does.
    if (!read_numbers(texts, prefix, false)) return false;
    put_numbers(out, first.substr(0, prefix), first.size() - prefix);
    return true;
  }
  while (prefix > 0 && is_digit(first[prefix - 1])) --prefix;
  if (prefix == 0 || !read_numbers(texts, prefix, true)) return false;
  put_numbers(out, first.substr(0, prefix), 0);
  return true;
}

/// Distinct texts in the order of their first appearance, and the place of each text among them.
void TextPacker::find_distinct(Texts texts) {
  distinct_.clear();
  places_.resize(texts.size());
  slots_.assign(std::bit_ceil(std::max<std::size_t>(16, texts.size() * 2)), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string_view text = texts[i];
    std::size_t at = byte_words::hash_of(text) & mask;
    while (slots_[at] != 0 && !byte_words::same_text(distinct_[slots_[at] - 1], text)) {
      at = (at + 1) & mask;
    }
    if (slots_[at] == 0) {
      distinct_.push_back(text);
      slots_[at] = static_cast<std::uint32_t>(distinct_.size());
    }
    places_[i] = slots_[at] - 1;
  }
}

void TextPacker::pack_dictionary_or_plain(std::string& out, Texts texts) {
  find_distinct(texts);
  std::size_t plain_size = 0;
  for (const std::string_view text : texts) plain_size += plain_size_of(text);
  std::size_t dictionary_size = 1 + bytes::varint_size(distinct_.size()) + texts.size();
  for (const std::string_view text : distinct_) {
    dictionary_size += bytes::varint_size(text.size()) + text.size();
  }
  if (dictionary_size > plain_size) {
    begin(out, TextEncoding::plain);
    for (const std::string_view text : texts) bytes::put_text(out, text);
    return;
  }
  begin(out, TextEncoding::dictionary);
  bytes::put_varint(out, distinct_.size());
  for (const std::string_view text : distinct_) bytes::put_text(out, text);
  bytes::put_varints(out, places_.size(), [&](std::size_t i) { return places_[i]; });
}

void TextPacker::pack_present(std::string& out, Texts texts) {
  const std::string_view first = texts.front();
  if (std::ranges::all_of(texts, [&](std::string_view text) { return text == first; })) {
    begin(out, TextEncoding::constant);
    bytes::put_text(out, first);
  } else if (read_numbers(texts, 0, true)) {
    put_numbers(out, {}, 0);
    whole_numbers_ = numbers_;
  } else if (!pack_prefixed(out, texts)) {
    pack_dictionary_or_plain(out, texts);
  }
}

void TextPacker::pack(std::string& out, Texts texts, bool force_bitmap) {
  static constexpr std::string_view none;
  const bool any_blank =
      std::ranges::any_of(texts, [](std::string_view text) { return text.empty(); });
  has_bitmap_ = any_blank || force_bitmap;
  whole_numbers_ = {};
  if (!has_bitmap_) return pack_present(out, texts);
  find_filled(texts);
  if (!filled_.empty()) return pack_present(out, filled_);
  has_bitmap_ = force_bitmap;
  pack_present(out, std::span(&none, 1));
}

}  // namespace bursar::columns
