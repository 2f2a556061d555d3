#include "reference_impl/faults/feed/deviations.hpp"
#include "reference_impl/faults/feed/form.hpp"

namespace pitboss::reference::feed::faults {
namespace {

using wire::Json;

bool is_token_call(const http::Request &request) {
  return request.path.ends_with("/token");
}

/// Sets a member of what grants a token.
auto granting(const std::string &member, const Json &value) {
  return [=](Behaviour &behaviour) {
    wrap(behaviour.feed.replies.token, [=](const auto &inner, const std::string &token, std::chrono::seconds lifetime) {
      Json reply = inner(token, lifetime);
      reply.set(member, value);
      return reply;
    });
  };
}

/// Checks the grant only where `checked(grant_type)`.
auto checking_grants(bool missing, bool other) {
  return [=](Behaviour &behaviour) {
    wrap(behaviour.feed.oauth.check_grant, [=](const auto &inner, const http::Query &form) {
      if (form.value("grant_type") ? other : missing) inner(form);
    });
  };
}

/// Checks credentials only where they are given, or only that they are given.
auto checking_clients(bool missing, bool wrong) {
  return [=](Behaviour &behaviour) {
    wrap(behaviour.feed.oauth.check_client,
         [=](const auto &inner, const std::optional<Credentials> &given, const Client &client) {
           if (given ? wrong : missing) inner(given, client);
         });
  };
}

void descriptions_as_numbers(Behaviour &behaviour) {
  wrap(behaviour.feed.replies.no_token, [](const auto &inner, const TokenRefusal &refusal) {
    http::Response response = inner(refusal);
    response.body = to_text(Json(wire::JsonObject{{"error", refusal.error}, {"error_description", 7}}));
    return response;
  });
}

/// What is done with the answers of the token path.
auto answering_token_calls(const std::function<void(http::Response &)> &change) {
  return [=](Behaviour &behaviour) {
    after_finish(behaviour, [=](const http::Request &request, http::Response &response) {
      if (is_token_call(request)) change(response);
    });
  };
}

void authenticate_without_challenge(Behaviour &behaviour) {
  after_finish(behaviour, [](const http::Request &request, http::Response &response) {
    if (!is_token_call(request)) response.remove_header("WWW-Authenticate");
  });
}

/// Admits to the lists of activity whoever `admitted(Authorization)` says.
auto admitting(const std::function<bool(const std::string *authorization)> &admitted) {
  return [=](Behaviour &behaviour) {
    wrap(behaviour.feed.protocol.read_token,
         [=](const auto &inner, const http::Request &request, const Call &call, const Tokens &tokens) {
           try {
             return inner(request, call, tokens);
           } catch (const Refusal &) {
             if (call.push || call.kind != Kind::activity || !admitted(request.header("Authorization"))) throw;
             return Claims{.token_id = "anybody", .client_id = {}, .expires_at = wire::TimePoint::max()};
           }
         });
  };
}

/// Serves what it refuses with this status.
auto serving_refused(int status) {
  return [=](Behaviour &behaviour) {
    behaviour.feed.protocol.turn_away = [=](const Refusal &refusal, const auto &serve, const auto &refuse) {
      if (refusal.status == status) serve([](const http::Response &) {});
      refuse(refusal);
    };
  };
}

/// Another number of requests in a window.
auto limiting(std::size_t per_cent) {
  return [=](Behaviour &behaviour) {
    wrap(behaviour.feed.protocol.make_limit, [=](const auto &inner, RateSettings settings) {
      settings.requests = settings.requests * per_cent / 100;
      return inner(settings);
    });
  };
}

/// While one token is refused all are.
class SharedRefusals : public RateLimit {
 public:
  explicit SharedRefusals(std::unique_ptr<RateLimit> inner) : inner_(std::move(inner)) {}

  std::optional<SteadyTime::duration> take(const std::string &token_id, SteadyTime now) override {
    const auto wait = inner_->take(token_id, now);
    const std::lock_guard lock(mutex_);
    if (wait) refused_until_ = now + std::chrono::seconds(2);
    if (!wait && now < refused_until_) return std::chrono::seconds(1);
    return wait;
  }

