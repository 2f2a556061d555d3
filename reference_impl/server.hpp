#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/wire/json.hpp"
#include "schemas/wire/time.hpp"

namespace pitboss::reference {

/// Files in PEM format, for HTTPS; all empty: plain HTTP.
struct TlsOptions {
  std::filesystem::path certificate;  ///< the server's, followed by those of intermediate authorities
  std::filesystem::path key;          ///< its private key, without a passphrase
  std::filesystem::path client_ca;  ///< clients must show a certificate that one of these signed; empty: none is asked
};

/// The routes that create wallet players (reference_impl/sandbox).
struct SandboxOptions {
  bool enabled = false;
  std::string key;  ///< demanded as a bearer token; empty: open to everybody, on a loopback address only
};

/// What a page asks of `pitboss demo`; called on the server's thread, and at once through.
struct DemoCalls {
  std::function<wire::Json()> state;
  /// Throws std::invalid_argument with a message for the user where the command is none.
  std::function<wire::Json(const wire::Json &command)> command;
};

/// The pages that show what the server does, and their calls (reference_impl/dashboard, docs/dashboard.md).
struct DashboardOptions {
  bool enabled = false;
  std::string key;    ///< demanded at login; empty: open to everybody, on a loopback address only
  bool demo = false;  ///< the server is that of `pitboss demo`
  DemoCalls demo_calls;
  std::function<wire::TimePoint()> now = wire::now;  ///< the time that the traffic is recorded by
  std::filesystem::path reports;                     ///< folder with the results of runs; empty: none
};

/// The server as a referee of clients: it keeps a journal, and misbehaves by a script (docs/referee.md).
struct RefereeOptions {
  std::vector<std::string> contracts;          ///< whose clients are judged; empty: the server is no referee
  std::vector<std::filesystem::path> scripts;  ///< empty: those that come along
  bool behaves = false;                        ///< no script at all
  std::uint64_t seed = 1;                      ///< which operations a script meddles with
  std::filesystem::path journal;               ///< where the journal is written; must not be there yet
  std::string version;                         ///< of the program, for the journal
  std::optional<wire::TimePoint> clock;        ///< what the journal's clock says at the start; absent: the time
  unsigned clock_speed = 1;                    ///< its seconds in a second
  /// Before each exchange, and after it; on the server's thread. What is no HTTP has no beginning.
  std::function<void(bool begins)> on_exchange;
};

/// How `pitboss serve` runs the reference implementation.
struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;                    ///< 0: the kernel chooses
  std::string store = "sqlite:pitboss.db";      ///< "memory", "sqlite:FILE" or "postgresql://…"
  std::vector<std::string> faults;              ///< names of deviations from the contract (reference_impl/faults)
  std::vector<std::string> variants;            ///< names of right but unusual behaviours
  std::map<std::string, std::string> settings;  ///< of the contracts, by name (list_settings); others have the default
  std::filesystem::path target_file;            ///< where the ready target file is written; empty: nowhere
  std::string log_level = "info";               ///< trace, debug, info, warn, error, off
  TlsOptions tls;
  SandboxOptions sandbox;
  DashboardOptions dashboard;
  RefereeOptions referee;
  std::chrono::milliseconds request_timeout{10'000};  ///< a client that takes longer to send a request is cut off
  /// Above the 8 MiB that the feed contract demands, below the 10 MiB that any contract may refuse (common rule 5).
  std::size_t max_body_bytes = std::size_t{9} * 1024 * 1024;
};

/// The reference server: all endpoints, one port.
class Server {
 public:
  /// Opens the store, binds, writes the target file. Throws std::runtime_error with a message for the user: what
  /// failed, where, what to do (unknown fault name with the nearest right one, port in use, store not writable, a
  /// setting out of its range, …).
  explicit Server(const ServerOptions &options);
  ~Server();
  Server(const Server &) = delete;
  Server &operator=(const Server &) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::string base_url() const;  ///< "http://127.0.0.1:8080", or https

  /// Serves until stop(), then finishes the requests in flight and closes the store. Blocks. Throws std::runtime_error
  /// where the store was found damaged, or the journal could not be written; what was answered until then is true.
  void run();
  /// Turns a fault (list_faults) on or off while run() serves; no request is served half with it. `done` is called on
  /// the server's thread when requests are served accordingly, with an empty text; else with what is wrong with the
  /// name; never, where the server stops before. Safe from any thread.
  void turn_fault(const std::string &name, bool on, std::function<void(const std::string &error)> done);
  /// Tells the pages of the dashboard of a state (docs/dashboard.md, Traffic): an event, `json` on one line. Safe from
  /// any thread; nothing where there is no dashboard.
  void publish(const std::string &event, const std::string &json);
  /// Asks run() to return; safe from any thread and from a signal handler's thread.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A setting of one contract: an option of `pitboss serve`.
struct SettingInfo {
  std::string name;           ///< "players", given as --players
  std::string type_name;      ///< what it takes, for the help: "N"
  std::string sentence;       ///< for the help
  std::string default_value;  ///< may be empty
  /// The least and the greatest value of a whole number; nullopt for a text.
  std::optional<std::pair<std::int64_t, std::int64_t>> range = {};
};

/// The name of a store as it may be shown and logged: without a password.
std::string shown_store(const std::string &name);

/// The settings of all contracts.
std::vector<SettingInfo> list_settings();

struct FaultInfo {
  std::string name;               ///< "idempotency-without-round"
  std::string contract;           ///< "wallet"
  std::string requirement;        ///< id of the requirement that it breaks
  std::vector<std::string> also;  ///< ids of those that it breaks besides, by its nature
  std::string sentence;           ///< what the faulty server does
};

/// The named deviations, in the order of the catalogue.
std::vector<FaultInfo> list_faults();

struct VariantInfo {
  std::string name;      ///< "pretty-printed-json"
  std::string contract;  ///< "wallet"; empty: it is of all contracts
  std::string sentence;  ///< what the server does
};

/// Right but unusual behaviours: a target that behaves so is conformant.
std::vector<VariantInfo> list_variants();

}  // namespace pitboss::reference
