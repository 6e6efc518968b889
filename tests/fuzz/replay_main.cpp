// Runs a fuzz target on the files of a folder, and on inputs made from them by a fixed seed: bytes
// changed, removed, repeated, and pieces of two inputs joined. 300 for each file, 3000 at full
// scale.

#include "test_scale.hpp"

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t input_size_max = 4096;

std::string current;  // what is being run, for the report of a crash

void run(const std::string& input) {
  current = input;
  // A copy of exactly the input's size, so that reading past its end is seen by the sanitizer.
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

extern "C" void report_input(int signal) {
  std::fputs("input:", stderr);
  for (const char c : current) std::fprintf(stderr, " %02x", static_cast<unsigned char>(c));
  std::fputs("\n", stderr);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& corpus) : corpus_(corpus) {}

  std::string mutated(std::string input) {
    for (std::size_t steps = 1 + random_() % 4; steps > 0; --steps) input = step(std::move(input));
    if (input.size() > input_size_max) input.resize(input_size_max);
    return input;
  }

 private:
  std::size_t place(const std::string& text) { return random_() % (text.size() + 1); }

  std::string step(std::string input) {
    const std::size_t at = place(input);
    switch (random_() % 6) {
      case 0:  // another byte
        if (at < input.size()) input[at] = static_cast<char>(random_());
        return input;
      case 1:  // one bit
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << (random_() % 8)));
        return input;
      case 2:  // a piece removed
        return input.erase(at, 1 + random_() % 4);
      case 3: {  // a piece repeated
        const std::string piece = input.substr(at, 1 + random_() % 8);
        return input.insert(place(input), piece);
      }
      case 4: {  // a piece of another input
        const std::string& other = corpus_[random_() % corpus_.size()];
        return input.insert(at, other.substr(place(other), 1 + random_() % 12));
      }
      default: {  // the front of this and the back of another
        const std::string& other = corpus_[random_() % corpus_.size()];
        return input.substr(0, at) + other.substr(place(other));
      }
    }
  }

  const std::vector<std::string>& corpus_;
  std::mt19937_64 random_{20201231};
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: %s CORPUS_FOLDER\n", arguments[0]);
    return 2;
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(arguments[1])) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  if (files.empty()) {
    std::fprintf(stderr, "%s holds no inputs\n", arguments[1]);
    return 1;
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> corpus;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  std::signal(SIGABRT, report_input);
  std::signal(SIGSEGV, report_input);

  run("");
  for (const std::string& input : corpus) run(input);
  Mutator mutator(corpus);
  const int each = bursar_test::scaled(3000);
  for (const std::string& input : corpus) {
    for (int i = 0; i < each; ++i) run(mutator.mutated(input));
  }
  std::printf("%zu inputs, %zu more made from them\n", corpus.size(),
              corpus.size() * static_cast<std::size_t>(each));
  return 0;
}
