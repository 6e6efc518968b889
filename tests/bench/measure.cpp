// measure FILE COMMAND [ARGUMENT...]: runs a command and appends "wall_s=... cpu_s=... rss_kb=..."
// to FILE; ends with the command's exit code.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iostream>

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: measure FILE COMMAND [ARGUMENT...]\n";
    return 2;
  }
  const auto begun = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    execvp(argv[2], argv + 2);
    std::cerr << "cannot run " << argv[2] << '\n';
    _exit(127);
  }
  int status = 0;
  rusage used{};
  if (child < 0 || wait4(child, &status, 0, &used) != child) return 3;
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begun;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  std::ofstream(argv[1], std::ios::app)
      << "wall_s=" << wall.count() << " cpu_s=" << seconds(used.ru_utime) + seconds(used.ru_stime)
      << " rss_kb=" << used.ru_maxrss << '\n';
  return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
}
