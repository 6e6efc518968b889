// hash_steps hash BYTES: hashes so many bytes by SHA-256 of libcrypto, for valgrind to count.
// hash_steps count BYTES: prints "steps=N", the instructions that this processor executes for it.
// The processor takes one instruction at a time under ptrace, so its own instructions for SHA-256,
// which valgrind hides from the program, are counted too. Exit code 3 where that cannot be done.
#include <openssl/evp.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Bytes = std::vector<unsigned char>;

/// Hashes once; `at_border` runs right before and after the bytes are taken.
template <class Border>
void hash(const Bytes& bytes, const Border& at_border) {
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  const bool begun = context != nullptr && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1;
  at_border();
  const bool taken = begun && EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1;
  at_border();
  if (!taken || EVP_DigestFinal_ex(context, digest.data(), nullptr) != 1) std::abort();
  EVP_MD_CTX_free(context);
}

#if defined(__linux__) && defined(__x86_64__)
/// Steps between the first trap of the child and its second one; negative where ptrace is refused.
long steps_of(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return -1;
  for (long steps = 0;; ++steps) {
    if (ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) != 0) return -1;
    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return -1;
    siginfo_t why{};
    if (ptrace(PTRACE_GETSIGINFO, child, nullptr, &why) != 0) return -1;
    if (why.si_code == SI_KERNEL) return steps;  // a trap of the program, not the end of a step
  }
}

int count(const Bytes& bytes) {
  hash(bytes, [] {});  // what libcrypto does once is done
  const pid_t child = fork();
  if (child < 0) return 3;
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(3);
    hash(bytes, [] { asm volatile("int3"); });
    _exit(0);
  }
  const long steps = steps_of(child);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  if (steps < 0) return 3;
  std::cout << "steps=" << steps << '\n';
  return 0;
}
#else
int count(const Bytes&) { return 3; }
#endif

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc == 3 ? argv[1] : "";
  if (what != "hash" && what != "count") {
    std::cerr << "usage: hash_steps hash|count BYTES\n";
    return 2;
  }
  const Bytes bytes(std::strtoul(argv[2], nullptr, 10));
  if (what == "count") return count(bytes);
  hash(bytes, [] {});
  return 0;
}
