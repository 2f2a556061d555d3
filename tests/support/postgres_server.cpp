#include "tests/support/postgres_server.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <stdexcept>

#include "tests/support/ports.hpp"

namespace pitboss::test {
namespace {

namespace fs = std::filesystem;

constexpr const char *password = "secret word";
constexpr int most_tries = 10;

std::string program(const std::string &name) {
  const fs::path path = fs::path(PITBOSS_POSTGRES_BIN) / name;
  if (!fs::exists(path))
    throw std::runtime_error(path.string() + " is not there: ci/install-deps --test installs postgresql-15");
  return path.string();
}

/// PostgreSQL refuses to run as root; Debian's package brings a user for it.
std::vector<std::string> as_postgres(std::vector<std::string> argv) {
  if (geteuid() != 0) return argv;
  std::vector<std::string> all{"/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"};
  all.insert(all.end(), argv.begin(), argv.end());
  return all;
}

std::string must(const std::vector<std::string> &argv, const ChildOptions &options = {}) {
  const Finished finished = run_program(argv, options);
  if (finished.exit_code != 0) throw std::runtime_error(argv.back() + ": " + finished.out + finished.err);
  return finished.out;
}

void give_to_postgres(const fs::path &path) {
  if (geteuid() == 0) must({"/usr/bin/chown", "-R", "postgres:postgres", path.string()});
}

/// A data folder as initdb makes it takes a second or two: one is made for all tests, and copied.
void make_template(const fs::path &at) {
  const TemporaryFolder folder;
  const std::string secret = folder.write("password", password);
  give_to_postgres(folder.path());
  const std::string made = folder.file("data");
  must(as_postgres({program("initdb"), "--pgdata", made, "--username", "pitboss", "--pwfile", secret, "--auth",
                    "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--wal-segsize", "1"}));
  must(as_postgres({"/bin/sh", "-c",
                    "echo 'CREATE DATABASE pitboss;' | " + program("postgres") + " --single -D " + made +
                        " -c fsync=off postgres"}));
  fs::create_directories(at.parent_path());
  must({"/bin/cp", "-a", made, at.string() + ".new"});
  fs::rename(at.string() + ".new", at);
}

/// Made by the first test that needs it; others wait meanwhile.
fs::path data_template() {
  const fs::path at = PITBOSS_POSTGRES_TEMPLATE;
  fs::create_directories(at.parent_path());
  const int lock = open((at.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock < 0 || flock(lock, LOCK_EX) != 0) throw std::system_error(errno, std::generic_category(), at.string());
  try {
    if (!fs::exists(at)) make_template(at);
  } catch (...) {
    close(lock);
    throw;
  }
  close(lock);
  return at;
}

}  // namespace

PostgresServer::PostgresServer() {
  must({"/bin/cp", "-a", data_template().string(), folder_.file("data")});
  give_to_postgres(folder_.path());
  for (int tries = 0; tries < most_tries; ++tries)
    if (start_at(free_port())) return;
  throw std::runtime_error("PostgreSQL does not start: " + process_->wait().out);
}

PostgresServer::~PostgresServer() {
  process_->send_signal(SIGQUIT);  // its own processes too, at once
  try {
    process_->wait();
  } catch (const std::exception &) {  // killed by now
  }
}

std::string PostgresServer::url(const std::string &database) const {
  return "postgresql://pitboss:secret%20word@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

std::string PostgresServer::sql(const std::string &text, const std::string &database) const {
  return must({program("psql"), url(database), "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", text});
}

/// False where somebody has the port. Without fsync, as no test cuts the power of the machine.
bool PostgresServer::start_at(std::uint16_t port) {
  const std::string command =
      "exec '" + program("postgres") + "' -D '" + folder_.file("data") + "' -p " + std::to_string(port) + " -k '" +
      folder_.path().string() +
      "' -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=16MB -c max_wal_size=64MB -c lc_messages=C 2>&1";
  process_ = std::make_unique<ChildProcess>(as_postgres({"/bin/sh", "-c", command}));
  port_ = port;
  while (const auto line = process_->read_line())
    if (line->find("ready to accept connections") != std::string::npos) return true;
  return false;
}

void PostgresServer::crash() {
  process_->send_signal(SIGQUIT);
  process_->wait();
}

namespace {

const PostgresServer &shared_server() {
  static const PostgresServer server;
  return server;
}

}  // namespace

PostgresDatabase::PostgresDatabase() {
  static std::atomic<int> made = 0;
  name_ = "test" + std::to_string(++made);
  shared_server().sql("CREATE DATABASE " + name_);
}

std::string PostgresDatabase::url() const {
  return shared_server().url(name_);
}

std::string PostgresDatabase::sql(const std::string &text) const {
  return shared_server().sql(text, name_);
}

void PostgresServer::start() {
  if (!start_at(port_)) throw std::runtime_error("PostgreSQL does not start again: " + process_->wait().out);
}

}  // namespace pitboss::test
