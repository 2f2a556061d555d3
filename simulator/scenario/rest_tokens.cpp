#include "simulator/scenario/rest_tokens.hpp"

#include <stdexcept>

#include "schemas/wire/encoding.hpp"
#include "simulator/scenario/amounts.hpp"
#include "simulator/scenario/rest_calls.hpp"
#include "simulator/scenario/rest_request.hpp"
#include "simulator/scenario/standing_tally.hpp"
#include "simulator/target/report_text.hpp"

namespace pitboss::scenario {
namespace {

std::string basic_of(const std::string &id, const std::string &secret) {
  return "Basic " + wire::to_base64(percent_encoded(id) + ":" + percent_encoded(secret));
}

std::string wrong(const std::string &secret) {
  return secret + "-not";
}

std::string wrong_id(const std::string &id) {
  return id + "-nobody";
}

}  // namespace

std::string basic_credentials(const target::Rest &target) {
  return basic_of(target.text("client_id"), target.text("client_secret"));
}

target::Request token_request(const target::Rest &target, const std::string &path, const wire::Json &fields,
                              ClientCredentials how) {
  std::string secret = target.text("client_secret");
  std::string id = target.text("client_id");
  if (how == ClientCredentials::wrong_secret) secret = wrong(secret);
  if (how == ClientCredentials::wrong_id) id = wrong_id(id);
  target::Request request;
  request.path = path;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  std::string form;
  const auto add = [&form](const std::string &name, const std::string &value) {
    form += (form.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  };
  if (fields.object() != nullptr)
    for (const auto &[name, value] : *fields.object()) add(name, scalar_text(value));
  if (how == ClientCredentials::body || how == ClientCredentials::both) {
    add("client_id", id);
    add("client_secret", secret);
  }
  if (how != ClientCredentials::body && how != ClientCredentials::none)
    request.headers.emplace_back("Authorization", basic_of(id, secret));
  request.body = form;
  return request;
}

void learn_credentials(const target::Rest &target, target::Secrets &secrets) {
  const std::string id = target.text("client_id");
  const std::string secret = target.text("client_secret");
  secrets.learn(percent_encoded(secret), "<" + target.contract + ".client_secret>");
  secrets.learn(basic_credentials(target).substr(6), "${FEED_BASIC_CREDENTIALS}");
  secrets.learn(basic_of(id, wrong(secret)).substr(6), "<credentials with a wrong secret>");
  secrets.learn(basic_of(wrong_id(id), secret).substr(6), "<credentials with a wrong client_id>");
}

AccessToken get_token(Transport &transport, const RunSetup &setup, const target::Rest &target) {
  const RestCall &call = *RestCalls::of(target.contract)->find("get_token");
  learn_credentials(target, setup.secrets);
  AccessToken token;
  token.exchange = transport.send(token_request(target, path_of(call, target), call.form, ClientCredentials::basic),
                                  target::LoseReply::no);
  const target::Reply *reply = token.exchange.reply ? &*token.exchange.reply : nullptr;
  const auto json = reply == nullptr ? std::nullopt : as_json(reply->body);
  const wire::Json *value = json ? json->find("access_token") : nullptr;
  if (reply == nullptr) {
    token.error = token.exchange.detail;
  } else if (reply->status < 200 || reply->status > 299 || value == nullptr || value->string() == nullptr) {
    token.error = "asking for a token is answered " + std::to_string(reply->status) + " " +
                  target::report_text(reply->body, *setup.secrets.redactor(), 160);
  } else {
    token.value = *value->string();
    setup.secrets.learn(token.value, "${FEED_TOKEN}");
    const wire::Json *lives = json->find("expires_in");
    if (lives != nullptr && lives->decimal() && lives->decimal()->places() == 0 &&
        *lives->decimal() < wire::Decimal(100'000'000))
      token.lifetime = std::chrono::seconds(std::stol(lives->decimal()->to_string()));
  }
  return token;
}

std::string TokenPool::take(Transport &transport) {
  const std::lock_guard lock(mutex_);
  if (token_.empty() || used_ >= budget || wire::now() >= good_until_) {
    const AccessToken token = get_token(transport, *setup_, *target_);
    if (!token.error.empty()) throw std::runtime_error(token.error);
    token_ = token.value;
    used_ = 0;
    // A token is renewed before its end: what is on the way then still arrives in time.
    good_until_ = wire::now() + std::max<std::chrono::seconds>(token.lifetime * 4 / 5, std::chrono::seconds(1));
  }
  ++used_;
  return token_;
}

void TokenPool::drop(const std::string &token) {
  const std::lock_guard lock(mutex_);
  if (token == token_) token_.clear();
}

}  // namespace pitboss::scenario
