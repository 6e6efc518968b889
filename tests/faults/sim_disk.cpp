#include "sim_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>
#include <stdexcept>
#include <utility>

namespace bursar_test {

struct SimDisk::Vfs : sqlite3_vfs {};

namespace {

constexpr std::size_t sector = 512;

// Levels of a lock, as sqlite3_io_methods numbers them.
constexpr int lock_none = 0;
constexpr int lock_shared = 1;
constexpr int lock_reserved = 2;
constexpr int lock_pending = 3;
constexpr int lock_exclusive = 4;

void lay_down(std::string& bytes, const SimDisk::Change& change) {
  const auto offset = static_cast<std::size_t>(change.offset);
  if (change.truncates) {
    bytes.resize(std::min(bytes.size(), offset));
    return;
  }
  if (bytes.size() < offset + change.bytes.size()) bytes.resize(offset + change.bytes.size());
  bytes.replace(offset, change.bytes.size(), change.bytes);
}

/// The sectors of a write that chance lets through, each as a write of its own.
void lay_down_sectors(std::string& bytes, const SimDisk::Change& change, std::mt19937& random) {
  const auto coin = [&random] { return (random() & 1U) != 0; };
  if (change.truncates) {
    if (coin()) lay_down(bytes, change);
    return;
  }
  for (std::size_t at = 0; at < change.bytes.size(); at += sector) {
    if (!coin()) continue;
    lay_down(bytes, {0, change.offset + static_cast<std::int64_t>(at),
                     change.bytes.substr(at, sector), false});
  }
}

}  // namespace

/// The locks of one file, as SQLite's own VFS keeps them between connections, and the memory that
/// they share.
struct SimDisk::Open {
  struct Held {
    int level = lock_none;
    unsigned shared_slots = 0;
    unsigned exclusive_slots = 0;
    bool mapped = false;
  };
  std::map<const void*, Held> handles;
  std::vector<std::unique_ptr<char[]>> regions;

  template <class Holds>
  [[nodiscard]] bool another(const void* handle, const Holds& holds) const {
    return std::any_of(handles.begin(), handles.end(), [&](const auto& each) {
      return each.first != handle && holds(each.second);
    });
  }

  int lock(const void* handle, int level) {
    int& mine = handles[handle].level;
    if (mine >= level) return SQLITE_OK;
    const auto at_least = [&](int wanted) {
      return another(handle, [&](const Held& held) { return held.level >= wanted; });
    };
    if (level == lock_shared) {
      if (at_least(lock_pending)) return SQLITE_BUSY;
    } else {
      if (at_least(lock_reserved)) return SQLITE_BUSY;
      if (level == lock_exclusive) {
        mine = lock_pending;
        if (at_least(lock_shared)) return SQLITE_BUSY;
      }
    }
    mine = level;
    return SQLITE_OK;
  }

  int lock_slots(const void* handle, int first, int count, int flags) {
    Held& mine = handles[handle];
    const unsigned slots = ((1U << static_cast<unsigned>(count)) - 1)
                           << static_cast<unsigned>(first);
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
      mine.shared_slots &= ~slots;
      mine.exclusive_slots &= ~slots;
      return SQLITE_OK;
    }
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    const bool taken = another(handle, [&](const Held& held) {
      return ((held.exclusive_slots | (exclusive ? held.shared_slots : 0U)) & slots) != 0;
    });
    if (taken) return SQLITE_BUSY;
    (exclusive ? mine.exclusive_slots : mine.shared_slots) |= slots;
    return SQLITE_OK;
  }

  void unmap(const void* handle) {
    Held& mine = handles[handle];
    mine.mapped = false;
    mine.shared_slots = mine.exclusive_slots = 0;
    if (!another(handle, [](const Held& held) { return held.mapped; })) regions.clear();
  }
};

