#include "reference_impl/wallet/seed.hpp"

#include <fmt/format.h>

#include "reference_impl/fresh_key.hpp"

namespace pitboss::reference::wallet {
namespace {

store::FreeGameGrant grant(FreeGameChoice choice, std::int64_t rounds, wire::TimePoint starts_at,
                           wire::TimePoint ends_at) {
  return {.provider = seeded_provider,
          .game = seeded_game,
          .free_game = {.instance_id = choice.instance_id,
                        .offer_id = choice.offer_id,
                        .offer_name = "Sample Free Spins",
                        .can_be_rejected = false,
                        .nearest_cost_per_bet = Decimal(5),
                        .rounds_remaining = rounds,
                        .rounds_awarded = rounds,
                        .starts_at = starts_at,
                        .ends_at = ends_at}};
}

store::NewPlayer new_player(std::size_t number, wire::TimePoint now) {
  constexpr std::chrono::days day{1};
  constexpr std::chrono::years long_time{10};
  const auto past = std::chrono::floor<std::chrono::seconds>(now - day);
  const auto future = std::chrono::floor<std::chrono::seconds>(now + long_time);
  return {
      .account = {.id = fmt::format("player-{:04}", number),
                  .brand = "pitboss",
                  .currency = "eur",
                  .currency_truncation = 2,
                  .balance = Decimal(10'000)},
      .free_games = {grant(seeded_long_free_game, 10'000, past, future), grant(seeded_short_free_game, 3, past, future),
                     grant({.instance_id = 3, .offer_id = 97}, 10, past - 30 * day, past)}};
}

}  // namespace

Settings set_up(store::Store &store, std::size_t players) {
  std::optional<Settings> settings = store.load_settings();
  if (!settings) {
    settings = {.token_key = fresh_key(),
                .hmac_secret = fresh_key(),
                .games = {{seeded_provider, seeded_game}, {seeded_provider, seeded_other_game}}};
    store.save_settings(*settings);
  }
  const wire::TimePoint now = wire::now();
  std::vector<store::NewPlayer> missing;
  for (std::size_t number = store.list_players(players).size() + 1; number <= players; ++number) {
    missing.push_back(new_player(number, now));
  }
  if (!missing.empty()) store.add_players(missing);
  return *settings;
}

}  // namespace pitboss::reference::wallet
