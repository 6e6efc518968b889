// Child processes that work on a store until they are done, or are killed.
#pragma once

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace bursar_test {

/// A child that runs a function and reports to its parent through a pipe. The parent must have no
/// store open when it is made: an open store is not to be carried over a fork.
template <class Report>
class Child {
 public:
  class Reports {
   public:
    explicit Reports(int pipe) : pipe_(pipe) {}
    /// One write: it arrives whole or not at all.
    void send(const Report& report) const {
      if (write(pipe_, &report, sizeof report) != static_cast<ssize_t>(sizeof report))
        std::_Exit(3);
    }

   private:
    int pipe_;
  };

  explicit Child(const std::function<void(const Reports&)>& work) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    std::fflush(nullptr);
    process_ = fork();
    if (process_ < 0) throw std::runtime_error("no child process");
    if (process_ == 0) {
      close(ends[0]);
      run(work, ends[1]);
    }
    close(ends[1]);
    pipe_ = ends[0];
  }
  ~Child() {
    if (process_ > 0) finish();
    close(pipe_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void kill() const { ::kill(process_, SIGKILL); }

  /// Waits for one more report; false if there will be none.
  bool await_report() {
    Report report;
    if (read(pipe_, &report, sizeof report) != static_cast<ssize_t>(sizeof report)) return false;
    reports_.push_back(report);
    return true;
  }

  /// Reads all reports to the end and waits; the exit code, or -1 if it was killed.
  int finish() {
    Report report;
    while (read(pipe_, &report, sizeof report) == static_cast<ssize_t>(sizeof report)) {
      reports_.push_back(report);
    }
    int status = 0;
    waitpid(std::exchange(process_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  [[nodiscard]] const std::vector<Report>& reports() const { return reports_; }

 private:
  [[noreturn]] static void run(const std::function<void(const Reports&)>& work, int pipe) {
    try {
      work(Reports(pipe));
    } catch (const std::exception& error) {
      std::fprintf(stderr, "child: %s\n", error.what());
      std::_Exit(2);
    }
    std::_Exit(0);
  }

  pid_t process_ = -1;
  int pipe_ = -1;
  std::vector<Report> reports_;
};

}  // namespace bursar_test
