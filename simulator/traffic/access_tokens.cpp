#include "simulator/traffic/access_tokens.hpp"

#include <algorithm>

namespace pitboss::traffic {

std::shared_ptr<AccessToken> AccessTokens::put(const std::string &value, std::chrono::seconds lifetime) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t number = ++given_;
  std::erase_if(known_, [](const auto &each) { return each.expired(); });
  for (const auto &each : known_) {
    const std::shared_ptr<AccessToken> known = each.lock();
    if (!known || known->value != value) continue;
    known->given_again = true;
    return current_ = known;
  }
  auto token = std::make_shared<AccessToken>();
  token->value = value;
  token->number = number;
  token->good_until = Clock::now() + std::max<std::chrono::seconds>(lifetime * 4 / 5, std::chrono::seconds(1));
  known_.push_back(token);
  return current_ = token;
}

std::shared_ptr<AccessToken> AccessTokens::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

void AccessTokens::drop(const std::shared_ptr<AccessToken> &token) {
  const std::lock_guard lock(mutex_);
  if (current_ == token) current_.reset();
}

}  // namespace pitboss::traffic
