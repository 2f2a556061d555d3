#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "reference_impl/store/store.hpp"

namespace pitboss::reference::store {

/// A store with layers in front of it that can be exchanged while the server runs: the state stays where it is.
class LayeredStore : public Store {
 public:
  /// Puts something in front of a store.
  using Layer = std::function<std::unique_ptr<Store>(std::unique_ptr<Store>)>;

  explicit LayeredStore(std::unique_ptr<Store> base) : base_(std::move(base)), front_(base_.get()) {}

  /// Replaces the layers; the last one is the foremost. Nothing may be in work, and nobody may submit meanwhile.
  void set_layers(const std::vector<Layer> &layers) {
    front_ = base_.get();
    layers_.reset();
    if (layers.empty()) return;
    layers_ = std::make_unique<Borrowed>(*base_);
    for (const Layer &layer : layers) layers_ = layer(std::move(layers_));
    front_ = layers_.get();
  }

  void submit(Operation operation) override { front_->submit(std::move(operation)); }
  wallet::Settings keep_settings(const wallet::Settings &fresh) override { return base_->keep_settings(fresh); }
  void add_players(std::span<const wallet::NewPlayer> players) override { base_->add_players(players); }
  std::vector<wallet::PlayerAccount> list_players(const std::string &brand, std::size_t limit) override {
    return base_->list_players(brand, limit);
  }
  void read(const std::function<void(wallet::Reader &)> &look) override { base_->read(look); }

 private:
  /// What the layers own in place of the store, which outlives them.
  class Borrowed : public Store {
   public:
    explicit Borrowed(Store &store) : store_(store) {}
    void submit(Operation operation) override { store_.submit(std::move(operation)); }
    wallet::Settings keep_settings(const wallet::Settings &fresh) override { return store_.keep_settings(fresh); }
    void add_players(std::span<const wallet::NewPlayer> players) override { store_.add_players(players); }
    std::vector<wallet::PlayerAccount> list_players(const std::string &brand, std::size_t limit) override {
      return store_.list_players(brand, limit);
    }
    void read(const std::function<void(wallet::Reader &)> &look) override { store_.read(look); }

   private:
    Store &store_;
  };

  std::unique_ptr<Store> layers_;  // before the store: what it finishes when it goes answers through them
  std::unique_ptr<Store> base_;
  Store *front_;
};

}  // namespace pitboss::reference::store
