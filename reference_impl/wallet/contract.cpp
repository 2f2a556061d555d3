#include "reference_impl/wallet/contract.hpp"

#include "reference_impl/sandbox/endpoints.hpp"
#include "reference_impl/wallet/endpoints.hpp"
#include "reference_impl/wallet/seed.hpp"
#include "reference_impl/wallet/target_section.hpp"

namespace pitboss::reference::wallet {
namespace {

/// The seamless wallet. The store goes before the endpoints: what is in work answers through them.
class WalletContract : public Contract {
 public:
  explicit WalletContract(const Host &host)
      : players_(static_cast<std::size_t>(number_setting(host.options, list_settings(), "players"))) {
    std::optional<sandbox::Access> access;  // before the store: a refusal leaves no file behind
    if (host.options.sandbox.enabled) access.emplace(host.options.sandbox.key, host.options.address);
    store_ = store::open_store(host.options.store, host.log, host.on_fatal);
    for (const auto &wrap : host.behaviour.wallet.wrap_store) store_ = wrap(std::move(store_), host.later);
    settings_ = set_up(*store_, players_);
    endpoints_ = std::make_unique<Endpoints>(host.behaviour.wallet, settings_, *store_, host.log);
    if (access) sandbox_ = std::make_unique<sandbox::Endpoints>(*std::move(access), settings_, *store_, host.log);
  }
  ~WalletContract() override { store_.reset(); }

  void add_to(http::Router &router) override {
    endpoints_->add_to(router);
    if (sandbox_) sandbox_->add_to(router);
  }

  YAML::Node target_section(const std::string &base_url) override {
    return wallet::target_section(base_url, settings_, store_->list_players(seeded_brand, players_));
  }

 private:
  std::size_t players_;
  Settings settings_;
  std::unique_ptr<Endpoints> endpoints_;
  std::unique_ptr<sandbox::Endpoints> sandbox_;  // nullptr: not asked for
  std::unique_ptr<store::Store> store_;
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
