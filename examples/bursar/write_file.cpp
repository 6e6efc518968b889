// Files that the tool writes: whole and on the disk, or not at all.
#include "tool.hpp"

#include <bursar/sqlite/system_host.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <utility>

namespace tool {
namespace {

namespace fs = std::filesystem;

/// A file or folder that is open, until it is closed.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { (void)close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] bool is_open() const { return number_ >= 0; }

  [[nodiscard]] bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(number_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }
  /// A file system that cannot sync a folder says EINVAL: nothing more can be done there.
  [[nodiscard]] bool sync() const { return fsync(number_) == 0 || errno == EINVAL; }
  bool close() {
    const int number = std::exchange(number_, -1);
    return number < 0 || ::close(number) == 0;
  }

 private:
  int number_;
};

/// A name that nobody else uses, for a file that becomes another one.
fs::path name_of_its_own(const fs::path& folder) {
  std::array<std::uint8_t, 8> bytes{};
  bursar::system_host().random(bytes);
  std::string name = "bursar-";
  for (const std::uint8_t byte : bytes) name += fmt::format("{:02x}", byte);
  return folder / (name + ".unfinished");
}

/// What a call of the system that failed says of the run: a disk that is full or fails is no
/// mistake of the caller's, as a folder is that is not there.
Exit exit_of(int error) {
  const bool disk = error == ENOSPC || error == EDQUOT || error == EIO;
  return disk ? not_trustworthy : usage_or_input;
}

[[noreturn]] void fail(const Settings& settings, const std::string& path, Exit code) {
  throw Failure{code, fmt::format("{}: {}", path,
                                  say(settings, "the file cannot be written", "无法写入文件"))};
}

/// Gives a file its name: true if it has it now. `errno` says why it has not.
using Naming = bool (*)(const fs::path& unfinished, const std::string& path);

bool take_the_place(const fs::path& unfinished, const std::string& path) {
  return rename(unfinished.c_str(), path.c_str()) == 0;
}

bool take_a_free_name(const fs::path& unfinished, const std::string& path) {
  if (link(unfinished.c_str(), path.c_str()) == 0) {
    (void)unlink(unfinished.c_str());
    return true;
  }
  if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS) return false;
  // A file system without second names: who looks first and then renames may come too late.
  struct stat found {};
  if (lstat(path.c_str(), &found) == 0) {
    errno = EEXIST;
    return false;
  }
  return take_the_place(unfinished, path);
}

/// Whether the file has its name now; not, if the name is taken.
bool write_and_name(const Settings& settings, const std::string& path, std::string_view bytes,
                    Readers readers, Naming naming) {
  fs::path folder = fs::path(path).parent_path();
  if (folder.empty()) folder = ".";
  const fs::path unfinished = name_of_its_own(folder);
  const mode_t mode = readers == Readers::owner ? 0600 : 0666;
  Descriptor file(open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file.is_open()) fail(settings, path, exit_of(errno));
  const bool written = file.write(bytes) && file.sync() && file.close();
  if (!written || !naming(unfinished, path)) {
    const int error = errno;
    (void)unlink(unfinished.c_str());
    if (written && error == EEXIST) return false;
    fail(settings, path, written ? exit_of(error) : not_trustworthy);
  }
  // A folder that may be written to but not read cannot be synced.
  const Descriptor named_in(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (named_in.is_open() && !named_in.sync()) fail(settings, path, not_trustworthy);
  return true;
}

}  // namespace

void write_file(const Settings& settings, const std::string& path, std::string_view bytes,
                Readers readers) {
  if (!write_and_name(settings, path, bytes, readers, &take_the_place)) {
    fail(settings, path, usage_or_input);
  }
}

bool write_new_file(const Settings& settings, const std::string& path, std::string_view bytes,
                    Readers readers) {
  return write_and_name(settings, path, bytes, readers, &take_a_free_name);
}

}  // namespace tool
