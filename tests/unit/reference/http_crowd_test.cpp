/// Many clients, clients that hold on to their connections, and a process that may open no more of them.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <map>
#include <vector>

#include "http_fixture.hpp"
#include "reference_impl/open_files.hpp"
#include "sockets.hpp"
#include "tests/support/patience.hpp"

namespace pitboss::reference::http {
namespace {

using std::chrono::milliseconds;
using test::RawClient;
using testing::HasSubstr;

constexpr std::string_view get = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";

/// Counts what the server does, for a test that waits for it.
class Counts : public Observer {
 public:
  void connection_opened() override { count(opened_); }
  void accept_failed() override { count(failures_); }
  void cut_off(CutOff reason) override { count(cut_off_[reason]); }

  [[nodiscard]] int opened() { return value(opened_); }
  [[nodiscard]] int failures() { return value(failures_); }
  [[nodiscard]] int cut_off_for(CutOff reason) { return value(cut_off_[reason]); }
  /// False where no client was refused for want of a descriptor.
  bool wait_for_failure() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, test::patience(), [this] { return failures_ > 0; });
  }
  /// Returns once a connection was cut off for `reason`, or `at_most` has passed; says which.
  bool wait_for_cut_off(CutOff reason, milliseconds at_most) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, at_most, [&] { return cut_off_[reason] > 0; });
  }

 private:
  void count(int &counter) {
    const std::lock_guard lock(mutex_);
    ++counter;
    changed_.notify_all();
  }
  int value(const int &counter) {
    const std::lock_guard lock(mutex_);
    return counter;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int opened_ = 0, failures_ = 0;
  std::map<CutOff, int> cut_off_{{CutOff::idle, 0}, {CutOff::slow_reader, 0}};
};

/// Puts the limit of open files back as it was.
class OpenFilesLimit {
 public:
  OpenFilesLimit() { ::getrlimit(RLIMIT_NOFILE, &former_); }
  ~OpenFilesLimit() { restore(); }
  OpenFilesLimit(const OpenFilesLimit &) = delete;
  OpenFilesLimit &operator=(const OpenFilesLimit &) = delete;

  void lower(rlim_t soft) const {
    const rlimit limit{.rlim_cur = soft, .rlim_max = former_.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  }
  /// Lets this process open one file more and no other.
  void leave_one() const {
    const int next = ::fcntl(0, F_DUPFD_CLOEXEC, 0);  // the lowest number that is free
    ASSERT_GE(next, 0);
    ::close(next);
    lower(static_cast<rlim_t>(next) + 1);
  }
  void restore() const { ::setrlimit(RLIMIT_NOFILE, &former_); }
  [[nodiscard]] rlim_t hard() const { return former_.rlim_max; }

 private:
  rlimit former_{};
};

class HttpCrowd : public HttpServer {
 protected:
  HttpCrowd() { settings.observer = counts; }

  const std::shared_ptr<Counts> counts = std::make_shared<Counts>();
  const OpenFilesLimit limit;
};

TEST_F(HttpCrowd, ServesOneAmongManyIdleConnections) {
  const rlim_t may_open = raise_open_files_limit();
  const auto many = static_cast<int>(std::min<rlim_t>(1'000, (may_open - 100) / 2));  // both ends are in this process
  const auto port = start();
  std::deque<RawClient> idle;
  for (int i = 0; i < many; ++i) {
    idle.emplace_back(port).send(get);
    ASSERT_THAT(idle.back().read_response(), HasSubstr("hello"));
  }
  EXPECT_EQ(counts->opened(), many);
  RawClient active(port);
  for (int i = 0; i < 100; ++i) {
    active.send(get);
    ASSERT_THAT(active.read_response(), HasSubstr("hello"));
  }
  for (RawClient &client : idle) {
    client.send(get);
    ASSERT_THAT(client.read_response(), HasSubstr("hello"));
  }
  EXPECT_EQ(counts->failures(), 0);
}

TEST_F(HttpCrowd, LetsClientsWaitWhileThereIsNoDescriptor) {
  const auto port = start();
  RawClient served(port);
  served.send(get);
  EXPECT_THAT(served.read_response(), HasSubstr("hello"));

  const auto began = std::chrono::steady_clock::now();
  limit.leave_one();
  RawClient waiting(port);  // takes the one, so that none is left for the server's end
  waiting.send(get);
  ASSERT_TRUE(counts->wait_for_failure());
  for (int i = 0; i < 2'000; ++i) {
    served.send(get);
    ASSERT_THAT(served.read_response(), HasSubstr("hello"));
  }
  const int failures = counts->failures();
  const auto took = std::chrono::steady_clock::now() - began;
  // It rests for 100 ms after each failure, however slow the machine is; a loop that spins fails once a round.
  EXPECT_LE(failures, 1 + took / milliseconds(100));

  limit.restore();
  EXPECT_THAT(waiting.read_response(), HasSubstr("hello"));
  EXPECT_EQ(counts->opened(), 2);
}

TEST_F(HttpCrowd, EndsAConnectionOfBlankLines) {
  settings.limits.idle = milliseconds(50);
  RawClient client(start());
  for (int i = 0; i < 10'000 && !counts->wait_for_cut_off(CutOff::idle, milliseconds(1)); ++i) client.send("\r\n");
  EXPECT_EQ(counts->cut_off_for(CutOff::idle), 1);
  EXPECT_EQ(client.read_until_close(), "");
}

/// Each drop is large enough for TCP to let the server write on; all of them take far longer than a response may.
TEST_F(HttpCrowd, EndsAReaderThatTakesAResponseDropByDrop) {
  settings.limits.request = milliseconds(200);
  RawClient client(start());
  std::string many;  // 64 MiB of responses, 64 KiB in a millisecond at most: a second
  for (int i = 0; i < 8; ++i) many += "GET /large HTTP/1.1\r\n\r\n";
  client.send(many);
  std::vector<char> drop(std::size_t{64} << 10);
  while (!counts->wait_for_cut_off(CutOff::slow_reader, milliseconds(1)))
    if (::recv(client.descriptor(), drop.data(), drop.size(), 0) <= 0) break;  // cut off just now, or all was taken
  EXPECT_EQ(counts->cut_off_for(CutOff::slow_reader), 1);
}

TEST(OpenFiles, AreAsManyAsTheHardLimitAllows) {
  const OpenFilesLimit limit;
  limit.lower(limit.hard() / 2);
  EXPECT_EQ(raise_open_files_limit(), limit.hard());
  rlimit now{};
  ::getrlimit(RLIMIT_NOFILE, &now);
  EXPECT_EQ(now.rlim_cur, limit.hard());
}

}  // namespace
}  // namespace pitboss::reference::http
