// The kinds of facts that there are.
#pragma once

#include <bursar/grant/fact_codec.hpp>

#include <boost/mp11/algorithm.hpp>

#include <set>
#include <string>
#include <type_traits>

namespace bursar_test {

/// The names of all kinds that the library knows.
inline std::set<std::string> all_kinds() {
  using namespace bursar;
  std::set<std::string> kinds;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<
      boost::mp11::mp_identity, boost::mp11::mp_rename<FactBody, boost::mp11::mp_list>>>(
      [&kinds](auto identity) {
        using Body = typename decltype(identity)::type;
        if constexpr (!std::is_same_v<Body, UnknownFact>) kinds.emplace(kind_of(Body{}));
      });
  return kinds;
}

}  // namespace bursar_test
