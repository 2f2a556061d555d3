#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace pitboss::test {

/// Stands between a client and a server of 127.0.0.1 and passes on what they say, until a test wants it otherwise.
class TcpRelay {
 public:
  explicit TcpRelay(std::uint16_t server_port);
  ~TcpRelay();
  TcpRelay(const TcpRelay &) = delete;
  TcpRelay &operator=(const TcpRelay &) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Once: what holds these bytes reaches the other side, which answers; then the connection is cut, and the answer is
  /// lost.
  void lose_answer_to(std::string bytes);
  /// Nothing goes either way any more, and nobody is told.
  void fall_silent() { silent_ = true; }

 private:
  void accept_all();
  void serve(int client);
  bool pass(int from, int to);
  bool takes_the_cut(const std::string &bytes);

  const std::uint16_t server_port_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::atomic<bool> silent_ = false;
  std::mutex mutex_;
  bool stopping_ = false;
  std::string lost_answer_;
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace pitboss::test
