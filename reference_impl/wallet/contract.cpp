#include "reference_impl/wallet/contract.hpp"

#include "reference_impl/dashboard/wallet_calls.hpp"
#include "reference_impl/sandbox/endpoints.hpp"
#include "reference_impl/store/layered_store.hpp"
#include "reference_impl/wallet/endpoints.hpp"
#include "reference_impl/wallet/seed.hpp"
#include "reference_impl/wallet/target_section.hpp"

namespace pitboss::reference::wallet {
namespace {

/// The seamless wallet. The store goes before the endpoints: what is in work answers through them.
class WalletContract : public Contract {
 public:
  explicit WalletContract(const Host &host)
      : behaviour_(host.behaviour.wallet),
        later_(host.later),
        players_(static_cast<std::size_t>(number_setting(host.options, list_settings(), "players"))) {
    std::optional<sandbox::Access> access;  // before the store: a refusal leaves no file behind
    if (host.options.sandbox.enabled) access.emplace(host.options.sandbox.key, host.options.address);
    store_ = std::make_unique<store::LayeredStore>(store::open_store(host.options.store, host.log, host.on_fatal));
    put_layers();
    settings_ = set_up(*store_, players_);
    endpoints_ = std::make_unique<Endpoints>(host.behaviour.wallet, settings_, *store_, host.log);
    if (access) sandbox_ = std::make_unique<sandbox::Endpoints>(*std::move(access), settings_, *store_, host.log);
  }
  ~WalletContract() override {
    views_.reset();  // waits for the store
    store_.reset();
  }

  void add_to(http::Router &router) override {
    endpoints_->add_to(router);
    if (sandbox_) sandbox_->add_to(router);
  }

  void settle(std::function<void()> done) override { store_->settle(std::move(done)); }
  void rebuild() override { put_layers(); }

  void add_views(dashboard::Routes &routes, const dashboard::Sightings &sightings) override {
    if (!views_) views_ = std::make_unique<dashboard::WalletCalls>(*store_, sightings, later_);
    views_->add_to(routes);
  }

  YAML::Node target_section(const std::string &base_url) override {
    return wallet::target_section(base_url, settings_, store_->list_players(seeded_brand, players_));
  }

 private:
  void put_layers() {
    std::vector<store::LayeredStore::Layer> layers;
    for (const auto &wrap : behaviour_.wrap_store)
      layers.emplace_back(
          [this, &wrap](std::unique_ptr<store::Store> inner) { return wrap(std::move(inner), later_); });
    store_->set_layers(layers);
  }

  const Behaviour &behaviour_;
  const http::Later later_;
  std::size_t players_;
  Settings settings_;
  std::unique_ptr<Endpoints> endpoints_;
  std::unique_ptr<sandbox::Endpoints> sandbox_;    // nullptr: not asked for
  std::unique_ptr<dashboard::WalletCalls> views_;  // nullptr: nobody looks
  std::unique_ptr<store::LayeredStore> store_;
};

}  // namespace

std::unique_ptr<Contract> make_contract(const Host &host) {
  return std::make_unique<WalletContract>(host);
}

std::vector<SettingInfo> list_settings() {
  return {{.name = "players",
           .type_name = "N",
           .sentence = "Funded players in the target file",
           .default_value = "4",
           .range = {{1, 1000}}}};
}

}  // namespace pitboss::reference::wallet
