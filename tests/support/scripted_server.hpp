#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace pitboss::test {

/// A TCP server on 127.0.0.1, at a port that the kernel chooses, that does on each connection what the test says. Every
/// connection has a thread of its own; the destructor closes them all and waits for the scripts to end.
class ScriptedServer {
 public:
  /// One accepted connection, as its script sees it. Calls block; all of them return at once when the server stops.
  class Connection {
   public:
    /// Reads one HTTP request: head, and the body by its Content-Length. Empty where the client closed before.
    std::string read_request();
    /// Reads until `bytes` have come or the client closes.
    std::string read(std::size_t bytes);
    /// Reads until the client closes.
    std::string read_to_end();
    /// False when the client is gone.
    bool write(std::string_view bytes);
    /// Closes by RST instead of FIN.
    void reset();
    void close();

   private:
    friend class ScriptedServer;
    bool fill();  // receives more into pending_; false at the end

    ScriptedServer *server_ = nullptr;
    std::size_t index_ = 0;
    int socket_ = -1;
    std::string pending_;
  };

  /// `index` counts the connections from 0. The connection is closed when the script returns.
  using Script = std::function<void(Connection &connection, std::size_t index)>;

  explicit ScriptedServer(Script script);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer &) = delete;
  ScriptedServer &operator=(const ScriptedServer &) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// What each connection's script has read so far.
  [[nodiscard]] std::vector<std::string> received() const;
  [[nodiscard]] std::size_t connections() const;
  /// How many of them this side has not closed yet.
  [[nodiscard]] std::size_t open_connections() const;
  /// Closes all connections and waits for the scripts; afterwards `received` is complete.
  void stop();

  /// `HTTP/1.1 200 OK`, Content-Type application/json, Content-Length, and the body.
  static std::string reply(std::string_view body, std::string_view status = "200 OK", std::string_view headers = "");
  /// Answers every request with `reply(body)` and keeps the connection.
  static Script always(std::string body);
  /// Reads a request, writes these bytes as they stand, and closes.
  static Script once(std::string bytes);

 private:
  void accept_all();

  Script script_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  bool stopping_ = false;
  std::vector<std::string> received_;
  std::vector<int> sockets_;
  std::vector<std::thread> scripts_;
  std::thread acceptor_;
};

}  // namespace pitboss::test
