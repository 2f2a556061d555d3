#include <fmt/format.h>

#include "simulator/demo/scenes.hpp"

namespace pitboss::demo {
namespace {

using wire::Decimal;

constexpr std::size_t player = 0;

Decimal amount(std::string_view text) {
  return *Decimal::parse(text);
}

std::string money(const Answer &answer) {
  constexpr int decimals = 2;
  return answer.balance ? "balance " + answer.balance->to_string(decimals) : "no balance";
}

void send(const Stage &stage, const std::string &story, const Partner::Transaction &transaction) {
  const Answer answer = stage.partner.transaction(player, transaction);
  if (answer.status == 0) return stage.tell(story + ": no reply came");
  stage.tell(fmt::format("{}: answered {} {}", story, answer.status, answer.ok() ? money(answer) : answer.code));
}

void sessions(const Stage &stage) {
  stage.partner.authenticate(player);
  stage.tell("A player starts a game: his launch token is exchanged for a player token");
  stage.tell("His balance is read: " + money(stage.partner.balance(player)));
}

void rounds(const Stage &stage) {
  Partner &partner = stage.partner;
  const std::string lost = partner.fresh("round"), won = partner.fresh("round");
  send(stage, "A round that he loses: a debit of 2.50 that finishes it",
       {.type = "debit", .round = lost, .id = partner.fresh("bet"), .amount = amount("2.50"), .finishes = true});
  send(stage, "Another round: a debit of 1.00",
       {.type = "debit", .round = won, .id = partner.fresh("bet"), .amount = amount("1.00")});
  send(stage, "A free spin pays 0.40",
       {.type = "credit", .round = won, .id = partner.fresh("win"), .amount = amount("0.40")});
  send(stage, "The last win, 3.75, finishes the round",
       {.type = "credit", .round = won, .id = partner.fresh("win"), .amount = amount("3.75"), .finishes = true});
}

void trouble(const Stage &stage) {
  Partner &partner = stage.partner;
  const Partner::Transaction bet{
      .type = "debit", .round = partner.fresh("round"), .id = partner.fresh("bet"), .amount = amount("1.00")};
  partner.lose_next_debit();
  send(stage, "A debit of 1.00 whose reply is lost on the way", bet);
  send(stage, "The same again, with the same ids: it must not be charged twice", bet);
  const Answer cancelled = partner.rollback(player, bet.round, bet.id);
  stage.tell(
      fmt::format("The game broke down: the debit is rolled back: answered {} {}", cancelled.status, money(cancelled)));
  send(stage, "A bet of 99999999.00",
       {.type = "debit", .round = partner.fresh("round"), .id = partner.fresh("bet"), .amount = amount("99999999")});
  send(stage, "That round is abandoned; a bet of 0.50 opens another one",
       {.type = "debit",
        .round = partner.fresh("round"),
        .id = partner.fresh("bet"),
        .amount = amount("0.50"),
        .finishes = true});
}

}  // namespace

std::vector<Scene> wallet_scenes() {
  return {{"Wallet: a session", sessions}, {"Wallet: rounds", rounds}, {"Wallet: trouble", trouble}};
}

}  // namespace pitboss::demo
