#include <charconv>

#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/wallet_words.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

void insufficient_funds_other_code(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.check_funds, [](const auto &inner, const TransactionRequest &request, const View &view) {
    std::optional<Refusal> refusal = inner(request, view);
    if (refusal) refusal->code = ErrorCode::validation_failed;
    return refusal;
  });
}

void whole_balance_refused(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.check_funds,
       [](const auto &inner, const TransactionRequest &request, const View &view) -> std::optional<Refusal> {
         if (request.amount == view.player->balance && !request.amount.is_zero()) {
           return Refusal{.code = ErrorCode::insufficient_funds, .message = "the balance must exceed the amount"};
         }
         return inner(request, view);
       });
}

/// The round is recorded before the funds are checked.
void refused_debit_opens_its_round(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.refuse,
       [](const auto &inner, const TransactionRequest &request, const View &view, const Refusal &refusal) {
         Outcome outcome = inner(request, view, refusal);
         if (refusal.code == ErrorCode::insufficient_funds) {
           outcome.changes.round = wallet::Round{.game = request.game, .debit = request.transaction_id};
         }
         return outcome;
       });
}

/// The round is closed, where the bet says so, before the funds are checked.
void refused_debit_finishes_its_round(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.refuse,
       [](const auto &inner, const TransactionRequest &request, const View &view, const Refusal &refusal) {
         Outcome outcome = inner(request, view, refusal);
         if (refusal.code == ErrorCode::insufficient_funds && request.round_finished) {
           outcome.changes.round = wallet::Round{.game = request.game, .debit = {}, .finished = true};
         }
         return outcome;
       });
}

/// roundFinished is obeyed before the transaction is refused.
void refused_transaction_finishes_its_round(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.refuse,
       [](const auto &inner, const TransactionRequest &request, const View &view, const Refusal &refusal) {
         Outcome outcome = inner(request, view, refusal);
         if (view.round && request.round_finished) {
           outcome.changes.round = view.round;
           outcome.changes.round->finished = true;
         }
         return outcome;
       });
}

/// The idempotency record is written whatever the outcome, so that a refused transaction looks applied when it comes
/// again.
void refused_transaction_is_recorded(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.refuse,
       [](const auto &inner, const TransactionRequest &request, const View &view, const Refusal &refusal) {
         Outcome outcome = inner(request, view, refusal);
         if (!request.amount.is_negative()) {
           outcome.changes.transaction = wallet::Transaction{
               .type = request.type, .amount = request.amount, .balance_after = view.player->balance, .free_game = {}};
         }
         return outcome;
       });
}

void zero_amount_refused(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.check_amount,
       [](const auto &inner, const TransactionRequest &request, const View &view) -> std::optional<Refusal> {
         if (request.amount.is_zero() && !request.free_game) {
           return Refusal{.code = ErrorCode::validation_failed, .message = "amount is 0"};
         }
         return inner(request, view);
       });
}

void zero_debit_refused(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.check_amount,
       [](const auto &inner, const TransactionRequest &request, const View &view) -> std::optional<Refusal> {
         const bool bet = request.type == TransactionType::debit && !request.free_game;
         if (bet && request.amount.is_zero())
           return Refusal{.code = ErrorCode::validation_failed, .message = "a bet of 0"};
         return inner(request, view);
       });
}

/// Binary floating point, as a wallet that keeps its amounts in a double has it.
double to_double(const Decimal &value) {  // deliberate
  const std::string text = value.to_string();
  double number = 0;  // deliberate
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Decimal add_in_floating_point(const Decimal &a, const Decimal &b) {
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, to_double(a) + to_double(b)).ptr;
  return Decimal::parse({text, static_cast<std::size_t>(end - text)}).value_or(a + b);
}

/// Recomputes the balance after a transaction.
template <class Add>
void with_sums(Behaviour &behaviour, Add add) {
  const auto around = [add](const auto &inner, const TransactionRequest &request, const View &view) {
    Outcome outcome = inner(request, view);
    const bool debit = request.type == TransactionType::debit;
    outcome.changes.balance = add(view.player->balance, debit ? -request.amount : request.amount);
    return outcome;
  };
  wrap(behaviour.wallet.rules.apply_debit, around);
  wrap(behaviour.wallet.rules.apply_credit, around);
}

