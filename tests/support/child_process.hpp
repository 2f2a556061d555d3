#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/patience.hpp"

namespace pitboss::test {

struct ChildOptions {
  std::filesystem::path folder;                                ///< working directory; empty: the test's own
  std::vector<std::pair<std::string, std::string>> variables;  ///< set besides the test's environment
  std::vector<std::string> unset;                              ///< variables taken away
};

/// What a process left behind.
struct Finished {
  int exit_code = -1;  ///< -1 where a signal ended it
  int signal = 0;
  std::string out, err;
};

/// A program started by a test: its output is read while it runs, and it never outlives the test.
class ChildProcess {
 public:
  /// `argv[0]` is the path of the program. Throws std::system_error where it cannot be started.
  explicit ChildProcess(const std::vector<std::string> &argv, const ChildOptions &options = {});
  ~ChildProcess();  ///< ends it by SIGKILL if it still runs
  ChildProcess(const ChildProcess &) = delete;
  ChildProcess &operator=(const ChildProcess &) = delete;

  /// The next line of its standard output; nullopt where it ended without one. Throws std::runtime_error when none came
  /// in time.
  std::optional<std::string> read_line(std::chrono::milliseconds limit = patience());

  void send_signal(int signal) const;

  /// Waits for its end. Throws std::runtime_error (with what it printed) and kills it when the time is over.
  Finished wait(std::chrono::milliseconds limit = patience());

 private:
  void drain(int descriptor, std::string &into, bool &closed);
  void reap();

  pid_t pid_ = -1;
  int out_ = -1, err_ = -1;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string out_text_, err_text_;
  std::size_t lines_read_to_ = 0;
  bool out_closed_ = false, err_closed_ = false;
  std::optional<int> status_;
  std::vector<std::thread> threads_;
};

/// Runs a program to its end.
Finished run_program(const std::vector<std::string> &argv, const ChildOptions &options = {},
                     std::chrono::milliseconds limit = patience());

}  // namespace pitboss::test
