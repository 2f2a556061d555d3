#pragma once

#include <filesystem>

#include "reference_impl/dashboard/routes.hpp"
#include "reference_impl/store/batch_writer.hpp"

namespace pitboss::reference::dashboard {

/// The reports of runs: the folders below one, up to three folders deep, that hold a results.json, each with its page.
/// A thread of its own reads them.
class RunsCalls {
 public:
  /// An empty folder: there are none.
  explicit RunsCalls(std::filesystem::path folder);

  void add_to(Routes &routes);

 private:
  /// Answers what `read` gives, on the reader's thread.
  void answer(std::function<http::Response()> read, const http::Answer &answer);
  [[nodiscard]] http::Response list() const;
  [[nodiscard]] http::Response page(const std::string &name) const;

  const std::filesystem::path folder_;
  store::BatchWriter<std::function<void()>> reader_;  // last: it uses what stands above
};

/// A row of the list, of the text of a results.json; nullopt where it is none.
std::optional<wire::Json> run_row(const std::string &name, std::string_view results);

}  // namespace pitboss::reference::dashboard