// The functions that SQLite calls. An open file is an sqlite3_file with what it needs behind it.
struct SimDisk::Methods {
  struct Handle {
    sqlite3_file base;
    SimDisk* disk;
    File* file;
    bool names_folder;  // the first sync of it syncs the folder
    bool removes_itself;
    std::string* name;
    Open* open;  // kept by the disk
  };
  static Handle& of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* base, int flags,
                  int* out_flags) {
    auto* disk = static_cast<SimDisk*>(vfs->pAppData);
    base->pMethods = nullptr;
    if (const int error = disk->count(Call::open); error != SQLITE_OK) return error;
    const std::string path = name != nullptr ? name : "temporary";
    const auto found = disk->content_.find(path);
    const bool present = found != disk->content_.end() && found->second.named;
    if (!present && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    File& file = disk->content_[path];
    if (!present) {
      file.named = true;
      file.current.clear();
      file.pending.push_back({++disk->order_, 0, {}, true});
    }
    Handle& handle = of(base);
    handle.disk = disk;
    handle.file = &file;
    handle.names_folder = !present && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
    handle.removes_itself = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    handle.name = new std::string(path);
    auto& shared = disk->open_[path];
    if (shared == nullptr) shared = std::make_shared<Open>();
    handle.open = shared.get();
    handle.open->handles[base];
    base->pMethods = &io_methods();
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
  }

  static int close(sqlite3_file* base) {
    Handle& handle = of(base);
    if (handle.removes_itself) handle.file->named = false;
    handle.open->handles.erase(base);
    if (handle.open->handles.empty()) handle.disk->open_.erase(*handle.name);
    delete handle.name;
    return SQLITE_OK;
  }

  static int read(sqlite3_file* base, void* buffer, int amount, sqlite3_int64 offset) {
    Handle& handle = of(base);
    if (const int error = handle.disk->count(Call::read); error != SQLITE_OK) return error;
    const std::string& bytes = handle.file->current;
    const auto from = std::min(bytes.size(), static_cast<std::size_t>(offset));
    const std::size_t there = std::min(bytes.size() - from, static_cast<std::size_t>(amount));
    std::memcpy(buffer, bytes.data() + from, there);
    if (there == static_cast<std::size_t>(amount)) return SQLITE_OK;
    std::memset(static_cast<char*>(buffer) + there, 0, static_cast<std::size_t>(amount) - there);
    return SQLITE_IOERR_SHORT_READ;
  }

  static int write(sqlite3_file* base, const void* buffer, int amount, sqlite3_int64 offset) {
    Handle& handle = of(base);
    if (const int error = handle.disk->count(Call::write); error != SQLITE_OK) return error;
    handle.disk->write(*handle.file, offset,
                       {static_cast<const char*>(buffer), static_cast<std::size_t>(amount)});
    return SQLITE_OK;
  }

  static int truncate(sqlite3_file* base, sqlite3_int64 size) {
    Handle& handle = of(base);
    if (const int error = handle.disk->count(Call::truncate); error != SQLITE_OK) return error;
    handle.disk->truncate(*handle.file, size);
    return SQLITE_OK;
  }

  static int sync(sqlite3_file* base, int) {
    Handle& handle = of(base);
    if (const int error = handle.disk->count(Call::sync); error != SQLITE_OK) {
      if (handle.disk->fault.sync_drops) handle.file->pending.clear();
      return error;
    }
    const bool folder_too = std::exchange(handle.names_folder, false);
    return handle.disk->sync(*handle.file, folder_too);
  }

  static int size(sqlite3_file* base, sqlite3_int64* out) {
    Handle& handle = of(base);
    if (const int error = handle.disk->count(Call::size); error != SQLITE_OK) return error;
    *out = static_cast<sqlite3_int64>(handle.file->current.size());
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    auto* disk = static_cast<SimDisk*>(vfs->pAppData);
    if (const int error = disk->count(Call::remove); error != SQLITE_OK) return error;
    const auto found = disk->content_.find(name);
    if (found == disk->content_.end() || !found->second.named) return SQLITE_IOERR_DELETE_NOENT;
    found->second.named = false;
    if (sync_folder != 0 && !disk->lying_sync) disk->sync_folder();
    return SQLITE_OK;
  }

  static int access(sqlite3_vfs* vfs, const char* name, int, int* out) {
    auto* disk = static_cast<SimDisk*>(vfs->pAppData);
    if (const int error = disk->count(Call::access); error != SQLITE_OK) return error;
    const auto found = disk->content_.find(name);
    *out = found != disk->content_.end() && found->second.named ? 1 : 0;
    return SQLITE_OK;
  }

  static int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
  }

  static int shm_map(sqlite3_file* base, int region, int size, int extend, void volatile** out) {
    auto& regions = of(base).open->regions;
    of(base).open->handles[base].mapped = true;
    const auto wanted = static_cast<std::size_t>(region) + 1;
    *out = nullptr;
    if (regions.size() < wanted && extend == 0) return SQLITE_OK;
    while (regions.size() < wanted) {
      regions.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
    }
    *out = regions[static_cast<std::size_t>(region)].get();
    return SQLITE_OK;
  }

  static const sqlite3_io_methods& io_methods() {
    static const sqlite3_io_methods methods = [] {
      sqlite3_io_methods made{};
      made.iVersion = 2;
      made.xClose = close;
      made.xRead = read;
      made.xWrite = write;
      made.xTruncate = truncate;
      made.xSync = sync;
      made.xFileSize = size;
      made.xLock = [](sqlite3_file* base, int level) { return of(base).open->lock(base, level); };
      made.xUnlock = [](sqlite3_file* base, int level) {
        of(base).open->handles[base].level = level;
        return SQLITE_OK;
      };
      made.xCheckReservedLock = [](sqlite3_file* base, int* out) {
        const bool reserved = of(base).open->another(
            nullptr, [](const Open::Held& held) { return held.level >= lock_reserved; });
        *out = reserved ? 1 : 0;
        return SQLITE_OK;
      };
      made.xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; };
      made.xSectorSize = [](sqlite3_file*) { return 4096; };
      made.xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; };
      made.xShmMap = shm_map;
      made.xShmLock = [](sqlite3_file* base, int first, int count, int flags) {
        return of(base).open->lock_slots(base, first, count, flags);
      };
      made.xShmBarrier = [](sqlite3_file*) {};
      made.xShmUnmap = [](sqlite3_file* base, int) {
        of(base).open->unmap(base);
        return SQLITE_OK;
      };
      return made;
    }();
    return methods;
  }
};

