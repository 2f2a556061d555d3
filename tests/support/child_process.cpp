#include "tests/support/child_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

extern char **environ;

namespace pitboss::test {
namespace {

struct Pipe {
  int read_end = -1, write_end = -1;

  Pipe() {
    std::array<int, 2> ends{};
    // Close-on-exec, so that children of parallel tests do not hold each other's pipes open.
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
    read_end = ends[0];
    write_end = ends[1];
  }
};

std::vector<std::string> environment_of(const ChildOptions &options) {
  const auto replaced = [&options](const std::string &name) {
    return std::find(options.unset.begin(), options.unset.end(), name) != options.unset.end() ||
           std::any_of(options.variables.begin(), options.variables.end(),
                       [&name](const auto &variable) { return variable.first == name; });
  };
  std::vector<std::string> all;
  for (char **entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!replaced(text.substr(0, text.find('=')))) all.push_back(text);
  }
  for (const auto &[name, value] : options.variables) all.push_back(name + "=" + value);
  return all;
}

std::vector<char *> pointers(std::vector<std::string> &texts) {
  std::vector<char *> out;
  for (std::string &text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

pid_t spawn(std::vector<std::string> argv, const ChildOptions &options, const Pipe &out, const Pipe &err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write_end, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end, STDERR_FILENO);
  if (!options.folder.empty()) posix_spawn_file_actions_addchdir_np(&actions, options.folder.c_str());
  std::vector<std::string> environment = environment_of(options);
  pid_t pid = -1;
  const int error =
      posix_spawn(&pid, argv.front().c_str(), &actions, nullptr, pointers(argv).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close(out.write_end);
  close(err.write_end);
  if (error != 0) throw std::system_error(error, std::generic_category(), argv.front());
  return pid;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string> &argv, const ChildOptions &options) {
  const Pipe out, err;
  out_ = out.read_end;
  err_ = err.read_end;
  pid_ = spawn(argv, options, out, err);
  threads_.emplace_back([this] { drain(out_, out_text_, out_closed_); });
  threads_.emplace_back([this] { drain(err_, err_text_, err_closed_); });
  threads_.emplace_back([this] { reap(); });
}

ChildProcess::~ChildProcess() {
  send_signal(SIGKILL);
  for (std::thread &thread : threads_) thread.join();
  close(out_);
  close(err_);
}

void ChildProcess::drain(int descriptor, std::string &into, bool &closed) {
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t got = read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    const std::lock_guard lock(mutex_);
    if (got > 0)
      into.append(buffer.data(), static_cast<std::size_t>(got));
    else
      closed = true;
    changed_.notify_all();
    if (got <= 0) return;
  }
}

void ChildProcess::reap() {
  // WNOWAIT first: the id stays ours until status_ is set under the lock, so that no signal goes to a stranger.
  siginfo_t info{};
  while (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  const std::lock_guard lock(mutex_);
  int status = 0;
  waitpid(pid_, &status, 0);
  status_ = status;
  changed_.notify_all();
}

void ChildProcess::send_signal(int signal) const {
  const std::lock_guard lock(mutex_);
  if (!status_.has_value()) kill(pid_, signal);
}

std::optional<std::string> ChildProcess::read_line(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  const auto complete = [this] { return out_text_.find('\n', lines_read_to_) != std::string::npos; };
  if (!changed_.wait_for(lock, limit, [&] { return complete() || out_closed_; }))
    throw std::runtime_error("no line on standard output in time; standard error:\n" + err_text_);
  if (!complete()) return std::nullopt;
  const std::size_t end = out_text_.find('\n', lines_read_to_);
  std::string line = out_text_.substr(lines_read_to_, end - lines_read_to_);
  lines_read_to_ = end + 1;
  return line;
}

Finished ChildProcess::wait(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, limit, [this] { return status_.has_value() && out_closed_ && err_closed_; })) {
    if (!status_.has_value()) kill(pid_, SIGKILL);
    throw std::runtime_error("still running after the time limit; it printed:\n" + out_text_ + err_text_);
  }
  Finished finished{-1, 0, out_text_, err_text_};
  if (WIFEXITED(*status_)) finished.exit_code = WEXITSTATUS(*status_);
  if (WIFSIGNALED(*status_)) finished.signal = WTERMSIG(*status_);
  return finished;
}

Finished run_program(const std::vector<std::string> &argv, const ChildOptions &options,
                     std::chrono::milliseconds limit) {
  return ChildProcess(argv, options).wait(limit);
}

}  // namespace pitboss::test
