#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <vector>

#include "simulator/traffic/arrival.hpp"
#include "simulator/traffic/connection.hpp"
#include "simulator/traffic/figures.hpp"

namespace pitboss::traffic {

/// What one thread can be seen doing by another, while it runs. Written by its worker only.
struct alignas(64) Live {
  std::array<std::atomic<std::uint64_t>, outcomes> ended{};
  std::atomic<std::int64_t> p50_us{0}, p99_us{0};  ///< of the newest whole interval
  std::atomic<bool> done{false};
};

struct WorkerOptions {
  std::size_t connections = 1;
  std::optional<Schedule> schedule;  ///< none: closed loop
  Clock::time_point start, measure_from, end;
  const std::atomic<bool> *stop = nullptr;  ///< ends the run before `end`, in good order
  bool spins = false;  ///< in the last 100 us before a send time it does not sleep: it has a core for itself
};

/// One thread of the generator: its own event loop, connections, sessions and figures; nothing is shared with another
/// while it runs but `Live` and `stop`.
class Worker final : private ConnectionOwner {
 public:
  Worker(WorkerOptions options, const Endpoint &endpoint, std::size_t calls);
  ~Worker() override;

  void add(std::unique_ptr<Session> session) { actors_.push_back({std::move(session), 0, false}); }
  [[nodiscard]] Findings &findings() { return findings_; }

  /// Runs the traffic, waits for what is in flight, and then lets every session close its books. Ends in any case:
  /// requests have time limits, and a target that is gone gets `patience` after the end.
  void run();

  [[nodiscard]] const Figures &figures() const { return figures_; }
  [[nodiscard]] std::vector<Session *> sessions() const;
  [[nodiscard]] const Live &live() const { return live_; }

 private:
  static constexpr std::size_t spares = 4;  // connections for what goes beside the first request of an order
  static constexpr std::chrono::seconds patience{20};
  static constexpr std::chrono::microseconds spin_time{100};  // longer than timers are late
  enum class Stage { running, draining, closing, done };

  struct Actor {
    std::unique_ptr<Session> session;
    std::size_t requests_left;  // of its order
    bool done;
  };
  /// What a connection carries.
  struct Job {
    Actor *actor = nullptr;
    std::size_t call = 0;
    std::size_t request = 0;  // of its order
    Clock::time_point intended, sent;
  };
  struct Lane {
    Lane(boost::asio::io_context &context, Readiness &readiness, const Endpoint &endpoint, ConnectionOwner &owner,
         std::size_t index)
        : connection(context, readiness, endpoint, owner, index) {}

    Connection connection;
    Job job;
    bool spare = false;
    int failures = 0;  // in a row, since the last reply
    Clock::time_point reopen_at{};
  };

  void on_open(Connection &connection) override;
  void on_reply(Connection &connection, const Reply &reply, Clock::time_point at) override;
  void on_loss(Connection &connection, Loss loss, const std::string &detail) override;
  void on_closed(Connection &connection, bool failed, const std::string &detail) override;

  void send_next();
  void dispatch(Clock::time_point now);
  bool dispatch_one(Clock::time_point now);
  Clock::time_point start(Actor &actor, const Order &order, Clock::time_point intended);
  void put_on(Lane &lane, const Job &job, bool lose_reply);
  void send_others();
  void end_job(Lane &lane, Outcome outcome, Clock::time_point at);
  void record(const Job &job, Outcome outcome, Clock::time_point at);
  void free_lane(Lane &lane);
  void reopen_later(Lane &lane);
  void give_up_others();
  void sweep();
  void end_stage(Clock::time_point now);
  void begin_closing();
  void arm_sweep();
  void arm_arrival();
  void run_loop();
  [[nodiscard]] bool is_send_time_near() const;
  void publish();
  Lane &lane_of(const Connection &connection) { return lanes_[connection.index()]; }
  [[nodiscard]] bool is_closing() const { return stage_ == Stage::closing; }

  WorkerOptions options_;
  boost::asio::io_context context_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE};  // one thread, so without locks
  boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, boost::asio::io_context::executor_type>
      sweep_timer_, arrival_timer_;
  Readiness readiness_{context_, [this] { send_next(); }};
  std::deque<Lane> lanes_;
  std::vector<Lane *> idle_, idle_spares_;
  std::deque<Actor> actors_;
  std::deque<Actor *> ready_;
  std::vector<std::pair<Clock::time_point, Actor *>> waiting_;
  std::deque<Job> others_;  // requests of orders that wait for a connection
  std::size_t in_flight_ = 0;
  Stage stage_ = Stage::running;
  Clock::time_point give_up_at_{};
  std::optional<Clock::time_point> due_;  // the arrival that comes next
  bool blocked_ = false;                  // it is due, but nobody or nothing was free
  bool dispatching_ = false;
  Clock::time_point published_at_{};
  Figures figures_;
  Findings findings_;
  Live live_;
};

}  // namespace pitboss::traffic
