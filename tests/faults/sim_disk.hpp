// A disk in memory that can lose power and fail: a VFS for SQLite that keeps apart what was written
// and what is durable.
//
// The model: a write is durable after the file was synced; a file's name after its folder was,
// which happens where SQLite's own VFS for Unix does it (with the first sync of a journal or log
// that it created, and with a removal that asks for it). A power cut leaves, of what is not durable
// yet, whatever the regime says.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace bursar_test {

class SimDisk {
 public:
  /// What a power cut leaves of the writes that were not synced.
  enum class Cut : std::uint8_t {
    drop_all,        ///< none
    keep_all,        ///< all
    ordered_prefix,  ///< those before some moment, and a part of the next one
    random_sectors,  ///< each 512 bytes of each one by chance, in any order
  };
  enum class Call : std::uint8_t { open, read, write, truncate, sync, remove, size, access };
  /// What a call that fails says.
  enum class Error : std::uint8_t {
    io,    ///< an I/O error of its kind
    full,  ///< no space
  };
  struct Fault {
    std::int64_t at_call = 0;  ///< the number of the call that fails, counted from 1; 0 = none
    bool from_then_on = false;
    Error error = Error::io;
    /// Only a sync fails, or where space is short a later write too; and what the sync should have
    /// made durable never will be. Otherwise every call fails, or where space is short a write.
    bool sync_drops = false;
  };

  SimDisk();
  ~SimDisk();
  SimDisk(const SimDisk&) = delete;
  SimDisk& operator=(const SimDisk&) = delete;

  /// The name to open stores with.
  [[nodiscard]] const std::string& vfs() const noexcept { return name_; }

  /// What is on the disk, as a value: a moment can be kept and gone back to.
  struct Change {
    std::int64_t order = 0;
    std::int64_t offset = 0;
    std::string bytes;
    bool truncates = false;  ///< to `offset`
  };
  struct File {
    std::string current;
    std::string durable;
    bool named = true;           ///< the name is there now
    bool durably_named = false;  ///< and after a power cut
    std::vector<Change> pending;
  };
  using Content = std::map<std::string, File, std::less<>>;
  [[nodiscard]] const Content& content() const noexcept { return content_; }
  /// Puts back a moment; nothing may be open.
  void put_back(Content content) { content_ = std::move(content); }
  /// Takes the power away now; nothing may be open, or be used again.
  void cut(Cut regime, std::mt19937& random);

  /// Called before each write, truncation, sync and removal: the moments at which the power can go.
  std::function<void()> before_change;
  Fault fault;
  bool lying_sync = false;  ///< a sync says that it was done, and does nothing
  [[nodiscard]] std::int64_t calls() const noexcept { return calls_; }
  [[nodiscard]] std::int64_t faults() const noexcept { return faults_; }
  void count_anew() noexcept { calls_ = faults_ = 0; }

 private:
  struct Methods;
  struct Open;
  /// Counts a call; its error code if it is to fail.
  int count(Call call);
  [[nodiscard]] bool fails(Call call) const;
  void write(File& file, std::int64_t offset, std::string_view bytes);
  void truncate(File& file, std::int64_t size);
  int sync(File& file, bool folder_too);
  void sync_folder();

  std::string name_;
  struct Vfs;
  std::unique_ptr<Vfs> vfs_;
  Content content_;
  /// Of each file that is open: what its handles hold locked, and share.
  std::map<std::string, std::shared_ptr<Open>, std::less<>> open_;
  std::int64_t calls_ = 0;
  std::int64_t faults_ = 0;
  std::int64_t order_ = 0;
};

}  // namespace bursar_test
