#include "reference_impl/wallet/rules.hpp"

/// The rules of wallet.md, one by one, on views made by hand.
namespace pitboss::reference::wallet {
namespace {

const wire::TimePoint now = *wire::parse_date_time("2026-05-01T12:00:00Z");

Decimal money(std::string_view text) {
  return *Decimal::parse(text);
}

PlayerAccount player(std::string_view balance) {
  return {.id = "p", .brand = "b", .currency = "eur", .currency_truncation = 2, .balance = money(balance)};
}

View fresh(std::string_view balance = "100") {
  return {.player = player(balance), .round = {}, .transaction = {}, .free_games = {}};
}

TransactionRequest request(TransactionType type, std::string_view amount, std::string transaction = "T") {
  TransactionRequest made;
  made.player_id = "p";
  made.provider = "v";
  made.game = "g";
  made.round_id = "R";
  made.transaction_id = std::move(transaction);
  made.amount = money(amount);
  made.type = type;
  made.when.now = now;
  return made;
}

TransactionRequest debit(std::string_view amount) {
  return request(TransactionType::debit, amount);
}
TransactionRequest credit(std::string_view amount) {
  return request(TransactionType::credit, amount, "C");
}

RollbackRequest rollback() {
  return {.player_id = "p", .provider = "v", .game = "g", .transaction_id = "T", .round_id = "R", .when = {.now = now}};
}

/// A round whose debit T of 10 was applied to 100.
View open_round() {
  View view = fresh("90");
  view.round = Round{.game = "g", .debit = "T"};
  return view;
}

View with_transaction(View view, TransactionType type, std::string_view amount,
                      TransactionStatus status = TransactionStatus::applied) {
  view.transaction = Transaction{
      .type = type, .amount = money(amount), .balance_after = money("90"), .status = status, .free_game = {}};
  return view;
}

FreeGame free_game(std::int64_t remaining) {
  return {.instance_id = 1,
          .offer_id = 99,
          .offer_name = "o",
          .can_be_rejected = false,
          .nearest_cost_per_bet = money("5"),
          .rounds_remaining = remaining,
          .rounds_awarded = 10,
          .starts_at = now - std::chrono::hours(1),
          .ends_at = now + std::chrono::hours(1)};
}

const WalletRules rules;

template <class Request>
void expect_balance(const Request &made, const View &view, std::string_view balance) {
  const Outcome outcome = decide(rules, made, view);
  ASSERT_FALSE(outcome.reply.refusal) << outcome.reply.refusal->message;
  EXPECT_EQ(outcome.reply.player.balance, money(balance));
}

template <class Request>
void expect_refused(const Request &made, const View &view, ErrorCode code) {
  const Outcome outcome = decide(rules, made, view);
  ASSERT_TRUE(outcome.reply.refusal);
  EXPECT_EQ(outcome.reply.refusal->code, code) << outcome.reply.refusal->message;
  EXPECT_TRUE(outcome.changes.empty());
}

TEST(Rule1, DebitLowersAndCreditRaises) {
  expect_balance(debit("10.50"), fresh(), "89.5");
  expect_balance(credit("0.01"), open_round(), "90.01");
}

TEST(Rule1, SumsAreExact) {
  View view = fresh("0");
  for (int i = 0; i < 10; ++i) {
    view.round = Round{.game = "g", .debit = "T"};
    view.player->balance = decide(rules, credit("0.1"), view).reply.player.balance;
  }
  EXPECT_EQ(view.player->balance, money("1"));
}

TEST(Rule2, SecondDebitIsRefused) {
  expect_refused(request(TransactionType::debit, "1", "T2"), open_round(), ErrorCode::validation_failed);
}

TEST(Rule3, CreditNeedsItsDebit) {
  expect_refused(credit("1"), fresh(), ErrorCode::validation_failed);
}

TEST(Rule4, FinishedRoundTakesNothingNew) {
  View view = open_round();
  view.round->finished = true;
  expect_refused(credit("1"), view, ErrorCode::validation_failed);
  expect_refused(request(TransactionType::debit, "1", "T2"), view, ErrorCode::validation_failed);
  expect_balance(debit("10"), with_transaction(view, TransactionType::debit, "10"), "90");
}

TEST(Rule4, RoundFinishedIsKept) {
  TransactionRequest last = debit("10");
  last.round_finished = true;
  EXPECT_TRUE(decide(rules, last, fresh()).changes.round->finished);
  last = credit("10");
  EXPECT_FALSE(decide(rules, last, open_round()).changes.round->finished);
  last.round_finished = true;
  EXPECT_TRUE(decide(rules, last, open_round()).changes.round->finished);
}

TEST(Rule5, ReplayChangesNothing) {
  const View view = with_transaction(open_round(), TransactionType::debit, "10");
  const Outcome outcome = decide(rules, debit("10.00"), view);
  EXPECT_TRUE(outcome.changes.empty());
  expect_balance(debit("1e1"), view, "90");
  expect_refused(debit("10.01"), view, ErrorCode::validation_failed);
  expect_refused(request(TransactionType::credit, "10"), view, ErrorCode::validation_failed);
}

TEST(Rule5, ReplayMayNotFinishTheRound) {
  TransactionRequest again = debit("10");
  again.round_finished = true;
  EXPECT_TRUE(decide(rules, again, with_transaction(open_round(), TransactionType::debit, "10")).changes.empty());
}

TEST(Rule7, WholeBalanceAndNotAUnitMore) {
  expect_balance(debit("100"), fresh(), "0");
  expect_refused(debit("100.01"), fresh(), ErrorCode::insufficient_funds);
}

TEST(Rule8, ZeroIsValidAndNegativeIsNot) {
  expect_balance(debit("0"), fresh(), "100");
  expect_balance(credit("0"), open_round(), "90");
  expect_refused(debit("-1"), fresh(), ErrorCode::validation_failed);
  expect_refused(credit("-0.01"), open_round(), ErrorCode::validation_failed);
}

TEST(Rule9, RollbackReturnsTheAmountAndCancels) {
  const Outcome outcome = decide(rules, rollback(), with_transaction(open_round(), TransactionType::debit, "10"));
  EXPECT_EQ(outcome.reply.player.balance, money("100"));
  EXPECT_TRUE(outcome.changes.round->cancelled);
  EXPECT_EQ(outcome.changes.transaction->status, TransactionStatus::rolled_back);
}

TEST(Rule9, CancelledRoundStaysCancelled) {
  View view = open_round();
  view.round->cancelled = true;
  const View again = with_transaction(view, TransactionType::debit, "10", TransactionStatus::rolled_back);
  EXPECT_TRUE(decide(rules, rollback(), again).changes.empty());
  expect_balance(rollback(), again, "90");
  expect_refused(debit("10"), again, ErrorCode::debit_rolled_back);
  expect_refused(credit("1"), view, ErrorCode::debit_rolled_back);
  expect_refused(request(TransactionType::debit, "1", "T2"), view, ErrorCode::debit_rolled_back);
}

TEST(Rule10, UnknownRollbackLeavesATombstone) {
  const Outcome outcome = decide(rules, rollback(), fresh());
  EXPECT_FALSE(outcome.reply.refusal);
  EXPECT_FALSE(outcome.changes.balance);
  EXPECT_FALSE(outcome.changes.round);
  View later = fresh();
  later.transaction = outcome.changes.transaction;
  expect_refused(debit("10"), later, ErrorCode::debit_rolled_back);
  expect_balance(request(TransactionType::debit, "10", "T2"), fresh(), "90");
}

TEST(Rule11, PaidFinishedAndCreditsAreNotRolledBack) {
  View paid = with_transaction(open_round(), TransactionType::debit, "10");
  paid.round->paid = true;
  expect_refused(rollback(), paid, ErrorCode::validation_failed);
  View finished = with_transaction(open_round(), TransactionType::debit, "10");
  finished.round->finished = true;
  expect_refused(rollback(), finished, ErrorCode::validation_failed);
  expect_refused(rollback(), with_transaction(open_round(), TransactionType::credit, "10"),
                 ErrorCode::validation_failed);
}

TEST(Rule12, FreeDebitCountsDownAndRollbackGivesBack) {
  View view = fresh();
  view.free_games = {free_game(2)};
  TransactionRequest made = debit("0");
  made.free_game = FreeGameChoice{1, 99};
  const Outcome outcome = decide(rules, made, view);
  EXPECT_EQ(outcome.changes.free_game->rounds_remaining, 1);
  EXPECT_EQ(outcome.reply.free_games.at(0).rounds_remaining, 1);

  view = open_round();
  view.free_games = {free_game(1)};
  view.transaction = outcome.changes.transaction;
  EXPECT_EQ(decide(rules, rollback(), view).changes.free_game->rounds_remaining, 2);
}

TEST(Rule12, UnusableFreeGamesAreRefused) {
  View view = fresh();
  view.free_games = {free_game(0)};
  TransactionRequest made = debit("0");
  made.free_game = FreeGameChoice{1, 99};
  expect_refused(made, view, ErrorCode::validation_failed);  // used up
  view.free_games = {free_game(1)};
  made.free_game = FreeGameChoice{2, 99};
  expect_refused(made, view, ErrorCode::validation_failed);  // unknown
  made.free_game = FreeGameChoice{1, 99};
  made.when.now = now + std::chrono::hours(1);
  expect_refused(made, view, ErrorCode::validation_failed);  // expired
  made.when.now = now;
  made.amount = money("1");
  expect_refused(made, view, ErrorCode::validation_failed);  // costs
}

TEST(Rule14, AnExpiredSessionSettlesAndBeginsNothing) {
  TransactionRequest made = debit("10");
  made.when.session_expired = true;
  expect_refused(made, fresh(), ErrorCode::session_expired);
  expect_balance(made, with_transaction(open_round(), TransactionType::debit, "10"), "90");
  TransactionRequest payout = credit("5");
  payout.when.session_expired = true;
  expect_balance(payout, open_round(), "95");
}

TEST(Rules, UnknownPlayerAndOverflowAreRefused) {
  expect_refused(debit("1"), View{}, ErrorCode::player_unauthorized);
  expect_refused(rollback(), View{}, ErrorCode::player_unauthorized);
  View rich = open_round();
  rich.player->balance = money("99999999999999999999999999999999999999");
  expect_refused(credit("0.000000000000001"), rich, ErrorCode::validation_failed);
}

TEST(Identity, KeysNamePlayerProviderRoundAndTransaction) {
  const Keys keys = rules.keys_of_transaction(debit("1"));
  EXPECT_EQ(keys.round, (RoundKey{"p", "v", "R"}));
  EXPECT_EQ(keys.transaction, (TransactionKey{{"p", "v", "R"}, "T"}));
}

}  // namespace
}  // namespace pitboss::reference::wallet
