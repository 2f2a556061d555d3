#include "tests/support/golden.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/support/temporary_folder.hpp"

namespace pitboss::test {

std::string golden(std::string_view name, std::string_view actual) {
  const std::filesystem::path path = std::filesystem::path(PITBOSS_GOLDEN_FOLDER) / name;
  const char *update =
      std::getenv("PITBOSS_UPDATE_GOLDEN");  // NOLINT(concurrency-mt-unsafe): nothing writes to the environment
  if (update != nullptr && std::string_view(update) == "1") {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << actual;
  }
  if (!std::filesystem::exists(path))
    throw std::runtime_error(path.string() +
                             " is missing: run the test with PITBOSS_UPDATE_GOLDEN=1, and read what it wrote");
  return read_file(path);
}

}  // namespace pitboss::test
