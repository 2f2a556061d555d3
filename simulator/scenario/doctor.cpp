#include "simulator/scenario/doctor.hpp"

#include "schemas/wire/ids.hpp"
#include "simulator/scenario/doctor_looks.hpp"
#include "simulator/scenario/run.hpp"

namespace pitboss::scenario {
namespace {

using results::Finding;
using results::Verdict;

/// Examines one wallet; each look stands on those before it.
class Doctor : private DoctorLooks {
  static constexpr const char *hint_of_path =
      "the four calls lie below wallet.base_url: give the URL before /v1/authenticate, with any prefix that the target "
      "has";

 public:
  Doctor(const target::TargetFile &target, const Connect &connect, WalletSessions &sessions)
      : DoctorLooks(target, "wallet", "POST /v1/authenticate"),
        wallet_(*target.wallet),
        sessions_(sessions),
        transport_(connect()) {}

  std::vector<Finding> examine() {
    if (look_at_name() && look_at_players() && look_at_credentials()) look_at_isolation_and_funds();
    return take_findings();
  }

 private:
  [[nodiscard]] std::string code_text(const target::WalletReply &reply) const {
    return std::to_string(reply.status) + (reply.error_code.empty() ? "" : " " + said(reply.error_code, 60)) +
           (reply.error_message.empty() ? "" : " (" + said(reply.error_message, 160) + ")");
  }

  bool look_at_players() {
    if (!wallet_.players.empty()) return true;
    return add("players", Verdict::fail, "the target file names no player",
               "add wallet.players with a launch_token for each");
  }

  target::Exchange authenticate(const target::Player &player, const std::string &token,
                                wire::SignatureEncoding encoding) {
    target::WalletCall call = target::WalletCalls(wallet_).authenticate(token, player, wallet_.game);
    call.request_id = wire::fresh_guid();
    return transport_->send(target::to_request(call, wire::Signer(wallet_.hmac_secret, encoding)),
                            target::LoseReply::no);
  }

  bool look_at_credentials() {
    for (std::size_t i = 0; i < wallet_.players.size(); ++i) {
      const std::string label = "player " + std::to_string(i + 1);
      const LaunchToken token = launch_token_of(wallet_.players[i]);
      if (!token.error.empty())
        return add("launch token of " + label, Verdict::fail, token.error,
                   "give wallet.players a token, or a command that prints one");
      if (!wallet_.players[i].launch_token_command.empty())
        learn(token.token, "<wallet.players." + std::to_string(i + 1) + ".launch_token>");
      const target::Exchange exchange = authenticate(wallet_.players[i], token.token, wallet_.signature_encoding);
      if (i == 0 && !(look_at_connection(exchange) && look_at_clock(exchange) &&
                      look_at_form(exchange, "authenticate", hint_of_path)))
        return false;
      const target::WalletReply reply = target::read_wallet_reply(exchange);
      if (i == 0 && !look_at_signature(reply, token.token)) return false;
      if (!look_at_session(i, label, exchange, reply)) return false;
    }
    return true;
  }

  bool look_at_signature(const target::WalletReply &reply, const std::string &token) {
    if (reply.status != 401 || reply.error_code != "SERVER_UNAUTHORIZED")
      return add("signature", Verdict::pass, "the target takes our signature");
    const bool hex = wallet_.signature_encoding == wire::SignatureEncoding::hex;
    const auto other = hex ? wire::SignatureEncoding::base64 : wire::SignatureEncoding::hex;
    const target::WalletReply again = target::read_wallet_reply(authenticate(wallet_.players.front(), token, other));
    if (again.status != 0 && again.error_code != "SERVER_UNAUTHORIZED")
      return add("signature", Verdict::fail,
                 "refused as " + std::string(hex ? "hex" : "base64") + ", but taken as " + (hex ? "base64" : "hex"),
                 "set wallet.signature_encoding: " + std::string(hex ? "base64" : "hex") + " in the target file");
    return add("signature", Verdict::fail, "a rightly signed authenticate is answered " + code_text(reply),
               "see that wallet.hmac_secret is the secret of the target (no blank or line feed at its end), and that "
               "the target computes "
               "HMAC-SHA256 over the raw body");
  }

  bool look_at_session(std::size_t index, const std::string &label, const target::Exchange &exchange,
                       const target::WalletReply &reply) {
    const std::string name = "credentials of " + label;
    if (reply.status == 0)
      return add(name, Verdict::fail, "authenticate got no answer: " + exchange.detail,
                 "see that the target keeps running");
    if (reply.status == 401)
      return add(name, Verdict::fail, "the launch token is refused: " + code_text(reply),
                 "put a launch token that has not expired into wallet.players; where tokens serve once, name a "
                 "launch_token_command");
    if (!reply.accepted())
      return add(name, Verdict::fail, "authenticate is answered " + code_text(reply),
                 "compare provider, game, ip and platform of the target file with what the target knows");
    const std::optional<target::Session> session = read_session(reply, wallet_.game);
    if (!session)
      return add(name, Verdict::fail,
                 "the reply of authenticate lacks playerId, playerToken or balance: " + said(exchange.reply->body, 200),
                 "answer as schemas/wallet/authenticate.response.json says");
    sessions_.keep(index, wallet_.game, *session);
    opened_.push_back(*session);
    return add(name, Verdict::pass, "playerId " + session->player_id);
  }

  void look_at_isolation_and_funds() {
    for (std::size_t i = 0; i < opened_.size(); ++i) {
      const std::string label = "player " + std::to_string(i + 1);
      for (std::size_t k = 0; k < i; ++k)
        if (opened_[k].player_id == opened_[i].player_id) {
          add("players", Verdict::fail,
              "player " + std::to_string(k + 1) + " and " + label + " are the same playerId " + opened_[i].player_id,
              "name launch tokens of different players, so that their wallets can be told apart");
          return;
        }
      const std::string balance = opened_[i].balance.to_string(wallet_.max_decimals);
      const wire::Decimal usual = wire::Decimal::parse(Needs{}.funds).value_or(wire::Decimal{});
      if (opened_[i].balance < usual)
        add("funds of " + label, Verdict::warn, "the balance is " + balance,
            "fund " + label + " with at least " + usual.to_string(2) +
                "; scenarios that need more than there is are skipped");
      else
        add("funds of " + label, Verdict::pass, "the balance is " + balance);
    }
  }

  const target::Wallet &wallet_;
  WalletSessions &sessions_;
  std::unique_ptr<Transport> transport_;
  std::vector<target::Session> opened_;
};

}  // namespace

std::vector<results::Finding> examine_wallet(const target::TargetFile &target, const Connect &connect,
                                             WalletSessions &sessions) {
  return Doctor(target, connect, sessions).examine();
}

}  // namespace pitboss::scenario
