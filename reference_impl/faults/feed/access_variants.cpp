#include <algorithm>

#include "reference_impl/faults/feed/deviations.hpp"
#include "reference_impl/faults/feed/form.hpp"
#include "schemas/wire/time.hpp"

namespace pitboss::reference::feed::faults {
namespace {

using wire::Json;

void tokens_with_more_fields(Behaviour &behaviour) {
  wrap(behaviour.feed.replies.token, [](const auto &inner, const std::string &token, std::chrono::seconds lifetime) {
    return inner(token, lifetime).set("scope", "feed").set("refresh_token", nullptr).set("created_at", 1);
  });
}

/// RFC 6749, section 5.2, has both errors for this.
void no_credentials_answered_400(Behaviour &behaviour) {
  wrap(behaviour.feed.oauth.check_client,
       [](const auto &inner, const std::optional<Credentials> &given, const Client &client) {
         if (!given) throw TokenRefusal{"invalid_request", "client_id is missing"};
         inner(given, client);
       });
}

/// Counts from the border of one window to that of the next.
class FixedWindows : public RateLimit {
 public:
  explicit FixedWindows(RateSettings settings) : settings_(settings) {}

  std::optional<SteadyTime::duration> take(const std::string &token_id, SteadyTime now) override {
    const std::lock_guard lock(mutex_);
    const auto since_border = now.time_since_epoch() % settings_.window;
    if (now - since_border != border_) taken_.clear();
    border_ = now - since_border;
    std::size_t &taken = taken_[token_id];
    if (taken == settings_.requests) return settings_.window - since_border;
    ++taken;
    return std::nullopt;
  }

 private:
  const RateSettings settings_;
  std::mutex mutex_;
  SteadyTime border_{};
  std::map<std::string, std::size_t> taken_;
};

/// A bucket for each token, full at first, into which a minute's number of requests flows back in a minute.
class Buckets : public RateLimit {
 public:
  explicit Buckets(RateSettings settings)
      : requests_(static_cast<std::int64_t>(settings.requests)),
        each_(SteadyTime::duration(std::chrono::minutes(1)) / requests_) {}

  std::optional<SteadyTime::duration> take(const std::string &token_id, SteadyTime now) override {
    const std::lock_guard lock(mutex_);
    SteadyTime &full_at = full_at_.try_emplace(token_id, now).first->second;
    full_at = std::max(full_at, now);
    const SteadyTime::duration missing = full_at - now;
    if (missing > each_ * (requests_ - 1)) return missing - each_ * (requests_ - 1);
    full_at += each_;
    return std::nullopt;
  }

 private:
  const std::int64_t requests_;
  const SteadyTime::duration each_;  ///< how long one request takes to flow back
  std::mutex mutex_;
  std::map<std::string, SteadyTime> full_at_;
};

template <class Limit>
void limit_by(Behaviour &behaviour) {
  behaviour.feed.protocol.make_limit = [](RateSettings settings) { return std::make_unique<Limit>(settings); };
}

/// RFC 6750, section 3.1: a request whose Authorization is malformed is an invalid_request.
void empty_tokens_answered_400(Behaviour &behaviour) {
  wrap(behaviour.feed.protocol.read_token,
       [](const auto &inner, const http::Request &request, const Call &call, const Tokens &tokens) {
         const std::string *given = request.header("Authorization");
         if (given != nullptr && (*given == "Bearer" || *given == "Bearer "))
           throw Refusal{.status = 400, .code = "INVALID_REQUEST", .message = "the access token is empty"};
         return inner(request, call, tokens);
       });
}

/// An HTTP date (RFC 9110, section 5.6.7) has whole seconds: the first one that is not too early.
std::string as_http_date(SteadyTime::duration wait) {
  return wire::to_http_date(std::chrono::ceil<std::chrono::seconds>(std::chrono::system_clock::now() + wait));
}

}  // namespace

Deviations access_variants() {
  return {
      variant("feed-tokens-with-more-fields", "What grants a token has more members.", tokens_with_more_fields),
      variant("feed-no-credentials-answered-400", "A token request without credentials is an invalid_request.",
              no_credentials_answered_400),
      variant("feed-empty-tokens-answered-400", "A request whose access token is empty is malformed.",
              empty_tokens_answered_400),
      variant("feed-newer-tokens-end-older", "A new access token ends the older one.", end_older_tokens),
      variant("feed-limited-by-fixed-windows", "Requests are counted in windows that follow each other.",
              limit_by<FixedWindows>),
      variant("feed-limited-by-buckets", "A bucket of 1000 requests refills evenly within a minute.",
              limit_by<Buckets>),
      variant("feed-retry-after-as-date", "Retry-After is an HTTP date.",
              [](Behaviour &b) { b.feed.protocol.retry_after = as_http_date; }),
  };
}

}  // namespace pitboss::reference::feed::faults
