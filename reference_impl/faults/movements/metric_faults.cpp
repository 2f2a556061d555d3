#include <algorithm>
#include <map>
#include <mutex>

#include "reference_impl/faults/movements/words.hpp"
#include "reference_impl/movements/platform_file.hpp"
#include "schemas/wire/encoding.hpp"
#include "schemas/wire/ids.hpp"

namespace pitboss::reference::movements::faults {
namespace {

const std::vector<std::string> value_schema = {"definitions", "update", "properties", "value"};

std::vector<std::string> of_value(const std::string &keyword) {
  std::vector<std::string> path = value_schema;
  path.push_back(keyword);
  return path;
}

void edit_record_schema(Server &server, const std::vector<std::string> &path, Json value) {
  Schema &schema = server.movements.reading.record_schema;
  schema = schema.with(path, std::move(value));
}

template <class Around>
void around_apply(Server &server, Around around) {
  wrap(server.movements.rules.apply, around);
}

/// Changes the updates of a movement before they are judged.
template <class Change>
void change_updates(Server &server, Change change) {
  wrap(server.movements.rules.record, [change](const auto &inner, const Rules &rules, const Platform &platform,
                                               MovementRequest request, const View &view) {
    if (auto *updates = std::get_if<std::vector<Update>>(&request.metrics)) change(*updates);
    return inner(rules, platform, request, view);
  });
}

/// A whole number of this range. Faults of arithmetic are kept to some numbers: else every sum of the suite breaks.
bool is_within(const Decimal &value, int least, int most) {
  return value.places() == 0 && value >= Decimal(least) && value <= Decimal(most);
}

void type_of_first_for_all(Server &server) {
  change_updates(server, [](std::vector<Update> &updates) {
    if (updates.size() < 3) return;
    for (Update &update : updates) update.type = updates.front().type;
  });
}

void codes_in_any_case(Server &server) {
  wrap(server.movements.reading.update, [](const auto &inner, const Json &entry) {
    Update update = inner(entry);
    update.code = wire::lower_case(std::move(update.code));
    return update;
  });
}

void no_number_is_zero(Server &server) {
  edit_record_schema(server, of_value("pattern"), "^");
  wrap(server.movements.reading.update, [](const auto &inner, Json entry) {
    if (!Decimal::parse_numeric_string(*entry.find("value")->string())) entry.set("value", "0");
    return inner(entry);
  });
}

void number_for_text(Server &server) {
  edit_record_schema(server, of_value("type"), wire::JsonArray{"string", "number"});
  wrap(server.movements.reading.update, [](const auto &inner, Json entry) {
    if (const wire::JsonNumber *number = entry.find("value")->number()) {
      const std::string text = number->text;
      entry.set("value", text);
    }
    return inner(entry);
  });
}

/// Of a movement with a bad metric the good ones are applied, and the movement is refused.
void half_applied(Server &server) {
  const Rules right;
  wrap(server.movements.find_player, [right](const auto &inner, SqlTransaction &sql, const MovementRequest &request) {
    View view = inner(sql, request);
    const auto *updates = std::get_if<std::vector<Update>>(&request.metrics);
    if (!view.client || view.request_id_used || updates == nullptr || updates->size() < 2) return view;
    const Platform platform = default_platform();
    std::vector<Update> good;
    for (const Update &update : *updates) {
      MovementRequest alone = request;
      alone.metrics = std::vector{update};
      if (std::holds_alternative<Recorded>(right.record(right, platform, alone, view))) good.push_back(update);
    }
    if (good.size() == updates->size()) return view;
    for (const Update &update : good) {
      const Balances after = apply_all(right, view.balances, {update});
      sql.query("save_balance", {view.client->id, update.code, after.at(update.code).to_string()});
    }
    return view;
  });
}

/// A movement of one metric, which is bad, is refused, and listed.
void refused_but_recorded(Server &server) {
  const Rules right;
  wrap(server.movements.find_player, [right](const auto &inner, SqlTransaction &sql, const MovementRequest &request) {
    View view = inner(sql, request);
    const auto *updates = std::get_if<std::vector<Update>>(&request.metrics);
    if (!view.client || view.request_id_used || updates == nullptr || updates->size() > 1) return view;
    if (std::holds_alternative<Recorded>(right.record(right, default_platform(), request, view))) return view;
    insert(sql, recorded_unjudged(view.client->id, request, std::nullopt));
    return view;
  });
}

/// The decimal with its digits after the first `kept` significant ones made 0, as a type with fewer digits would.
Decimal cut(const Decimal &value, int kept) {
  std::string text = value.to_string();
  int seen = 0;
  for (char &c : text) {
    if (c < '0' || c > '9' || (seen == 0 && c == '0')) continue;
    if (++seen > kept) c = '0';
  }
  return *Decimal::parse_numeric_string(text);
}

void absolute_values_of_14_digits(Server &server) {
  wrap(server.movements.reading.update, [](const auto &inner, const Json &entry) {
    Update update = inner(entry);
    const Decimal shorter = cut(update.value, 14);
    if (shorter != update.value && update.type == UpdateType::absolute) {
      update.value = shorter;
      update.written = shorter.to_string();
    }
    return update;
  });
}

/// From a player's 13th movement on absolute updates leave the balances as they are.
void balances_stop(Server &server) {
  struct Counts {
    std::mutex mutex;
    std::map<std::string, int> of_player;
  };
  const auto counts = std::make_shared<Counts>();
  wrap(server.movements.rules.record, [counts](const auto &inner, const Rules &rules, const Platform &platform,
                                               const MovementRequest &request, const View &view) {
    Outcome outcome = inner(rules, platform, request, view);
    const std::lock_guard lock(counts->mutex);
    auto *recorded = std::get_if<Recorded>(&outcome);
    if (recorded == nullptr || ++counts->of_player[view.client->id] <= 12) return outcome;
    for (const Update &update : recorded->movement.updates)
      if (update.type == UpdateType::absolute) recorded->balances.erase(update.code);
    return outcome;
  });
}

std::function<void(Server &)> with_schema(std::string keyword, Json value) {
  return [keyword = std::move(keyword), value = std::move(value)](Server &server) {
    edit_record_schema(server, {"properties", "metrics", keyword}, value);
  };
}

}  // namespace

Deviations metric_faults() {
  return {
      {"movements-absolute-zero-ignored", "movements.metric.absolute-replaces", "An absolute 0 leaves the balance.",
       [](Server &s) {
         around_apply(s, [](const auto &inner, const Decimal &before, const Update &update) {
           return update.value.is_zero() ? before : inner(before, update);
         });
       }},
      {"movements-absolute-adds", "movements.metric.absolute-replaces",
       "An absolute update of 20 to 49 is added to the balance.",
       [](Server &s) {
         around_apply(s, [](const auto &inner, const Decimal &before, const Update &update) {
           const bool adds = update.type == UpdateType::absolute && is_within(update.value, 20, 49);
           return adds ? before + update.value : inner(before, update);
         });
       }},
      {"movements-relative-replaces", "movements.metric.relative-adds",
       "A relative update of 20 to 29 replaces the balance.",
       [](Server &s) {
         around_apply(s, [](const auto &inner, const Decimal &before, const Update &update) {
           const bool replaces = update.type == UpdateType::relative && is_within(update.value, 20, 29);
           return replaces ? update.value : inner(before, update);
         });
       }},
      {"movements-negative-relative-adds", "movements.metric.negative-relative-subtracts",
       "A relative update of -29 to -20 counts without its sign.",
       [](Server &s) {
         around_apply(s, [](const auto &inner, const Decimal &before, Update update) {
           if (update.type == UpdateType::relative && is_within(update.value, -29, -20)) update.value = -update.value;
           return inner(before, update);
         });
       }},
      {"movements-type-of-first-for-all", "movements.metric.mixed",
       "All updates of a movement of three metrics or more are of the type of the first one.", type_of_first_for_all},
      {"movements-balance-never-negative", "movements.metric.negative-balance",
       "A balance that falls to -1 to -99 becomes 0.",
       [](Server &s) {
         around_apply(s, [](const auto &inner, const Decimal &before, const Update &update) {
           const Decimal after = inner(before, update);
           return is_within(after, -99, -1) ? Decimal() : after;
         });
       }},
      {"movements-unknown-code-accepted", "movements.metric.unknown-code-refused",
       "An unknown code in lower case is a new metric.",
       [](Server &s) {
         wrap(s.movements.rules.check_known, [](const auto &inner, const Platform &platform,
                                                const std::vector<Update> &updates, std::size_t index) {
           const std::string &code = updates[index].code;
           const bool has_capitals = std::any_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
           return has_capitals ? inner(platform, updates, index) : std::nullopt;
         });
       }},
      {"movements-codes-in-any-case", "movements.metric.wrong-case-refused", "A code is found without regard to case.",
       codes_in_any_case},
      {"movements-archived-metric-accepted", "movements.metric.archived-refused", "Archived metrics are updated.",
       [](Server &s) { s.movements.rules.check_in_use = pass_update; }},
      {"movements-fraction-for-integer-accepted", "movements.metric.fraction-for-integer-refused",
       "An integer metric takes fractions.", [](Server &s) { s.movements.rules.check_whole = pass_update; }},
      {"movements-no-number-is-zero", "movements.metric.no-number-refused", "A value that is no number counts as 0.",
       no_number_is_zero},
      {"movements-number-for-text-accepted", "movements.metric.value-not-a-string-refused",
       "A value may be a JSON number.", number_for_text},
      {"movements-unknown-type-is-relative", "movements.metric.unknown-type-refused",
       "A type that is unknown counts as relative.",
       [](Server &s) {
         edit_record_schema(s, {"definitions", "update", "properties", "type"}, wire::JsonObject{{"type", "string"}});
       }},
      {"movements-codes-in-snake-case", "movements.metric.codes-kebab-case", "The code of a level is in snake case.",
       [](Server &s) {
         wrap(s.movements.replies.metric, [](const auto &inner, Metric metric) {
           if (metric.code.ends_with("-level")) std::replace(metric.code.begin(), metric.code.end(), '-', '_');
           return inner(metric);
         });
       }},
      {"movements-half-applied", "movements.atomic.nothing-applied",
       "Of a movement with a bad metric the good ones are applied.", half_applied},
      {"movements-refused-but-recorded", "movements.refused.changes-nothing",
       "A movement of one metric, which is bad, is refused, and listed.", refused_but_recorded},
      {"movements-19-metrics-at-most", "movements.metrics.twenty-accepted", "A movement has 19 metrics at most.",
       with_schema("maxItems", 19)},
      {"movements-21-metrics-accepted", "movements.metrics.twenty-one-refused", "A movement may have 50 metrics.",
       with_schema("maxItems", 50)},
      {"movements-no-metrics-accepted", "movements.metrics.none-refused", "A movement may have no metrics.",
       with_schema("minItems", 0)},
      {"movements-values-of-14-digits", "movements.exact.values", "Absolute values keep 14 significant digits.",
       absolute_values_of_14_digits},
      {"movements-sums-of-15-digits", "movements.exact.sums",
       "A balance of 900000000000000 or more keeps 15 significant digits.",
       [](Server &s) {
         around_apply(s, [](const auto &inner, const Decimal &before, const Update &update) {
           const Decimal after = inner(before, update);
           return after >= Decimal(900'000'000'000'000) ? cut(after, 15) : after;
         });
       }},
      {"movements-balances-stop", "movements.balance.fold-of-movements",
       "From a player's 13th movement on absolute updates change no balance.", balances_stop},
  };
}

}  // namespace pitboss::reference::movements::faults
