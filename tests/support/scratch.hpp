// A folder of its own for a test, removed with everything in it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace bursar_test {

/// In memory where the machine has a folder for that, unless the test is about a disk.
class ScratchFolder {
 public:
  enum class Place { memory, disk };

  explicit ScratchFolder(Place place = Place::memory) {
    std::filesystem::path base = std::filesystem::temp_directory_path();
    std::error_code none;
    if (place == Place::memory && std::filesystem::is_directory("/dev/shm", none))
      base = "/dev/shm";
    std::string pattern = (base / "bursar-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
      throw std::runtime_error("no scratch folder: " + pattern);
    path_ = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace bursar_test
