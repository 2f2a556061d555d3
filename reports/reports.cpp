#include "reports/reports.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "reports/formats.hpp"

namespace pitboss::reports {
namespace {

struct Renderer {
  Format format;
  std::string (*render)(const results::Results &);
};

constexpr std::array renderers{
    Renderer{{"json", "results.json"}, render_json}, Renderer{{"junit", "junit.xml"}, render_junit},
    Renderer{{"html", "report.html"}, render_html},  Renderer{{"markdown", "summary.md"}, render_markdown},
    Renderer{{"tap", "results.tap"}, render_tap},
};

const Renderer &find_renderer(std::string_view name) {
  std::string known;
  for (const auto &renderer : renderers) {
    if (renderer.format.name == name) return renderer;
    known += (known.empty() ? "" : ", ") + std::string(renderer.format.name);
  }
  throw std::invalid_argument(fmt::format("unknown report format \"{}\"; known are: {}", name, known));
}

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

/// Writes to `file`.partial and renames it, which replaces an older report in one step (POSIX rename).
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

}  // namespace

std::vector<Format> formats() {
  std::vector<Format> all;
  all.reserve(renderers.size());
  for (const auto &renderer : renderers) all.push_back(renderer.format);
  return all;
}

std::string render(const results::Results &results, std::string_view format) {
  return find_renderer(format).render(results);
}

void write(const results::Results &results, const std::filesystem::path &folder,
           const std::vector<std::string> &formats) {
  for (const auto &name : formats) find_renderer(name);  // a misspelt name is told before anything is written
  const auto path = make_folder(folder);
  for (const auto &name : formats) {
    const auto &renderer = find_renderer(name);
    write_file(path / renderer.format.file, renderer.render(results));
  }
}

Reporter::Reporter(std::filesystem::path folder, std::vector<std::string> formats)
    : folder_(std::move(folder)), formats_(std::move(formats)) {}

void Reporter::run_finished(const results::Results &results) {
  write(results, folder_, formats_);
}

}  // namespace pitboss::reports
