#pragma once

#include <memory>
#include <mutex>

#include "reference_impl/faults/wallet/wallet_words.hpp"
#include "reference_impl/store/store.hpp"

namespace pitboss::reference::wallet::faults {

/// A store that stands between the endpoints and the real one; what it does not change it passes on.
class StoreBetween : public store::Store {
 public:
  StoreBetween(std::unique_ptr<store::Store> inner, http::Later later)
      : inner_(std::move(inner)), later_(std::move(later)) {}

  void submit(store::Operation operation) override { inner_->submit(std::move(operation)); }
  wallet::Settings keep_settings(const wallet::Settings &fresh) override { return inner_->keep_settings(fresh); }
  void add_players(std::span<const wallet::NewPlayer> players) override { inner_->add_players(players); }
  std::vector<wallet::PlayerAccount> list_players(const std::string &brand, std::size_t limit) override {
    return inner_->list_players(brand, limit);
  }
  void read(const std::function<void(wallet::Reader &)> &look) override { inner_->read(look); }

 protected:
  [[nodiscard]] store::Store &inner() { return *inner_; }
  [[nodiscard]] const http::Later &later() const { return later_; }

 private:
  std::unique_ptr<store::Store> inner_;
  http::Later later_;
};

/// Puts a `Between` in front of the store of a behaviour; `arguments` are copied into its constructor.
template <class Between, class... Arguments>
void put_before_store(Behaviour &behaviour, Arguments... arguments) {
  behaviour.wallet.wrap_store.emplace_back([=](std::unique_ptr<store::Store> inner, const http::Later &later) {
    return std::make_unique<Between>(std::move(inner), later, arguments...);
  });
}

}  // namespace pitboss::reference::wallet::faults
