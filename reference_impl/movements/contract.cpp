#include "reference_impl/movements/contract.hpp"

#include "reference_impl/dashboard/movements_calls.hpp"
#include "reference_impl/movements/admin.hpp"
#include "reference_impl/movements/endpoints.hpp"
#include "reference_impl/movements/platform_file.hpp"
#include "reference_impl/movements/seed.hpp"
#include "reference_impl/movements/target_section.hpp"

namespace pitboss::reference::movements {
namespace {

Platform platform_of(const ServerOptions &options) {
  const std::string file = text_setting(options, list_settings(), "platform");
  return file.empty() ? default_platform() : read_platform(file);
}

/// The affiliate platform. The store goes before the endpoints: what is in work answers through them.
class MovementsContract : public Contract {
 public:
  explicit MovementsContract(const Host &host)
      : platform_(platform_of(host.options)),
        store_(store::open_sql_store(host.options.store, "movements", host.log, host.on_fatal)),
        set_up_(set_up(*store_, platform_)) {
    endpoints_ = std::make_unique<Endpoints>(Endpoints::Parts{.behaviour = host.behaviour.movements,
                                                              .platform = platform_,
                                                              .store = *store_,
                                                              .later = host.later,
                                                              .log = host.log,
                                                              .api_key = set_up_.api_key});
    const std::string admin_key = text_setting(host.options, list_settings(), "movements-admin-key");
    if (!admin_key.empty()) admin_ = std::make_unique<Admin>(platform_, *store_, admin_key);
  }
  ~MovementsContract() override { store_.reset(); }

  void add_to(http::Router &router) override {
    endpoints_->add_to(router);
    if (admin_) admin_->add_to(router);
  }

  void settle(std::function<void()> done) override { store_->settle(std::move(done)); }
  void rebuild() override {}  // nothing of Behaviour is read but by requests

  void add_views(dashboard::Routes &routes, const dashboard::Sightings &) override {
    dashboard::add_movements_calls(routes, platform_, *store_);
  }

  YAML::Node target_section(const std::string &base_url) override {
    return movements::target_section(base_url, platform_, set_up_);
  }

 private:
  Platform platform_;
  std::unique_ptr<Endpoints> endpoints_;
  std::unique_ptr<Admin> admin_;
  std::unique_ptr<store::SqlStore> store_;
  SetUp set_up_;
};

}  // namespace

std::unique_ptr<Contract> make_contract(const Host &host) {
  return std::make_unique<MovementsContract>(host);
}

std::vector<SettingInfo> list_settings() {
  return {{.name = "platform",
           .type_name = "FILE",
           .sentence = "Brands, clicks, metrics and offers of the affiliate platform; without it a sample",
           .default_value = ""},
          {.name = "movements-admin-key",
           .type_name = "KEY",
           .sentence = "Opens the routes that settle what affiliates have earned, to who sends it as X-Admin-Key",
           .default_value = ""}};
}

}  // namespace pitboss::reference::movements
