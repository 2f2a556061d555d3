#pragma once

#include <functional>
#include <utility>

#include "reference_impl/behaviour.hpp"

/// How a deviation gets between the functions of a table.
namespace pitboss::reference {

/// Replaces `entry` of a table by `around`, which gets the former entry as its first argument.
template <class Signature, class Around>
void wrap(std::function<Signature> &entry, Around around) {
  entry = [inner = std::move(entry), around = std::move(around)](auto &&...arguments) {
    return around(inner, std::forward<decltype(arguments)>(arguments)...);
  };
}

/// Changes responses after the reference has finished them: `change(request, response)`.
template <class Change>
void after_finish(Behaviour &behaviour, Change change) {
  wrap(behaviour.http.finish, [change](const auto &inner, const http::Request &request, http::Response &response) {
    inner(request, response);
    change(request, response);
  });
}

}  // namespace pitboss::reference
