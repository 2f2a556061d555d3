#include "reference_impl/feed/contract.hpp"

#include "reference_impl/dashboard/feed_calls.hpp"
#include "reference_impl/feed/endpoints.hpp"
#include "reference_impl/feed/seed.hpp"

namespace pitboss::reference::feed {
namespace {

constexpr std::chrono::hours expired_for{1};

/// The affiliate platform. The store goes before the endpoints: what is in work answers through them.
class FeedContract : public Contract {
 public:
  explicit FeedContract(const Host &host)
      : store_(store::open_sql_store(host.options.store, "feed", host.log, host.on_fatal)) {
    const auto number = [&](std::string_view name) { return number_setting(host.options, list_settings(), name); };
    settings_ = set_up(*store_);
    settings_.token_lifetime = std::chrono::seconds(number("feed-token-lifetime"));
    settings_.rate = {.requests = static_cast<std::size_t>(number("feed-rate-limit")),
                      .window = std::chrono::seconds(number("feed-rate-window"))};
    endpoints_ =
        std::make_unique<Endpoints>(host.behaviour.feed, settings_, *store_, shared_limit(host), host.later, host.log);
  }
  ~FeedContract() override { store_.reset(); }

  void add_to(http::Router &router) override { endpoints_->add_to(router); }

  void settle(std::function<void()> done) override { store_->settle(std::move(done)); }
  void rebuild() override { endpoints_->renew_limit(); }

  void add_views(dashboard::Routes &routes, const dashboard::Sightings &) override {
    dashboard::add_feed_calls(routes, *store_);
  }

  YAML::Node target_section(const std::string &base_url) override {
    YAML::Node section;
    section["base_url"] = base_url;
    section["token_path"] = Endpoints::token_path;
    section["client_id"] = settings_.client.client_id;
    section["client_secret"] = settings_.client.client_secret;
    for (const std::string &affiliate : list_affiliates(*store_)) section["affiliate_ids"].push_back(affiliate);
    section["expired_token"] = endpoints_->tokens().issue(
        {.token_id = {}, .client_id = settings_.client.client_id, .expires_at = wire::now() - expired_for});
    for (const char *type : {"slots", "live_casino", "table_games", "sportsbook", "poker"})
      section["game_types"].push_back(type);
    return section;
  }

 private:
  /// Where other servers may be at work, all of them count together.
  [[nodiscard]] std::unique_ptr<SharedLimit> shared_limit(const Host &host) const {
    if (!store_->is_shared()) return nullptr;
    return std::make_unique<SharedLimit>(
        store::open_sql_store(host.options.store, "feed/limit", host.log, host.on_fatal), settings_.rate);
  }

  FeedSettings settings_;
  std::unique_ptr<Endpoints> endpoints_;
  std::unique_ptr<store::SqlStore> store_;
};

}  // namespace

std::unique_ptr<Contract> make_contract(const Host &host) {
  return std::make_unique<FeedContract>(host);
}

std::vector<SettingInfo> list_settings() {
  return {{.name = "feed-token-lifetime",
           .type_name = "SECONDS",
           .sentence = "How long an access token of the feed lives",
           .default_value = "3600",
           .range = {{1, 3600}}},
          {.name = "feed-rate-limit",
           .type_name = "N",
           .sentence = "Requests that an access token of the feed may make in a window",
           .default_value = "1000",
           .range = {{1, 1'000'000}}},
          {.name = "feed-rate-window",
           .type_name = "SECONDS",
           .sentence = "Length of that window",
           .default_value = "60",
           .range = {{1, 3600}}}};
}

}  // namespace pitboss::reference::feed
