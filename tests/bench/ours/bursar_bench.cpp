// bursar_bench import STORE FOLDER PROFILE | fold STORE | verify STORE | checks STORE EXPECTED DAY
// | commands STORE COUNT | bookings STORE COUNT Measures one thing on an imported store and prints
// it as name=value pairs.
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "bench_support.hpp"

namespace {

int run(const std::vector<std::string>& words) {
  const std::string& mode = words[0];
  if (mode == "import" && words.size() == 4) return bench::run_import(words[1], words[2], words[3]);
  if (mode == "fold" && words.size() == 2) return bench::run_fold(words[1]);
  if (mode == "verify" && words.size() == 2) return bench::run_verify(words[1]);
  if (mode == "checks" && words.size() == 4) return bench::run_checks(words[1], words[2], words[3]);
  if (mode == "commands" && words.size() == 3)
    return bench::run_commands(words[1], std::stoi(words[2]));
  if (mode == "bookings" && words.size() == 3)
    return bench::run_bookings(words[1], std::stoi(words[2]));
  std::cerr << "usage: bursar_bench import STORE FOLDER PROFILE | fold STORE | verify STORE | "
               "checks STORE EXPECTED DAY | "
               "commands STORE COUNT | bookings STORE COUNT\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 2) return run({""});
    return run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    std::cerr << "bursar_bench: " << error.what() << '\n';
    return 3;
  }
}
