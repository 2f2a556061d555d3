#include <array>
#include <map>
#include <memory>

#include "reference_impl/faults/wallet/deviations.hpp"
#include "reference_impl/faults/wallet/wallet_words.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::wallet::faults {
namespace {

using wallet::WalletReading;

constexpr std::array known_names = {"launchToken", "provider",        "game",          "ip",
                                    "platform",    "playerId",        "roundId",       "transactionId",
                                    "amount",      "transactionType", "roundFinished", "freeGameInfo",
                                    "gameInfo",    "instanceId",      "offerId",       "gameTransactionType",
                                    "metaData",    "betType"};

[[noreturn]] void refuse(const std::string &message) {
  throw Refusal{.code = ErrorCode::invalid_request, .message = message};
}

/// Calls `look` for every member of every object in `json`.
template <class Look>
void for_each_member(const Json &json, const Look &look) {
  if (const auto *items = json.array()) {
    for (const Json &item : *items) for_each_member(item, look);
  }
  if (const auto *members = json.object()) {
    for (const auto &[name, value] : *members) {
      look(name, value);
      for_each_member(value, look);
    }
  }
}

/// What the body holds is looked at, or changed, before it is read.
template <class Around>
void after_parsing(Behaviour &behaviour, Around around) {
  wrap(behaviour.wallet.reading.parse, [around](const auto &inner, std::string_view body) {
    Json json = inner(body);
    around(json);
    return json;
  });
}

void missing_ip_tolerated(Behaviour &behaviour) {
  after_parsing(behaviour, [](Json &json) {
    if (json.find_any_case("transactionType") != nullptr && json.find_any_case("ip") == nullptr)
      json.set("ip", "0.0.0.0");
  });
}

void names_in_exact_case_only(Behaviour &behaviour) {
  behaviour.wallet.reading.find = [](const Json &object, std::string_view name) {
    const Json *member = object.find(name);
    return member == nullptr || member->is_null() ? nullptr : member;
  };
}

void unknown_fields_refused(Behaviour &behaviour) {
  after_parsing(behaviour, [](const Json &json) {
    for_each_member(json, [](const std::string &name, const Json &) {
      const bool known = std::any_of(known_names.begin(), known_names.end(),
                                     [&](const char *one) { return wire::equal_ignoring_case(one, name); });
      if (!known) refuse("the field " + name + " is unknown");
    });
  });
}

void null_refused(Behaviour &behaviour) {
  after_parsing(behaviour, [](const Json &json) {
    for_each_member(json, [](const std::string &name, const Json &value) {
      if (value.is_null()) refuse("the field " + name + " is null");
    });
  });
}

void ids_of_at_most_36_characters(Behaviour &behaviour) {
  wrap(behaviour.wallet.reading.is_id,
       [](const auto &inner, std::string_view id) { return inner(id) && id.size() <= 36; });
}

void exponents_refused(Behaviour &behaviour) {
  wrap(behaviour.wallet.reading.amount, [](const auto &inner, const Json &json) {
    if (json.number() != nullptr && json.number()->text.find_first_of("eE") != std::string::npos) {
      refuse("amount has an exponent");
    }
    return inner(json);
  });
}

void amount_as_text_accepted(Behaviour &behaviour) {
  wrap(behaviour.wallet.reading.amount, [](const auto &inner, const Json &json) {
    const auto value = json.string() == nullptr ? std::nullopt : Decimal::parse(*json.string());
    return value ? *value : inner(json);
  });
}

void round_finished_by_default(Behaviour &behaviour) {
  wrap(behaviour.wallet.reading.round_finished,
       [](const auto &inner, const Json *json) { return json == nullptr || inner(json); });
}

void game_info_refused(Behaviour &behaviour) {
  behaviour.wallet.reading.check_game_info = [](const WalletReading &, const Json *info) {
    if (info != nullptr) refuse("gameInfo is not supported");
  };
}

/// The field is known to debits only.
void game_info_on_credit_refused(Behaviour &behaviour) {
  after_parsing(behaviour, [](const Json &json) {
    const Json *type = json.find_any_case("transactionType");
    const Json *info = json.find_any_case("gameInfo");
    const bool credit = type != nullptr && type->string() != nullptr && *type->string() == "credit";
    if (credit && info != nullptr && !info->is_null()) refuse("a credit has no gameInfo");
  });
}

void large_exponents_refused(Behaviour &behaviour) {
  wrap(behaviour.wallet.reading.amount, [](const auto &inner, const Json &json) {
    const std::string text = json.number() == nullptr ? "" : json.number()->text;
    const std::size_t exponent = text.find_first_of("eE");
    if (exponent != std::string::npos && text.back() > '5') refuse("the exponent of amount is too large");
    return inner(json);
  });
}

/// A cast that fails deep in a body is nobody's to catch.
void mistyped_game_info_answered_500(Behaviour &behaviour) {
  wrap(behaviour.wallet.reading.check_game_info, [](const auto &inner, const WalletReading &reading, const Json *info) {
    const Json *items = info == nullptr ? nullptr : reading.find(*info, "metaData");
    if ((info != nullptr && info->object() == nullptr) || (items != nullptr && items->array() == nullptr))
      throw Refusal{.code = ErrorCode::invalid_request, .message = "bad cast", .status = 500};
    inner(reading, info);
  });
}

/// gameInfo is looked at when the money has moved. Bodies are read, and keys made of them, one after the other on one
/// thread.
void game_info_checked_too_late(Behaviour &behaviour) {
  struct Found {
    std::optional<Refusal> last;
    std::map<wallet::TransactionKey, Refusal> of;
  };
  const auto found = std::make_shared<Found>();
  wrap(behaviour.wallet.reading.check_game_info,
       [found](const auto &inner, const WalletReading &reading, const Json *info) {
         found->last.reset();
         try {
           inner(reading, info);
         } catch (const Refusal &refusal) {
           found->last = refusal;
         }
       });
  const auto keys_of = behaviour.wallet.rules.keys_of_transaction;
  wrap(behaviour.wallet.rules.keys_of_transaction, [found](const auto &inner, const TransactionRequest &request) {
    wallet::Keys keys = inner(request);
    if (found->last) found->of[*keys.transaction] = *found->last;
    return keys;
  });
  const auto refuse_afterwards = [found, keys_of](const auto &inner, const TransactionRequest &request,
                                                  const View &view) {
    Outcome outcome = inner(request, view);
    const auto refusal = found->of.find(*keys_of(request).transaction);
    if (refusal != found->of.end()) outcome.reply.refusal = refusal->second;
    return outcome;
  };
  wrap(behaviour.wallet.rules.apply_debit, refuse_afterwards);
  wrap(behaviour.wallet.rules.apply_credit, refuse_afterwards);
}

void malformed_json_answered_500(Behaviour &behaviour) {
  wrap(behaviour.wallet.reading.parse, [](const auto &inner, std::string_view body) {
    if (std::holds_alternative<wire::JsonError>(wire::parse_json(body))) {
      throw Refusal{.code = ErrorCode::retry_required, .message = "unexpected end of file"};
    }
    return inner(body);
  });
}

}  // namespace

