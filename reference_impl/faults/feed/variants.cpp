#include <algorithm>
#include <limits>

#include "reference_impl/faults/feed/deviations.hpp"
#include "reference_impl/faults/feed/form.hpp"

namespace pitboss::reference::feed::faults {
namespace {

using wire::Json;

/// Answers a push that was stored with this status and body.
auto answering_pushes(int status, const std::string &body) {
  return [=](Behaviour &behaviour) {
    behaviour.feed.replies.pushed = [=](const Counts &) {
      return http::Response{.status = status, .body = body, .headers = {}};
    };
  };
}

/// The field stands in the name of a member, and of the index only a text tells.
void errors_by_field(Behaviour &behaviour) {
  behaviour.feed.replies.invalid = [](const Faults &faults) {
    Json by_field = wire::JsonObject{};
    for (const Fault &fault : faults) by_field.set(fault.field, wire::JsonArray{fault.message});
    return wire::JsonObject{{"title", "Unprocessable"}, {"violations", std::move(by_field)}};
  };
}

void first_error_only(Behaviour &behaviour) {
  wrap(behaviour.feed.replies.invalid, [](const auto &inner, Faults faults) {
    if (faults.size() > 1) faults.resize(1);
    return inner(faults);
  });
}

void errors_as_text(Behaviour &behaviour) {
  behaviour.feed.replies.error = [](const Refusal &refusal) { return Json(refusal.message); };
}

void rows_with_more_fields(Behaviour &behaviour) {
  change_rows(behaviour, [](Kind, Json &row) { row.set("id", 7).set("links", wire::JsonArray{}).set("tag", nullptr); });
  wrap(behaviour.feed.replies.page, [](const auto &inner, const ListRequest &request, const Page &page,
                                       wire::JsonArray rows, const std::optional<std::string> &next) {
    Json reply = inner(request, page, std::move(rows), next);
    Json meta = *reply.find("meta");
    reply.set("meta", meta.set("last_page", 3).set("prev_cursor", nullptr));
    return reply.set("links", wire::JsonArray{});
  });
}

void missing_fields_as_null(Behaviour &behaviour) {
  change_rows(behaviour, [](Kind kind, Json &row) {
    for (const std::string &field : record_schema(kind).properties())
      if (row.find(field) == nullptr) row.set(field, nullptr);
  });
}

void times_in_another_offset(Behaviour &behaviour) {
  change_rows(behaviour, [](Kind, Json &row) {
    for (const char *field : {"signup_date", "transaction_date", "last_modified_date"}) {
      const auto time = wire::parse_date_time(text_of(row, field));
      if (!time) continue;
      std::string text = wire::to_iso8601(*time + std::chrono::minutes(330));
      text.pop_back();  // the Z
      row.set(field, text + "+05:30");
    }
  });
}

void trailing_zeros(Behaviour &behaviour) {
  change_rows(behaviour, [](Kind, Json &row) {
    for (const char *field : {"amount_currency", "amount_usd", "total_bets", "wins", "ggr", "ngr", "bets_count"}) {
      const Json *member = row.find(field);
      const auto value = member == nullptr ? std::nullopt : member->decimal();
      if (value) row.set(field, wire::JsonNumber{value->to_string(value->places() + 2)});
    }
  });
}

void pages_only(Behaviour &behaviour) {
  behaviour.feed.listing.next_cursor = [](const ListRequest &, const Page &, const Seal &) { return std::nullopt; };
  behaviour.feed.listing.read_cursor = [](const std::string &, const std::string &, const Seal &) -> Position {
    throw invalid(
        {{.index = std::nullopt, .field = "cursor", .code = "bad_cursor", .message = "there are no cursors"}});
  };
}

void cursors_only(Behaviour &behaviour) {
  behaviour.feed.listing.page = [](const std::optional<std::string> &, std::int64_t) { return Position{}; };
}

void empty_last_page(Behaviour &behaviour) {
  wrap(behaviour.feed.listing.next_cursor,
       [](const auto &inner, const ListRequest &request, Page page, const Seal &seal) {
         page.more = !page.rows.empty();
         return inner(request, page, seal);
       });
}

void page_sizes_clamped(Behaviour &behaviour) {
  wrap(behaviour.feed.listing.per_page, [](const auto &inner, const std::optional<std::string> &text) {
    try {
      return inner(text);
    } catch (const Refusal &) {
      const bool digits = text->find_first_not_of("0123456789") == std::string::npos;
      if (!digits || text->empty()) return inner(std::nullopt);
      return text->find_first_not_of('0') == std::string::npos ? std::int64_t{1} : std::int64_t{500};
    }
  });
}

/// Rows by falling numbers; a cursor continues below the number that it holds. Looks from the end of the list, in parts
/// as long as what is wanted.
Page newest_first(const std::function<Page(store::SqlTransaction &, const ListRequest &)> &inner,
                  store::SqlTransaction &sql, const ListRequest &request) {
  const auto [after, skip, number] = request.position;
  const std::int64_t below = after > 0 ? after : std::numeric_limits<std::int64_t>::max();
  ListRequest part = request;
  part.position = {};
  part.per_page = 1;
  Page page{.rows = {}, .total = inner(sql, part).total, .more = false};
  const std::int64_t first = std::min(skip, page.total);
  const std::int64_t wanted = first + request.per_page + 1;
  for (std::int64_t end = page.total; end > 0 && std::ssize(page.rows) < wanted; end = part.position.skip) {
    part.position.skip = std::max<std::int64_t>(end - wanted, 0);
    part.per_page = end - part.position.skip;
    const Page found = inner(sql, part);
    std::copy_if(found.rows.rbegin(), found.rows.rend(), std::back_inserter(page.rows),
                 [below](const Row &row) { return row.seq < below; });
  }
  page.rows.erase(page.rows.begin(), page.rows.begin() + std::min(first, std::ssize(page.rows)));
  page.more = std::ssize(page.rows) > request.per_page;
  if (page.more) page.rows.erase(page.rows.begin() + request.per_page, page.rows.end());
  return page;
}

void damaged_cursors_answered_404(Behaviour &behaviour) {
  wrap(behaviour.feed.listing.read_cursor,
       [](const auto &inner, const std::string &cursor, const std::string &filters, const Seal &seal) {
         try {
           return inner(cursor, filters, seal);
         } catch (const Refusal &) {
           throw Refusal{.status = 404, .code = "NO_SUCH_PAGE", .message = "the cursor leads nowhere"};
         }
       });
}

void malformed_json_answered_422(Behaviour &behaviour) {
  wrap(behaviour.feed.reading.parse, [](const auto &inner, const std::string &body) {
    try {
      return inner(body);
    } catch (const Refusal &refusal) {
      throw invalid({{.index = std::nullopt, .field = {}, .code = "json", .message = refusal.message}});
    }
  });
}

void bare_arrays_accepted(Behaviour &behaviour) {
  const auto enveloped = [](const Json &body) {
    return body.array() == nullptr ? body : Json(wire::JsonObject{{"data", body}});
  };
  wrap(behaviour.feed.reading.find_faults,
       [=](const auto &inner, Kind kind, const Json &body) { return inner(kind, enveloped(body)); });
  wrap(behaviour.feed.reading.records_of, [=](const auto &inner, const Json &body) { return inner(enveloped(body)); });
}

void unequal_ggr_accepted(Behaviour &behaviour) {
  behaviour.feed.rules.check_sums = [](const FeedRules &, Kind, const Record &, std::size_t) { return Faults(); };
}

void other_game_types_refused(Behaviour &behaviour) {
  refuse_records(behaviour, [](Kind kind, const Json &record) -> std::string {
    if (kind != Kind::activity) return {};
    const std::string type = text_of(record, "game_type");
    for (const char *known : {"slots", "live_casino", "table_games", "sportsbook", "poker"})
      if (type == known) return {};
    return "game_type";
  });
}

}  // namespace

Deviations reply_variants() {
  return {
      variant("feed-pushes-answered-201", "A push is answered 201, with another body.",
              answering_pushes(201, R"({"accepted":true})")),
      variant("feed-pushes-answered-202", "A push is answered 202, with null.", answering_pushes(202, "null")),
      variant("feed-pushes-answered-204", "A push is answered 204, without a body.", answering_pushes(204, "")),
      variant("feed-errors-by-field", "A 422 lists what is wrong under the names of the fields.", errors_by_field),
      variant("feed-first-error-only", "A 422 tells the first of several faults.", first_error_only),
      variant("feed-errors-as-text", "The body of other refusals is a JSON string.", errors_as_text),
      variant("feed-malformed-json-answered-422", "A push that is not JSON is answered 422.",
              malformed_json_answered_422),
      variant("feed-rows-with-more-fields", "Rows, meta and the envelope of lists have more members.",
              rows_with_more_fields),
      variant("feed-missing-fields-as-null", "Rows have null where a field was left out.", missing_fields_as_null),
      variant("feed-times-in-another-offset", "Lists give date-times in +05:30.", times_in_another_offset),
      variant("feed-trailing-zeros", "Lists write numbers with two more zeros: 12.500, 3.00.", trailing_zeros),
      variant("feed-bare-arrays-accepted", "A push may be a bare array of records.", bare_arrays_accepted),
      variant("feed-unequal-ggr-accepted", "A ggr that is not the difference is stored as it came.",
              unequal_ggr_accepted),
      variant("feed-other-game-types-refused", "Activity of a game type that is none of the usual five is refused.",
              other_game_types_refused),
  };
}

Deviations list_variants() {
  return {
      variant("feed-pages-only", "next_cursor is always null, and any cursor is refused.", pages_only),
      variant("feed-cursors-only", "page is ignored: lists continue by cursor only.", cursors_only),
      variant("feed-empty-last-page", "An empty page comes before next_cursor is null.", empty_last_page),
      variant("feed-page-sizes-clamped", "A per_page out of range is brought into it; of a text, 50.",
              page_sizes_clamped),
      variant("feed-newest-first", "Lists begin with the newest row.",
              [](Behaviour &b) { wrap(b.feed.storage.list, newest_first); }),
      variant("feed-damaged-cursors-answered-404", "A damaged cursor is answered 404.", damaged_cursors_answered_404),
  };
}

}  // namespace pitboss::reference::feed::faults
