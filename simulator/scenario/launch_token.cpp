#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

#include "simulator/scenario/sessions.hpp"

namespace pitboss::scenario {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t max_output = 64UL * 1024;

/// /bin/sh running one command, its output behind a pipe; a process group of its own, so that all of it can be ended.
class Command {
 public:
  Command(const std::string &text, std::chrono::milliseconds time_limit) : deadline_(Clock::now() + time_limit) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return;
    output_ = ends[0];
    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::posix_spawnattr_init(&attributes);
    sigset_t defaults{};  // this process ignores SIGPIPE; a command shall not inherit that
    ::sigemptyset(&defaults);
    ::sigaddset(&defaults, SIGPIPE);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setsigdefault(&attributes, &defaults);
    std::string shell = "sh";
    std::string option = "-c";
    std::string command = text;
    std::array<char *, 4> arguments{shell.data(), option.data(), command.data(), nullptr};
    if (::posix_spawn(&pid_, "/bin/sh", &actions, &attributes, arguments.data(), environ) != 0) pid_ = -1;
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    ::close(ends[1]);
  }
  Command(const Command &) = delete;
  Command &operator=(const Command &) = delete;
  ~Command() {
    if (output_ >= 0) ::close(output_);
    if (pid_ > 0) {
      ::kill(-pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
  }

  [[nodiscard]] bool started() const { return pid_ > 0; }

  /// All that it prints until it closes its output; nullopt where the time limit passed, or it printed without end.
  std::optional<std::string> read_all() const {
    std::string text;
    while (text.size() <= max_output) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now());
      pollfd waiting{output_, POLLIN, 0};
      const int ready = left.count() <= 0 ? 0 : ::poll(&waiting, 1, static_cast<int>(left.count()));
      if (ready < 0 && errno == EINTR) continue;
      if (ready <= 0) return std::nullopt;
      std::array<char, 4096> buffer{};
      const ssize_t got = ::read(output_, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return text;
      text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return std::nullopt;
  }

  /// Exit status as waitpid gives it; nullopt where it runs on after the time limit, though its output is closed.
  std::optional<int> wait() {
    int status = 0;
    for (;;) {
      const pid_t ended = ::waitpid(pid_, &status, WNOHANG);
      if (ended == pid_) break;
      if ((ended < 0 && errno != EINTR) || Clock::now() >= deadline_) return std::nullopt;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    pid_ = -1;
    return status;
  }

 private:
  Clock::time_point deadline_;
  int output_ = -1;
  pid_t pid_ = -1;
};

std::string trimmed(const std::string &text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

}  // namespace

LaunchToken launch_token_of(const target::Player &player, std::chrono::milliseconds time_limit) {
  if (player.launch_token_command.empty()) return {player.launch_token, ""};
  Command command(player.launch_token_command, time_limit);
  const std::string limit = std::to_string(time_limit.count()) + " ms";
  if (!command.started()) return {"", "launch_token_command could not be started: /bin/sh is missing"};
  const std::optional<std::string> output = command.read_all();
  if (!output) return {"", "launch_token_command printed no token within " + limit + ": run it by hand and look"};
  const std::optional<int> status = command.wait();
  if (!status) return {"", "launch_token_command did not end within " + limit + ": run it by hand and look"};
  if (!WIFEXITED(*status) || WEXITSTATUS(*status) != 0)
    return {"",
            "launch_token_command ended with " +
                (WIFEXITED(*status) ? "exit code " + std::to_string(WEXITSTATUS(*status)) : std::string("a signal")) +
                ": run it by hand and look"};
  const std::string token = trimmed(*output);
  if (token.empty()) return {"", "launch_token_command printed nothing: it must print a launch token"};
  return {token, ""};
}

}  // namespace pitboss::scenario
