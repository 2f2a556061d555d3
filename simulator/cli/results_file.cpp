#include "simulator/cli/results_file.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "schemas/files/yaml_file.hpp"

namespace pitboss::cli {
namespace {

[[noreturn]] void fail(const std::filesystem::path &path, files::Position at, std::string message) {
  throw files::FileErrors({{path.string(), at, std::move(message)}});
}

std::string read_text(const std::filesystem::path &path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path, {0, 0}, "cannot be read: " + std::generic_category().message(errno));
  return {std::istreambuf_iterator<char>(file), {}};
}

wire::Json read_json(const std::filesystem::path &path) {
  auto parsed = wire::parse_json(read_text(path));
  if (const auto *error = std::get_if<wire::JsonError>(&parsed))
    fail(path, {error->line, error->column}, error->message);
  return std::get<wire::Json>(std::move(parsed));
}

/// The file itself, or the one of that name in a folder.
std::filesystem::path file_of(const std::filesystem::path &file_or_folder, const char *name) {
  return std::filesystem::is_directory(file_or_folder) ? file_or_folder / name : file_or_folder;
}

}  // namespace

bool is_load_file(const std::filesystem::path &path) {
  return results::is_load_results(read_json(path));
}

results::LoadResults read_load_results(const std::filesystem::path &file_or_folder) {
  const std::filesystem::path path = file_of(file_or_folder, "load.json");
  const wire::Json json = read_json(path);
  try {
    return results::load_from_json(json);
  } catch (const std::runtime_error &error) {
    fail(path, {0, 0}, std::string("is no pitboss.load/1: ") + error.what());
  }
}

results::Results read_results(const std::filesystem::path &file_or_folder) {
  const std::filesystem::path path = file_of(file_or_folder, "results.json");
  const wire::Json json = read_json(path);
  try {
    return results::from_json(json);
  } catch (const std::runtime_error &error) {
    fail(path, {0, 0}, std::string("is no pitboss.results/1: ") + error.what());
  }
}

}  // namespace pitboss::cli
