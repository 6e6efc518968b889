#include <bursar/base/small_text.hpp>

#include <limits>
#include <stdexcept>

namespace bursar {

void SmallText::store_outside(std::string_view text) {
  if (text.size() > std::numeric_limits<std::uint32_t>::max()) {
    bytes_ = {};
    throw std::length_error("a text of 4 GiB or more");
  }
  const auto size = static_cast<std::uint32_t>(text.size());
  bytes_ = {};  // nothing is owned until there is memory
  char* const place = new char[size];
  std::memcpy(place, text.data(), size);
  std::memcpy(bytes_.data(), &place, sizeof place);
  std::memcpy(bytes_.data() + sizeof place, &size, sizeof size);
  bytes_[inside_max] = outside_mark;
}

}  // namespace bursar
