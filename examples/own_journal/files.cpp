#include "files.hpp"

#include <bursar/journal/journal.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace host {
namespace {

[[noreturn]] void fail(const std::string& what, int error) {
  throw bursar::JournalFailure(bursar::JournalFailure::Kind::io,
                               what + ": " + std::generic_category().message(error));
}

int flags_of(File::Mode mode) {
  switch (mode) {
    case File::Mode::existing:
      return O_RDWR | O_CLOEXEC;
    case File::Mode::shared:
      return O_RDWR | O_CREAT | O_CLOEXEC;
    case File::Mode::fresh:
      break;
  }
  return O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC;
}

}  // namespace

File::File(const std::filesystem::path& path, Mode mode)
    : file_(::open(path.c_str(), flags_of(mode), 0600)) {
  if (file_ < 0) fail("cannot open " + path.string(), errno);
}

File::~File() { ::close(file_); }

std::uint64_t File::size() const {
  struct stat facts {};
  if (::fstat(file_, &facts) != 0) fail("cannot look at a file", errno);
  return static_cast<std::uint64_t>(facts.st_size);
}

std::string File::read_from(std::uint64_t offset) const {
  const std::uint64_t end = size();
  std::string bytes(end > offset ? end - offset : 0, '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got =
        ::pread(file_, bytes.data() + have, bytes.size() - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("cannot read", errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

void File::write(std::uint64_t offset, std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail("cannot write", errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

void File::truncate(std::uint64_t size) const {
  if (::ftruncate(file_, static_cast<off_t>(size)) != 0) fail("cannot cut a file", errno);
}

void File::sync() const {
  if (::fsync(file_) != 0) fail("cannot reach the disk", errno);
}

File::Lock::Lock(const File& file, Kind kind) : file_(file.file_) {
  while (::flock(file_, kind == Kind::shared ? LOCK_SH : LOCK_EX) != 0) {
    if (errno != EINTR) fail("cannot lock", errno);
  }
}

File::Lock::~Lock() { ::flock(file_, LOCK_UN); }

std::optional<std::string> read_file(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return std::nullopt;
  if (file < 0) fail("cannot open " + path.string(), errno);
  return File(file).read_from(0);
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  File file(path, File::Mode::fresh);
  file.write(0, bytes);
  file.sync();
}

bool remove_file(const std::filesystem::path& path) {
  std::error_code error;
  const bool removed = std::filesystem::remove(path, error);
  if (error) fail("cannot remove " + path.string(), error.value());
  return removed;
}

void make_folder(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) fail("cannot make " + path.string(), error.value());
}

void sync_folder(const std::filesystem::path& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) fail("cannot open " + path.string(), errno);
  const int error = ::fsync(folder) == 0 ? 0 : errno;
  ::close(folder);
  if (error != 0) fail("cannot reach the disk", error);
}

}  // namespace host
