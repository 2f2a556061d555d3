#include "reports/write_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace pitboss::reports {

std::filesystem::path make_folder(const std::filesystem::path &folder) {
  auto path = folder.empty() ? std::filesystem::path(".") : folder;
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error && !std::filesystem::is_directory(path, error)) error = std::make_error_code(std::errc::not_a_directory);
  if (error)
    throw std::runtime_error(fmt::format("cannot make the report folder {}: {}; choose another with --report-dir",
                                         path.string(), error.message()));
  return path;
}

void write_file(const std::filesystem::path &file, const std::string &text) {
  auto partial = file;
  partial += ".partial";
  const auto fail = [&](int number) {
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    throw std::runtime_error(fmt::format("cannot write the report {}: {}", file.string(),
                                         std::error_code(number, std::generic_category()).message()));
  };
  errno = 0;
  std::ofstream stream(partial, std::ios::binary | std::ios::trunc);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  if (!stream) fail(errno != 0 ? errno : EIO);
  std::error_code error;
  std::filesystem::rename(partial, file, error);
  if (error) fail(error.value());
}

}  // namespace pitboss::reports
