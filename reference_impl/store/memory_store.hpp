#pragma once

#include <mutex>

#include "reference_impl/store/memory_rows.hpp"
#include "reference_impl/store/store.hpp"

namespace pitboss::reference::store {

/// State in memory, gone with the process: for tests and for measuring the rest. Operations are done before submit()
/// returns.
class MemoryStore : public Store {
 public:
  explicit MemoryStore(std::shared_ptr<spdlog::logger> log) : log_(std::move(log)) {}

  void submit(Operation operation) override;
  wallet::Settings keep_settings(const wallet::Settings &fresh) override;
  void add_players(std::span<const wallet::NewPlayer> players) override;
  std::vector<wallet::PlayerAccount> list_players(const std::string &brand, std::size_t limit) override;
  void read(const std::function<void(wallet::Reader &)> &look) override;

 private:
  std::shared_ptr<spdlog::logger> log_;
  std::mutex mutex_;
  std::optional<wallet::Settings> settings_;
  MemoryRows rows_;
};

}  // namespace pitboss::reference::store
