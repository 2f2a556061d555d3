#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "schemas/wire/time.hpp"
#include "simulator/demo/pace.hpp"
#include "simulator/demo/partner.hpp"

namespace pitboss::demo {

/// What a lost reply does to the money, told step by step.
struct Showpiece {
  enum class Verdict { none, right, wrong };
  struct Line {
    wire::TimePoint at;
    std::string text;
    std::string exchange;  ///< its id on the dashboard; empty: none
  };

  std::string player;
  std::string balance;  ///< as it was read last; empty: not yet
  int charges = 0;      ///< how often the bet was taken, by the balances
  Verdict verdict = Verdict::none;
  std::vector<Line> story;
};

/// How often `amount` was taken between two balances, exactly; nullopt where the difference is no multiple of it from 0
/// to `most`. Precondition: the amount is not zero.
std::optional<int> times_charged(const wire::Decimal &before, const wire::Decimal &after, const wire::Decimal &amount,
                                 int most = 100);

/// What the balances say of a bet that was sent twice.
struct Judgement {
  Showpiece::Verdict verdict = Showpiece::Verdict::none;
  int charges = 0;
  std::string text;  ///< with what is broken
};

/// By the contract (wallet.md, rule 5), not by what is known of the server: the bet is taken once, and its retry
/// answered 2xx. `retry`: what that was answered; a bet that was not taken at all shows nothing.
Judgement judge(const wire::Decimal &before, const wire::Decimal &after, const wire::Decimal &amount,
                const Answer &retry);

/// Turns a fault of the server on or off; gives what is wrong, or an empty text when requests are served so.
using TurnFault = std::function<std::string(const std::string &fault, bool on)>;

/// Bets 10.00 for a player of whom nobody else plays, loses the reply on its way back, sends the same again, and judges
/// the balance by the contract (wallet.md, rule 5): charged once. `faulty`: the server's fault replay-applies-again is
/// on meanwhile. `tell` gets what is known after each line. Throws Stopped and Restarted; the fault is off by then.
void perform(Partner &partner, Pace &pace, bool faulty, const TurnFault &turn_fault,
             const std::function<void(const Showpiece &)> &tell);

}  // namespace pitboss::demo
