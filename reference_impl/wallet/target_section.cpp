#include "reference_impl/wallet/target_section.hpp"

#include "reference_impl/wallet/seed.hpp"
#include "reference_impl/wallet/tokens.hpp"

namespace pitboss::reference::wallet {
namespace {

constexpr std::chrono::hours expired_for{1};

/// Issues the tokens that a target file holds.
class TargetTokens {
 public:
  explicit TargetTokens(const Settings &settings) : tokens_(settings.token_key), now_(wire::now()) {}

  [[nodiscard]] std::string launch(const PlayerAccount &player) const {
    return launch(player, now_ + launch_token_life);
  }
  [[nodiscard]] std::string expired_launch(const PlayerAccount &player) const {
    return launch(player, now_ - expired_for);
  }
  /// A good token of which one character of the signature was changed.
  [[nodiscard]] std::string tampered_launch(const PlayerAccount &player) const {
    std::string token = launch(player);
    char &changed = token[token.rfind('.') + 1];
    changed = changed == 'A' ? 'B' : 'A';
    return token;
  }
  [[nodiscard]] std::string expired_session(const PlayerAccount &player) const {
    return tokens_.issue({.kind = Claims::Kind::player,
                          .player_id = player.id,
                          .provider = seeded_provider,
                          .game = seeded_game,
                          .brand = player.brand,
                          .expires_at = now_ - expired_for});
  }

 private:
  [[nodiscard]] std::string launch(const PlayerAccount &player, wire::TimePoint expires_at) const {
    return tokens_.issue({.kind = Claims::Kind::launch,
                          .player_id = player.id,
                          .provider = {},
                          .game = {},
                          .brand = player.brand,
                          .expires_at = expires_at});
  }

  Tokens tokens_;
  wire::TimePoint now_;
};

YAML::Node free_game(const FreeGameChoice &choice) {
  YAML::Node node;
  node["instance_id"] = choice.instance_id;
  node["offer_id"] = choice.offer_id;
  return node;
}

YAML::Node player_node(const PlayerAccount &player, const TargetTokens &tokens) {
  YAML::Node node;
  node["launch_token"] = tokens.launch(player);
  node["ip"] = "127.0.0.1";
  node["platform"] = "desktop";
  node["free_games"].push_back(free_game(seeded_long_free_game));
  node["free_games"].push_back(free_game(seeded_short_free_game));
  return node;
}

}  // namespace

YAML::Node target_section(const std::string &base_url, const Settings &settings,
                          const std::vector<PlayerAccount> &players) {
  const TargetTokens tokens(settings);
  YAML::Node section;
  section["base_url"] = base_url;
  section["hmac_secret"] = settings.hmac_secret;
  section["signature_encoding"] = "hex";
  section["provider"] = seeded_provider;
  section["game"] = seeded_game;
  section["other_game"] = seeded_other_game;
  section["max_decimals"] = 2;
  for (const auto &player : players) section["players"].push_back(player_node(player, tokens));
  if (!players.empty()) {
    section["rejected_launch_tokens"]["expired"] = tokens.expired_launch(players.front());
    section["rejected_launch_tokens"]["tampered"] = tokens.tampered_launch(players.front());
    section["expired_player_token"]["player"] = 1;
    section["expired_player_token"]["token"] = tokens.expired_session(players.front());
  }
  return section;
}

}  // namespace pitboss::reference::wallet
