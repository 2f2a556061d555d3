#pragma once

#include <sys/types.h>

#include <filesystem>
#include <mutex>
#include <string>

namespace pitboss::cli {

/// `pitboss check` as a process of its own, of which another thread may make an end.
class ChildCheck {
 public:
  /// The program; its results go into a folder for each contract below `reports`.
  ChildCheck(std::filesystem::path program, std::filesystem::path target_file, std::filesystem::path reports)
      : program_(std::move(program)), target_file_(std::move(target_file)), reports_(std::move(reports)) {}

  /// Runs the suite for a contract and waits. True where the server is conformant.
  bool run(const std::string &contract);
  /// Ends the run in work; it then counts as one that failed. Those that come later are made again.
  void cancel();

 private:
  bool start(const std::string &contract);

  const std::filesystem::path program_, target_file_, reports_;
  std::mutex mutex_;
  pid_t child_ = 0;  // 0: none is running
};

}  // namespace pitboss::cli
