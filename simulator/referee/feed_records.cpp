#include <fmt/format.h>

#include <algorithm>

#include "simulator/referee/canonical.hpp"
#include "simulator/referee/feed_parts.hpp"

namespace pitboss::referee {

using journal::Effect;
using wire::Json;
using Kind = FeedRecord::Kind;

namespace {

constexpr std::size_t most_records = 1000;

std::optional<Kind> kind_of(const journal::Exchange &exchange) {
  if (is_call(exchange, "POST", "/igaming/customers")) return Kind::customer;
  if (is_call(exchange, "POST", "/igaming/transactions")) return Kind::transaction;
  if (is_call(exchange, "POST", "/igaming/gaming-activity")) return Kind::activity;
  return std::nullopt;
}

/// What tells a person who signed up from another one; all else may change.
bool is_identity(std::string_view name) {
  return name == "email" || name == "first_name" || name == "last_name" || name == "signup_date";
}

std::string activity_key(const Json &json) {
  return fmt::format("{} {} {} {}", text_of(json, "date"), text_of(json, "customer_id"), text_of(json, "game_type"),
                     text_of(json, "currency"));
}

std::vector<FeedRecord> read_records(std::size_t i, Kind kind, const Json &body) {
  const Json *data = body.array() != nullptr ? &body : body.find("data");
  std::vector<FeedRecord> records;
  if (data == nullptr || data->array() == nullptr) return records;
  const std::string_view id = kind == Kind::customer ? "customer_id" : "transaction_id";
  for (const Json &one : *data->array()) {
    FeedRecord record{.kind = kind, .exchange = i, .json = one, .id = {}, .rest = {}};
    record.id = kind == Kind::activity ? activity_key(one) : text_of(one, id);
    record.rest = canonical(one, [&](std::string_view name, const Json &) {
      return kind == Kind::customer ? is_identity(name) : name != id;
    });
    records.push_back(std::move(record));
  }
  return records;
}

bool leaves_doubt(Answer answer) {
  return answer == Answer::retryable || answer == Answer::late;
}

/// The customers that a refusal lacks: nothing else is wrong with the request.
bool names_customers_only(const Json &reply) {
  const Json *errors = reply.find("errors");
  if (errors == nullptr || errors->array() == nullptr || errors->array()->empty()) return false;
  return std::all_of(errors->array()->begin(), errors->array()->end(),
                     [](const Json &error) { return text_of(error, "field") == "customer_id"; });
}

}  // namespace

void FeedRecords::see(std::size_t i) {
  knows_effects_ = knows_effects_ || at(i).effect != Effect::unknown;
  const auto kind = kind_of(at(i));
  if (!kind) return;
  const Json body = request_json(at(i));
  const std::vector<FeedRecord> records = read_records(i, *kind, body);
  see_size(i, records.size());
  see_resend(i, at(i).path + canonical(body));
  see_keys(i, records);
  if (*kind != Kind::customer) see_customers_named(i, records);
  for (const FeedRecord &record : records) {
    if (*kind == Kind::customer) see_customer(record);
    if (*kind == Kind::transaction) see_transaction(record);
    if (*kind == Kind::activity) see_activity(record);
  }
}

void FeedRecords::see_size(std::size_t i, std::size_t records) {
  if (records <= most_records) return opinions_.kept("batch-size", i);
  opinions_.broken("batch-size", fmt::format("a push had {} records, and may have {}", records, most_records), {i});
}

void FeedRecords::see_resend(std::size_t i, const std::string &content) {
  const auto found = refused_.find(content);
  const bool is_known = found != refused_.end() && at(found->second.exchange).replied_at <= at(i).received_at;
  if (is_known && !(found->second.for_customers && known_customers_.size() > found->second.customers)) {
    found->second.sent_again = true;
    opinions_.broken("refused-not-resent", "what was answered 422 was sent again unchanged",
                     {found->second.exchange, i});
  }
  if (answer_of(journal_, at(i)) != Answer::refused || at(i).reply->status != 422) return;
  refused_[content] = {i, known_customers_.size(), names_customers_only(reply_json(at(i))), false};
}

void FeedRecords::see_keys(std::size_t i, const std::vector<FeedRecord> &records) {
  if (records.empty() || records.front().kind != Kind::activity) return;
  std::set<std::string> keys;
  for (const FeedRecord &record : records) {
    if (keys.insert(record.id).second) continue;
    return opinions_.broken("activity-one-record", fmt::format("the record of {} stands twice in one push", record.id),
                            {i});
  }
  opinions_.kept("activity-one-record", i);
}

void FeedRecords::see_customers_named(std::size_t i, const std::vector<FeedRecord> &records) {
  const auto unknown = std::find_if(records.begin(), records.end(), [&](const FeedRecord &record) {
    return !known_customers_.contains(text_of(record.json, "customer_id"));
  });
  if (unknown == records.end()) {
    if (!records.empty()) opinions_.kept("customers-first", i);
    return;
  }
  // In a capture from elsewhere, a customer may have been pushed before it began: then the target knows it.
  const Json reply = reply_json(at(i));
  const bool refused = at(i).action.empty() && at(i).reply && at(i).reply->status == 422 && names_customers_only(reply);
  if (!knows_effects_ && !refused) return;
  opinions_.broken("customers-first",
                   fmt::format("a record names the customer {}, who had not been accepted by then",
                               text_of(unknown->json, "customer_id")),
                   {i});
}

void FeedRecords::see_customer(const FeedRecord &record) {
  const journal::Exchange &exchange = at(record.exchange);
  const bool accepted = exchange.effect == Effect::applied || answer_of(journal_, exchange) == Answer::success;
  // A customer without a name cannot be told from another one who signed up at the same time.
  const bool has_name = record.json.find("email") != nullptr ||
                        (record.json.find("first_name") != nullptr && record.json.find("last_name") != nullptr);
  std::map<std::string, std::string> none;
  see_id(record, customers_, has_name ? customers_by_rest_ : none);
  if (accepted) known_customers_.insert(record.id);
}

void FeedRecords::see_transaction(const FeedRecord &record) {
  const auto found = transactions_.find(record.id);
  const std::optional<Sent> before = found == transactions_.end() ? std::nullopt : std::optional(found->second);
  see_id(record, transactions_, transactions_by_rest_);
  see_status(record, before ? &*before : nullptr);
  see_punctual(record, before ? &*before : nullptr);
  see_bonus(record);
}

/// An id that is sent again is stable. Another one for the same content, in another push, is suspect.
void FeedRecords::see_id(const FeedRecord &record, std::map<std::string, Sent> &sent,
                         std::map<std::string, std::string> &by_rest) {
  const auto [entry, is_new] = sent.try_emplace(record.id);
  Sent &known = entry->second;
  if (!is_new && known.record.exchange != record.exchange) opinions_.kept("stable-ids", record.exchange);
  if (is_new) {
    known.first_status = text_of(record.json, "status");
    const auto same = by_rest.find(record.rest);
    if (same != by_rest.end() && sent[same->second].record.exchange != record.exchange) {
      const Sent &old = sent[same->second];
      other_ids_.push_back({same->second, record.id, old.record.exchange, record.exchange, old.times, old.in_doubt});
    }
  }
  by_rest.emplace(record.rest, record.id);
  known.record = record;
  ++known.times;
  known.in_doubt = leaves_doubt(answer_of(journal_, at(record.exchange)));
}

void FeedRecords::see_status(const FeedRecord &record, const Sent *before) {
  const std::string status = text_of(record.json, "status");
  const std::string same = canonical(record.json, [](std::string_view name, const Json &) {
    return name == "customer_id" || name == "transaction_type" || name == "amount_currency" || name == "currency" ||
           name == "transaction_date";
  });
  if (before != nullptr) {
    if (text_of(before->record.json, "status") == status) return;
    transactions_[record.id].status_changed = true;
    return opinions_.kept("status-same-id", record.exchange);
  }
  const auto [other, is_first] = by_all_but_status_.emplace(same, record.id);
  if (is_first) return;
  const Sent &old = transactions_[other->second];
  const std::string was = text_of(old.record.json, "status");
  const bool follows = (was == "pending" && status != "pending") ||
                       (was == "approved" && (status == "reversed" || status == "declined"));
  if (follows && old.record.exchange != record.exchange)
    other_statuses_.push_back({other->second, record.id, old.record.exchange, record.exchange, old.times, false});
}

void FeedRecords::see_punctual(const FeedRecord &record, const Sent *before) {
  if (text_of(record.json, "status") != "approved") return;
  if (before != nullptr && text_of(before->record.json, "status") == "approved") return;
  const bool has_change = record.json.find("last_modified_date") != nullptr;
  const auto completed =
      wire::parse_date_time(text_of(record.json, has_change ? "last_modified_date" : "transaction_date"));
  if (!completed || *completed < journal_.started_at) return;  // history
  const auto late = at(record.exchange).received_at - *completed;
  if (late <= std::chrono::minutes(5)) return opinions_.kept("within-five-minutes", record.exchange);
  opinions_.broken("within-five-minutes",
                   fmt::format("the transaction {} came {} minutes after its completion", record.id,
                               std::chrono::duration_cast<std::chrono::minutes>(late).count()),
                   {record.exchange});
}

void FeedRecords::see_bonus(const FeedRecord &record) {
  const std::string type = text_of(record.json, "transaction_type");
  if (type == "bonus") return opinions_.kept("bonuses-apart", record.exchange);
  if (type != "deposit" || record.json.object() == nullptr) return;
  for (const auto &[name, value] : *record.json.object()) {
    const auto amount = value.decimal();
    const bool holds_amount = name.find("bonus") != std::string::npos && (!amount || !amount->is_zero());
    const bool paid_by_bonus =
        name == "payment_method" && text_of(record.json, name).find("bonus") != std::string::npos;
    if (!holds_amount && !paid_by_bonus) continue;
    return opinions_.broken(
        "bonuses-apart", fmt::format("the deposit {} holds a bonus: {} is {}", record.id, name, wire::to_text(value)),
        {record.exchange});
  }
}

}  // namespace pitboss::referee
