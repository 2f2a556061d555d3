#include "simulator/cli/load_report.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "reports/load.hpp"
#include "reports/write_file.hpp"
#include "simulator/cli/load_view.hpp"
#include "simulator/cli/output.hpp"
#include "simulator/cli/usage_error.hpp"
#include "simulator/traffic/histogram_log.hpp"
#include "simulator/traffic/measured.hpp"

namespace pitboss::cli {
namespace {

const std::vector<std::string> known_formats{"json", "html", "markdown", "hdr"};

ExitCode exit_code_of(results::LoadVerdict verdict) {
  switch (verdict) {
    case results::LoadVerdict::held:
      return ExitCode::conformant;
    case results::LoadVerdict::broken:
      return ExitCode::nonconformant;
    case results::LoadVerdict::incomplete:
      break;
  }
  return ExitCode::incomplete;
}

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

ExitCode report_load(const results::LoadResults &results, const LoadOutput &output, const Style &style) {
  if (!output.quiet) write_out("{}", describe_load(results, style));
  std::vector<std::string> written;
  std::string trouble;
  for (const std::string &format : output.formats) {
    for (const File &file : files_of(results, format)) {
      const std::filesystem::path path = std::filesystem::path(output.folder) / file.name;
      try {
        reports::write_file(path, file.text);
        written.push_back(path.string());
      } catch (const std::runtime_error &error) {
        trouble += (trouble.empty() ? "" : "; ") + std::string(error.what());
      }
    }
  }
  write_out("{}", describe_load_verdict(results, written, style));
  if (!trouble.empty()) throw UsageError("load: " + trouble);
  return exit_code_of(results.verdict);
}

}  // namespace pitboss::cli
