#pragma once

#include <map>
#include <set>

#include "simulator/referee/opinion.hpp"
#include "simulator/referee/reading.hpp"

/// The parts of the judge of feed clients; included by its files only.
namespace pitboss::referee {

/// How a client treats its access tokens and the rate limit.
class FeedTokens {
 public:
  FeedTokens(const journal::Journal &journal, Opinions &opinions) : journal_(journal), opinions_(opinions) {}

  void see(std::size_t i);
  void finish();

 private:
  struct Token {
    std::optional<wire::TimePoint> expires;  ///< of the journal's clock
    std::optional<std::size_t> refused;      ///< the exchange that was answered 401
    std::optional<std::size_t> limited;      ///< the last one that was answered 429
    wire::TimePoint limited_until{};
    std::vector<std::size_t> requests;  ///< of the last minute
    bool too_many = false;
    std::size_t last = 0;
  };

  [[nodiscard]] const journal::Exchange &at(std::size_t i) const { return journal_.exchanges[i]; }
  [[nodiscard]] bool may_have_been_on_its_way(std::size_t reply, std::size_t i) const;
  void judge_expiries();
  void take_token(std::size_t i);
  void see_expiry(std::size_t i, const std::string &name);
  void see_refusal(std::size_t i, const std::string &name);
  void see_limit(std::size_t i, Token &token);
  void see_rate(std::size_t i, Token &token);

  const journal::Journal &journal_;
  Opinions &opinions_;
  std::map<std::string, Token> tokens_;
  std::vector<std::size_t> refused_at_expiry_;  ///< exchanges
  bool waits_for_new_ = false;                  ///< a token was refused, and no other has been used since
};

/// One record of a push.
struct FeedRecord {
  enum class Kind { customer, transaction, activity };
  Kind kind = Kind::customer;
  std::size_t exchange = 0;
  wire::Json json;
  std::string id;    ///< its key: customer_id, transaction_id, or the four of an activity
  std::string rest;  ///< canonical: all but the id; of a customer, what tells one from another
};

/// What a client says in its records.
class FeedRecords {
 public:
  FeedRecords(const journal::Journal &journal, Opinions &opinions) : journal_(journal), opinions_(opinions) {}

  void see(std::size_t i);
  void finish();

 private:
  struct Sent {             ///< a customer or transaction
    FeedRecord record;      ///< as it came last
    std::size_t times = 0;  ///< pushes that had it
    bool in_doubt = false;  ///< of its last push, the client does not know what became
    std::string first_status;
    bool status_changed = false;
  };
  struct Suspect {
    std::string old_id, new_id;
    std::size_t old_exchange = 0, exchange = 0;
    std::size_t old_times = 0;
    bool was_in_doubt = false;
  };
  struct Refused {
    std::size_t exchange = 0;
    std::size_t customers = 0;   ///< that were known then
    bool for_customers = false;  ///< what it names lacks customers, nothing else
    bool sent_again = false;
  };

  [[nodiscard]] const journal::Exchange &at(std::size_t i) const { return journal_.exchanges[i]; }
  void see_customer(const FeedRecord &record);
  void see_transaction(const FeedRecord &record);
  void see_activity(const FeedRecord &record);
  void see_size(std::size_t i, std::size_t records);
  void see_resend(std::size_t i, const std::string &content);
  void see_keys(std::size_t i, const std::vector<FeedRecord> &records);
  void see_customers_named(std::size_t i, const std::vector<FeedRecord> &records);
  void see_id(const FeedRecord &record, std::map<std::string, Sent> &sent, std::map<std::string, std::string> &by_rest);
  void see_status(const FeedRecord &record, const Sent *before);
  void see_punctual(const FeedRecord &record, const Sent *before);
  void see_day(const FeedRecord &record);
  void see_bonus(const FeedRecord &record);
  void finish_ids();
  void finish_statuses();
  void finish_activity();

  const journal::Journal &journal_;
  Opinions &opinions_;
  std::set<std::string> known_customers_;
  bool knows_effects_ = false;
  std::map<std::string, Sent> customers_, transactions_;
  std::map<std::string, std::string> customers_by_rest_, transactions_by_rest_;  ///< ids
  std::map<std::string, std::string> by_all_but_status_;                         ///< ids of transactions
  std::vector<Suspect> other_ids_, other_statuses_;
  std::map<std::string, FeedRecord> activity_;  ///< as it came last
  std::set<std::string> days_;
  std::size_t changed_days_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> fallen_days_;  ///< exchanges: before and after
  std::map<std::string, Refused> refused_;                        ///< by content
};

}  // namespace pitboss::referee
