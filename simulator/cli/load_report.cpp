#include "simulator/cli/load_report.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "reports/load.hpp"
#include "reports/write_file.hpp"
#include "simulator/cli/usage_error.hpp"
#include "simulator/traffic/histogram_log.hpp"
#include "simulator/traffic/measured.hpp"

namespace pitboss::cli {
namespace {

const std::vector<std::string> known_formats{"json", "html", "markdown", "hdr"};

struct File {
  std::string name, text;
};

std::vector<File> files_of(const results::LoadResults &results, const std::string &format) {
  if (format == "json") return {{"load.json", wire::to_pretty_text(results::to_json(results))}};
  if (format == "html") return {{"load.html", reports::load_html(results)}};
  if (format == "markdown") return {{"load.md", reports::load_markdown(results)}};
  const traffic::Histogram latency = traffic::to_histogram(results.latency);
  constexpr double us_a_ms = 1'000;
  return {{"latency.hgrm", latency.percentile_table(us_a_ms)}, {"latency.hlog", traffic::histogram_log(results)}};
}

}  // namespace

std::vector<std::string> check_load_formats(const std::vector<std::string> &given) {
  std::vector<std::string> wanted = given.empty() ? known_formats : given;
  for (const std::string &name : wanted)
    if (std::find(known_formats.begin(), known_formats.end(), name) == known_formats.end())
      throw UsageError("--format: " + unknown("report format", name, known_formats));
  if (std::find(wanted.begin(), wanted.end(), "json") == wanted.end()) wanted.emplace_back("json");
  return wanted;
}

void make_load_folder(const std::string &folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    throw UsageError(
        fmt::format("--report-dir {}: cannot be made: {}: name a folder that can be written", folder, error.message()));
}

std::vector<std::string> write_load_report(const results::LoadResults &results, const std::string &folder,
                                           const std::vector<std::string> &formats) {
  std::vector<std::string> written;
  for (const std::string &format : formats) {
    for (const File &file : files_of(results, format)) {
      const std::filesystem::path path = std::filesystem::path(folder) / file.name;
      try {
        reports::write_file(path, file.text);
      } catch (const std::runtime_error &error) {
        throw UsageError(std::string("load: ") + error.what());
      }
      written.push_back(path.string());
    }
  }
  return written;
}

}  // namespace pitboss::cli
