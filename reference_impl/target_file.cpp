#include "reference_impl/target_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "reference_impl/wallet/seed.hpp"
#include "reference_impl/wallet/tokens.hpp"

namespace pitboss::reference {
namespace {

using wallet::Claims;

constexpr std::chrono::days launch_token_life{365};
constexpr std::chrono::hours expired_for{1};

/// Issues the tokens that a target file holds.
class TargetTokens {
 public:
  explicit TargetTokens(const wallet::Settings &settings) : tokens_(settings.token_key), now_(wire::now()) {}

  [[nodiscard]] std::string launch(const wallet::PlayerAccount &player) const {
    return launch(player, now_ + launch_token_life);
  }
  [[nodiscard]] std::string expired_launch(const wallet::PlayerAccount &player) const {
    return launch(player, now_ - expired_for);
  }
  /// A good token of which one character of the signature was changed.
  [[nodiscard]] std::string tampered_launch(const wallet::PlayerAccount &player) const {
    std::string token = launch(player);
    char &changed = token[token.rfind('.') + 1];
    changed = changed == 'A' ? 'B' : 'A';
    return token;
  }
  [[nodiscard]] std::string expired_session(const wallet::PlayerAccount &player) const {
    return tokens_.issue({.kind = Claims::Kind::player,
                          .player_id = player.id,
                          .provider = wallet::seeded_provider,
                          .game = wallet::seeded_game,
                          .brand = player.brand,
                          .expires_at = now_ - expired_for});
  }

 private:
  [[nodiscard]] std::string launch(const wallet::PlayerAccount &player, wire::TimePoint expires_at) const {
    return tokens_.issue({.kind = Claims::Kind::launch,
                          .player_id = player.id,
                          .provider = {},
                          .game = {},
                          .brand = player.brand,
                          .expires_at = expires_at});
  }

  wallet::Tokens tokens_;
  wire::TimePoint now_;
};

YAML::Node free_game(const wallet::FreeGameChoice &choice) {
  YAML::Node node;
  node["instance_id"] = choice.instance_id;
  node["offer_id"] = choice.offer_id;
  return node;
}

YAML::Node player_node(const wallet::PlayerAccount &player, const TargetTokens &tokens) {
  YAML::Node node;
  node["launch_token"] = tokens.launch(player);
  node["ip"] = "127.0.0.1";
  node["platform"] = "desktop";
  node["free_games"].push_back(free_game(wallet::seeded_long_free_game));
  node["free_games"].push_back(free_game(wallet::seeded_short_free_game));
  return node;
}

std::string to_yaml(const std::string &base_url, const wallet::Settings &settings,
                    const std::vector<wallet::PlayerAccount> &players) {
  const TargetTokens tokens(settings);
  YAML::Node wallet;
  wallet["base_url"] = base_url;
  wallet["hmac_secret"] = settings.hmac_secret;
  wallet["signature_encoding"] = "hex";
  wallet["provider"] = wallet::seeded_provider;
  wallet["game"] = wallet::seeded_game;
  wallet["other_game"] = wallet::seeded_other_game;
  wallet["max_decimals"] = 2;
  for (const auto &player : players) wallet["players"].push_back(player_node(player, tokens));
  if (!players.empty()) {
    wallet["rejected_launch_tokens"]["expired"] = tokens.expired_launch(players.front());
    wallet["rejected_launch_tokens"]["tampered"] = tokens.tampered_launch(players.front());
    wallet["expired_player_token"]["player"] = 1;
    wallet["expired_player_token"]["token"] = tokens.expired_session(players.front());
  }
  YAML::Node target;
  target["name"] = "reference";
  target["wallet"] = wallet;
  YAML::Emitter out;
  out << YAML::Comment("Written by pitboss serve. Holds secrets.") << YAML::Newline << target;
  return std::string(out.c_str()) + "\n";
}

[[noreturn]] void fail(const std::filesystem::path &file, int error) {
  throw std::runtime_error(fmt::format("cannot write the target file {}: {}; choose another one with --target-file",
                                       file.string(), std::generic_category().message(error)));
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = ::write(descriptor, text.data(), text.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

/// Under another name first: a reader sees the old file or the new one, never half of one.
void replace_file(const std::filesystem::path &file, const std::string &text) {
  const std::string beside = file.string() + fmt::format(".{}.tmp", ::getpid());
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) fail(file, errno);
  int error = write_all(descriptor, text) ? 0 : errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(beside.c_str(), file.c_str()) != 0) error = errno;
  if (error == 0) return;
  ::unlink(beside.c_str());
  fail(file, error);
}

}  // namespace

void write_target_file(const std::filesystem::path &file, const std::string &base_url, const wallet::Settings &settings,
                       const std::vector<wallet::PlayerAccount> &players) {
  replace_file(file, to_yaml(base_url, settings, players));
}

}  // namespace pitboss::reference
