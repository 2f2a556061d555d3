#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "schemas/wire/signature.hpp"
#include "simulator/model/wallet_model.hpp"
#include "simulator/scenario/transport.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::scenario::testing {

/// A wallet without sockets that obeys the contract: the first answer of the model, behind checks of its own. Tests
/// bend it by hooks.
class FakeWallet {
 public:
  FakeWallet();

  /// The target file that fits: three players with 1000.00 each, free games, refused and expired tokens.
  target::TargetFile target;
  [[nodiscard]] Connect connect();
  [[nodiscard]] Connections connections() {
    return [this](const std::string &) { return connect(); };
  }

  /// What arrives, before the wallet looks at it. An exchange given here is the answer.
  using Before = std::function<std::optional<target::Exchange>(const target::Request &)>;
  /// What leaves; may be changed.
  using After = std::function<void(const target::Request &, target::Reply &)>;
  Before before;
  After after;
  /// Bends the money: called with each transaction that was applied.
  std::function<void(const model::WalletOp &, wire::Decimal &balance)> bend;

  wire::Decimal balance_of(const std::string &player_id);
  void set_balance(const std::string &player_id, const wire::Decimal &balance);
  int requests() const { return requests_; }

  target::Exchange handle(const target::Request &request);
  static target::Exchange failed(const target::Request &request, target::Failure failure, const std::string &detail);
  static target::Exchange answered(const target::Request &request, int status, const std::string &code);

 private:
  struct Token {
    std::string player, game;
  };
  struct Wallet {
    model::WalletState state{0};
    wire::Decimal bent;  ///< what a bend added to the balance
    std::map<std::int64_t, int> free_rounds;
    std::map<std::string, std::int64_t> free_debits;  ///< instance by round and transaction
  };
  struct Fault {
    int status;
    std::string code;
    std::string message;
  };

  target::Reply answer(const target::Request &request);
  wire::Json route(const target::Request &request);
  wire::Json authenticate(const wire::Json &body);
  wire::Json act(const std::string &path, const target::Request &request, const wire::Json &body);
  wire::Json apply(Wallet &wallet, const model::WalletOp &op, std::int64_t instance, const std::string &game);
  static model::WalletOp operation(const std::string &path, const wire::Json &body, std::int64_t &instance);
  wire::Json free_games(const Wallet &wallet, const std::string &game) const;

  std::mutex mutex_;
  wire::Signer signer_;
  std::map<std::string, std::string> launch_tokens_;  ///< player id by launch token
  std::map<std::string, Token> tokens_;
  std::map<std::string, Wallet> wallets_;
  int requests_ = 0;
};

/// Fields of a request as the contract wants them; throw FieldFault. Names match in any case, null is absent.
struct FieldFault {
  std::string message;
};
std::optional<std::string> text_field(const wire::Json &body, std::string_view name);
std::string id_field(const wire::Json &body, std::string_view name);
void check_ip(const wire::Json &body);
void check_texts(const wire::Json &body);
const std::string *header_of(const target::Headers &headers, std::string_view name);

}  // namespace pitboss::scenario::testing