Deviations message_faults() {
  return {
      also_breaks({"game-info-refused", "wallet.transaction.all-fields-accepted",
                   "A transaction with gameInfo is refused.", game_info_refused},
                  {"wallet.signature.raw-bytes", "wallet.fields.names-in-any-case", "wallet.fields.unknown-ignored",
                   "wallet.fields.null-is-absent", "wallet.fields.free-texts"}),
      {"game-info-on-credit-refused", "wallet.transaction.all-fields-accepted", "A credit with gameInfo is refused.",
       game_info_on_credit_refused},
      also_breaks({"round-finished-by-default", "wallet.transaction.round-finished-defaults-to-false",
                   "A transaction without roundFinished finishes its round.", round_finished_by_default},
                  {"wallet.fields.null-is-absent"}),
      also_breaks(
          {"exponents-refused", "wallet.amount.exponents", "An amount with an exponent is refused.", exponents_refused},
          {"wallet.replay.amount-as-number"}),
      {"large-exponents-refused", "wallet.amount.exponents", "An amount with an exponent above 5 is refused.",
       large_exponents_refused},
      {"missing-ip-tolerated", "wallet.fields.missing-refused", "A transaction without ip is served.",
       missing_ip_tolerated},
      {"names-in-exact-case-only", "wallet.fields.names-in-any-case",
       "Property names match in the case of the specification only.", names_in_exact_case_only},
      {"unknown-fields-refused", "wallet.fields.unknown-ignored", "A request with an unknown field is refused.",
       unknown_fields_refused},
      {"null-refused", "wallet.fields.null-is-absent", "A request with null in an optional field is refused.",
       null_refused},
      {"ids-of-at-most-36-characters", "wallet.fields.ids-accepted", "Identifiers are at most as long as a GUID.",
       ids_of_at_most_36_characters},
      {"ids-of-any-shape", "wallet.fields.ids-refused", "Identifiers are any text.",
       [](Behaviour &b) { b.wallet.reading.is_id = [](std::string_view) { return true; }; }},
      {"free-texts-of-at-most-50-characters", "wallet.fields.free-texts", "Free texts have at most 50 characters.",
       [](Behaviour &b) { b.wallet.reading.is_free_text = [](std::string_view text) { return text.size() <= 50; }; }},
      {"free-texts-of-any-length", "wallet.fields.free-texts-refused", "Free texts may have any length.",
       [](Behaviour &b) { b.wallet.reading.is_free_text = [](std::string_view) { return true; }; }},
      {"ip-not-checked", "wallet.fields.ip-refused", "Any text is an ip.",
       [](Behaviour &b) { b.wallet.reading.is_ipv4 = [](std::string_view) { return true; }; }},
      {"amount-as-text-accepted", "wallet.amount.not-a-number-refused", "An amount in a JSON string is accepted.",
       amount_as_text_accepted},
      {"game-info-checked-too-late", "wallet.refused.changes-nothing",
       "A transaction whose gameInfo is malformed moves the money, and is refused then.", game_info_checked_too_late},
      {"mistyped-game-info-answered-500", "wallet.robust.malformed-json-refused",
       "A wrong type inside gameInfo is answered 500.", mistyped_game_info_answered_500},
      {"malformed-json-answered-500", "wallet.robust.malformed-json-refused", "A body that is no JSON is answered 500.",
       malformed_json_answered_500},
  };
}

}  // namespace pitboss::reference::wallet::faults
