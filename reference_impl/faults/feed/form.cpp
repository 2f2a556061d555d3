#include "reference_impl/faults/feed/form.hpp"

#include <mutex>

namespace pitboss::reference::feed::faults {

using wire::Json;

namespace {

/// The token that was issued last; responses and requests may be on different threads.
struct NewestToken {
  std::mutex mutex;
  std::string authorization;
};

}  // namespace

const Json *value_of(const Json &body, const Fault &fault) {
  const Json *data = body.find("data");
  if (data == nullptr || data->array() == nullptr || !fault.index || *fault.index >= data->array()->size())
    return nullptr;
  return (*data->array())[*fault.index].find(fault.field);
}

void overlook(Behaviour &behaviour, std::function<bool(Kind, const Fault &, const Json *value)> which) {
  wrap(behaviour.feed.reading.find_faults, [which = std::move(which)](const auto &inner, Kind kind, const Json &body) {
    Faults faults = inner(kind, body);
    std::erase_if(faults, [&](const Fault &fault) { return which(kind, fault, value_of(body, fault)); });
    return faults;
  });
}

void refuse_records(Behaviour &behaviour, std::function<std::string(Kind, const Json &record)> field_of) {
  wrap(behaviour.feed.reading.find_faults,
       [field_of = std::move(field_of)](const auto &inner, Kind kind, const Json &body) {
         Faults faults = inner(kind, body);
         if (!faults.empty()) return faults;
         const wire::JsonArray &records = *body.find("data")->array();
         for (std::size_t i = 0; i < records.size(); ++i) {
           const std::string field = field_of(kind, records[i]);
           if (!field.empty())
             faults.push_back({.index = i, .field = field, .code = "refused", .message = field + " is not taken"});
         }
         return faults;
       });
}

void change_rows(Behaviour &behaviour, std::function<void(Kind, Json &row)> change) {
  wrap(behaviour.feed.replies.row, [change = std::move(change)](const auto &inner, Kind kind, const Record &record) {
    Json row = inner(kind, record);
    change(kind, row);
    return row;
  });
}

void end_older_tokens(Behaviour &behaviour) {
  const auto newest = std::make_shared<NewestToken>();
  wrap(behaviour.feed.replies.token,
       [newest](const auto &inner, const std::string &token, std::chrono::seconds lifetime) {
         const std::lock_guard lock(newest->mutex);
         newest->authorization = "Bearer " + token;
         return inner(token, lifetime);
       });
  wrap(behaviour.feed.protocol.read_token,
       [newest](const auto &inner, const http::Request &request, const Call &call, const Tokens &tokens) {
         Claims claims = inner(request, call, tokens);
         const std::lock_guard lock(newest->mutex);
         if (*request.header("Authorization") != newest->authorization) throw unauthorised("a newer token was issued");
         return claims;
       });
}

}  // namespace pitboss::reference::feed::faults
