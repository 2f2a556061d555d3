#include "reference_impl/dashboard/recorder/partners.hpp"

#include "reference_impl/http/query.hpp"
#include "reference_impl/onboarding/step_judge.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::dashboard {
namespace {

constexpr std::size_t most_tokens = 10'000;

std::string text_of(const std::string &body, std::string_view name) {
  return onboarding::text_of(onboarding::parsed(body), name);
}

}  // namespace

std::string Partners::asking(const http::Request &request) {
  const std::string *authorization = request.header("Authorization");
  constexpr std::string_view scheme = "Basic ";
  if (authorization != nullptr && wire::equal_ignoring_case(authorization->substr(0, scheme.size()), scheme)) {
    const std::string pair = wire::from_base64(authorization->substr(scheme.size())).value_or("");
    return http::decode(pair.substr(0, pair.find(':')));
  }
  if (request.body.starts_with('{')) return text_of(request.body, "client_id");
  return http::Query(request.body).value("client_id").value_or("");
}

std::string Partners::partner_of(const Seen &seen, const std::string &asking) {
  if (seen.contract == "feed") return client_of_feed(seen, asking);
  if (seen.contract == "wallet") return text_of(seen.exchange.body, "provider");
  return seen.contract == "movements" ? operator_of_movements : "";
}

std::string Partners::client_of_feed(const Seen &seen, const std::string &asking) {
  if (seen.call == "token") {
    if (seen.status() != 200) return {};
    if (clients_.size() >= most_tokens) clients_.clear();
    clients_[text_of(seen.exchange.reply->body, "access_token")] = asking;
    return asking;
  }
  const std::string *authorization = seen.exchange.header("Authorization");
  if (authorization == nullptr) return {};
  const auto client = clients_.find(std::string_view(*authorization).substr(authorization->find(' ') + 1));
  return client == clients_.end() ? std::string() : client->second;
}

}  // namespace pitboss::reference::dashboard
