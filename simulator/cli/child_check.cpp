#include "simulator/cli/child_check.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <vector>

namespace pitboss::cli {

/// Quiet, and with the signals that this process keeps blocked.
bool ChildCheck::start(const std::string &contract) {
  std::vector<std::string> words = {program_,     "check",  "--target",     target_file_,
                                    "--contract", contract, "--report-dir", (reports_ / ("demo-" + contract)).string(),
                                    "--quiet"};
  std::vector<char *> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string &word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (const int output : {STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&files, output, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  const std::lock_guard lock(mutex_);
  const int failed = posix_spawn(&child_, program_.c_str(), &files, &attributes, arguments.data(), environ);
  if (failed != 0) child_ = 0;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return failed == 0;
}

bool ChildCheck::run(const std::string &contract) {
  if (!start(contract)) return false;
  siginfo_t ended{};
  // The number stays the child's until it is taken under the lock, so that cancel() ends nobody else.
  while (waitid(P_PID, static_cast<id_t>(child_), &ended, WEXITED | WNOWAIT) != 0 && errno == EINTR) continue;
  const std::lock_guard lock(mutex_);
  int status = 0;
  waitpid(child_, &status, 0);
  child_ = 0;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void ChildCheck::cancel() {
  const std::lock_guard lock(mutex_);
  if (child_ != 0) kill(child_, SIGTERM);
}

}  // namespace pitboss::cli
