#include "reference_impl/dashboard/traffic_calls.hpp"

#include "reference_impl/dashboard/paging.hpp"

namespace pitboss::reference::dashboard {
namespace {

ExchangeFilter read_filter(const http::Query &query) {
  const auto text = [&](std::string_view name) { return query.value(name).value_or(""); };
  ExchangeFilter filter{.contract = text("contract"),
                        .call = text("call"),
                        .partner = text("partner"),
                        .status = text("status"),
                        .text = text("text")};
  check(filter);
  return filter;
}

wire::Json exchanges(const Ring &ring, const http::Query &query) {
  const auto limit = static_cast<std::size_t>(read_limit(query));
  const Ring::Page page = ring.list(read_filter(query), read_number_cursor(query), limit);
  wire::JsonArray rows;
  for (const Seen *seen : page.rows) rows.push_back(summary(*seen));
  const auto next = page.more ? std::optional(std::to_string(page.rows.back()->id)) : std::nullopt;
  return list_json(std::move(rows), next, static_cast<std::int64_t>(page.total));
}

wire::Json exchange(const Ring &ring, const http::Query &query) {
  read_needed(query, "id");
  const auto id = read_number(query, "id", 0, 1, std::numeric_limits<std::int64_t>::max());
  const Seen *seen = ring.find(static_cast<std::uint64_t>(id));
  if (seen == nullptr)
    throw Problem{.status = 404, .message = "this exchange is not kept any more: only the last ones are"};
  return detail(*seen);
}

}  // namespace

void add_traffic_calls(Routes &routes, Recorder &recorder) {
  routes.get("/dashboard/v1/exchanges",
             Routes::Read([&recorder](const http::Query &query) { return exchanges(recorder.ring(), query); }));
  routes.get("/dashboard/v1/exchange",
             Routes::Read([&recorder](const http::Query &query) { return exchange(recorder.ring(), query); }));
  routes.get("/dashboard/v1/traffic", Routes::Read([&recorder](const http::Query &query) -> wire::Json {
               const auto seconds = read_number(query, "seconds", 600, 1, Traffic::most_ticks);
               return wire::JsonObject{{"ticks", recorder.traffic().last(static_cast<std::size_t>(seconds))}};
             }));
}

}  // namespace pitboss::reference::dashboard
