#include "reference_impl/faults/feed/deviations.hpp"
#include "reference_impl/faults/feed/form.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::feed::faults {
namespace {

using wire::Decimal;
using wire::Json;

bool is(const Json &record, std::string_view field, std::string_view text) {
  const Json *member = record.find(field);
  return member != nullptr && member->string() != nullptr && *member->string() == text;
}

bool is_negative(const Json &record, std::string_view field) {
  const Json *member = record.find(field);
  const auto decimal = member == nullptr ? std::nullopt : member->decimal();
  return decimal && decimal->is_negative();
}

/// Refuses records of a kind in which `field` has the value `text`.
auto refusing(Kind kind, const std::string &field, const std::string &text) {
  return [=](Behaviour &behaviour) {
    refuse_records(behaviour, [=](Kind of, const Json &record) {
      return of == kind && is(record, field, text) ? field : std::string();
    });
  };
}

void banners_without_email_refused(Behaviour &behaviour) {
  refuse_records(behaviour, [](Kind, const Json &record) {
    return text_of(record, "tracking_data").starts_with("banner-") && record.find("email") == nullptr ? "email" : "";
  });
}

void key_alone_refused(Behaviour &behaviour) {
  refuse_records(behaviour, [](Kind kind, const Json &record) {
    return kind == Kind::activity && record.object()->size() == 4 ? "bets_count" : "";
  });
}

void declined_withdrawals_refused(Behaviour &behaviour) {
  refuse_records(behaviour, [](Kind, const Json &record) {
    return is(record, "transaction_type", "withdrawal") && is(record, "status", "declined") ? "status" : "";
  });
}

auto refusing_negative(const std::string &field) {
  return [=](Behaviour &behaviour) {
    refuse_records(behaviour,
                   [=](Kind, const Json &record) { return is_negative(record, field) ? field : std::string(); });
  };
}

bool always(const Json &) {
  return true;
}

bool in_pounds(const Json &record) {
  return is(record, "currency", "GBP");
}

bool of_a_click(const Json &record) {
  return text_of(record, "tracking_data").starts_with("click-");
}

/// Leaves a field out of those rows of a list of which `which(row)` is true.
auto forgetting(Kind kind, const std::string &field, bool (*which)(const Json &) = always) {
  return [=](Behaviour &behaviour) {
    change_rows(behaviour, [=](Kind of, Json &row) {
      if (of == kind && which(row))
        std::erase_if(*row.object(), [&](const auto &member) { return member.first == field; });
    });
  };
}

void tracking_data_as_text_alone(Behaviour &behaviour) {
  refuse_records(behaviour, [](Kind, const Json &record) {
    const Json *data = record.find("tracking_data");
    return data != nullptr && data->object() != nullptr ? "tracking_data" : "";
  });
}

/// A part of an activity record's key that is not looked at where `which(record)`: it is kept as under `value`.
auto key_without(const std::string &field, bool (*which)(const Json &), const std::string &value = "any") {
  return [=](Behaviour &behaviour) {
    wrap(behaviour.feed.rules.key, [=](const auto &inner, Kind kind, Record record) {
      if (kind == Kind::activity && which(record)) record.set(field, value);
      return inner(kind, record);
    });
  };
}

bool has_bets(const Json &record, int number) {
  const Json *count = record.find("bets_count");
  return count != nullptr && count->decimal() && *count->decimal() >= Decimal(number);
}

bool of_many_bets(const Json &record) {
  return has_bets(record, 1000);
}

bool in_dollars_of_some_bets(const Json &record) {
  return is(record, "currency", "USD") && has_bets(record, 20);
}

bool same_member(const Json &a, const Json &b, std::string_view field) {
  const Json *one = a.find(field);
  const Json *other = b.find(field);
  return one == nullptr || other == nullptr ? one == other : *one == *other;
}

/// Where bets were made meanwhile.
void wins_added_up(Behaviour &behaviour) {
  wrap(behaviour.feed.rules.replace,
       [](const auto &inner, Kind kind, const std::optional<Record> &former, const Record &sent) {
         Record record = inner(kind, former, sent);
         const bool more_bets = former && kind == Kind::activity && !same_member(*former, sent, "bets_count");
         const Json *before = more_bets ? former->find("wins") : nullptr;
         const Json *now = record.find("wins");
         if (before != nullptr && now != nullptr) record.set("wins", *before->decimal() + *now->decimal());
         return record;
       });
}

void ggr_not_computed(Behaviour &behaviour) {
  behaviour.feed.rules.to_row = [](const FeedRules &, Kind, Record record) { return record; };
}

void computed_ggr_of_fifteen_digits(Behaviour &behaviour) {
  wrap(behaviour.feed.rules.ggr, [](const auto &inner, const Decimal &total_bets, const Decimal &wins) {
    const Decimal exact = inner(total_bets, wins);
    const std::string text = exact.to_string();
    return exact.significant_digits() <= 15 ? exact : *Decimal::parse(text.substr(0, text.find('.')));
  });
}

void computed_ggr_not_negative(Behaviour &behaviour) {
  wrap(behaviour.feed.rules.ggr, [](const auto &inner, const Decimal &total_bets, const Decimal &wins) {
    return std::max(inner(total_bets, wins), Decimal());
  });
}

void computed_ggr_in_cents(Behaviour &behaviour) {
  wrap(behaviour.feed.rules.ggr, [](const auto &inner, const Decimal &total_bets, const Decimal &wins) {
    const std::string text = inner(total_bets, wins).to_string(2);
    return *Decimal::parse(text.substr(0, text.find('.') + 3));
  });
}

void amounts_of_four_decimals(Behaviour &behaviour) {
  wrap(behaviour.feed.reading.number, [](const auto &inner, const wire::JsonNumber &number) {
    wire::JsonNumber kept = inner(number);
    const std::size_t point = kept.text.find('.');
    if (point != std::string::npos) kept.text.resize(std::min(kept.text.size(), point + 5));
    return kept;
  });
}

void affiliates_not_looked_up(Behaviour &behaviour) {
  wrap(behaviour.feed.rules.check_references,
       [](const auto &inner, Kind kind, const Record &record, std::size_t index, const Known &known) {
         return kind == Kind::customers ? Faults{} : inner(kind, record, index, known);
       });
}

void zero_amounts_refused(Behaviour &behaviour) {
  refuse_records(behaviour, [](Kind, const Json &record) {
    const Json *amount = record.find("amount_currency");
    const auto decimal = amount == nullptr ? std::nullopt : amount->decimal();
    return decimal == Decimal() ? "amount_currency" : "";
  });
}

/// Overlooks what is wrong with a field of a transaction.
auto any(const std::string &code, const std::string &field) {
  return [=](Behaviour &behaviour) {
    overlook(behaviour, [=](Kind kind, const Fault &fault, const Json *value) {
      return kind == Kind::transactions && fault.code == code && fault.field == field && !value->is_null();
    });
  };
}

}  // namespace

