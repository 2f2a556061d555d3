#include "simulator/traffic/feed_setup.hpp"

#include "simulator/scenario/rest_request.hpp"
#include "simulator/scenario/rest_tokens.hpp"

namespace pitboss::traffic {
namespace {

std::vector<std::string> texts(const target::Rest &target, const char *list) {
  std::vector<std::string> all;
  if (const wire::Json *json = target.find(list); json != nullptr && json->array() != nullptr)
    for (const wire::Json &each : *json->array()) all.push_back(*each.string());
  return all;
}

/// The bytes of a token request.
std::string token_request(const target::Rest &target, const RestWriter &writer, scenario::ClientAuthentication how) {
  const scenario::RestCall &call = *scenario::RestCalls::of("feed")->find("get_token");
  const target::Request request =
      scenario::token_request(scenario::path_of(call, target), call.form, how, scenario::credentials_of(target));
  std::string headers, out;
  for (const auto &[name, value] : request.headers) headers += name + ": " + value + "\r\n";
  writer.write("POST", request.path, headers, request.body, out);
  return out;
}

void read_amounts(PlanReader &reader, FeedPlan &plan) {
  plan.amounts = reader.weighted("amounts", "amount");
  if (plan.amounts.items().empty()) plan.amounts = Weighted({{wire::Decimal(20), 1}});
  for (std::size_t i = 0; i < plan.amounts.items().size(); ++i)
    if (const wire::Decimal &amount = plan.amounts.items()[i].value;
        amount.significant_digits() > 15 || amount.is_zero())
      reader.complain("amounts/" + std::to_string(i), "an amount is above 0 and has at most 15 digits");
}

}  // namespace

FeedPlan read_feed_plan(const files::YamlFile &profile) {
  FeedPlan plan;
  PlanReader reader(profile, "feed");
  reader.number("streams", plan.streams);
  reader.number("customers", plan.customers);
  reader.number("days", plan.days);
  reader.number("hours_a_day", plan.hours_a_day);
  reader.number("streams_at_the_limit", plan.streams_at_the_limit);
  reader.range("registrations", plan.registrations);
  reader.range("records_a_push", plan.records_a_push);
  reader.range("rows_a_page", plan.rows_a_page);
  reader.range("requests_a_token", plan.requests_a_token);
  read_amounts(reader, plan);
  const std::pair<const char *, PartsPerMillion *> shares[] = {{"negative_days", &plan.negative_days},
                                                               {"fine_amounts", &plan.fine_amounts},
                                                               {"status_changes", &plan.status_changes},
                                                               {"syncs", &plan.syncs},
                                                               {"delta_syncs", &plan.delta_syncs},
                                                               {"must_be_refused", &plan.must_be_refused},
                                                               {"retried", &plan.retried},
                                                               {"lost_replies", &plan.lost_replies}};
  for (const auto &[name, share] : shares) reader.share(name, *share);
  if (plan.streams_at_the_limit > plan.streams)
    reader.complain("streams_at_the_limit", "there are " + std::to_string(plan.streams) + " streams only");
  reader.finish();
  return plan;
}

FeedSetup make_feed_setup(const target::Rest &target, const files::YamlFile &profile, Part shard, std::uint64_t seed,
                          const std::string &run, wire::TimePoint started) {
  FeedSetup setup{read_feed_plan(profile),
                  {},
                  texts(target, "affiliate_ids"),
                  texts(target, "game_types"),
                  RestWriter(target.base_url),
                  target.text("token_path"),
                  {},
                  run,
                  seed,
                  started,
                  std::make_shared<AccessTokens>()};
  setup.token_requests[0] = token_request(target, setup.writer, scenario::ClientAuthentication::basic);
  setup.token_requests[1] = token_request(target, setup.writer, scenario::ClientAuthentication::body);
  if (setup.game_types.empty()) setup.game_types = {"slots", "live_casino", "table_games", "sportsbook", "poker"};
  for (std::size_t i = shard.index; i < setup.plan.streams; i += shard.of) setup.streams.push_back(i + 1);
  return setup;
}

}  // namespace pitboss::traffic
