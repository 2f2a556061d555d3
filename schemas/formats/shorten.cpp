#include "schemas/formats/shorten.hpp"

#include "schemas/wire/encoding.hpp"

namespace pitboss::results {
namespace {

template <typename Message>
void cut(Message &message) {
  if (message.body.size() <= passed_body_limit) return;
  message.body = std::string(wire::cut_utf8(message.body, passed_body_limit));
  message.body_cut = true;
}

void drop_headers(Exchange &exchange) {
  exchange.request.headers.clear();
  if (exchange.response) exchange.response->headers.clear();
}

}  // namespace

void shorten(Scenario &passed) {
  for (Step &step : passed.steps)
    for (Exchange &exchange : step.exchanges) {
      cut(exchange.request);
      if (exchange.response) cut(*exchange.response);
      const bool judges = step.judged && &exchange == &step.exchanges.back();
      if (!judges) drop_headers(exchange);
      if (!judges || exchange.request.body_cut) exchange.curl.clear();
    }
}

}  // namespace pitboss::results
