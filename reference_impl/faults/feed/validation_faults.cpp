#include <algorithm>

#include "reference_impl/faults/feed/deviations.hpp"
#include "reference_impl/faults/feed/form.hpp"
#include "schemas/wire/time.hpp"

namespace pitboss::reference::feed::faults {
namespace {

using wire::Json;

/// Overlooks the faults of one code in one field; in any field where `field` is empty.
auto overlooking(std::string code, std::string field = {}) {
  return [code = std::move(code), field = std::move(field)](Behaviour &behaviour) {
    overlook(behaviour, [=](Kind, const Fault &fault, const Json *) {
      return fault.code == code && (field.empty() || fault.field == field);
    });
  };
}

std::string_view text_of(const Json *value) {
  return value == nullptr || value->string() == nullptr ? std::string_view() : *value->string();
}

/// Four digits, two digits, two digits.
bool begins_like_a_date(std::string_view text) {
  constexpr std::string_view form = "0000-00-00";
  const auto fits = [](char c, char wanted) { return wanted == '0' ? c >= '0' && c <= '9' : c == wanted; };
  return text.size() >= form.size() &&
         std::equal(form.begin(), form.end(), text.begin(), [&](char wanted, char c) { return fits(c, wanted); });
}

bool is_off_the_calendar(std::string_view text) {
  return begins_like_a_date(text) && !wire::parse_date(std::string(text.substr(0, 10)));
}

void null_in_tracking_data(Behaviour &behaviour) {
  overlook(behaviour, [](Kind, const Fault &fault, const Json *value) {
    return fault.field == "tracking_data" && value != nullptr && value->is_null();
  });
}

void dates_of_any_form(Behaviour &behaviour) {
  overlook(behaviour, [](Kind, const Fault &fault, const Json *value) {
    return fault.code == "date" && !begins_like_a_date(text_of(value));
  });
}

void date_times_of_any_form(Behaviour &behaviour) {
  overlook(behaviour, [](Kind, const Fault &fault, const Json *value) {
    return fault.code == "date_time" && !is_off_the_calendar(text_of(value));
  });
}

void days_that_do_not_exist(Behaviour &behaviour) {
  overlook(behaviour, [](Kind, const Fault &fault, const Json *value) {
    return (fault.code == "date" || fault.code == "date_time") && is_off_the_calendar(text_of(value));
  });
}

void offsets_refused(Behaviour &behaviour) {
  refuse_records(behaviour, [](Kind, const Json &record) {
    const std::string_view time = text_of(record.find("transaction_date"));
    return time.empty() || time.ends_with('Z') ? "" : "transaction_date";
  });
}

bool is_three_capitals(std::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void currencies_of_three_letters(Behaviour &behaviour) {
  overlook(behaviour, [](Kind, const Fault &fault, const Json *value) {
    return fault.field == "currency" && is_three_capitals(text_of(value));
  });
}

void currencies_in_any_case(Behaviour &behaviour) {
  overlook(behaviour, [](Kind, const Fault &fault, const Json *value) {
    return fault.field == "currency" && text_of(value) == "usd";
  });
}

void yen_refused(Behaviour &behaviour) {
  refuse_records(behaviour, [](Kind kind, const Json &record) {
    return kind == Kind::transactions && text_of(record.find("currency")) == "JPY" ? "currency" : "";
  });
}

void fourteen_digits_at_most(Behaviour &behaviour) {
  refuse_records(behaviour, [](Kind, const Json &record) {
    const Json *amount = record.find("amount_currency");
    const auto decimal = amount == nullptr ? std::nullopt : amount->decimal();
    return decimal && decimal->significant_digits() > 14 ? "amount_currency" : "";
  });
}

void lengths_in_bytes(Behaviour &behaviour) {
  refuse_records(behaviour, [](Kind, const Json &record) {
    for (const char *field : {"tracking_data", "first_name", "last_name", "payment_method"})
      if (text_of(record.find(field)).size() > 500) return field;
    return "";
  });
}

void negative_totals(Behaviour &behaviour) {
  overlook(behaviour, [](Kind kind, const Fault &fault, const Json *) {
    return kind == Kind::activity && fault.code == "minimum" && fault.field != "bets_count";
  });
}

void fractional_counts(Behaviour &behaviour) {
  overlook(behaviour, [](Kind, const Fault &fault, const Json *value) {
    return fault.field == "bets_count" && fault.code == "type" && value != nullptr && value->number() != nullptr;
  });
}

void errors_without_fields(Behaviour &behaviour) {
  wrap(behaviour.feed.replies.invalid, [](const auto &inner, Faults faults) {
    for (Fault &fault : faults) fault.field = fault.message = "";
    return inner(faults);
  });
}

void errors_without_code(Behaviour &behaviour) {
  wrap(behaviour.feed.replies.invalid, [](const auto &inner, const Faults &faults) {
    wire::JsonArray errors = *inner(faults).find("errors")->array();
    for (Json &entry : errors)
      std::erase_if(*entry.object(), [](const auto &member) { return member.first == "code"; });
    return Json(wire::JsonObject{{"errors", std::move(errors)}});
  });
}

void errors_in_words_alone(Behaviour &behaviour) {
  wrap(behaviour.feed.replies.invalid, [](const auto &, const Faults &faults) {
    wire::JsonArray words;
    for (const Fault &fault : faults) words.emplace_back(fault.field + ": " + fault.message);
    return Json(wire::JsonObject{{"code", "INVALID"}, {"details", std::move(words)}});
  });
}

void first_error_alone(Behaviour &behaviour) {
  wrap(behaviour.feed.replies.invalid, [](const auto &inner, Faults faults) {
    if (faults.size() > 1) faults.resize(1);
    return inner(faults);
  });
}

void thousand_refused(Behaviour &behaviour) {
  wrap(behaviour.feed.reading.find_faults, [](const auto &inner, Kind kind, const Json &body) {
    Faults faults = inner(kind, body);
    if (faults.empty() && body.find("data")->array()->size() >= 1000)
      faults.push_back({.index = std::nullopt, .field = "data", .code = "max_items", .message = "data is too long"});
    return faults;
  });
}

void counts_with_points_refused(Behaviour &behaviour) {
  refuse_records(behaviour, [](Kind, const Json &record) {
    const Json *count = record.find("bets_count");
    const wire::JsonNumber *number = count == nullptr ? nullptr : count->number();
    return number != nullptr && number->text.find_first_of(".eE") != std::string::npos ? "bets_count" : "";
  });
}

void numbers_as_texts(Behaviour &behaviour) {
  overlook(behaviour, [](Kind, const Fault &fault, const Json *value) {
    return fault.code == "type" && fault.field == "amount_usd" && value != nullptr && value->string() != nullptr;
  });
}

void null_refused(Behaviour &behaviour) {
  refuse_records(behaviour, [](Kind, const Json &record) {
    const Json *method = record.find("payment_method");
    return method != nullptr && method->is_null() ? "payment_method" : "";
  });
}

}  // namespace

Deviations validation_faults() {
  return {
      {"missing-currency-accepted", "feed.validation.required-missing", "A record without currency is accepted.",
       overlooking("required", "currency")},
      {"null-tracking-data-accepted", "feed.validation.null", "A customer with null as tracking_data is accepted.",
       null_in_tracking_data},
      {"dates-of-any-form-accepted", "feed.validation.date", "An activity date may have any form.", dates_of_any_form},
      {"date-times-of-any-form-accepted", "feed.validation.date-time", "A date-time may have any form.",
       date_times_of_any_form},
      {"days-off-the-calendar-accepted", "feed.validation.calendar", "30 February is accepted.",
       days_that_do_not_exist},
      {"offsets-refused", "feed.validation.date-times-accepted", "A transaction_date with an offset is refused.",
       offsets_refused},
      {"unlisted-currencies-accepted", "feed.validation.currency-code", "Any three capitals are a currency.",
       currencies_of_three_letters},
      {"lower-case-currencies-accepted", "feed.validation.currency-form", "usd is accepted as a currency.",
       currencies_in_any_case},
      {"yen-refused", "feed.validation.currencies-accepted", "Transactions in JPY are refused.", yen_refused},
      {"digits-not-counted", "feed.validation.digits", "Numbers of more than 15 significant digits are accepted.",
       overlooking("significant_digits")},
      {"fourteen-digits-at-most", "feed.validation.digits-accepted", "An amount of 15 digits is refused.",
       fourteen_digits_at_most},
      {"long-texts-accepted", "feed.validation.length", "Texts of more than 500 characters are accepted.",
       overlooking("max_length")},
      {"lengths-counted-in-bytes", "feed.validation.length-accepted", "Texts of more than 500 bytes are refused.",
       lengths_in_bytes},
      {"empty-ids-accepted", "feed.validation.empty-id", "An empty id is accepted.", overlooking("min_length")},
      {"negative-counts-accepted", "feed.validation.negative-count", "A negative bets_count is accepted.",
       overlooking("minimum", "bets_count")},
      {"negative-totals-accepted", "feed.validation.negative-total", "Negative total_bets and wins are accepted.",
       negative_totals},
      {"fractional-counts-accepted", "feed.validation.fractional-count", "A bets_count of 0.5 is accepted.",
       fractional_counts},
      also_breaks({"errors-without-fields", "feed.validation.names-the-field",
                   "A 422 does not say which field is wrong.", errors_without_fields},
                  {"feed.validation.errors-shape", "feed.validation.complete"}),
      also_breaks({"errors-in-words-alone", "feed.validation.errors-shape", "A 422 lists what is wrong as sentences.",
                   errors_in_words_alone},
                  {"feed.validation.complete"}),
      {"errors-without-code", "feed.validation.errors-shape", "The errors of a 422 have no code.", errors_without_code},
      {"first-error-alone", "feed.validation.complete", "A 422 reports the first fault alone.", first_error_alone},
      {"thousand-records-refused", "feed.bulk.thousand-accepted", "A push of 1000 records is refused.",
       thousand_refused},
      {"over-thousand-accepted", "feed.bulk.over-thousand-refused", "A push of more than 1000 records is accepted.",
       overlooking("max_items")},
      {"empty-push-accepted", "feed.bulk.other-shape-refused", "A push without a record is accepted.",
       overlooking("min_items")},
      {"counts-with-points-refused", "feed.validation.integer-with-zero-fraction", "A bets_count of 5.0 is refused.",
       counts_with_points_refused},
      {"numbers-as-texts-accepted", "feed.validation.numeric-string", "amount_usd may be a text.", numbers_as_texts},
      {"null-payment-method-refused", "feed.validation.null-optional", "null as payment_method is refused.",
       null_refused},
  };
}

}  // namespace pitboss::reference::feed::faults