/// The value with its leading digits, as a number column of so many keeps it.
Decimal leading_digits(const Decimal &value, int most) {
  std::string text = value.to_string();
  int digits = 0;
  for (char &c : text) {
    if (c < '0' || c > '9') continue;
    if (digits > 0 || c != '0') ++digits;
    if (digits > most) c = '0';
  }
  return *Decimal::parse(text);
}

}  // namespace

Deviations money_faults() {
  return {
      also_breaks(
          {"overdraft-accepted", "wallet.funds.insufficient-refused", "A debit larger than the balance is taken.",
           [](Behaviour &b) { b.wallet.rules.check_funds = pass; }},
          {"wallet.funds.never-negative"}),
      {"insufficient-funds-other-code", "wallet.funds.insufficient-refused",
       "A debit larger than the balance is refused with VALIDATION_FAILED.", insufficient_funds_other_code},
      {"whole-balance-refused", "wallet.funds.whole-balance-allowed", "A debit of exactly the balance is refused.",
       whole_balance_refused},
      also_breaks({"refused-debit-opens-its-round", "wallet.funds.refused-leaves-no-trace",
                   "A debit that was refused for want of funds counts as the debit of its round.",
                   refused_debit_opens_its_round},
                  {"wallet.round.credit-before-debit", "wallet.funds.insufficient-refused"}),
      {"refused-debit-finishes-its-round", "wallet.funds.refused-leaves-no-trace",
       "A debit with roundFinished that was refused for want of funds finishes the round.",
       refused_debit_finishes_its_round},
      {"refused-transaction-finishes-its-round", "wallet.refused.changes-nothing",
       "A refused transaction that says roundFinished finishes the round.", refused_transaction_finishes_its_round},
      also_breaks(
          {"refused-transaction-is-recorded", "wallet.refused.changes-nothing",
           "A refused transaction is recorded, and answered as a replay when it comes again.",
           refused_transaction_is_recorded},
          {"wallet.token.expired-refused", "wallet.round.single-debit", "wallet.round.finished-takes-nothing-new",
           "wallet.replay.other-content-changes-nothing", "wallet.funds.insufficient-refused",
           "wallet.funds.refused-leaves-no-trace", "wallet.rollback.unknown-changes-nothing"}),
      also_breaks({"zero-amount-refused", "wallet.amount.zero", "An amount of 0 is refused.", zero_amount_refused},
                  {"wallet.round.zero-or-more-credits", "wallet.round.finished-takes-nothing-new"}),
      {"zero-debit-refused", "wallet.amount.zero", "A debit of 0 that names no free game is refused.",
       zero_debit_refused},
      {"negative-amount-accepted", "wallet.amount.negative-refused", "A negative amount is applied.",
       [](Behaviour &b) { b.wallet.rules.check_amount = pass; }},
      {"amounts-of-ten-digits", "wallet.exact.values", "Amounts keep their ten leading digits.",
       [](Behaviour &b) {
         wrap(b.wallet.reading.amount,
              [](const auto &inner, const Json &json) { return leading_digits(inner(json), 10); });
       }},
      {"balances-of-fifteen-digits", "wallet.exact.sums", "Balances keep their fifteen leading digits.",
       [](Behaviour &b) {
         with_sums(b, [](const Decimal &x, const Decimal &y) { return leading_digits(x + y, 15); });
       }},
      also_breaks({"amounts-through-a-double",  // deliberate
                   "wallet.exact.sums", "Balances are added up in binary floating point.",
                   [](Behaviour &b) { with_sums(b, add_in_floating_point); }},
                  {"wallet.debit.lowers-balance", "wallet.credit.raises-balance", "wallet.funds.never-negative"}),
  };
}

}  // namespace pitboss::reference::wallet::faults
