#include "reference_impl/sandbox/messages.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "reference_impl/http/bodies.hpp"
#include "reference_impl/sandbox/fields.hpp"
#include "reference_impl/wallet/seed.hpp"
#include "schemas/catalogue/contract_files.hpp"
#include "schemas/files/schema_check.hpp"
#include "schemas/wire/ids.hpp"

namespace pitboss::reference::sandbox {
namespace {

using wallet::Decimal;
using wire::Json;
using Faults = std::vector<FieldFault>;

std::string_view schema(std::string_view name) {
  return catalogue::contract_file(fmt::format("schemas/sandbox/{}.json", name)).value();
}

Json parse(const std::string &body) {
  auto parsed = wire::parse_json(body);
  if (const auto *error = std::get_if<wire::JsonError>(&parsed)) throw Refusal{.message = http::no_json(*error)};
  return std::get<Json>(std::move(parsed));
}

Faults faults_of_form(const Json &body, std::string_view schema_text) {
  Faults faults;
  for (files::SchemaFault &fault : files::find_faults(body, schema_text))
    faults.push_back({std::move(fault.pointer), std::move(fault.message)});
  return faults;
}

void refuse_any(Faults faults) {
  if (faults.empty()) return;
  throw Refusal{.message = "the body is not as the sandbox wants it; nothing changed", .faults = std::move(faults)};
}

/// The codes of ISO 4217, in lower case as the wallet writes them.
const std::set<std::string> &currencies() {
  static const std::set<std::string> codes = [] {
    std::set<std::string> lower;
    const auto list = wire::parse_json(catalogue::contract_file("schemas/feed/currency.json").value());
    for (const Json &code : *std::get<Json>(list).find("enum")->array()) {
      std::string text = *code.string();
      for (char &letter : text) letter = static_cast<char>(letter - 'A' + 'a');
      lower.insert(std::move(text));
    }
    return lower;
  }();
  return codes;
}

wallet::PlayerAccount read_account(const Fields &fields) {
  wallet::PlayerAccount account{.id = fields.text("playerId", "sandbox-" + wire::fresh_guid()),
                                .brand = "sandbox",
                                .currency = fields.text("currency", {}),
                                .currency_truncation = static_cast<int>(fields.whole("currencyTruncation", 2)),
                                .balance = fields.amount("balance", {})};
  if (wallet::is_seeded_id(account.id))
    fields.add_fault("playerId", "player-0001 to player-9999 are of the server's own players; choose another one");
  if (!account.currency.empty() && !currencies().contains(account.currency))
    fields.add_fault("currency", "there is no such currency; give an ISO 4217 code in lower case, eur");
  return account;
}

wallet::FreeGameGrant read_free_game(const Fields &fields, const wallet::Settings &settings, wire::TimePoint now) {
  constexpr std::chrono::days day{1};
  constexpr std::chrono::years long_time{10};
  const std::int64_t rounds = fields.whole("rounds", 0);
  wallet::FreeGameGrant grant{
      .provider = wallet::seeded_provider,
      .game = fields.text("game", wallet::seeded_game),
      .free_game = {.instance_id = fields.whole("instanceId", 0),
                    .offer_id = fields.whole("offerId", 0),
                    .offer_name = fields.text("offerName", "Sample Free Spins"),
                    .can_be_rejected = fields.flag("canBeRejected", false),
                    .nearest_cost_per_bet = fields.amount("nearestCostPerBet", Decimal(5)),
                    .rounds_remaining = rounds,
                    .rounds_awarded = rounds,
                    .starts_at = fields.time("startsAt", std::chrono::floor<std::chrono::seconds>(now - day)),
                    .ends_at = fields.time("endsAt", std::chrono::floor<std::chrono::seconds>(now + long_time))}};
  if (!settings.games.contains({grant.provider, grant.game}))
    fields.add_fault("game", fmt::format("the provider {} has no such game", grant.provider));
  if (grant.free_game.ends_at <= grant.free_game.starts_at)
    fields.add_fault("endsAt", "is not after startsAt, which is yesterday where it is not given");
  return grant;
}

std::vector<wallet::FreeGameGrant> read_free_games(const Json &body, Faults &faults, const wallet::Settings &settings,
                                                   wire::TimePoint now) {
  std::vector<wallet::FreeGameGrant> grants;
  const Json *list = body.find("freeGames");
  if (list == nullptr || list->array() == nullptr) return grants;
  std::set<std::pair<std::string, std::int64_t>> instances;
  for (std::size_t i = 0; i < list->array()->size(); ++i) {
    const Fields fields(list->array()->at(i), fmt::format("/freeGames/{}", i), faults);
    grants.push_back(read_free_game(fields, settings, now));
    if (!instances.emplace(grants.back().game, grants.back().free_game.instance_id).second)
      fields.add_fault("instanceId", "stands twice for the game; each free game has an instance of its own");
  }
  return grants;
}

}  // namespace

wallet::NewPlayer read_new_player(const std::string &body, const wallet::Settings &settings, wire::TimePoint now) {
  const Json json = parse(body);
  Faults faults = faults_of_form(json, schema("create-player.request"));
  wallet::NewPlayer player{.account = read_account(Fields(json, {}, faults)),
                           .free_games = read_free_games(json, faults, settings, now)};
  refuse_any(std::move(faults));
  return player;
}

TopUp read_top_up(const std::string &body) {
  const Json json = parse(body);
  Faults faults = faults_of_form(json, schema("top-up.request"));
  const Fields fields(json, {}, faults);
  TopUp top_up{.player_id = fields.text("playerId", {}), .amount = fields.amount("amount", {})};
  refuse_any(std::move(faults));
  return top_up;
}

}  // namespace pitboss::reference::sandbox
