#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pitboss::test {

/// A blocking TCP client that sends and reads bytes as they are. A read gives up after 10 seconds with what has come by
/// then.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient &) = delete;
  RawClient &operator=(const RawClient &) = delete;

  void send(std::string_view bytes);
  void end_of_input();  ///< nothing more will be sent; answers are still read
  /// One response: head and body, chunks put together. Empty where the server closed instead.
  std::string read_response();
  std::string read_until_close();
  [[nodiscard]] int descriptor() const { return socket_; }

 private:
  bool read_more();
  std::string read_bytes(std::size_t size);
  std::string read_chunks();
  int socket_;
  std::string received_;
};

/// Send on a fresh connection and read all until the server closes it; `bytes` should ask for that.
std::string talk(std::uint16_t port, std::string_view bytes);

}  // namespace pitboss::test
