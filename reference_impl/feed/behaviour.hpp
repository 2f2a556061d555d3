#pragma once

#include "reference_impl/feed/listing.hpp"
#include "reference_impl/feed/oauth.hpp"
#include "reference_impl/feed/protocol.hpp"
#include "reference_impl/feed/reading.hpp"
#include "reference_impl/feed/replies.hpp"
#include "reference_impl/feed/rules.hpp"
#include "reference_impl/feed/storage.hpp"

namespace pitboss::reference::feed {

/// All that the feed does, as tables of functions.
struct Behaviour {
  OAuth oauth;
  FeedProtocol protocol;
  FeedReading reading;
  FeedRules rules;
  FeedStorage storage;
  FeedListing listing;
  FeedReplies replies;
};

}  // namespace pitboss::reference::feed
