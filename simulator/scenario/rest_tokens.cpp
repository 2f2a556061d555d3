#include "simulator/scenario/rest_tokens.hpp"

#include <algorithm>
#include <stdexcept>

#include "schemas/wire/encoding.hpp"
#include "simulator/scenario/amounts.hpp"
#include "simulator/scenario/rest_calls.hpp"
#include "simulator/scenario/rest_request.hpp"
#include "simulator/scenario/standing_tally.hpp"
#include "simulator/target/report_text.hpp"

namespace pitboss::scenario {
namespace {

std::string basic_of(const ClientCredentials &credentials) {
  return "Basic " + wire::to_base64(percent_encoded(credentials.id) + ":" + percent_encoded(credentials.secret));
}

/// Whether the client itself is refused (RFC 6749, section 5.2), and may be taken when it says who it is in another
/// way.
bool refuses_the_client(const target::Exchange &exchange) {
  return exchange.reply && (exchange.reply->status == 400 || exchange.reply->status == 401);
}

/// The token of a granting reply; empty where it holds none.
std::string granted(const target::Reply &reply, std::chrono::seconds &lifetime) {
  const auto json = as_json(reply.body);
  const wire::Json *value = json ? json->find("access_token") : nullptr;
  if (reply.status < 200 || reply.status > 299 || value == nullptr || value->string() == nullptr) return "";
  const wire::Json *lives = json->find("expires_in");
  if (lives != nullptr && lives->decimal() && lives->decimal()->places() == 0 &&
      *lives->decimal() < wire::Decimal(100'000'000))
    lifetime = std::chrono::seconds(std::stol(lives->decimal()->to_string()));
  return *value->string();
}

}  // namespace

std::string token_in_curl(const std::string &contract) {
  std::string name = contract;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : '_'; });
  return "${" + name + "_TOKEN}";
}

ClientCredentials credentials_of(const target::Rest &target) {
  return {target.text("client_id"), target.text("client_secret")};
}

ClientCredentials with_wrong_secret(ClientCredentials credentials) {
  credentials.secret += "-not";
  return credentials;
}

ClientCredentials with_wrong_id(ClientCredentials credentials) {
  credentials.id += "-nobody";
  return credentials;
}

std::string basic_credentials(const target::Rest &target) {
  return basic_of(credentials_of(target));
}

target::Request token_request(const std::string &path, const wire::Json &fields, ClientAuthentication how,
                              const ClientCredentials &credentials) {
  target::Request request;
  request.needs_fresh_connection = true;
  request.path = path;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  std::string form;
  const auto add = [&form](const std::string &name, const std::string &value) {
    form += (form.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  };
  if (fields.object() != nullptr)
    for (const auto &[name, value] : *fields.object()) add(name, scalar_text(value));
  if (how == ClientAuthentication::body || how == ClientAuthentication::both) {
    add("client_id", credentials.id);
    add("client_secret", credentials.secret);
  }
  if (how == ClientAuthentication::basic || how == ClientAuthentication::both)
    request.headers.emplace_back("Authorization", basic_of(credentials));
  request.body = form;
  return request;
}

void learn_credentials(const target::Rest &target, target::Secrets &secrets) {
  const ClientCredentials right = credentials_of(target);
  secrets.learn(percent_encoded(right.secret), "<" + target.contract + ".client_secret>");
  secrets.learn(basic_credentials(target).substr(6), "${FEED_BASIC_CREDENTIALS}");
  secrets.learn(basic_of(with_wrong_secret(right)).substr(6), "<credentials with a wrong secret>");
  secrets.learn(basic_of(with_wrong_id(right)).substr(6), "<credentials with a wrong client_id>");
}

AccessToken TokenPool::ask(Transport &transport, ClientAuthentication how) {
  const RestCall &call = *RestCalls::of(target_->contract)->find("get_token");
  learn_credentials(*target_, setup_->secrets);
  AccessToken token;
  token.authentication = how;
  token.exchange = transport.send(token_request(path_of(call, *target_), call.form, how, credentials_of(*target_)),
                                  target::LoseReply::no);
  if (!token.exchange.reply) {
    token.error = token.exchange.detail;
    return token;
  }
  const target::Reply &reply = *token.exchange.reply;
  token.value = granted(reply, token.lifetime);
  if (token.value.empty())
    token.error =
        std::to_string(reply.status) + " " + target::report_text(reply.body, *setup_->secrets.redactor(), 160);
  else
    setup_->secrets.learn(token.value, token_in_curl(target_->contract));
  return token;
}

AccessToken TokenPool::ask(Transport &transport) {
  AccessToken token = ask(transport, authentication_);
  if (!token.error.empty() && !authentication_is_known_ && refuses_the_client(token.exchange)) {
    const AccessToken by_body = ask(transport, ClientAuthentication::body);
    if (by_body.error.empty()) {
      const std::string refused = token.error;
      token = by_body;
      token.refused_basic = refused;
    } else {
      token.error = token.error + " by HTTP Basic, and " + by_body.error + " with the credentials in the body";
    }
  }
  if (token.error.empty()) {
    authentication_ = token.authentication;
    authentication_is_known_ = true;
  } else if (token.exchange.reply) {
    token.error = "asking for a token is answered " + token.error;
  }
  return token;
}

std::string TokenPool::take(Transport &transport) {
  const std::lock_guard lock(mutex_);
  if (token_.empty() || used_ >= budget || wire::now() >= good_until_) {
    const AccessToken token = ask(transport);
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
