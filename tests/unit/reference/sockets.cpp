#include "sockets.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace pitboss::test {

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval limit{.tv_sec = 10, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (::connect(socket_, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect");
  }
}

RawClient::~RawClient() {
  ::close(socket_);
}

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size < 0) return;  // the server has closed; reading shows what it said
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
}

void RawClient::end_of_input() {
  ::shutdown(socket_, SHUT_WR);
}

bool RawClient::read_more() {
  char buffer[65536];
  const ssize_t size = ::recv(socket_, buffer, sizeof buffer, 0);
  if (size <= 0) return false;
  received_.append(buffer, static_cast<std::size_t>(size));
  return true;
}

std::string RawClient::read_response() {
  while (received_.find("\r\n\r\n") == std::string::npos) {
    if (!read_more()) return {};
  }
  std::string head = received_.substr(0, received_.find("\r\n\r\n") + 4);
  received_.erase(0, head.size());
  std::string names = head;
  std::transform(names.begin(), names.end(), names.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (names.find("transfer-encoding: chunked") != std::string::npos) return head + read_chunks();
  const std::size_t length = names.find("content-length: ");
  return head + read_bytes(length == std::string::npos ? 0 : std::stoul(names.substr(length + 16)));
}

std::string RawClient::read_bytes(std::size_t size) {
  while (received_.size() < size) {
    if (!read_more()) return {};
  }
  std::string bytes = received_.substr(0, size);
  received_.erase(0, size);
  return bytes;
}

std::string RawClient::read_chunks() {
  std::string body;
  while (true) {
    while (received_.find("\r\n") == std::string::npos) {
      if (!read_more()) return {};
    }
    const std::size_t size = std::stoul(received_, nullptr, 16);
    received_.erase(0, received_.find("\r\n") + 2);
    body += read_bytes(size);
    if (read_bytes(2).empty() || size == 0) return body;
  }
}

std::string RawClient::read_until_close() {
  while (read_more()) {
  }
  return std::exchange(received_, {});
}

std::string talk(std::uint16_t port, std::string_view bytes) {
  RawClient client(port);
  client.send(bytes);
  return client.read_until_close();
}

}  // namespace pitboss::test