Deviations record_faults() {
  return {
      {"customers-without-affiliate", "feed.customers.stored", "Customers of a click are listed without affiliate_id.",
       forgetting(Kind::customers, "affiliate_id", of_a_click)},
      {"email-required", "feed.customers.required-suffice", "A customer of a banner is refused without email.",
       banners_without_email_refused},
      {"tracking-data-as-text-alone", "feed.customers.tracking-data", "An object as tracking_data is refused.",
       tracking_data_as_text_alone},
      {"country-forgotten", "feed.customers.optional-fields", "Customers are listed without country.",
       forgetting(Kind::customers, "country")},
      {"unknown-affiliates-accepted", "feed.customers.unknown-affiliate-refused",
       "A customer of an affiliate who is not configured is accepted.", affiliates_not_looked_up},
      {"transactions-without-currency", "feed.transactions.stored", "Transactions in GBP are listed without currency.",
       forgetting(Kind::transactions, "currency", in_pounds)},
      also_breaks({"adjustments-refused", "feed.transactions.types", "An adjustment is refused.",
                   refusing(Kind::transactions, "transaction_type", "adjustment")},
                  {"feed.transactions.negative-adjustment"}),
      {"declined-refused", "feed.transactions.statuses", "A declined withdrawal is refused.",
       declined_withdrawals_refused},
      {"activity-without-ngr", "feed.activity.stored", "Activity in GBP is listed without ngr.",
       forgetting(Kind::activity, "ngr", in_pounds)},
      {"activity-of-key-alone-refused", "feed.activity.required-suffice",
       "An activity record that is nothing but its key is refused.", key_alone_refused},
      {"poker-refused", "feed.activity.game-types", "Activity of poker is refused.",
       refusing(Kind::activity, "game_type", "poker")},
      {"intra-day-wins-added-up", "feed.activity.replaces-the-day",
       "Wins of a day that is pushed again with more bets are added to the former ones.", wins_added_up},
      {"days-kept-without-currency", "feed.activity.currency-apart",
       "A day of 20 bets in USD replaces the same one in EUR.",
       key_without("currency", in_dollars_of_some_bets, "EUR")},
      {"days-kept-without-game-type", "feed.activity.game-type-apart",
       "A day of another game type replaces the former.", key_without("game_type", always)},
      {"activity-kept-without-date", "feed.activity.day-apart", "Activity in GBP of another day replaces the former.",
       key_without("date", in_pounds)},
      {"activity-kept-without-customer", "feed.activity.customer-apart",
       "Activity of 1000 bets replaces that of another customer.", key_without("customer_id", of_many_bets)},
      {"negative-ggr-refused", "feed.activity.negative-ggr", "A negative ggr is refused.", refusing_negative("ggr")},
      {"negative-ngr-refused", "feed.activity.negative-ngr", "A negative ngr is refused.", refusing_negative("ngr")},
      {"ggr-not-computed", "feed.activity.computed-ggr", "A ggr that was not given is not returned.", ggr_not_computed},
      {"computed-ggr-rounded", "feed.exact.computed", "A ggr that is computed has 15 digits at most.",
       computed_ggr_of_fifteen_digits},
      also_breaks({"computed-ggr-not-negative", "feed.activity.negative-ggr", "A ggr that is computed is 0 at least.",
                   computed_ggr_not_negative},
                  {"feed.activity.computed-ggr", "feed.exact.computed"}),
      {"computed-ggr-in-cents", "feed.exact.computed", "A ggr that is computed has two decimals.",
       computed_ggr_in_cents},
      {"amounts-of-four-decimals", "feed.exact.values", "Of an amount four decimals are kept.",
       amounts_of_four_decimals},
      {"any-transaction-type-accepted", "feed.transactions.other-type-refused", "Any transaction_type is accepted.",
       any("enum", "transaction_type")},
      {"any-status-accepted", "feed.transactions.other-status-refused", "Any status is accepted.",
       any("enum", "status")},
      {"negative-deposits-accepted", "feed.transactions.negative-refused", "A negative deposit is accepted.",
       any("minimum", "amount_currency")},
      {"zero-amounts-refused", "feed.transactions.zero-amount", "An amount of 0 is refused.", zero_amounts_refused},
      {"negative-adjustments-refused", "feed.transactions.negative-adjustment", "A negative adjustment is refused.",
       refusing_negative("amount_currency")},
      {"change-date-forgotten", "feed.transactions.optional-fields",
       "Transactions are listed without last_modified_date.", forgetting(Kind::transactions, "last_modified_date")},
  };
}

}  // namespace pitboss::reference::feed::faults
