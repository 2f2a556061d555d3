#pragma once

#include <memory>
#include <string>
#include <vector>

#include "schemas/formats/results.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace pitboss::test {

/// `pitboss serve` as a child process on a port that the kernel chose, with its target file.
class ReferenceServer {
 public:
  struct Options {
    std::string store = "memory";
    std::vector<std::string> faults = {};
    std::vector<std::string> variants = {};
    int players = 4;
    std::vector<std::string> more = {};  ///< other options of `pitboss serve`, with their values
  };

  /// Returns when the server is bound and the target file is written. Throws std::runtime_error with what it printed
  /// otherwise.
  explicit ReferenceServer(const Options &options);

  [[nodiscard]] std::string target_file() const { return folder_.file("target.yaml"); }
  [[nodiscard]] const TemporaryFolder &folder() const { return folder_; }
  [[nodiscard]] const std::string &url() const { return url_; }  ///< "http://127.0.0.1:40123"

  /// SIGKILL, as a power cut would; returns when the process is gone.
  void kill();
  /// SIGTERM; returns its exit code.
  int stop();

 private:
  TemporaryFolder folder_;
  std::unique_ptr<ChildProcess> process_;
  std::string url_;
};

/// Options of `pitboss serve` that make the windows of rate limits short, so that a test need not wait for a minute.
std::vector<std::string> short_windows();

/// The name of a fault or variant as a part of a test's name: "overdraft_accepted".
std::string test_name(std::string name);

/// A run of `pitboss check`.
struct Checked {
  Finished finished;
  std::string results_text;
  results::Results results;
};

/// Arguments that select the whole suite. Under sanitizers without the scenarios of a rate limit, since a server that
/// is too slow to be taken to its limit cannot be judged by it and the run is incomplete; and without the body of 8
/// MiB, which may come too slowly for the time that the server gives to a request.
std::vector<std::string> whole_suite();

/// Checks the server. Throws std::runtime_error where no results.json is written.
Checked check(const ReferenceServer &server, const std::vector<std::string> &arguments = whole_suite());

/// Likewise with a target file of any server as it stands, in an environment of its own.
Checked check_file(const std::string &target_file, const std::vector<std::string> &arguments,
                   const ChildOptions &environment = {});

}  // namespace pitboss::test
