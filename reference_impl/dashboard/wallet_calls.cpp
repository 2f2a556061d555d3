#include "reference_impl/dashboard/wallet_calls.hpp"

#include "reference_impl/dashboard/paging.hpp"
#include "reference_impl/dashboard/reading.hpp"
#include "reference_impl/dashboard/wallet_view.hpp"

namespace pitboss::reference::dashboard {
namespace {

using wallet::HeldPlayer;
using wallet::HeldRound;
using wallet::Reader;
using wire::Json;
using wire::JsonArray;

constexpr std::int64_t most_rounds = 500;  // of one player

/// A cursor of this list is the key of the round before, a JSON array.
wallet::RoundKey read_round_cursor(const http::Query &query) {
  const std::string *cursor = query.find("cursor");
  if (cursor == nullptr) return {};
  const auto parsed = wire::parse_json(*cursor);
  const auto *json = std::get_if<Json>(&parsed);
  const JsonArray *parts = json == nullptr ? nullptr : json->array();
  const bool is_key =
      parts != nullptr && parts->size() == 3 &&
      std::all_of(parts->begin(), parts->end(), [](const Json &part) { return part.string() != nullptr; });
  if (!is_key)
    throw Problem{.status = 400, .message = "`cursor` is not one that this list has given out; begin without it"};
  return {.player_id = *(*parts)[0].string(), .provider = *(*parts)[1].string(), .round_id = *(*parts)[2].string()};
}

std::string cursor_of(const wallet::RoundKey &key) {
  return wire::to_text(JsonArray{key.player_id, key.provider, key.round_id});
}

/// Takes the one row more that was asked for away; true: it was there.
template <class Row>
bool take_one_more(std::vector<Row> &rows, std::int64_t limit) {
  if (static_cast<std::int64_t>(rows.size()) <= limit) return false;
  rows.pop_back();
  return true;
}

}  // namespace

WalletCalls::WalletCalls(store::Store &store, const Sightings &sightings, http::Later later)
    : store_(store),
      sightings_(sightings),
      later_(std::move(later)),
      reader_(
          [](std::vector<std::function<void()>> &work) {
            for (const auto &each : work) each();
          },
          [] {}) {}

void WalletCalls::add_to(Routes &routes) {
  routes.get("/dashboard/v1/wallet/players", call([this](const http::Query &query) { return players(query); }));
  routes.get("/dashboard/v1/wallet/player", call([this](const http::Query &query) { return player(query); }));
  routes.get("/dashboard/v1/wallet/open-rounds", call([this](const http::Query &query) { return open_rounds(query); }));
}

http::Handler WalletCalls::call(std::function<Read(const http::Query &)> plan) {
  return [this, plan = std::move(plan)](const http::Request &request, const http::Answer &answer) {
    this->answer(plan(http::Query(request.query)), answer);
  };
}

void WalletCalls::answer(Read read, const http::Answer &answer) {
  reader_.submit([this, read = std::move(read), answer] {
    Make make;
    try {
      store_.read([&](Reader &reader) { make = read(reader); });
    } catch (const std::exception &) {
      return answer(reply(store_failed()));
    }
    later_(std::chrono::milliseconds(0), [make = std::move(make), answer] {
      try {
        answer(reply(make()));
      } catch (const Problem &problem) {
        answer(reply(problem));
      } catch (const std::exception &error) {  // sums of more digits than a Decimal holds
        answer(reply(Problem{.status = 500, .message = std::string("this cannot be shown: ") + error.what()}));
      }
    });
  });
}

WalletCalls::Read WalletCalls::players(const http::Query &query) const {
  return [text = query.value("text").value_or(""), after = query.value("cursor").value_or(""),
          limit = read_limit(query)](Reader &reader) -> Make {
    std::vector<HeldPlayer> found = reader.players(text, after, limit + 1);
    const bool more = take_one_more(found, limit);
    return [found = std::move(found), more, total = reader.count_players(text)] {
      JsonArray rows;
      for (const HeldPlayer &player : found) rows.push_back(player_json(player));
      return list_json(std::move(rows), more ? std::optional(found.back().account.id) : std::nullopt, total);
    };
  };
}

WalletCalls::Read WalletCalls::player(const http::Query &query) const {
  return [this, id = read_needed(query, "id")](Reader &reader) -> Make {
    return [this, player = reader.player(id), rounds = reader.rounds_of(id, most_rounds)] {
      if (!player) throw Problem{.status = 404, .message = "the wallet has no player of this id"};
      Json all = player_json(*player);
      all.set("rounds", rounds_json(rounds, player->account.currency_truncation, sightings_));
      return all;
    };
  };
}

WalletCalls::Read WalletCalls::open_rounds(const http::Query &query) const {
  return [this, after = read_round_cursor(query), limit = read_limit(query)](Reader &reader) -> Make {
    std::vector<HeldRound> found = reader.open_rounds(after, limit + 1);
    const bool more = take_one_more(found, limit);
    std::map<std::string, wallet::PlayerAccount> accounts;
    for (const HeldRound &round : found)
      if (const auto player = reader.player(round.key.player_id)) accounts[player->account.id] = player->account;
    return [this, found = std::move(found), more, accounts = std::move(accounts)] {
      JsonArray rows;
      for (const HeldRound &round : found) {
        const wallet::PlayerAccount &account = accounts.at(round.key.player_id);
        Json row = round_json(round, account.currency_truncation, sightings_);
        row.set("player", account.id);
        row.set("currency", account.currency);
        rows.push_back(std::move(row));
      }
      return list_json(std::move(rows), more ? std::optional(cursor_of(found.back().key)) : std::nullopt, std::nullopt);
    };
  };
}

}  // namespace pitboss::reference::dashboard
