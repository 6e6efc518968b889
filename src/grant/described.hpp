// Described bodies, field by field in the order of their names.
#pragma once

#include <bursar/grant/facts.hpp>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace bursar::described {

template <class Body>
using Members = boost::describe::describe_members<Body, boost::describe::mod_public>;

template <class Body>
inline constexpr std::size_t member_count = boost::mp11::mp_size<Members<Body>>::value;

/// The members' names, ascending, with their place in the description.
template <class Body>
struct Order {
  struct Item {
    std::string_view name;
    std::size_t member = 0;
  };
  static constexpr auto make() {
    std::array<Item, member_count<Body>> sorted{};
    std::size_t next = 0;
    boost::mp11::mp_for_each<Members<Body>>([&](auto member) {
      sorted[next] = Item{member.name, next};
      ++next;
    });
    // Insertion sort: constexpr in every compiler that is supported.
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      for (std::size_t j = i; j > 0 && sorted[j].name < sorted[j - 1].name; --j) {
        const Item swapped = sorted[j];
        sorted[j] = sorted[j - 1];
        sorted[j - 1] = swapped;
      }
    }
    return sorted;
  }
  static constexpr auto items = make();
};

/// Calls `call(name, member pointer)` for every field, by name.
template <class Body, class Call>
void for_each_field(Call call) {
  boost::mp11::mp_for_each<boost::mp11::mp_iota_c<member_count<Body>>>([&](auto at) {
    constexpr auto item = Order<Body>::items[at];
    using Member = boost::mp11::mp_at_c<Members<Body>, item.member>;
    call(item.name, Member::pointer);
  });
}

/// Calls `call(member pointer)` for the field of a name; false if there is none.
template <class Body, class Call>
bool with_field(std::string_view name, Call call) {
  bool found = false;
  for_each_field<Body>([&](std::string_view each, auto pointer) {
    if (found || each != name) return;
    found = true;
    call(pointer);
  });
  return found;
}

}  // namespace bursar::described