 private:
  std::unique_ptr<RateLimit> inner_;
  std::mutex mutex_;
  SteadyTime refused_until_{};
};

void all_tokens_refused(Behaviour &behaviour) {
  wrap(behaviour.feed.protocol.make_limit, [](const auto &inner, RateSettings settings) -> std::unique_ptr<RateLimit> {
    return std::make_unique<SharedRefusals>(inner(settings));
  });
}

/// Each refused request begins a token's wait anew, and its Retry-After tells what is left of the first.
class WaitsAnew : public RateLimit {
 public:
  WaitsAnew(std::unique_ptr<RateLimit> inner, SteadyTime::duration window)
      : inner_(std::move(inner)), window_(window) {}

  std::optional<SteadyTime::duration> take(const std::string &token_id, SteadyTime now) override {
    const std::lock_guard lock(mutex_);
    Refused &refused = refused_[token_id];
    if (now >= refused.until) {
      const auto wait = inner_->take(token_id, now);
      if (!wait) return std::nullopt;
      refused.said = now + *wait;
    }
    refused.until = now + window_;
    return std::max<SteadyTime::duration>(refused.said - now, std::chrono::milliseconds(1));
  }

 private:
  struct Refused {
    SteadyTime until{}, said{};
  };
  std::unique_ptr<RateLimit> inner_;
  SteadyTime::duration window_;
  std::mutex mutex_;
  std::map<std::string, Refused> refused_;
};

void waits_begin_anew(Behaviour &behaviour) {
  wrap(behaviour.feed.protocol.make_limit, [](const auto &inner, RateSettings settings) -> std::unique_ptr<RateLimit> {
    return std::make_unique<WaitsAnew>(inner(settings), settings.window);
  });
}

void no_retry_after(Behaviour &behaviour) {
  after_finish(behaviour, [](const http::Request &, http::Response &response) {
    if (response.status == 429) response.remove_header("Retry-After");
  });
}

/// Which token was limited last; requests may be on different threads.
struct LimitedKey {
  std::mutex mutex;
  std::string last_seen, key;
};

using Admit = std::function<std::optional<Refusal>(const FeedProtocol &, const http::Request &, const Call &,
                                                   const Caller &, RateLimit &)>;

/// While the token that was limited last is over its limit, whoever has no right one is told so too.
void rate_before_authorization(Behaviour &behaviour) {
  const auto limited = std::make_shared<LimitedKey>();
  wrap(behaviour.feed.protocol.limit_key, [limited](const auto &inner, const Claims &claims) {
    const std::lock_guard lock(limited->mutex);
    return limited->last_seen = inner(claims);
  });
  wrap(behaviour.feed.protocol.admit, [limited](const Admit &inner, const FeedProtocol &protocol,
                                                const http::Request &request, const Call &call, const Caller &caller,
                                                RateLimit &limit) {
    auto refused = inner(protocol, request, call, caller, limit);
    const std::lock_guard lock(limited->mutex);
    if (refused && refused->status == 429) limited->key = limited->last_seen;
    if (!refused || refused->status != 401 || limited->key.empty()) return refused;
    const auto wait = limit.take(limited->key, std::chrono::steady_clock::now());
    if (wait)
      refused = Refusal{
          .status = 429, .code = "RATE_LIMITED", .message = "too many", .retry_after = protocol.retry_after(*wait)};
    return refused;
  });
}

/// A push that is no JSON is told so, though its token is over the limit.
void json_before_rate(Behaviour &behaviour) {
  wrap(behaviour.feed.protocol.admit, [](const Admit &inner, const FeedProtocol &protocol, const http::Request &request,
                                         const Call &call, const Caller &caller, RateLimit &limit) {
    auto refused = inner(protocol, request, call, caller, limit);
    if (!refused || refused->status != 429 || !call.push) return refused;
    const auto parsed = wire::parse_json(request.body);
    if (std::holds_alternative<wire::JsonError>(parsed))
      refused = Refusal{.status = 400, .code = "INVALID_REQUEST", .message = "the body is no JSON"};
    return refused;
  });
}

}  // namespace

Deviations access_faults() {
  return {
      {"tokens-of-type-mac", "feed.token.type", "A token is granted as of type MAC.", granting("token_type", "MAC")},
      {"expires-in-as-text", "feed.token.expires-in", "expires_in is a text.", granting("expires_in", "3600")},
      {"tokens-of-half-an-hour", "feed.token.expires-in", "A new token lives for 1800 seconds.",
       granting("expires_in", 1800)},
      {"tokens-granted-with-201", "feed.token.granted", "A token is granted with 201.",
       answering_token_calls([](http::Response &response) {
         if (response.status == 200) response.status = 201;
       })},
      {"tokens-may-be-cached", "feed.token.no-store", "What grants a token has no Cache-Control.",
       answering_token_calls([](http::Response &response) { response.remove_header("Cache-Control"); })},
      {"body-credentials-not-known", "feed.token.body-credentials", "Credentials in the body are not looked at.",
       [](Behaviour &b) { b.feed.oauth.read_body = [](const http::Query &) { return std::nullopt; }; }},
      {"basic-credentials-not-known", "feed.token.basic", "Credentials by HTTP Basic are not looked at.",
       [](Behaviour &b) { b.feed.oauth.read_basic = [](const http::Request &) { return std::nullopt; }; }},
      {"secrets-not-checked", "feed.token.wrong-credentials-refused", "Any credentials are right.",
       checking_clients(true, false)},
      {"wrong-credentials-answered-400", "feed.token.wrong-credentials-401", "Wrong credentials are answered 400.",
       answering_token_calls([](http::Response &response) {
         if (response.status == 401) response.status = 400;
       })},
      {"credentials-not-needed", "feed.token.no-credentials-refused", "A token is granted without credentials.",
       checking_clients(false, true)},
      {"any-grant-accepted", "feed.token.other-grant-refused", "Any grant_type gets a token.",
       checking_grants(true, false)},
      {"grant-not-needed", "feed.token.no-grant-refused", "A token is granted without grant_type.",
       checking_grants(false, true)},
      {"error-descriptions-as-numbers", "feed.token.error-body", "error_description is a number.",
       descriptions_as_numbers},
      {"activity-listed-without-token", "feed.auth.missing-refused", "Activity is listed without a token.",
       admitting([](const std::string *authorization) { return authorization == nullptr; })},
      {"activity-listed-with-any-token", "feed.auth.unknown-refused", "Activity is listed with any Bearer token.",
       admitting([](const std::string *authorization) {
         return authorization != nullptr && authorization->starts_with("Bearer ") && authorization->size() > 8;
       })},
      {"expired-access-tokens-accepted", "feed.auth.expired-refused", "Access tokens never expire.",
       [](Behaviour &b) { b.feed.protocol.is_expired = [](const Claims &, wire::TimePoint) { return false; }; }},
      {"unauthorised-pushes-stored", "feed.auth.refused-changes-nothing", "What is pushed without a token is stored.",
       serving_refused(401)},
      {"challenge-missing", "feed.auth.www-authenticate", "A 401 has no WWW-Authenticate.",
       authenticate_without_challenge},
      {"rate-not-limited", "feed.rate.limited", "A token may make ten times as many requests.", limiting(1000)},
      {"rate-limited-early", "feed.rate.not-early", "A token may make half as many requests.", limiting(50)},
      {"retry-after-missing", "feed.rate.retry-after", "A 429 has no Retry-After.", no_retry_after},
      {"retry-after-too-short", "feed.rate.served-again", "Retry-After is always 1.",
       [](Behaviour &b) { b.feed.protocol.retry_after = [](SteadyTime::duration) { return std::string("1"); }; }},
      {"refusals-begin-the-wait-anew", "feed.rate.served-again",
       "Each refused request begins the wait anew, and its Retry-After does not tell.", waits_begin_anew},
      {"all-tokens-refused", "feed.rate.other-token", "While one token is over its limit all are refused.",
       all_tokens_refused},
      {"rate-before-authorization", "feed.rate.after-authorization",
       "While a token is over its limit, requests without a right one are answered 429.", rate_before_authorization},
      {"json-before-rate", "feed.rate.before-all-else", "What is no JSON is answered 400 instead of 429.",
       json_before_rate},
      {"newer-tokens-end-older", "feed.token.two-side-by-side", "A new access token ends the older one.",
       end_older_tokens},
      {"limited-pushes-stored", "feed.rate.refused-stores-nothing", "What is pushed and answered 429 is stored.",
       serving_refused(429)},
  };
}

}  // namespace pitboss::reference::feed::faults
