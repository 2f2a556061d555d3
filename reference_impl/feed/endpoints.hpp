#pragma once

#include <memory>

#include "reference_impl/feed/behaviour.hpp"
#include "reference_impl/feed/limit/shared_limit.hpp"
#include "reference_impl/http/router.hpp"
#include "reference_impl/http/server.hpp"

namespace pitboss::reference::feed {

/// What a feed was set up with.
struct FeedSettings {
  Client client;
  std::string token_key;   ///< signs the access tokens
  std::string cursor_key;  ///< signs the cursors
  std::chrono::seconds token_lifetime{3600};
  RateSettings rate;
};

/// The token and the six calls: admit the request, read it, do a unit of work, write the reply.
class Endpoints {
 public:
  /// `shared`: where requests are counted together with other servers; nullptr: this is the only one. `later` runs a
  /// function on the thread that serves requests.
  Endpoints(const Behaviour &behaviour, const FeedSettings &settings, store::SqlStore &store,
            std::unique_ptr<SharedLimit> shared, http::Later later, std::shared_ptr<spdlog::logger> log);

  static constexpr const char *token_path = "/oauth/token";

  void add_to(http::Router &router) const;
  /// Counts requests anew, by the limit that Behaviour makes now. Nothing may be in work.
  void renew_limit() { limit_ = behaviour_.protocol.make_limit(settings_.rate); }
  [[nodiscard]] const Tokens &tokens() const { return tokens_; }

 private:
  void grant_token(const http::Request &request, const http::Answer &answer) const;
  void push(Kind kind, const http::Request &request, const http::Answer &answer) const;
  void list(Kind kind, const http::Request &request, const http::Answer &answer) const;

  using Endpoint = void (Endpoints::*)(Kind, const http::Request &, const http::Answer &) const;
  /// Admits, serves, and answers what is refused.
  [[nodiscard]] http::Handler guarded(Call call, Endpoint endpoint) const;
  void admit(Call call, Endpoint endpoint, const http::Request &request, const Caller &caller, RateLimit &limit,
             const http::Answer &answer) const;
  void admit_shared(Call call, Endpoint endpoint, const http::Request &request, const Claims &claims,
                    const http::Answer &answer) const;
  [[nodiscard]] http::Response unavailable() const;
  void serve(Endpoint endpoint, Kind kind, const http::Request &request, const http::Answer &answer) const;
  [[nodiscard]] http::Response refusal(const Refusal &refused) const;
  [[nodiscard]] http::Response page(const ListRequest &request, Page found) const;
  template <class Outcome>
  void submit(std::function<Outcome(store::SqlTransaction &)> work, std::function<http::Response(Outcome)> respond,
              const http::Answer &answer) const;

  const Behaviour &behaviour_;
  const FeedSettings &settings_;
  store::SqlStore &store_;
  std::shared_ptr<spdlog::logger> log_;
  Tokens tokens_;
  Seal cursors_;
  std::unique_ptr<RateLimit> limit_;
  http::Later later_;
  std::unique_ptr<SharedLimit> shared_;  // last: what it finishes uses the others
};

}  // namespace pitboss::reference::feed
