#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/wire/json.hpp"

/// The border between the engine, which knows connections and times, and a contract's traffic, which knows what to send
/// and what must come back.
namespace pitboss::traffic {

using Clock = std::chrono::steady_clock;

/// A reply as it was read; the views live until the call returns.
struct Reply {
  int status = 0;
  std::string_view body;
  std::string_view request_id;        ///< X-Request-ID
  std::string_view content_type;      ///< Content-Type
  std::string_view retry_after = {};  ///< Retry-After, as it was sent
};

/// Why there is no reply.
enum class Loss {
  on_purpose,  ///< the connection was closed after sending, as the session asked
  connect,     ///< no connection: the request never left
  timeout,     ///< no complete reply in time
  closed,      ///< the target closed or reset the connection
  malformed,   ///< what came is not HTTP
};

/// What a request came to, as the figures count it.
enum class Outcome {
  right,      ///< a right reply, accepted or refused: what a rate of ours counts
  retryable,  ///< an error that the contract lets the client retry: the outcome is unknown
  lost,       ///< thrown away on purpose
  failed,     ///< no reply, or one that says nothing (an unexpected status): an error
  wrong,      ///< a reply that the contract forbids
};
inline constexpr std::size_t outcomes = 5;
std::string_view to_string(Outcome outcome);

/// What a session does next.
struct Order {
  static constexpr std::size_t most_requests = 8;

  enum class What { send, wait, done } what = What::done;
  std::size_t requests = 1;  ///< of `send`: so many in flight at once, copies of one or different ones
  std::array<std::size_t, most_requests> calls{};  ///< of `send`: for each request the index of Traffic::calls
  bool lose_reply = false;       ///< of `send`: close the connection of request 0 as soon as it has left
  Clock::time_point until = {};  ///< of `wait`

  /// `count` requests (1 to 8) of the same call.
  static Order send(std::size_t call, std::size_t count = 1) {
    Order order;
    order.what = What::send;
    order.requests = count;
    order.calls.fill(call);
    return order;
  }
  static Order wait(Clock::time_point until) {
    Order order;
    order.what = What::wait;
    order.until = until;
    return order;
  }
};

/// One actor of the traffic, a player say, with the model of what he has and did. It has one order at a time: the
/// engine asks for the next one when each request of the last was judged. Requests of one order are written one after
/// the other, each as a connection for it is free: replies of the first may come before the last is written. Never used
/// by two threads at once.
class Session {
 public:
  Session() = default;
  virtual ~Session() = default;
  Session(const Session &) = delete;
  Session &operator=(const Session &) = delete;

  /// `closing`: the run is over; settle what is open, read back what is to be compared, then `done`.
  virtual Order next(Clock::time_point now, bool closing) = 0;
  /// Appends request `request` (from 0) of the last order: the bytes that go over the wire.
  virtual void write(std::size_t request, std::string &out) = 0;
  virtual Outcome judge(std::size_t request, const Reply &reply) = 0;
  virtual Outcome lose(std::size_t request, Loss loss, std::string_view detail) = 0;
};

/// A wrong reply, or books that do not close.
struct Finding {
  std::string kind;         ///< stable name: "balance", "audit"
  std::string requirement;  ///< id in the catalogue; may be empty
  std::string who;          ///< the player
  std::string story;        ///< what was expected, what came, what it means: for a person
  std::string request;      ///< the bytes, secrets and all; may be empty
  std::string reply;        ///< likewise, as far as it was kept
  std::size_t flow = 0;     ///< in whose traffic; set by the run (see Flow)
};

/// The first findings of each kind, and how many there were. One for each thread.
class Findings {
 public:
  static constexpr std::size_t kept_of_a_kind = 3;

  struct Kind {
    std::string kind;
    std::uint64_t count = 0;
    std::vector<Finding> first;
  };

  /// `make` is called only where the finding is kept.
  template <class Make>
  void add(std::string_view kind, Make &&make) {
    Kind &entry = of(kind);
    if (++entry.count <= kept_of_a_kind) entry.first.push_back(make());
  }
  void merge(const Findings &other);
  void set_flow(std::size_t flow);
  [[nodiscard]] const std::vector<Kind> &kinds() const { return kinds_; }
  [[nodiscard]] std::uint64_t count() const;

 private:
  Kind &of(std::string_view kind);
  std::vector<Kind> kinds_;
};

/// What the audit found, in words and figures of the contract: "players", "opening", "debits", "closing".
struct Audit {
  std::uint64_t actors = 0;  ///< that took part
  std::uint64_t right = 0;   ///< whose books close
  std::uint64_t astray = 0;  ///< whose books do not
  std::uint64_t undecided =
      0;  ///< with a call that never got a reply, so that either of two closings is right; or unread
  std::vector<std::pair<std::string, std::string>> books;  ///< sums over all, in the order to show
  std::vector<std::string> unread;                         ///< why actors could not be read back, the first few
};

/// A contract's traffic: makes the sessions of one run, and closes the books over them.
class Traffic {
 public:
  Traffic() = default;
  virtual ~Traffic() = default;
  Traffic(const Traffic &) = delete;
  Traffic &operator=(const Traffic &) = delete;

  /// The calls that sessions send, for figures by call.
  [[nodiscard]] virtual const std::vector<std::string> &calls() const = 0;
  [[nodiscard]] virtual std::size_t actors() const = 0;
  /// Actor `index` (from 0) with his findings; `findings` outlives him.
  virtual std::unique_ptr<Session> make_session(std::size_t index, Findings &findings) = 0;
  /// After all sessions are done. Adds findings for books that do not close.
  virtual Audit audit(const std::vector<Session *> &sessions, Findings &findings) const = 0;
};

}  // namespace pitboss::traffic
