#pragma once

#include <map>
#include <memory>

#include "reference_impl/http/server.hpp"
#include "reference_impl/referee/journal_writer.hpp"
#include "reference_impl/referee/meddler.hpp"
#include "reference_impl/referee/redactor.hpp"
#include "reference_impl/referee/schedule.hpp"
#include "reference_impl/server.hpp"

namespace pitboss::reference::referee {

/// Time as the journal tells it: it may begin elsewhere and run faster, so that a client can be watched across the end
/// of a day.
class Clock {
 public:
  Clock(std::optional<wire::TimePoint> begin, unsigned speed);
  [[nodiscard]] wire::TimePoint now() const;

 private:
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  const wire::TimePoint begin_;
  const unsigned speed_;
};

/// Stands between HTTP and the contracts: meddles with requests by the script, and writes the journal. Requests and
/// replies pass on the server's loop, which hands over what the contracts answer from other threads.
class Referee {
 public:
  /// Reads the scripts and begins the journal. Throws std::runtime_error with a message for the user.
  Referee(const RefereeOptions &options, http::Later later, std::function<void(const std::string &)> on_fatal);

  [[nodiscard]] http::Handler wrap(http::Handler inner);
  /// A reply as it leaves; called on the server's loop.
  void finished(const http::Request &request, const http::Response &response);
  /// Writes the last line.
  void end();

 private:
  /// A request on its way.
  struct Watched {
    wire::TimePoint received_at{};
    std::string contract;
    std::optional<Chosen> chosen;
    int status = 0;         ///< of the endpoint's own reply; 0: it never saw the request
    std::string_view code;  ///< the error code of that reply
  };
  using WatchedPtr = std::shared_ptr<Watched>;
  void serve(const http::Request &request, const http::Answer &answer);
  void write(const http::Request &request, const http::Response &response, const Watched &watched);
  void sync_now_and_then();

  const RefereeOptions options_;
  const Clock clock_;
  const http::Later later_;
  const std::function<void(const std::string &)> on_fatal_;
  http::Handler inner_;
  Schedule schedule_;
  Meddler meddler_;
  Redactor redactor_;
  JournalWriter writer_;
  bool sync_pending_ = false;
  std::map<const http::Request *, WatchedPtr> watched_;
};

}  // namespace pitboss::reference::referee
