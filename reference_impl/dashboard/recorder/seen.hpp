#pragma once

#include <cstdint>
#include <string>

#include "schemas/journal/journal.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reference::dashboard {

/// An exchange as the dashboard knows it. Free of secrets.
struct Seen {
  std::uint64_t id = 0;  ///< from 1, in the order in which the replies left
  std::string contract;  ///< "wallet"; empty: of no contract
  std::string call;      ///< "debit", as the referee's scripts name them; the path, where they have no name
  std::string partner;   ///< who called: the feed's client_id, the wallet's provider; empty: not known
  std::string code;      ///< the error code of the reply; empty: none
  journal::Exchange exchange;

  [[nodiscard]] int status() const { return exchange.reply ? exchange.reply->status : 0; }  ///< 0: no reply left
  [[nodiscard]] std::int64_t took_us() const { return (exchange.replied_at - exchange.received_at).count(); }
};

/// Sees every exchange of the contracts. Called on the server's loop.
class ExchangeListener {
 public:
  ExchangeListener() = default;
  virtual ~ExchangeListener() = default;
  ExchangeListener(const ExchangeListener &) = delete;
  ExchangeListener &operator=(const ExchangeListener &) = delete;

  virtual void exchanged(const Seen &seen) = 0;
};

/// A row of the list, and all of an exchange (docs/dashboard.md, Calls).
wire::Json summary(const Seen &seen);
wire::Json detail(const Seen &seen);

}  // namespace pitboss::reference::dashboard
