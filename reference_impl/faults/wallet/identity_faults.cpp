#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/wallet_words.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

using wallet::Keys;

/// Changes the keys under which transactions and rollbacks are looked up and recorded.
template <class Change>
void with_keys(Behaviour &behaviour, Change change) {
  wrap(behaviour.wallet.rules.keys_of_transaction, [change](const auto &inner, const TransactionRequest &request) {
    Keys keys = inner(request);
    change(keys);
    return keys;
  });
  wrap(behaviour.wallet.rules.keys_of_rollback, [change](const auto &inner, const RollbackRequest &request) {
    Keys keys = inner(request);
    change(keys);
    return keys;
  });
}

template <class Change>
void with_ids(Behaviour &behaviour, Change change) {
  with_keys(behaviour, [change](Keys &keys) {
    change(keys.round->round_id);
    change(keys.transaction->round.round_id);
    change(keys.transaction->transaction_id);
  });
}

/// Debits and credits are kept apart, so that one id may name one of each.
void credit_may_share_the_id_of_its_debit(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.keys_of_transaction, [](const auto &inner, const TransactionRequest &request) {
    Keys keys = inner(request);
    if (request.type == TransactionType::credit) keys.transaction->transaction_id.append("/credit");
    return keys;
  });
}

/// The key of a transaction is one text, in which nothing tells where the round ends.
void ids_run_together(Keys &keys) {
  keys.transaction->round.round_id.append(keys.transaction->transaction_id);
  keys.transaction->transaction_id.clear();
}

/// Credits have a table of their own, with a key of its own.
void credits_known_by_transaction_alone(Behaviour &behaviour) {
  wrap(behaviour.wallet.rules.keys_of_transaction, [](const auto &inner, const TransactionRequest &request) {
    Keys keys = inner(request);
    if (request.type == TransactionType::credit) keys.transaction->round.round_id.clear();
    return keys;
  });
}

}  // namespace

Deviations identity_faults() {
  return {
      {"idempotency-without-player", "wallet.round.belongs-to-player",
       "A transaction is looked up by round and transaction id alone, whoever the player is.",
       [](Behaviour &b) { with_keys(b, [](Keys &keys) { keys.transaction->round.player_id.clear(); }); }},
      {"rounds-without-player", "wallet.round.belongs-to-player", "Players who use the same round id share the round.",
       [](Behaviour &b) { with_keys(b, [](Keys &keys) { keys.round->player_id.clear(); }); }},
      also_breaks(
          {"idempotency-without-round", "wallet.transaction.identified-in-its-round",
           "A transaction is looked up by its transactionId alone, whatever the round is.",
           [](Behaviour &b) { with_keys(b, [](Keys &keys) { keys.transaction->round.round_id.clear(); }); }},
          {"wallet.fields.names-in-any-case", "wallet.fields.ids-accepted", "wallet.transaction.whole-id-compared",
           "wallet.debit.lowers-balance", "wallet.credit.raises-balance", "wallet.replay.in-flight-applies-once"}),
      also_breaks({"credits-known-by-transaction-alone", "wallet.transaction.identified-in-its-round",
                   "A credit is looked up by its transactionId alone, whatever the round is.",
                   credits_known_by_transaction_alone},
                  {"wallet.transaction.one-id-one-transaction", "wallet.credit.raises-balance",
                   "wallet.replay.other-amount-or-type-refused"}),
      {"ids-run-together", "wallet.transaction.identified-in-its-round",
       "A transaction is looked up by round and transaction id written together, with nothing between.",
       [](Behaviour &b) { with_keys(b, ids_run_together); }},
      also_breaks(
          {"ids-cut-at-64-characters", "wallet.transaction.whole-id-compared",
           "Round and transaction ids are kept in columns of 64 characters.",
           [](Behaviour &b) { with_ids(b, [](std::string &id) { id.resize(std::min<std::size_t>(id.size(), 64)); }); }},
          {"wallet.fields.ids-accepted"}),
      {"ids-compared-without-case", "wallet.transaction.whole-id-compared",
       "Round and transaction ids are compared without regard to case.",
       [](Behaviour &b) { with_ids(b, [](std::string &id) { id = wire::lower_case(std::move(id)); }); }},
      also_breaks({"credit-may-share-the-id-of-its-debit", "wallet.transaction.one-id-one-transaction",
                   "A credit with the transactionId of the debit is paid.", credit_may_share_the_id_of_its_debit},
                  {"wallet.replay.other-amount-or-type-refused"}),
  };
}

}  // namespace pitboss::reference::wallet::faults
