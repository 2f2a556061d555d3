#pragma once

#include <map>
#include <mutex>

#include "reference_impl/store/store.hpp"

namespace pitboss::reference::store {

/// State in memory, gone with the process: for tests and for measuring the rest. Operations are done before submit()
/// returns.
class MemoryStore : public Store {
 public:
  explicit MemoryStore(std::shared_ptr<spdlog::logger> log) : log_(std::move(log)) {}

  void submit(Operation operation) override;
  std::optional<wallet::Settings> load_settings() override;
  void save_settings(const wallet::Settings &settings) override;
  void add_players(std::span<const wallet::NewPlayer> players) override;
  std::vector<wallet::PlayerAccount> list_players(const std::string &brand, std::size_t limit) override;

 private:
  struct FreeGamesKey {
    std::string player_id, provider, game;
    auto operator<=>(const FreeGamesKey &) const = default;
  };

  [[nodiscard]] wallet::View load(const wallet::Keys &keys) const;
  void apply(const wallet::Keys &keys, const wallet::Changes &changes);
  void add_player(const wallet::NewPlayer &player);

  std::shared_ptr<spdlog::logger> log_;
  std::mutex mutex_;
  std::optional<wallet::Settings> settings_;
  std::map<std::string, wallet::PlayerAccount> players_;
  std::map<wallet::RoundKey, wallet::Round> rounds_;
  std::map<wallet::TransactionKey, wallet::Transaction> transactions_;
  std::map<FreeGamesKey, std::vector<wallet::FreeGame>> free_games_;
};

}  // namespace pitboss::reference::store
