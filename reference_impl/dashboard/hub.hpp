#pragma once

#include <map>
#include <memory>
#include <vector>

#include "reference_impl/dashboard/recorder/ring.hpp"
#include "reference_impl/http/message.hpp"

namespace pitboss::reference::dashboard {

/// Sends events to the pages that listen (Server-sent events, HTML Living Standard, section 9.2). A page that does not
/// read, or traffic that nobody could read, costs no memory: exchanges are left out, and the event `dropped` says how
/// many. Runs on the server's loop.
class Hub : public ExchangeListener {
 public:
  explicit Hub(const Ring &ring) : ring_(ring) {}

  /// GET events. A page that comes gets the last state at once; one that comes back (Last-Event-ID) the exchanges that
  /// it missed.
  void subscribe(const http::Request &request, const http::Answer &answer);

  /// Tells all pages of a state. `json`: on one line.
  void publish(const std::string &event, const std::string &json);
  void exchanged(const Seen &seen) override;
  /// A second is over: what was left out in it is told.
  void tick(const std::string &json);

  [[nodiscard]] std::size_t listeners() const { return pages_.size(); }

  static constexpr std::size_t most_exchanges_a_second = 100;  ///< that are told of one by one

 private:
  struct Page {
    std::shared_ptr<http::OpenResponse> response;
    std::size_t dropped = 0;  ///< exchanges that it was not told of, and does not know of
  };

  void opened(const std::shared_ptr<http::OpenResponse> &response, std::uint64_t last_seen);
  void send_exchange(Page &page, const Seen &seen);
  void tell_dropped(Page &page);
  void forget_gone();

  const Ring &ring_;
  std::vector<Page> pages_;
  std::map<std::string, std::string> states_;  ///< the last of each event but exchanges
  std::size_t exchanges_ = 0;                  ///< in this second
};

}  // namespace pitboss::reference::dashboard
