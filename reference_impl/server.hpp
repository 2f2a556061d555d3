#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace pitboss::reference {

/// How `pitboss serve` runs the reference implementation.
struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;                ///< 0: the kernel chooses
  std::string store = "sqlite:pitboss.db";  ///< "memory" or "sqlite:FILE"
  std::vector<std::string> faults;          ///< names of deviations from the contract (reference_impl/faults)
  std::vector<std::string> variants;  ///< names of right but unusual behaviours (reference_impl/faults/variants.cpp)
  std::string hmac_secret;            ///< empty: the one kept in the store, made at the first start
  std::filesystem::path target_file;  ///< where the ready target file is written; empty: nowhere
  std::string log_level = "info";     ///< trace, debug, info, warn, error, off
  int players = 4;                    ///< funded players in the target file
  std::chrono::milliseconds request_timeout{10'000};  ///< a client that takes longer to send a request is cut off
  std::size_t max_body_bytes = 64 * 1024 * 16;
};

/// The reference server: all endpoints, one port.
class Server {
 public:
  /// Opens the store, binds, writes the target file. Throws std::runtime_error with a message for the user: what
  /// failed, where, what to do (unknown fault name with the nearest right one, port in use, store not writable, …).
  explicit Server(const ServerOptions &options);
  ~Server();
  Server(const Server &) = delete;
  Server &operator=(const Server &) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::string base_url() const;  ///< "http://127.0.0.1:8080"

  /// Serves until stop(), then finishes the requests in flight and closes the store. Blocks. Throws std::runtime_error
  /// where the store was found damaged; what was answered until then is true.
  void run();
  /// Asks run() to return; safe from any thread and from a signal handler's thread.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct FaultInfo {
  std::string name;         ///< "idempotency-without-round"
  std::string requirement;  ///< id of the requirement that it breaks
  std::string sentence;     ///< what the faulty server does
};

/// The named deviations, in the order of the catalogue.
std::vector<FaultInfo> list_faults();

struct VariantInfo {
  std::string name;      ///< "pretty-printed-json"
  std::string sentence;  ///< what the server does
};

/// Right but unusual behaviours: a target that behaves so is conformant.
std::vector<VariantInfo> list_variants();

}  // namespace pitboss::reference
