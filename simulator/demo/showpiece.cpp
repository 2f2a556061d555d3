#include "simulator/demo/showpiece.hpp"

#include <fmt/format.h>

#include "schemas/catalogue/catalogue.hpp"

namespace pitboss::demo {
namespace {

using wire::Decimal;

constexpr std::string_view broken_requirement = "wallet.replay.applies-once";
constexpr const char *fault = "replay-applies-again";
constexpr std::chrono::milliseconds time_to_read{1'500};
constexpr int decimals = 2;

/// The id of the newest exchange in which a text stands, as the dashboard has it; empty where it has none.
std::string find_exchange(Partner &partner, const std::string &text) {
  const Answer answer = partner.dashboard("GET", "/dashboard/v1/exchanges?contract=wallet&limit=1&text=" + text);
  const wire::Json *rows = answer.body.find("rows");
  if (!answer.ok() || rows == nullptr || rows->array() == nullptr || rows->array()->empty()) return {};
  const wire::Json *id = rows->array()->front().find("id");
  if (id == nullptr) return {};
  return id->string() != nullptr ? *id->string() : to_text(*id);
}

class Performance {
 public:
  Performance(Partner &partner, Pace &pace, const std::function<void(const Showpiece &)> &tell)
      : partner_(partner), pace_(pace), tell_(tell) {}

  void play() {
    const std::size_t player = partner_.players() - 1;
    partner_.authenticate(player);
    shown_.player = partner_.player_id(player);
    const auto before = read_balance(player, "Before: the balance is {}.");
    if (!before) return;
    const Partner::Transaction bet{
        .type = "debit", .round = partner_.fresh("round"), .id = partner_.fresh("showpiece"), .amount = Decimal(10)};
    if (!send_and_lose(player, bet)) return;
    const Answer retry = partner_.transaction(player, bet);
    line(fmt::format("Sent again, with the same ids: answered {} {}.", retry.status,
                     retry.balance ? "with the balance " + retry.balance->to_string(decimals) : retry.code),
         bet.id);
    const auto after = read_balance(player, "After: the balance is {}.");
    if (after) tell_judgement(judge(*before, *after, bet.amount, retry));
    finish_round(player, bet);
  }

 private:
  void line(const std::string &text, const std::string &transaction = {}) {
    shown_.story.push_back({.at = wire::now(),
                            .text = text,
                            .exchange = transaction.empty() ? std::string() : find_exchange(partner_, transaction)});
    tell_(shown_);
    pace_.beat(time_to_read);
  }

  /// False: nobody could be told to lose the reply.
  bool send_and_lose(std::size_t player, const Partner::Transaction &bet) {
    if (const Answer armed = partner_.lose_next_debit(); !armed.ok()) {
      line(fmt::format("The server could not be told to lose a reply (answered {}): nothing is shown.", armed.status));
      return false;
    }
    const Answer answer = partner_.transaction(player, bet);
    line(fmt::format("Sent: a debit of 10.00, transaction {} in {}. {}", bet.id, bet.round,
                     answer.status == 0
                         ? "No reply came: the provider cannot know whether the bet was taken."
                         : fmt::format("It was answered {} after all: another debit was in between.", answer.status)),
         bet.id);
    return true;
  }

  std::optional<Decimal> read_balance(std::size_t player, const std::string &text) {
    const Answer answer = partner_.balance(player);
    if (!answer.ok() || !answer.balance) {
      line(fmt::format("The balance could not be read (answered {} {}): nothing can be said.", answer.status,
                       answer.code));
      return std::nullopt;
    }
    shown_.balance = answer.balance->to_string(decimals);
    line(fmt::format(fmt::runtime(text), shown_.balance));
    return answer.balance;
  }

  void tell_judgement(const Judgement &judgement) {
    shown_.charges = judgement.charges;
    shown_.verdict = judgement.verdict;
    line(judgement.text);
  }

  /// What a provider owes: no round stays open.
  void finish_round(std::size_t player, const Partner::Transaction &bet) {
    partner_.transaction(player, {.type = "credit",
                                  .round = bet.round,
                                  .id = partner_.fresh("showpiece-end"),
                                  .amount = Decimal(),
                                  .finishes = true});
  }

  Partner &partner_;
  Pace &pace_;
  const std::function<void(const Showpiece &)> &tell_;
  Showpiece shown_;
};

}  // namespace

std::optional<int> times_charged(const Decimal &before, const Decimal &after, const Decimal &amount, int most) {
  Decimal left = before;
  for (int times = 0; times <= most; ++times) {
    if (left == after) return times;
    left -= amount;
  }
  return std::nullopt;
}

Judgement judge(const Decimal &before, const Decimal &after, const Decimal &amount, const Answer &retry) {
  using Verdict = Showpiece::Verdict;
  const auto text = [](const Decimal &money) { return money.to_string(decimals); };
  const auto charges = times_charged(before, after, amount);
  const Decimal expected = before - amount;
  const int shown_charges = charges.value_or(0);
  if (!retry.ok() && after == before)
    return {Verdict::none, 0,
            fmt::format("The bet was not taken ({} {}): nothing was charged, and nothing is shown.", retry.status,
                        retry.code)};
  if (retry.ok() && after == expected)
    return {Verdict::right, shown_charges,
            fmt::format("One bet of {0}, sent twice, charged once: {1} is {2} less {0}, as it must be.", text(amount),
                        text(after), text(before))};
  const auto *broken = catalogue::Catalogue::embedded().find(broken_requirement);
  const std::string what = !retry.ok() && after == expected
                               ? "charged once, and its retry was refused"
                               : fmt::format("{}: the balance must be {} and is {}",
                                             charges ? fmt::format("charged {} times", *charges) : "charged wrongly",
                                             text(expected), text(after));
  return {Verdict::wrong, shown_charges,
          fmt::format("One bet of {}, sent twice, {}. Broken: {}, {}: {}", text(amount), what, broken->id, broken->page,
                      broken->sentence)};
}

void perform(Partner &partner, Pace &pace, bool faulty, const TurnFault &turn_fault,
             const std::function<void(const Showpiece &)> &tell) {
  if (faulty) {
    if (const std::string error = turn_fault(fault, true); !error.empty()) {
      Showpiece shown;
      shown.story.push_back({.at = wire::now(), .text = "The fault could not be turned on: " + error, .exchange = {}});
      return tell(shown);
    }
  }
  try {
    Performance(partner, pace, tell).play();
  } catch (...) {
    if (faulty) turn_fault(fault, false);
    throw;
  }
  if (faulty) turn_fault(fault, false);
}

}  // namespace pitboss::demo
