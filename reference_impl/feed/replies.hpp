#pragma once

#include <functional>

#include "reference_impl/feed/listing.hpp"
#include "reference_impl/feed/oauth.hpp"
#include "reference_impl/feed/rules.hpp"
#include "reference_impl/http/message.hpp"

namespace pitboss::reference::feed {

/// What became of the records of a push.
struct Counts {
  std::size_t received = 0, created = 0, updated = 0, unchanged = 0;
};

/// How replies are written (feed.md, Token, Calls and rules 1 and 8). A fault or variant replaces a member.
struct FeedReplies {
  std::function<wire::Json(const std::string &token, std::chrono::seconds lifetime)> token;
  std::function<http::Response(const TokenRefusal &)> no_token;
  std::function<http::Response(const Counts &)> pushed;
  /// A row of a list.
  std::function<wire::Json(Kind, const Record &row)> row;
  std::function<wire::Json(const ListRequest &, const Page &, wire::JsonArray rows,
                           const std::optional<std::string> &next_cursor)>
      page;
  std::function<wire::Json(const Faults &)> invalid;
  /// A refusal other than 422.
  std::function<wire::Json(const Refusal &)> error;

  /// The replies of the contract.
  FeedReplies();
};

/// Status, headers and body of a refusal.
http::Response to_response(const FeedReplies &replies, const Refusal &refusal);

}  // namespace pitboss::reference::feed
