#include "reference_impl/onboarding/step_judge.hpp"

namespace pitboss::reference::onboarding {
namespace {

using wire::Json;

constexpr int bad_request = 400;

std::size_t round_of(const Json &body) {
  return hash_of({text_of(body, "playerId"), text_of(body, "provider"), text_of(body, "roundId")});
}

std::size_t transaction_of(const Json &body) {
  return hash_of(
      {text_of(body, "playerId"), text_of(body, "provider"), text_of(body, "roundId"), text_of(body, "transactionId")});
}

bool is_credit(const Json &body) {
  return text_of(body, "transactionType") == "credit";
}

bool is_refused_for_funds(const journal::Exchange &exchange) {
  if (!exchange.reply || exchange.reply->status != bad_request) return false;
  const Json reply = parsed(exchange.reply->body);
  const Json *error = reply.find("error");
  return error != nullptr && text_of(*error, "code") == "INSUFFICIENT_FUNDS";
}

class WalletJudge : public StepJudge {
 public:
  void see(const Shown &shown, const Mark &mark) override {
    const journal::Exchange &exchange = shown.exchange;
    if (exchange.method != "POST" || exchange.signature_right == false) return;
    const Json body = parsed(exchange.body);
    if (exchange.path.ends_with("/v1/transaction")) return see_transaction(body, shown, mark);
    if (!is_accepted(exchange)) return;
    if (exchange.path.ends_with("/v1/authenticate")) mark("first-session", {shown.id});
    if (exchange.path.ends_with("/v1/balance")) mark("balance-read", {shown.id});
    if (!exchange.path.ends_with("/v1/rollback")) return;
    const Applied *debit = applied_.find(transaction_of(body));
    if (debit != nullptr && !debit->credit) mark("debit-rolled-back", {debit->exchange, shown.id});
  }

  [[nodiscard]] bool is_good(const journal::Exchange &exchange) const override {
    return is_accepted(exchange) || is_refused_for_funds(exchange);
  }

  [[nodiscard]] std::vector<std::string_view> steps() const override {
    return {"first-session",       "balance-read",      "first-debit",         "round-paid-and-finished",
            "transaction-retried", "debit-rolled-back", "funds-refusal-taken", "steady-traffic"};
  }

 private:
  /// A transaction that was applied, whether its reply arrived or not.
  struct Applied {
    std::size_t content = 0;
    std::uint64_t exchange = 0;
    bool credit = false;
  };
  struct Round {
    std::uint64_t debit = 0, credit = 0;  // exchanges
  };
  /// A debit that was refused for want of funds, by player.
  struct Refused {
    std::size_t round = 0;
    std::uint64_t exchange = 0;
  };

  void see_transaction(const Json &body, const Shown &shown, const Mark &mark) {
    const bool accepted = is_accepted(shown.exchange);
    see_abandoned(body, shown, accepted, mark);
    const std::size_t content = hash_of({text_of(body, "transactionType"), text_of(body, "amount")});
    const Applied *before = applied_.find(transaction_of(body));
    if (before != nullptr) {
      if (accepted && before->content == content) mark("transaction-retried", {before->exchange, shown.id});
    } else if (shown.exchange.effect == journal::Effect::applied || accepted) {
      applied_.set(transaction_of(body), {.content = content, .exchange = shown.id, .credit = is_credit(body)});
    }
    if (accepted) see_round(body, shown, mark);
  }

  void see_round(const Json &body, const Shown &shown, const Mark &mark) {
    Round *round = rounds_.find(round_of(body));
    if (!is_credit(body)) {
      mark("first-debit", {shown.id});
      if (round == nullptr) rounds_.set(round_of(body), {.debit = shown.id, .credit = 0});
      return;
    }
    if (round == nullptr) return;
    if (round->credit == 0) round->credit = shown.id;
    if (text_of(body, "roundFinished") != "true") return;
    mark("round-paid-and-finished", {round->debit, round->credit, shown.id});
  }

  void see_abandoned(const Json &body, const Shown &shown, bool accepted, const Mark &mark) {
    const std::size_t player = hash_of({text_of(body, "playerId")}), round = round_of(body);
    if (!is_credit(body) && is_refused_for_funds(shown.exchange))
      return refused_.set(player, {.round = round, .exchange = shown.id});
    Refused *refused = refused_.find(player);
    if (refused == nullptr || refused->exchange == 0) return;
    if (refused->round == round) {
      refused->exchange = 0;  // it goes on in that round
    } else if (accepted && !is_credit(body)) {
      mark("funds-refusal-taken", {refused->exchange, shown.id});
    }
  }

  Recent<Applied> applied_;
  Recent<Round> rounds_;
  Recent<Refused> refused_;
};

}  // namespace

std::unique_ptr<StepJudge> make_wallet_judge() {
  return std::make_unique<WalletJudge>();
}

}  // namespace pitboss::reference::onboarding
