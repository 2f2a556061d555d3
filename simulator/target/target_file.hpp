#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/files/yaml_file.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/signature.hpp"
#include "simulator/target/redactor.hpp"

namespace pitboss::target {

struct FreeGameGrant {
  std::int64_t instance_id = 0;
  std::int64_t offer_id = 0;
};

struct Player {
  std::string launch_token;          ///< empty where a command gives it
  std::string launch_token_command;  ///< run by /bin/sh; prints a fresh token; empty where the token is given
  std::string ip = "127.0.0.1";
  std::string platform = "desktop";  ///< mobile or desktop
  std::vector<FreeGameGrant> free_games;
};

struct ExpiredPlayerToken {
  std::size_t player = 1;  ///< from 1
  std::string token;
};

/// The `wallet` part of a target file.
struct Wallet {
  std::string base_url;  ///< without a slash at the end
  std::string hmac_secret;
  wire::SignatureEncoding signature_encoding = wire::SignatureEncoding::hex;
  std::string provider;
  std::string game;
  std::string other_game;  ///< empty where the file names none
  int max_decimals = 2;    ///< the wallet's scale, 0 to 18
  std::vector<Player> players;
  std::map<std::string, std::string> rejected_launch_tokens;  ///< "expired", "tampered"
  std::optional<ExpiredPlayerToken> expired_player_token;
};

/// The part of a target file for a contract that writes and lists records (`feed`, `movements`): its settings stay
/// data, with the defaults filled in, and are read by the path.
struct Rest {
  std::string contract;
  std::string base_url;  ///< without a slash at the end
  wire::Json settings;   ///< object

  /// The value at a path of the settings, lists counted from 1: "brands.2"; nullptr where there is none. In
  /// `metrics.usable` stand the decimal metrics, then the integer ones.
  [[nodiscard]] const wire::Json *find(std::string_view path) const;
  /// The text at a path; empty where there is none.
  [[nodiscard]] std::string text(std::string_view path) const;
};

struct Tls {
  std::string ca_file, client_cert_file, client_key_file;  ///< seen from the target file's folder; empty: the system's
};

struct Timeouts {
  std::chrono::milliseconds connect{2'000};
  std::chrono::milliseconds request{10'000};
};

/// A target file (schemas/formats/target.schema.json), checked, with `${NAME}` replaced from the environment.
struct TargetFile {
  std::string name;
  std::optional<Wallet> wallet;
  std::vector<Rest> rest;
  std::vector<std::string> not_offered;
  Tls tls;
  std::string proxy;  ///< URL; empty: what the environment says
  Timeouts timeouts;
  Redactor redactor;    ///< knows every secret of the file
  wire::Json redacted;  ///< the file as an object, secrets replaced; for reports

  /// The contracts that the file has a part for, in the order of their names.
  [[nodiscard]] std::vector<std::string> contracts() const;
  [[nodiscard]] bool has(std::string_view contract) const;
  /// Throw std::out_of_range where the file has no such part.
  [[nodiscard]] const std::string &base_url(std::string_view contract) const;
  [[nodiscard]] const Rest &rest_of(std::string_view contract) const;
};

/// Environment look-up, so that tests need not change the process's own.
using Environment = std::function<std::optional<std::string>(const std::string &name)>;
Environment process_environment();

/// Reads and checks a target file. Throws files::FileErrors with everything that is wrong: file, line, column, what was
/// expected, the nearest right name of a misspelt key, the name of an unset variable.
TargetFile load_target(const std::filesystem::path &path, const Environment &environment);
/// The same for a text; `name` stands for the file in messages, and its folder is where relative paths begin.
TargetFile parse_target(std::string_view text, const std::string &name, const Environment &environment);

}  // namespace pitboss::target
