#pragma once

#include <functional>

#include "reference_impl/feed/record.hpp"
#include "reference_impl/http/message.hpp"
#include "reference_impl/schema/schema.hpp"

namespace pitboss::reference::feed {

/// How pushes are read and judged by their form (feed.md, Records and rules 1, 2 and 12). A fault or variant
/// (reference_impl/faults/feed) replaces a member.
struct FeedReading {
  /// Throws Refusal (415).
  std::function<void(const http::Request &)> check_content_type;
  /// The body as JSON. Throws Refusal (400).
  std::function<wire::Json(const std::string &body)> parse;
  /// All that the published schema of the push finds wrong with the body, one entry for each fault of each record.
  std::function<Faults(Kind, const wire::Json &body)> find_faults;
  /// The records of a body, as the client sent them.
  std::function<wire::JsonArray(const wire::Json &body)> records_of;
  /// What is stored of one record: the fields that the contract names.
  std::function<Record(const FeedReading &, Kind, const wire::Json &sent)> to_record;
  /// How a number is kept.
  std::function<wire::JsonNumber(const wire::JsonNumber &)> number;

  /// The reading of the contract.
  FeedReading();
};

/// The records of a push. Throws Refusal.
std::vector<Record> read_push(const FeedReading &reading, Kind kind, const http::Request &request);

/// schemas/feed/customer.json, transaction.json or activity.json.
const Schema &record_schema(Kind kind);

}  // namespace pitboss::reference::feed
