#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "reference_impl/faults/movements/words.hpp"
#include "schemas/wire/ids.hpp"

namespace pitboss::reference::movements::faults {
namespace {

/// Changes what is seen of the player; `change(view, sql, request)`.
template <class Change>
void change_view(Server &server, Change change) {
  wrap(server.movements.find_player,
       [change](const auto &inner, SqlTransaction &sql, const MovementRequest &request) -> View {
         View view = inner(sql, request);
         if (view.client) change(view, sql, request);
         return view;
       });
}

/// A set of things by player, used by all calls.
struct Remembered {
  std::mutex mutex;
  std::map<std::pair<std::string, std::string>, std::string> of;  // client and request ID, to something
};

/// A duplicate is refused, and applied: where it is the same movement, and another one came in between.
void duplicate_applied(Server &server) {
  const auto rules = std::make_shared<Rules>(server.movements.rules);
  const auto seen = std::make_shared<Remembered>();
  const auto reapply = [rules, seen](View &view, SqlTransaction &sql, const MovementRequest &request) {
    const std::lock_guard lock(seen->mutex);
    const std::string before = std::exchange(seen->of[{view.client->id, "the last one"}], request.raw_payload);
    if (!request.request_id) return;
    const std::string &first =
        seen->of.emplace(std::pair(view.client->id, *request.request_id), request.raw_payload).first->second;
    const auto *updates = std::get_if<std::vector<Update>>(&request.metrics);
    if (!view.request_id_used || updates == nullptr || first != request.raw_payload || before == first) return;
    const Balances after = apply_all(*rules, view.balances, *updates);
    for (const Update &update : *updates)
      sql.query("save_balance", {view.client->id, update.code, after.at(update.code).to_string()});
  };
  change_view(server, reapply);
}

/// Whether a movement is one absolute update below 100.
bool sets_small_number(const MovementRequest &request) {
  const auto *updates = std::get_if<std::vector<Update>>(&request.metrics);
  if (updates == nullptr || updates->size() != 1 || updates->front().type != UpdateType::absolute) return false;
  const Decimal &value = updates->front().value;
  return !value.is_negative() && value < Decimal(100);
}

void other_content_is_new(Server &server) {
  const auto seen = std::make_shared<Remembered>();
  change_view(server, [seen](View &view, SqlTransaction &, const MovementRequest &request) {
    if (!request.request_id) return;
    const std::lock_guard lock(seen->mutex);
    std::string &payload = seen->of[{view.client->id, *request.request_id}];
    if (view.request_id_used && payload != request.raw_payload && sets_small_number(request))
      view.request_id_used = false;
    payload = request.raw_payload;
  });
}

void request_ids_of_all_brands(Server &server) {
  change_view(server, [](View &view, SqlTransaction &sql, const MovementRequest &request) {
    if (!request.request_id) return;
    const auto every = movements::list_movements(sql,
                                                 {.client = {},
                                                  .request_id = request.request_id,
                                                  .time = {.from = {}, .to = wire::now() + std::chrono::days(1)}},
                                                 {});
    for (const ListedMovement &listed : every.rows)
      if (listed.brand != request.brand) view.request_id_used = true;
  });
}

void last_request_ids_known(Server &server) {
  struct Lately {
    std::mutex mutex;
    std::map<std::string, std::deque<std::string>> of;  // client, to its request IDs
  };
  const auto lately = std::make_shared<Lately>();
  change_view(server, [lately](View &view, SqlTransaction &, const MovementRequest &request) {
    if (!request.request_id) return;
    const std::lock_guard lock(lately->mutex);
    std::deque<std::string> &ids = lately->of[view.client->id];
    view.request_id_used = view.request_id_used && std::find(ids.begin(), ids.end(), *request.request_id) != ids.end();
    ids.push_back(*request.request_id);
    if (ids.size() > 10) ids.pop_front();
  });
}

/// What the rules say of the metrics comes before what is known of the request ID.
void metrics_judged_first(Server &server) {
  wrap(server.movements.rules.record, [](const auto &inner, const Rules &rules, const Platform &platform,
                                         const MovementRequest &request, const View &view) {
    View fresh = view;
    fresh.request_id_used = false;
    const Outcome judged = inner(rules, platform, request, fresh);
    return std::holds_alternative<Refusal>(judged) ? judged : inner(rules, platform, request, view);
  });
}

void refused_id_is_used(Server &server) {
  const auto refused = std::make_shared<Remembered>();
  wrap(server.movements.rules.record, [refused](const auto &inner, const Rules &rules, const Platform &platform,
                                                const MovementRequest &request, View view) {
    const std::lock_guard lock(refused->mutex);
    const bool known = view.client && request.request_id;
    const std::pair key(known ? view.client->id : "", request.request_id.value_or(""));
    if (known && refused->of.contains(key)) view.request_id_used = true;
    Outcome outcome = inner(rules, platform, request, view);
    if (known && std::holds_alternative<Refusal>(outcome)) refused->of[key];
    return outcome;
  });
}

void payload_is_the_key(Server &server) {
  const auto seen = std::make_shared<Remembered>();
  wrap(server.movements.rules.record, [seen](const auto &inner, const Rules &rules, const Platform &platform,
                                             const MovementRequest &request, View view) {
    const std::lock_guard lock(seen->mutex);
    if (view.client && !request.request_id &&
        !seen->of.emplace(std::pair(view.client->id, request.raw_payload), "").second)
      view.request_id_used = true;
    return inner(rules, platform, request, view);
  });
}

/// Looks first and acts later, in two units of work, with a view that `merge(then, now)` makes of both.
template <class Merge>
void look_then_act(Server &server, Merge merge) {
  server.movements.submit = [merge](store::SqlStore &store, const http::Later &later, Work given) {
    const auto work = std::make_shared<Work>(std::move(given));
    const auto then = std::make_shared<View>();
    const auto act = [merge, work, then, &store] {
      store.submit({.work = [merge, work, then](SqlTransaction &sql) { work->act(sql, merge(*then, work->look(sql))); },
                    .done = work->done});
    };
    store.submit({.work = [work, then](SqlTransaction &sql) { *then = work->look(sql); },
                  .done =
                      [work, act, later](bool done) {
                        if (!done) return work->done(false);
                        later(std::chrono::milliseconds(20), act);
                      }});
  };
}

/// The first copy that comes in between is refused: so is the retry of a lost reply, which may still be in flight.
void copies_in_flight_recorded(Server &server) {
  const auto late = std::make_shared<Remembered>();
  look_then_act(server, [late](const View &then, View now) {
    if (!now.client || then.request_id_used == now.request_id_used) return now;
    const std::lock_guard lock(late->mutex);
    const bool is_first = late->of.emplace(std::pair(now.client->id, "late"), "").second;
    now.request_id_used = is_first;
    return now;
  });
}

}  // namespace

Deviations request_id_faults() {
  return {
      also_breaks({"movements-duplicate-unsaid", "movements.request-id.duplicate-refused",
                   "The refusal of a duplicate does not say \"duplicate metric movement request\".",
                   [](Server &s) {
                     wrap(s.movements.replies.error, [](const auto &inner, Refusal refusal) {
                       if (refusal.reason == Reason::duplicate_request) refusal.message = "the request ID was used";
                       return inner(refusal);
                     });
                   }},
                  {"movements.request-id.looked-up-first"}),
      {"movements-duplicate-answered-400", "movements.request-id.duplicate-refused.code",
       "A duplicate is answered 400.",
       [](Server &s) {
         wrap(s.movements.replies.error_status, [](const auto &inner, const Refusal &refusal) {
           return refusal.reason == Reason::duplicate_request ? 400 : inner(refusal);
         });
       }},
      {"movements-duplicate-applied", "movements.request-id.duplicate-changes-nothing",
       "The same movement under the same request ID is refused, and applied, where another one came in between.",
       duplicate_applied},
      {"movements-other-content-is-new", "movements.request-id.other-content-refused",
       "An absolute update below 100 under a request ID that had another content is recorded.", other_content_is_new},
      {"movements-last-request-ids-known", "movements.request-id.duplicate-refused",
       "Of each player the last ten request IDs are known.", last_request_ids_known},
      {"movements-metrics-judged-first", "movements.request-id.looked-up-first",
       "Metrics are judged before the request ID is looked up.", metrics_judged_first},
      {"movements-request-ids-of-all-brands", "movements.request-id.of-each-player",
       "A request ID that a player of another brand has used is a duplicate.", request_ids_of_all_brands},
      {"movements-refused-id-is-used", "movements.request-id.free-after-refusal",
       "A request ID whose movement was refused is used.", refused_id_is_used},
      {"movements-payload-is-the-key", "movements.request-id.none-no-deduplication",
       "A movement without request ID is a duplicate where its payload was seen before.", payload_is_the_key},
      {"movements-null-request-id-refused", "movements.request-id.null", "null as requestId is refused.",
       [](Server &s) {
         Schema &schema = s.movements.reading.record_schema;
         schema = schema.with({"properties", "requestId", "type"}, "string");
       }},
      {"movements-copies-in-flight-recorded", "movements.in-flight.request-id-once",
       "A request ID is looked up first and recorded later; of many copies that come in between all but one are "
       "recorded too.",
       copies_in_flight_recorded},
      {"movements-updates-in-flight-lost", "movements.in-flight.relative-all-added",
       "A balance is read first and written later; updates that come in between are lost.",
       [](Server &s) {
         look_then_act(s, [](const View &then, View now) {
           now.balances = then.balances;
           return now;
         });
       }},
  };
}

}  // namespace pitboss::reference::movements::faults
