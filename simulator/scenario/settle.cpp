#include "simulator/scenario/wallet_play.hpp"

namespace pitboss::scenario {

using wire::Decimal;

/// Gives back free rounds, closes what the scenario left open and gives back, or takes, the difference. Nothing here is
/// judged, and what fails here fails silently: the next scenario reads the balance anew.
void WalletPlay::settle() {
  for (std::size_t i = 0; i < players_.size(); ++i) {
    if (!players_[i].moved) continue;
    try {
      settle(players_[i], i);
    } catch (const Stop &) {
      return;
    } catch (const std::exception &) {  // no fresh launch token, a balance of absurd size: the verdict is drawn already
      return;
    }
  }
}

void WalletPlay::settle(PlayerInPlay &player, std::size_t index) {
  const model::WalletState &state = *player.oracle.states().begin();
  std::vector<std::string> open = player.followed ? state.open_rounds() : std::vector<std::string>{};
  results::Step out;
  out.name = "settle: close what is open, give back the difference";
  out.judged = false;
  const auto play = [&](const Op &op) {
    const BuiltCall call = requests_.plain(op, index);
    const Sent sent = send(call);
    record(call, sent, false, out);
    if (sent.reply.accepted() && sent.reply.balance) player.balance = sent.reply.balance;
  };
  if (player.followed) {
    for (const auto &[round, transaction] : state.unpaid_free_debits()) {
      play({Op::Kind::rollback, round, transaction, {}});
      std::erase(open, round);
    }
  }
  const Sent now = send(requests_.plain(Op{}, index));
  const std::optional<Decimal> balance = now.reply.balance;
  if (!balance || (open.empty() && *balance == player.opening)) {
    if (!out.exchanges.empty()) add_step(std::move(out));
    return;
  }
  out.balance_before = money(*balance);
  player.balance = balance;
  const std::string round = labels_.id("settle-round", 1);
  const std::string debit = labels_.id("settle-debit", 1);
  const std::string credit = labels_.id("settle-credit", 1);
  const auto owed = [&] { return player.opening - *player.balance; };
  if (owed().is_negative()) {
    // A wallet need not know amounts of more than 15 digits: what a large credit left is taken in two parts.
    const std::string text = (-owed()).to_string();
    const Decimal whole = Decimal::parse(text.substr(0, text.find('.'))).value_or(Decimal{});
    if ((-owed()).significant_digits() > 15 && !whole.is_zero())
      play({Op::Kind::debit, labels_.id("settle-large", 1), debit, whole, true});
    if (owed().is_negative()) play({Op::Kind::debit, round, debit, -owed(), true});
  }
  for (const std::string &each : open) {
    const Decimal back = owed().is_negative() ? Decimal{} : owed();
    play({Op::Kind::credit, each, credit, back, true});
  }
  // Where no round was open, or a wrong target did not take the money there: in a round of its own.
  if (!owed().is_negative() && !owed().is_zero()) {
    play({Op::Kind::debit, round, debit, 0});
    play({Op::Kind::credit, round, credit, owed(), true});
  }
  // A balance below zero covers no debit, not even of nothing; a round that the scenario opened may still be paid.
  for (const auto &[key, amount] : player.debits) {
    if (owed().is_negative() || owed().is_zero()) break;
    play({Op::Kind::credit, key.substr(0, key.find(' ')), credit, owed(), true});
  }
  if (player.balance) out.balance_after = money(*player.balance);
  add_step(std::move(out));
}

}  // namespace pitboss::scenario
