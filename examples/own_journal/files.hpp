// Files and folders as the operating system has them, with its errors as JournalFailure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace host {

/// An open file; every call throws bursar::JournalFailure where the system refuses it.
class File {
 public:
  enum class Mode {
    existing,  ///< to read and write what is there
    shared,    ///< the same; made empty where there is none
    fresh      ///< made anew, whatever was there
  };
  File(const std::filesystem::path& path, Mode mode);
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] std::uint64_t size() const;
  /// What there is from an offset to the end of the file.
  [[nodiscard]] std::string read_from(std::uint64_t offset) const;
  void write(std::uint64_t offset, std::string_view bytes) const;
  void truncate(std::uint64_t size) const;
  /// Returns when everything written is on the disk.
  void sync() const;

  /// Keeps others out for its lifetime: other processes, and other files opened on the same path.
  class Lock {
   public:
    enum class Kind { shared, exclusive };
    Lock(const File& file, Kind kind);
    ~Lock();
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

   private:
    int file_;
  };

 private:
  explicit File(int file) : file_(file) {}
  friend std::optional<std::string> read_file(const std::filesystem::path& path);

  int file_;
};

/// A whole file; nothing if there is none of that name.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& path);
/// Writes a whole file, and sees it on the disk.
void write_file(const std::filesystem::path& path, std::string_view bytes);
/// Removes a file; false if there was none of that name.
bool remove_file(const std::filesystem::path& path);
/// Makes a folder, and those that it stands in.
void make_folder(const std::filesystem::path& path);
/// Sees the names in a folder on the disk: a file that was made or removed is not, before that.
void sync_folder(const std::filesystem::path& path);

}  // namespace host
