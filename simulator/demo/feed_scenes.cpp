#include <fmt/format.h>

#include "schemas/wire/time.hpp"
#include "simulator/demo/scenes.hpp"

namespace pitboss::demo {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonNumber;
using wire::JsonObject;

const std::string customers = "/api/v1/igaming/customers";
const std::string transactions = "/api/v1/igaming/transactions";
const std::string activity = "/api/v1/igaming/gaming-activity";

std::string time_text(std::chrono::hours ago) {
  return wire::to_iso8601(wire::now() - ago);
}

std::string today() {
  return wire::to_iso8601(wire::now()).substr(0, std::string_view("2026-11-25").size());
}

Json customer(const Stage &stage, const std::string &id, const std::string &name) {
  return JsonObject{{"customer_id", id},
                    {"signup_date", time_text(std::chrono::hours(24))},
                    {"affiliate_id", stage.partner.setting("feed", "affiliate_ids.1")},
                    {"tracking_data", "pitboss-demo"},
                    {"first_name", name},
                    {"country", "SE"},
                    {"currency", "EUR"}};
}

Json transaction(const std::string &id, const std::string &customer_id, const std::string &type,
                 const std::string &amount, const std::string &status = "approved") {
  return JsonObject{{"transaction_id", id},     {"customer_id", customer_id},
                    {"transaction_type", type}, {"amount_currency", JsonNumber{amount}},
                    {"currency", "EUR"},        {"transaction_date", time_text(std::chrono::hours(1))},
                    {"status", status}};
}

Json day(const std::string &customer_id, int bets, const std::string &total, const std::string &wins) {
  return JsonObject{{"date", today()},         {"customer_id", customer_id}, {"game_type", "slots"},
                    {"currency", "EUR"},       {"bets_count", bets},         {"total_bets", JsonNumber{total}},
                    {"wins", JsonNumber{wins}}};
}

void push(const Stage &stage, const std::string &story, const std::string &path, JsonArray records) {
  const Answer answer = stage.partner.feed("POST", path, JsonObject{{"data", std::move(records)}});
  stage.tell(fmt::format("{}: answered {}", story, answer.status));
}

void list(const Stage &stage, const std::string &story, const std::string &target) {
  const Answer answer = stage.partner.feed("GET", target);
  stage.tell(fmt::format("{}: answered {}", story, answer.status));
}

void access(const Stage &stage) {
  const Answer answer = stage.partner.get_token();
  stage.tell(
      fmt::format("The operator asks for an access token with its client id and secret: answered {}", answer.status));
}

void send_customers(const Stage &stage) {
  const std::string anna = stage.partner.fresh("customer"), bert = stage.partner.fresh("customer");
  push(stage, "Two customers who came through an affiliate are pushed", customers,
       {customer(stage, anna, "Anna"), customer(stage, bert, "Bert")});
  push(stage, "One of them has changed her name: the same customer_id again, whole", customers,
       {customer(stage, anna, "Annabel")});
  list(stage, "What has changed in the last hour is listed, to see that the change is there",
       customers + "?modified_since=" + time_text(std::chrono::hours(1)));
}

void send_transactions(const Stage &stage) {
  Partner &partner = stage.partner;
  const std::string anna = partner.fresh("customer"), deposit = partner.fresh("payment");
  push(stage, "A customer for the payments", customers, {customer(stage, anna, "Cleo")});
  push(stage, "A deposit, still pending", transactions, {transaction(deposit, anna, "deposit", "100.50", "pending")});
  push(stage, "The deposit is approved: the same transaction_id again", transactions,
       {transaction(deposit, anna, "deposit", "100.50")});
  push(stage, "A withdrawal and a bonus, each a record of its own", transactions,
       {transaction(partner.fresh("payment"), anna, "withdrawal", "40"),
        transaction(partner.fresh("payment"), anna, "bonus", "10")});
  push(stage, "An adjustment of -0.05", transactions,
       {transaction(partner.fresh("payment"), anna, "adjustment", "-0.05")});
}

void send_activity(const Stage &stage) {
  const std::string anna = stage.partner.fresh("customer");
  push(stage, "A customer who plays", customers, {customer(stage, anna, "Dora")});
  push(stage, "What she played until noon: 10 bets, 100.50 staked, 80.25 won", activity,
       {day(anna, 10, "100.50", "80.25")});
  push(stage, "The day again by evening, whole: 25 bets, and she won more than she staked: GGR -12.40", activity,
       {day(anna, 25, "250.10", "262.50")});
  list(stage, "The day is listed: replaced, not added up", activity + "?customer_id=" + anna);
}

}  // namespace

std::vector<Scene> feed_scenes() {
  return {{"Feed: access", access},
          {"Feed: customers", send_customers},
          {"Feed: transactions", send_transactions},
          {"Feed: gaming activity", send_activity}};
}

}  // namespace pitboss::demo