SimDisk::SimDisk() : vfs_(std::make_unique<Vfs>()) {
  static std::atomic<int> made{0};
  name_ = "sim-" + std::to_string(++made);
  const sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
  static_cast<sqlite3_vfs&>(*vfs_) = *real;
  vfs_->iVersion = 2;
  vfs_->szOsFile = sizeof(Methods::Handle);
  vfs_->zName = name_.c_str();
  vfs_->pAppData = this;
  vfs_->pNext = nullptr;
  vfs_->xOpen = Methods::open;
  vfs_->xDelete = Methods::remove;
  vfs_->xAccess = Methods::access;
  vfs_->xFullPathname = Methods::full_path;
  if (sqlite3_vfs_register(vfs_.get(), 0) != SQLITE_OK)
    throw std::runtime_error("no simulated disk");
}

SimDisk::~SimDisk() { sqlite3_vfs_unregister(vfs_.get()); }

bool SimDisk::fails(Call call) const {
  if (fault.at_call == 0 || calls_ < fault.at_call) return false;
  if (calls_ > fault.at_call && !fault.from_then_on) return false;
  const bool short_write = fault.error == Error::full && call == Call::write;
  if (fault.sync_drops) return call == Call::sync || (short_write && fault.from_then_on);
  return fault.error == Error::io || short_write;
}

int SimDisk::count(Call call) {
  const bool changes =
      call == Call::write || call == Call::truncate || call == Call::sync || call == Call::remove;
  if (changes && before_change) before_change();
  ++calls_;
  if (!fails(call)) return SQLITE_OK;
  ++faults_;
  if (fault.error == Error::full) return SQLITE_FULL;
  switch (call) {
    case Call::open:
      return SQLITE_CANTOPEN;
    case Call::read:
      return SQLITE_IOERR_READ;
    case Call::write:
      return SQLITE_IOERR_WRITE;
    case Call::truncate:
      return SQLITE_IOERR_TRUNCATE;
    case Call::sync:
      return SQLITE_IOERR_FSYNC;
    case Call::remove:
      return SQLITE_IOERR_DELETE;
    case Call::size:
      return SQLITE_IOERR_FSTAT;
    case Call::access:
      return SQLITE_IOERR_ACCESS;
  }
  return SQLITE_IOERR;
}

void SimDisk::write(File& file, std::int64_t offset, std::string_view bytes) {
  file.pending.push_back({++order_, offset, std::string(bytes), false});
  lay_down(file.current, file.pending.back());
}

void SimDisk::truncate(File& file, std::int64_t size) {
  file.pending.push_back({++order_, size, {}, true});
  lay_down(file.current, file.pending.back());
}

int SimDisk::sync(File& file, bool folder_too) {
  if (lying_sync) return SQLITE_OK;
  for (const Change& change : file.pending) lay_down(file.durable, change);
  file.pending.clear();
  if (folder_too) sync_folder();
  return SQLITE_OK;
}

void SimDisk::sync_folder() {
  for (auto& [name, file] : content_) file.durably_named = file.named;
}

void SimDisk::cut(Cut regime, std::mt19937& random) {
  std::int64_t first = order_ + 1;
  for (const auto& [name, file] : content_) {
    if (!file.pending.empty()) first = std::min(first, file.pending.front().order);
  }
  const std::int64_t moment =
      std::uniform_int_distribution<std::int64_t>(first, order_ + 1)(random);
  Content left;
  for (auto& [name, file] : content_) {
    std::string bytes = file.durable;
    for (const Change& change : file.pending) {
      if (regime == Cut::keep_all || (regime == Cut::ordered_prefix && change.order < moment)) {
        lay_down(bytes, change);
      } else if (regime == Cut::ordered_prefix && change.order == moment && !change.truncates) {
        lay_down(bytes,
                 {0, change.offset, change.bytes.substr(0, random() % change.bytes.size()), false});
      } else if (regime == Cut::random_sectors) {
        lay_down_sectors(bytes, change, random);
      }
    }
    bool named = regime == Cut::keep_all ? file.named : file.durably_named;
    if (regime != Cut::keep_all && regime != Cut::drop_all && file.named != file.durably_named) {
      named = (random() & 1U) != 0;
    }
    if (named) left[name] = File{bytes, bytes, true, true, {}};
  }
  content_ = std::move(left);
}

}  // namespace bursar_test
