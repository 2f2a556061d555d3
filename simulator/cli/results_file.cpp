#include "simulator/cli/results_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "schemas/files/yaml_file.hpp"

namespace pitboss::cli {
namespace {

[[noreturn]] void fail(const std::filesystem::path &path, files::Position at, std::string message) {
  throw files::FileErrors({{path.string(), at, std::move(message)}});
}

std::string read_text(const std::filesystem::path &path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path, {0, 0}, std::string("cannot be read: ") + std::strerror(errno));
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

results::Results read_results(const std::filesystem::path &file_or_folder) {
  const bool folder = std::filesystem::is_directory(file_or_folder);
  const std::filesystem::path path = folder ? file_or_folder / "results.json" : file_or_folder;
  const auto parsed = wire::parse_json(read_text(path));
  if (const auto *error = std::get_if<wire::JsonError>(&parsed))
    fail(path, {error->line, error->column}, error->message);
  try {
    return results::from_json(std::get<wire::Json>(parsed));
  } catch (const std::runtime_error &error) {
    fail(path, {0, 0}, std::string("is no pitboss.results/1: ") + error.what());
  }
}

}  // namespace pitboss::cli
