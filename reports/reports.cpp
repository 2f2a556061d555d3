#include "reports/reports.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

#include "reports/formats.hpp"
#include "reports/replay.hpp"
#include "reports/write_file.hpp"

namespace pitboss::reports {
namespace {

struct Renderer {
  Format format;
  std::string (*render)(const results::Results &) = nullptr;
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
  write_replays(results, folder_);
}

}  // namespace pitboss::reports
