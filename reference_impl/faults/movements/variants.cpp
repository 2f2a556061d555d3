#include "reference_impl/faults/movements/words.hpp"

namespace pitboss::reference::movements::faults {
namespace {

/// Other statuses of the 4xx, and another shape around the demanded phrases.
void other_refusals(Server &server) {
  server.movements.replies.error = [](const Refusal &refusal) {
    std::string text = refusal.message;
    for (char &c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return wire::JsonObject{{"errors", wire::JsonArray{wire::JsonObject{{"detail", text}}}}, {"status", "error"}};
  };
  wrap(server.movements.replies.error_status, [](const auto &inner, const Refusal &refusal) {
    return refusal.reason == Reason::unauthorized ? inner(refusal) : 422;
  });
}

void ids_as_numbers(Server &server) {
  // A number for each UUID: its first 12 hex digits.
  const auto number = [](const Json &id) {
    const std::string text = *id.string();
    std::string digits;
    for (const char c : text)
      if (c != '-' && digits.size() < 12) digits += c;
    return Json(std::stoll(digits, nullptr, 16));
  };
  wrap(server.movements.replies.movement,
       [number](const auto &inner, const Replies &replies, const ListedMovement &listed) {
         Json row = inner(replies, listed);
         return row.set("id", number(*row.find("id")));
       });
}

void rows_with_more_fields(Server &server) {
  wrap(server.movements.replies.list,
       [](const auto &inner, wire::JsonArray rows, std::int64_t total, const Page &page) {
         for (Json &row : rows) row.set("links", wire::JsonArray{}).set("nothing", nullptr).set("version", 7);
         return inner(std::move(rows), total, page).set("next", nullptr);
       });
}

/// A balance of "0" for every metric that has none.
void zero_balances(Server &server) {
  const auto codes = std::make_shared<std::vector<std::string>>();
  for (const char *code : {"ngr", "ggr", "total-deposits", "deposits-count", "plan-tier"}) codes->emplace_back(code);
  wrap(server.movements.replies.client, [codes](const auto &inner, const Replies &replies, ListedClient listed) {
    for (const std::string &code : *codes) listed.balances.try_emplace(code, Decimal());
    return inner(replies, listed);
  });
}

/// A balance of 0 is left out.
void zero_balances_absent(Server &server) {
  wrap(server.movements.replies.client, [](const auto &inner, const Replies &replies, ListedClient listed) {
    std::erase_if(listed.balances, [](const auto &balance) { return balance.second.is_zero(); });
    return inner(replies, listed);
  });
}

std::string with_zeros(const Decimal &value) {
  return value.to_string(value.places() + 3);
}

void trailing_zeros(Server &server) {
  wrap(server.movements.replies.client, [](const auto &inner, const Replies &replies, const ListedClient &listed) {
    wire::JsonObject balances;
    for (const auto &[code, balance] : listed.balances) balances.emplace_back(code, with_zeros(balance));
    return inner(replies, listed).set("balances", std::move(balances));
  });
  wrap(server.movements.replies.movement, [](const auto &inner, const Replies &replies, ListedMovement listed) {
    for (Update &update : listed.movement.updates) update.written = with_zeros(update.value);
    const std::string share = with_zeros(listed.movement.contribution->amount);
    return inner(replies, listed).set("total_revshare", share);
  });
}

/// An integer with a fraction of zeros is taken.
void whole_by_value(Server &server) {
  server.movements.rules.check_whole = [](const Platform &platform, const std::vector<Update> &updates,
                                          std::size_t index) -> std::optional<std::string> {
    const Metric *metric = platform.find_metric(updates[index].code);
    if (metric == nullptr || metric->data_type == DataType::decimal || updates[index].value.places() == 0)
      return std::nullopt;
    return "the metric takes whole numbers only";
  };
}

std::function<void(Server &)> written(int status, Json body) {
  return [status, body = std::move(body)](Server &server) {
    server.movements.replies.written_status = status;
    server.movements.replies.written = [body] { return body; };
  };
}

/// Writes are answered 204, without a body.
void no_content(Server &server) {
  server.movements.replies.written_status = 204;
  after_finish(server, [](const http::Request &, http::Response &response) {
    if (response.status != 204) return;
    response.body.clear();
    response.remove_header("Content-Type");
  });
}

}  // namespace

Deviations all_variants() {
  return {
      variant("movements-other-refusals", "Refusals are answered 422 in another shape, with the phrases in capitals.",
              other_refusals),
      variant("movements-created-201", "Writes are answered 201 with a body.",
              written(201, wire::JsonObject{{"id", 7}, {"status", "created"}})),
      variant("movements-no-content-204", "Writes are answered 204 without a body.", no_content),
      variant("movements-ids-as-numbers", "The id of a movement is a number.", ids_as_numbers),
      variant("movements-rows-with-more-fields", "Rows and lists have fields that the contract does not name.",
              rows_with_more_fields),
      variant("movements-zero-balances", "Metrics without movement have the balance \"0\".", zero_balances),
      variant("movements-zero-balances-absent", "A balance of 0 is not listed.", zero_balances_absent),
      variant("movements-trailing-zeros", "Values are listed with three decimals more than needed.", trailing_zeros),
      variant("movements-same-code-twice", "A code may stand twice in one movement; both are applied in their order.",
              [](Server &s) { s.movements.rules.check_once = pass_update; }),
      variant("movements-integers-by-value", "\"1.0\" is taken for an integer metric.", whole_by_value),
      variant("movements-utc-offset", "Times are written with the offset +00:00.",
              [](Server &s) {
                wrap(s.movements.replies.time, [](const auto &inner, wire::TimePoint time) {
                  std::string text = inner(time);
                  text.pop_back();
                  return text + "+00:00";
                });
              }),
  };
}

}  // namespace pitboss::reference::movements::faults
