#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/formats/results.hpp"

namespace pitboss::reports {

/// The formats that a report can have, with the file that each is written to.
struct Format {
  std::string_view name;  ///< "json", "junit", "html", "markdown", "tap"
  std::string_view file;  ///< "results.json", "junit.xml", "report.html", "summary.md", "results.tap"
};
std::vector<Format> formats();

/// One format as text. Throws std::invalid_argument for an unknown name.
std::string render(const results::Results &results, std::string_view format);

/// Writes each format into `folder` (made if missing): to a temporary name first, so that no half-written file is ever
/// seen. Throws std::runtime_error: which file, why.
void write(const results::Results &results, const std::filesystem::path &folder,
           const std::vector<std::string> &formats);

/// Listens to a run and writes the report folder when it ends.
class Reporter : public results::Listener {
 public:
  Reporter(std::filesystem::path folder, std::vector<std::string> formats);
  void run_finished(const results::Results &results) override;

 private:
  std::filesystem::path folder_;
  std::vector<std::string> formats_;
};

}  // namespace pitboss::reports
