#include "tests/support/tcp_relay.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace pitboss::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int connect_to(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0) return socket;
  close(socket);
  return -1;
}

}  // namespace

TcpRelay::TcpRelay(std::uint16_t server_port) : server_port_(server_port) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto *generic = reinterpret_cast<sockaddr *>(&address);
  if (bind(listener_, generic, size) != 0 || listen(listener_, SOMAXCONN) != 0 ||
      getsockname(listener_, generic, &size) != 0)
    throw std::system_error(errno, std::generic_category(), "TcpRelay");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

TcpRelay::~TcpRelay() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
  }
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (std::thread &thread : threads_) thread.join();
  for (const int socket : sockets_) close(socket);
  close(listener_);
}

void TcpRelay::lose_answer_to(std::string bytes) {
  const std::lock_guard lock(mutex_);
  lost_answer_ = std::move(bytes);
}

void TcpRelay::accept_all() {
  for (;;) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex_);
    if (client < 0 || stopping_) {
      if (client >= 0) close(client);
      return;
    }
    sockets_.push_back(client);
    threads_.emplace_back([this, client] { serve(client); });
  }
}

void TcpRelay::serve(int client) {
  const int server = connect_to(server_port_);
  if (server >= 0) {
    {
      const std::lock_guard lock(mutex_);
      sockets_.push_back(server);
      if (stopping_) shutdown(server, SHUT_RDWR);
    }
    std::array<pollfd, 2> both{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    bool open = true;
    while (open && poll(both.data(), both.size(), -1) >= 0) {
      if (both[0].revents != 0) open = pass(client, server);
      if (open && both[1].revents != 0) open = pass(server, client);
    }
    shutdown(server, SHUT_RDWR);
  }
  shutdown(client, SHUT_RDWR);
}

/// False: the connection is over.
bool TcpRelay::pass(int from, int to) {
  std::array<char, 65'536> buffer{};
  const ssize_t count = recv(from, buffer.data(), buffer.size(), 0);
  if (count <= 0) return false;
  if (silent_) return true;
  const std::string bytes(buffer.data(), static_cast<std::size_t>(count));
  if (send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL) != count) return false;
  if (!takes_the_cut(bytes)) return true;
  static_cast<void>(recv(to, buffer.data(), buffer.size(), 0));  // done, and nobody learns of it
  return false;
}

bool TcpRelay::takes_the_cut(const std::string &bytes) {
  const std::lock_guard lock(mutex_);
  if (lost_answer_.empty() || bytes.find(lost_answer_) == std::string::npos) return false;
  lost_answer_.clear();
  return true;
}

}  // namespace pitboss::test
