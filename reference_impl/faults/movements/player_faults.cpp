#include <mutex>
#include <set>

#include "reference_impl/faults/movements/words.hpp"
#include "schemas/wire/ids.hpp"

namespace pitboss::reference::movements::faults {
namespace {

/// External ids that a movement was sent for; requests may be on different threads.
struct Moved {
  std::mutex mutex;
  std::set<std::string> ids;
};

/// Leaves players for whom no movement was sent, not even a refused one, out of the list.
void idle_players_not_listed(Server &server) {
  const auto moved = std::make_shared<Moved>();
  wrap(server.movements.find_player, [moved](const auto &inner, SqlTransaction &sql, const MovementRequest &request) {
    const std::lock_guard lock(moved->mutex);
    moved->ids.insert(request.external_id);
    return inner(sql, request);
  });
  wrap(server.movements.replies.list,
       [moved](const auto &inner, wire::JsonArray rows, std::int64_t total, const Page &page) {
         const std::lock_guard lock(moved->mutex);
         std::erase_if(rows, [&](const Json &row) {
           const Json *balances = row.find("balances");
           return balances != nullptr && balances->object()->empty() &&
                  !moved->ids.contains(*row.find("external_client_id")->string());
         });
         return inner(std::move(rows), total, page);
       });
}

/// An external ID that another brand has is taken.
void external_ids_of_all_brands(Server &server) {
  wrap(server.movements.find_registered, [](const auto &inner, SqlTransaction &sql, const RegisterRequest &request) {
    View view = inner(sql, request);
    const auto row = sql.query_one("load_clients_by_external_id", {request.external_id});
    return view.client || !row ? view : look(sql, request.external_id, row->text(2), std::nullopt);
  });
}

bool is_of_any_brand(SqlTransaction &sql, const std::string &external_id) {
  return sql.query_one("load_clients_by_external_id", {external_id}).has_value();
}

template <class Around>
void around_find_player(Server &server, Around around) {
  wrap(server.movements.find_player,
       [around](const auto &inner, SqlTransaction &sql, const MovementRequest &request) -> View {
         return around(inner(sql, request), sql, request);
       });
}

void player_found_without_brand(Server &server) {
  around_find_player(server, [](View view, SqlTransaction &sql, const MovementRequest &request) {
    if (view.client) return view;
    const auto row = sql.query_one("load_clients_by_external_id", {request.external_id});
    return row ? look(sql, request.external_id, row->text(2), request.request_id) : view;
  });
}

Client stranger(const MovementRequest &request) {
  return {.id = wire::fresh_guid(),
          .external_id = request.external_id,
          .brand = request.brand,
          .click = "click-1",
          .created_at = wire::now()};
}

void unknown_player_made(Server &server) {
  around_find_player(server, [](const View &view, SqlTransaction &sql, const MovementRequest &request) {
    if (!is_of_any_brand(sql, request.external_id)) insert(sql, stranger(request));
    return view;
  });
}

/// Under a player whom no list of players shows.
void unknown_player_recorded(Server &server) {
  around_find_player(server, [](const View &view, SqlTransaction &sql, const MovementRequest &request) {
    if (is_of_any_brand(sql, request.external_id) || std::holds_alternative<Refusal>(request.metrics)) return view;
    Client client = stranger(request);
    client.brand = "nowhere:" + client.brand;
    insert(sql, client);
    insert(sql, recorded_unjudged(client.id, request, request.request_id));
    return view;
  });
  wrap(server.movements.replies.list,
       [](const auto &inner, wire::JsonArray rows, std::int64_t total, const Page &page) {
         std::erase_if(rows, [](const Json &row) {
           const Json *brand = row.find("revenue_origin_id");
           return row.find("balances") != nullptr && brand->string()->starts_with("nowhere:");
         });
         return inner(std::move(rows), total, page);
       });
}

std::optional<Refusal> no_refusal(const Platform &, const RegisterRequest &) {
  return std::nullopt;
}

}  // namespace

Deviations player_faults() {
  return {
      {"movements-idle-players-not-listed", "movements.register.accepted",
       "A player for whom no movement was sent is not in the list of players.", idle_players_not_listed},
      {"movements-registered-twice", "movements.register.twice-refused",
       "A player who is registered a second time is made a second time.",
       [](Server &s) { s.movements.rules.check_new = [](const View &) { return std::optional<Refusal>(); }; }},
      {"movements-external-ids-of-all-brands", "movements.register.other-brand",
       "An externalId that a player of another brand has cannot be registered.", external_ids_of_all_brands},
      {"movements-unknown-brand-accepted", "movements.register.unknown-brand-refused",
       "A player of an unknown brand is registered.", [](Server &s) { s.movements.rules.check_brand = no_refusal; }},
      {"movements-unknown-click-accepted", "movements.register.unknown-click-refused",
       "A player of an unknown click is registered.", [](Server &s) { s.movements.rules.check_click = no_refusal; }},
      {"movements-client-not-found-unsaid", "movements.player.unknown-refused",
       "The refusal of an unknown player does not say \"client not found\".",
       [](Server &s) {
         wrap(s.movements.replies.error, [](const auto &inner, Refusal refusal) {
           if (refusal.reason == Reason::client_not_found) refusal.message = "no such player";
           return inner(refusal);
         });
       }},
      {"movements-unknown-player-answered-400", "movements.player.unknown-refused.code",
       "A movement of an unknown player is answered 400.",
       [](Server &s) {
         wrap(s.movements.replies.error_status, [](const auto &inner, const Refusal &refusal) {
           return refusal.reason == Reason::client_not_found ? 400 : inner(refusal);
         });
       }},
      {"movements-player-found-without-brand", "movements.player.found-by-brand-too",
       "A player is found by externalClientId alone.", player_found_without_brand},
      {"movements-unknown-player-recorded", "movements.player.unknown-records-nothing",
       "The movement of an unknown player is refused, and recorded.", unknown_player_recorded},
      {"movements-unknown-player-made", "movements.player.not-made",
       "The movement of an unknown player is refused, and makes the player.", unknown_player_made},
  };
}

}  // namespace pitboss::reference::movements::faults
