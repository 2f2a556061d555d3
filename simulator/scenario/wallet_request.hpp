#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/model/wallet_model.hpp"
#include "simulator/scenario/amounts.hpp"
#include "simulator/scenario/labels.hpp"
#include "simulator/scenario/player_in_play.hpp"
#include "simulator/scenario/wallet_context.hpp"
#include "simulator/target/wallet_calls.hpp"

namespace pitboss::scenario {

/// A call of a scenario as it goes out.
struct BuiltCall {
  std::string call;  ///< authenticate, balance, debit, credit, rollback; empty for what is none
  std::string name;  ///< in words: "debit 10.00 in round R"
  target::Request request;
  std::size_t player = 0;             ///< whose wallet it concerns: index among the players of the scenario
  std::optional<model::WalletOp> op;  ///< what the body asks of the wallet; none where it is incomplete or wrong
  bool authentic = true;   ///< signed rightly, with the player's own token, for its own player, game and provider
  bool own_token = false;  ///< may be sent again with a token of a new session
  std::string game;        ///< of the session that it uses
};

/// Makes signed requests from the arguments of steps (docs/scenarios.md, A step). `game: other` needs the players'
/// `other_session`.
class WalletRequests {
 public:
  WalletRequests(WalletContext &context, std::vector<PlayerInPlay> &players, const Labels &labels)
      : context_(&context), players_(&players), labels_(&labels), calls_(context.wallet) {}

  /// `action` is one of the four calls by name. Throws std::invalid_argument where the arguments name what is not
  /// there.
  [[nodiscard]] BuiltCall call(const std::string &action, const wire::Json &arguments, int n) const;
  /// The `http` action.
  [[nodiscard]] BuiltCall http(const wire::Json &arguments) const;
  /// The bytes of the `raw` action.
  [[nodiscard]] std::string raw_bytes(const wire::Json &arguments) const;
  /// A plain transaction or rollback of the runner's own; `round` and `transaction` are ids.
  [[nodiscard]] BuiltCall plain(const model::WalletOp &op, std::size_t index) const;
  /// The launch token of the player; throws std::invalid_argument with the reason where there is none.
  [[nodiscard]] std::string launch_token(const PlayerInPlay &player) const;
  /// The wallet as the amounts of a player's steps see it.
  [[nodiscard]] AmountWords words(const PlayerInPlay &player) const;
  [[nodiscard]] static std::size_t player_of(const wire::Json &arguments);
  [[nodiscard]] static bool wants_other_game(const wire::Json &arguments);

 private:
  struct Parts;
  [[nodiscard]] const target::Session &session_of(const PlayerInPlay &player, const wire::Json &arguments) const;
  [[nodiscard]] target::WalletCall generated(const std::string &action, const wire::Json &arguments,
                                             const PlayerInPlay &player, const target::Session &session, int n) const;
  [[nodiscard]] wire::Json free_game(const wire::Json &value, const PlayerInPlay &player) const;
  void change_fields(const wire::Json &arguments, const Parts &parts, wire::Json &body) const;
  [[nodiscard]] std::string token(const std::string &which, const PlayerInPlay &player,
                                  const target::Session &session) const;
  void sign(const std::string &how, target::Request &request) const;
  void set_headers(const wire::Json &arguments, const Parts &parts, target::Request &request) const;
  [[nodiscard]] std::string filled(std::string_view text, const Parts &parts) const;
  [[nodiscard]] wire::Json filled_json(const wire::Json &json, const Parts &parts) const;
  [[nodiscard]] std::string in_words(const std::string &action, const wire::Json &arguments, const PlayerInPlay &player,
                                     int n) const;

  WalletContext *context_;
  std::vector<PlayerInPlay> *players_;
  const Labels *labels_;
  target::WalletCalls calls_;
};

/// What a request asks of the wallet of `player`, read from its bytes as a wallet would; nullopt where a field
/// is missing or of a wrong type, or the path is none of balance, transaction and rollback.
std::optional<model::WalletOp> operation_of(const target::Request &request, const PlayerInPlay &player);

/// Sets, replaces or (nullopt) removes a header; names are compared without regard to case.
void set_header(target::Headers &headers, const std::string &name, const std::optional<std::string> &value);

}  // namespace pitboss::scenario
