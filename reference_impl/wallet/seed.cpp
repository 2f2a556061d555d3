#include "reference_impl/wallet/seed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reference_impl/fresh_key.hpp"

namespace pitboss::reference::wallet {
namespace {

FreeGameGrant grant(FreeGameChoice choice, std::int64_t rounds, wire::TimePoint starts_at, wire::TimePoint ends_at) {
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

NewPlayer new_player(std::size_t number, wire::TimePoint now) {
  constexpr std::chrono::days day{1};
  constexpr std::chrono::years long_time{10};
  const auto past = std::chrono::floor<std::chrono::seconds>(now - day);
  const auto future = std::chrono::floor<std::chrono::seconds>(now + long_time);
  return {
      .account = {.id = fmt::format("player-{:04}", number),
                  .brand = seeded_brand,
                  .currency = "eur",
                  .currency_truncation = 2,
                  .balance = Decimal(10'000)},
      .free_games = {grant(seeded_long_free_game, 10'000, past, future), grant(seeded_short_free_game, 3, past, future),
                     grant({.instance_id = 3, .offer_id = 97}, 10, past - 30 * day, past)}};
}

}  // namespace

bool is_seeded_id(std::string_view id) {
  constexpr std::string_view prefix = "player-";
  constexpr std::size_t digits = 4;
  if (!id.starts_with(prefix)) return false;
  const std::string_view number = id.substr(prefix.size());
  return number.size() == digits &&
         std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Settings set_up(store::Store &store, std::size_t players) {
  const Settings settings =
      store.keep_settings({.token_key = fresh_key(),
                           .hmac_secret = fresh_key(),
                           .games = {{seeded_provider, seeded_game}, {seeded_provider, seeded_other_game}}});
  const wire::TimePoint now = wire::now();
  std::vector<NewPlayer> missing;
  for (std::size_t number = store.list_players(seeded_brand, players).size() + 1; number <= players; ++number) {
    missing.push_back(new_player(number, now));
  }
  if (!missing.empty()) store.add_players(missing);
  return settings;
}

}  // namespace pitboss::reference::wallet
