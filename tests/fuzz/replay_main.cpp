// Runs a fuzz target on the files of a folder, and on inputs made from them by a fixed seed: bytes
// changed, removed, repeated, and pieces of two inputs joined. A tenth of the executions that are
// asked for, all of them at full scale. Before them on inputs that were blown up, for the memory
// that they take: at most four times their size (with that of the answer, where a target counts it)
// and 16 MB.
//
//     test_fuzz_NAME CORPUS_FOLDER EXECUTIONS [--must-find]
//
// --must-find is the control: the target has a bug, and the run fails unless it ends by that.

#include "promise.hpp"
#include "test_scale.hpp"

#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
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

/// A copy of exactly the input's size, so that reading past its end is seen by the sanitizer.
std::vector<std::uint8_t> bytes_of(const std::string& input) {
  current = input;
  return {input.begin(), input.end()};
}

void run(const std::vector<std::uint8_t>& bytes) {
  bursar_test::answered_bytes = 0;
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

extern "C" void report_input(int signal) {
  std::fputs("input:", stderr);
  // An input that was blown up repeats itself: its beginning says enough.
  for (const char c : current.substr(0, input_size_max))
    std::fprintf(stderr, " %02x", static_cast<unsigned char>(c));
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

// ------------------------------------------------------------------------------------------ memory

#if defined(__SANITIZE_ADDRESS__)
constexpr bool memory_is_ours = false;  // the sanitizer keeps what was freed
#else
constexpr bool memory_is_ours = true;
#endif

/// A line of /proc/self/status in bytes, or 0 where there is none.
std::size_t status_bytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(name + ":", 0) == 0)
      return std::stoull(line.substr(name.size() + 1)) * std::size_t{1024};
  }
  return 0;
}

/// What the process holds now; its peak is counted anew from here.
std::size_t resident_now() {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";
  return status_bytes("VmRSS");
}

/// Ends the program where the peak is more than some input may take.
void check_memory(std::size_t before, std::size_t input_bytes, const char* what) {
  if (!memory_is_ours || before == 0) return;
  const std::size_t peak = status_bytes("VmHWM");
  const std::size_t bytes = input_bytes + bursar_test::answered_bytes;
  const std::size_t allowed = 4 * bytes + (std::size_t{16} << 20U);
  if (peak <= before + allowed) return;
  std::fprintf(stderr, "broken promise: %s took %zu KB for %zu KB of input and %zu KB of answer\n",
               what, (peak - before) / 1024, input_bytes / 1024,
               bursar_test::answered_bytes / 1024);
  std::abort();
}

/// An input with one piece of it repeated until it is large.
std::string blown_up(const std::string& input, std::size_t from, std::size_t length,
                     std::size_t size) {
  const std::string piece = input.substr(from, length);
  std::string large = input.substr(0, from);
  while (!piece.empty() && large.size() < size) large += piece;
  return large + input.substr(from);
}

/// Runs an input in a process that has run none: what malloc keeps of earlier inputs, and the holes
/// between it, are not this one's.
void run_as_first(const std::string& input) {
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    const std::vector<std::uint8_t> bytes = bytes_of(input);
    const std::size_t before = resident_now();
    run(bytes);
    check_memory(before, input.size(), "an input that was blown up");
    std::_Exit(0);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || status != 0) std::_Exit(1);
}

void run_blown_up(const std::vector<std::string>& corpus) {
  // What is not judged by its memory need not be large: a sanitizer takes a minute for a megabyte.
  constexpr int large_size = memory_is_ours ? 1 << 20 : 1 << 14;
  std::mt19937 random(20201231);
  for (const std::string& input : corpus) {
    if (input.empty()) continue;
    // Large, and as large as a TOML file may be. The first input is large at every scale: below
    // that the 16 MB hide a target that takes 64 bytes a byte.
    const bool first = &input == &corpus.front();
    const int large = first ? large_size : bursar_test::scaled(large_size);
    std::vector<std::size_t> sizes = {static_cast<std::size_t>(large)};
    if (memory_is_ours) sizes.push_back(250'000);
    // All of it, its last byte, and pieces from anywhere.
    std::vector<std::pair<std::size_t, std::size_t>> pieces = {{0, input.size()},
                                                               {input.size() - 1, 1}};
    const int others = bursar_test::full_scale() ? 6 : 2;
    for (int i = 0; i < others; ++i)
      pieces.emplace_back(random() % input.size(), 1 + random() % 12);
    // In a small input every piece of one to three bytes.
    for (std::size_t at = 0; input.size() <= 16 && at < input.size(); ++at) {
      for (const std::size_t length : {1U, 2U, 3U}) pieces.emplace_back(at, length);
    }
    for (const auto& [from, length] : pieces) {
      for (const std::size_t size : sizes) {
        run_as_first(blown_up(input, from, length, size));
      }
    }
  }
}

// ------------------------------------------------------------------------------------------- runs

std::vector<std::string> read_corpus(const char* folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> corpus;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return corpus;
}

void run_all(const std::vector<std::string>& corpus, int executions) {
  std::signal(SIGABRT, report_input);
  std::signal(SIGSEGV, report_input);
  run_blown_up(corpus);
  run({});
  for (const std::string& input : corpus) run(bytes_of(input));
  Mutator mutator(corpus);
  const std::size_t before = resident_now();
  for (int i = 0; i < executions; ++i) {
    run(bytes_of(mutator.mutated(corpus[static_cast<std::size_t>(i) % corpus.size()])));
  }
  check_memory(before, input_size_max, "all executions together");
  std::printf("%zu inputs, %d more made from them\n", corpus.size(), executions);
}

/// Runs in a child that has to end by a signal, or by the sanitizer's report.
int find_planted(const std::vector<std::string>& corpus, int executions) {
  const pid_t child = fork();
  if (child == 0) {
    run_all(corpus, executions);
    std::_Exit(0);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return 2;
  if (!(WIFEXITED(status) && WEXITSTATUS(status) == 0)) return 0;
  std::fputs("the planted bug was not found\n", stderr);
  return 1;
}

}  // namespace

int main(int count, char** arguments) {
  const bool must_find = count == 4 && std::string(arguments[3]) == "--must-find";
  const int executions = count < 3 ? 0 : std::atoi(arguments[2]);
  if ((count != 3 && !must_find) || executions <= 0) {
    std::fprintf(stderr, "usage: %s CORPUS_FOLDER EXECUTIONS [--must-find]\n", arguments[0]);
    return 2;
  }
  const std::vector<std::string> corpus = read_corpus(arguments[1]);
  if (corpus.empty()) {
    std::fprintf(stderr, "%s holds no inputs\n", arguments[1]);
    return 1;
  }
  if (must_find) return find_planted(corpus, executions);
  run_all(corpus, bursar_test::scaled(executions));
  return 0;
}
