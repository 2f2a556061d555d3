#pragma once

#include <filesystem>
#include <string>
#include <thread>

#include "reference_impl/server.hpp"
#include "schemas/wire/json.hpp"
#include "sockets.hpp"
#include "tests/support/temporary_folder.hpp"

namespace pitboss::test {

/// The reference server on a thread of its own, on a port that the kernel chooses, with a memory store and without a
/// log unless told otherwise.
class RunningServer {
 public:
  explicit RunningServer(reference::ServerOptions options = {});
  ~RunningServer();
  void stop();  ///< and waits until run() has returned

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  [[nodiscard]] reference::Server &server() { return server_; }
  [[nodiscard]] const std::filesystem::path &target_file() const { return target_file_; }

 private:
  reference::ServerOptions prepare(reference::ServerOptions options);
  TemporaryFolder folder_;
  std::filesystem::path target_file_;
  reference::Server server_;
  std::thread thread_;
};

struct Answered {
  int status = 0;
  std::string head;
  wire::Json body;

  [[nodiscard]] std::string code() const;     ///< error.code
  [[nodiscard]] std::string balance() const;  ///< as it is written
};

/// A provider who plays as one player of the target file that a server wrote.
class WalletClient {
 public:
  explicit WalletClient(const RunningServer &server, std::size_t player = 0);
  WalletClient(std::uint16_t port, const std::filesystem::path &target_file, std::size_t player = 0);

  Answered call(const std::string &path, const std::string &body, const std::string &more_headers = {});
  Answered authenticate();                       ///< keeps the token
  void become(const std::string &launch_token);  ///< another player, from the next authenticate() on
  Answered balance();
  Answered transaction(const std::string &type, const std::string &round, const std::string &transaction,
                       const std::string &amount, const std::string &more = {});
  Answered rollback(const std::string &round, const std::string &transaction);

  /// The request as bytes, signed.
  [[nodiscard]] std::string request(const std::string &path, const std::string &body,
                                    const std::string &more_headers = {}) const;

  std::string token;

 private:
  [[nodiscard]] std::string ids() const;
  std::uint16_t port_;
  std::string secret_, launch_token_, player_id_;
};

}  // namespace pitboss::test
