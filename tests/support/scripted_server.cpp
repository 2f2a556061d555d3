#include "tests/support/scripted_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace pitboss::test {
namespace {

/// Of the head's Content-Length; 0 where there is none.
std::size_t content_length(std::string_view head) {
  std::string lower(head);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const std::size_t at = lower.find("\r\ncontent-length:");
  return at == std::string::npos ? 0 : std::stoul(lower.substr(at + 17));
}

}  // namespace

bool ScriptedServer::Connection::fill() {
  std::array<char, 65'536> buffer{};
  const ssize_t count = recv(socket_, buffer.data(), buffer.size(), 0);
  if (count <= 0) return false;
  pending_.append(buffer.data(), static_cast<std::size_t>(count));
  const std::lock_guard lock(server_->mutex_);
  server_->received_[index_].append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

std::string ScriptedServer::Connection::read_request() {
  std::size_t end = std::string::npos;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos)
    if (!fill()) return {};
  return read(end + 4 + content_length(pending_.substr(0, end)));
}

std::string ScriptedServer::Connection::read(std::size_t bytes) {
  while (pending_.size() < bytes && fill()) {
  }
  const std::string result = pending_.substr(0, bytes);
  pending_.erase(0, result.size());
  return result;
}

std::string ScriptedServer::Connection::read_to_end() {
  while (fill()) {
  }
  return std::exchange(pending_, {});
}

bool ScriptedServer::Connection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void ScriptedServer::Connection::close() {
  if (socket_ < 0) return;
  const std::lock_guard lock(server_->mutex_);
  ::close(socket_);
  std::erase(server_->sockets_,
             std::exchange(socket_, -1));  // stop() must not touch a number that may be another file's
}

void ScriptedServer::Connection::reset() {
  const linger at_once{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

ScriptedServer::ScriptedServer(Script script)
    : script_(std::move(script)), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto *const generic = reinterpret_cast<sockaddr *>(&address);
  if (bind(listener_, generic, length) != 0 || listen(listener_, 128) != 0 ||
      getsockname(listener_, generic, &length) != 0)
    throw std::runtime_error("the scripted server cannot listen");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

void ScriptedServer::accept_all() {
  while (true) {
    const int accepted = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex_);
    if (accepted < 0 || stopping_) {
      if (accepted >= 0) ::close(accepted);
      return;
    }
    const int on = 1;
    setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::size_t index = received_.size();
    received_.emplace_back();
    sockets_.push_back(accepted);
    scripts_.emplace_back([this, accepted, index] {
      Connection connection;
      connection.server_ = this;
      connection.index_ = index;
      connection.socket_ = accepted;
      script_(connection, index);
      connection.close();
    });
  }
}

void ScriptedServer::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopping_, true)) return;
    shutdown(listener_, SHUT_RDWR);
    for (const int one : sockets_) shutdown(one, SHUT_RDWR);
  }
  acceptor_.join();
  for (std::thread &script : scripts_) script.join();
  ::close(listener_);
}

ScriptedServer::~ScriptedServer() {
  stop();
}

std::vector<std::string> ScriptedServer::received() const {
  const std::lock_guard lock(mutex_);
  return received_;
}

std::size_t ScriptedServer::connections() const {
  const std::lock_guard lock(mutex_);
  return received_.size();
}

std::size_t ScriptedServer::open_connections() const {
  const std::lock_guard lock(mutex_);
  return sockets_.size();
}

std::string ScriptedServer::reply(std::string_view body, std::string_view status, std::string_view headers) {
  return "HTTP/1.1 " + std::string(status) +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(headers) + "\r\n" + std::string(body);
}

ScriptedServer::Script ScriptedServer::always(std::string body) {
  return [bytes = reply(body)](Connection &connection, std::size_t) {
    while (!connection.read_request().empty() && connection.write(bytes)) {
    }
  };
}

ScriptedServer::Script ScriptedServer::once(std::string bytes) {
  return [bytes = std::move(bytes)](Connection &connection, std::size_t) {
    if (!connection.read_request().empty()) connection.write(bytes);
  };
}

}  // namespace pitboss::test
