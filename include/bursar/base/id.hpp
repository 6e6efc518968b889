// Typed ids: a project id is not an organisation id. Texts as the agency writes them, never
// reinterpreted.
#pragma once

#include <bursar/base/small_text.hpp>

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace bursar {

/// An id of one kind of thing. An empty id means "not given"; ids compare by code units.
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(SmallText text) noexcept : text_(std::move(text)) {}
  explicit Id(const std::string& text) : text_(text) {}
  explicit Id(std::string_view text) : text_(text) {}
  explicit Id(const char* text) : text_(text) {}

  [[nodiscard]] const SmallText& text() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(const Id&, const Id&) = default;
  friend std::strong_ordering operator<=>(const Id& a, const Id& b) noexcept {
    return a.text_ <=> b.text_;
  }

 private:
  SmallText text_;
};

using ProjectId = Id<struct ProjectTag>;
using OrgId = Id<struct OrganisationTag>;
using PersonId = Id<struct PersonTag>;

}  // namespace bursar

template <class Tag>
struct std::hash<bursar::Id<Tag>> {
  std::size_t operator()(const bursar::Id<Tag>& id) const noexcept {
    return std::hash<bursar::SmallText>{}(id.text());
  }
};
