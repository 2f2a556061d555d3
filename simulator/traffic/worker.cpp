#include "simulator/traffic/worker.hpp"

namespace pitboss::traffic {
namespace {

constexpr std::chrono::milliseconds sweep_interval{5};
constexpr std::chrono::milliseconds publish_interval{200};
constexpr std::chrono::milliseconds first_reopen{10};
constexpr std::chrono::milliseconds longest_reopen{2'000};

std::int64_t microseconds(Clock::duration duration) {
  return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

}  // namespace

Worker::Worker(WorkerOptions options, const Endpoint &endpoint, std::size_t calls)
    : options_(std::move(options)),
      sweep_timer_(context_.get_executor()),
      arrival_timer_(context_.get_executor()),
      figures_(calls) {
  ConnectionOwner &owner = *this;
  for (std::size_t i = 0; i < options_.connections + spares; ++i)
    lanes_.emplace_back(context_, readiness_, endpoint, owner, i).spare = i >= options_.connections;
}

Worker::~Worker() = default;

void Worker::run() {
  for (Actor &actor : actors_) ready_.push_back(&actor);
  if (options_.schedule)
    if (const auto first = options_.schedule->next()) due_ = options_.start + *first;
  for (Lane &lane : lanes_) lane.connection.open();
  arm_sweep();
  run_loop();
  figures_.timeline.finish();
  live_.done = true;
}

std::vector<Session *> Worker::sessions() const {
  std::vector<Session *> all;
  for (const Actor &actor : actors_) all.push_back(actor.session.get());
  return all;
}

// ---- What connections say -----------------------------------------------------------------------------------------

void Worker::free_lane(Lane &lane) {
  if (lane.connection.is_closed()) {
    lane.connection.open();
  } else {
    (lane.spare ? idle_spares_ : idle_).push_back(&lane);
  }
}

void Worker::on_open(Connection &connection) {
  Lane &lane = lane_of(connection);
  ++figures_.connections_opened;
  free_lane(lane);
  send_others();
  dispatch(Clock::now());
}

void Worker::on_reply(Connection &connection, const Reply &reply, Clock::time_point at) {
  Lane &lane = lane_of(connection);
  lane.failures = 0;
  const Outcome outcome = lane.job.actor->session->judge(lane.job.request, reply);
  if (outcome == Outcome::failed) figures_.add_error("status " + std::to_string(reply.status));
  end_job(lane, outcome, at);
  free_lane(lane);
  if (options_.schedule) dispatch(at);  // what is due does not wait for the other replies; in a closed loop nothing is
}

void Worker::on_loss(Connection &connection, Loss loss, const std::string &detail) {
  Lane &lane = lane_of(connection);
  const Outcome outcome = lane.job.actor->session->lose(lane.job.request, loss, detail);
  if (outcome == Outcome::failed) figures_.add_error(detail);
  const Clock::time_point now = Clock::now();
  end_job(lane, outcome, now);
  if (loss == Loss::on_purpose) {
    free_lane(lane);
  } else {
    reopen_later(lane);
  }
  dispatch(now);
}

void Worker::on_closed(Connection &connection, bool failed, const std::string &detail) {
  Lane &lane = lane_of(connection);
  std::erase(idle_, &lane);
  std::erase(idle_spares_, &lane);
  if (failed) figures_.add_error(detail);
  reopen_later(lane);
}

/// The more often it failed since the last reply, the later: the sweep opens it.
void Worker::reopen_later(Lane &lane) {
  const auto wait =
      std::min<std::chrono::milliseconds>(first_reopen * (1 << std::min(lane.failures, 8)), longest_reopen);
  lane.reopen_at = lane.failures++ == 0 ? Clock::time_point{} : Clock::now() + wait;
}

// ---- What goes out ------------------------------------------------------------------------------------------------

/// After all replies that were there.
void Worker::send_next() {
  if (!others_.empty()) send_others();
  dispatch(Clock::now());
}

void Worker::dispatch(Clock::time_point now) {
  if (dispatching_) return;  // a reply lost on purpose ends within the call that sends it
  dispatching_ = true;
  while (dispatch_one(now)) {
  }
  dispatching_ = false;
}

/// Sends the next request, if one is due and there are a connection and an actor for it.
bool Worker::dispatch_one(Clock::time_point now) {
  if (stage_ != Stage::running && !is_closing()) return false;
  const bool on_schedule = options_.schedule && stage_ == Stage::running;
  if (on_schedule && (!due_ || *due_ > now)) {
    blocked_ = false;
    arm_arrival();
    return false;
  }
  if (idle_.empty() || ready_.empty()) {
    blocked_ = on_schedule;
    return false;
  }
  Actor &actor = *ready_.front();
  ready_.pop_front();
  const Order order = actor.session->next(now, is_closing());
  if (order.what == Order::What::done) {
    actor.done = true;
    return true;
  }
  if (order.what == Order::What::wait) {
    waiting_.emplace_back(order.until, &actor);
    return true;
  }
  if (!on_schedule) {
    start(actor, order, {});
    return true;
  }
  const Clock::time_point intended = *due_;
  const auto next = options_.schedule->next();
  due_ = next ? std::optional(options_.start + *next) : std::nullopt;
  const Clock::time_point possible = blocked_ ? std::max(intended, now) : intended;
  const Clock::time_point sent = start(actor, order, intended);
  if (intended >= options_.measure_from) figures_.lag.record(microseconds(sent - possible));
  return true;
}

/// Returns when it was sent.
Clock::time_point Worker::start(Actor &actor, const Order &order, Clock::time_point intended) {
  actor.requests_left = order.requests;
  for (std::size_t i = 1; i < order.requests; ++i) others_.push_back({&actor, order.calls[i], i, intended, {}});
  Lane &lane = *idle_.back();
  idle_.pop_back();
  put_on(lane, {&actor, order.calls[0], 0, intended, {}}, order.lose_reply);
  const Clock::time_point sent = lane.job.sent;
  if (!others_.empty()) send_others();
  return sent;
}

void Worker::put_on(Lane &lane, const Job &job, bool lose_reply) {
  lane.job = job;
  std::string &request = lane.connection.request();
  request.clear();
  job.actor->session->write(job.request, request);
  lane.job.sent = Clock::now();
  if (job.intended == Clock::time_point{}) lane.job.intended = lane.job.sent;
  ++in_flight_;
  lane.connection.send(lose_reply, lane.job.sent);
}

void Worker::send_others() {
  while (!others_.empty() && !(idle_spares_.empty() && idle_.empty())) {
    std::vector<Lane *> &idle = idle_spares_.empty() ? idle_ : idle_spares_;
    Lane &lane = *idle.back();
    idle.pop_back();
    const Job job = others_.front();
    others_.pop_front();
    put_on(lane, job, false);
  }
}

void Worker::end_job(Lane &lane, Outcome outcome, Clock::time_point at) {
  --in_flight_;
  ++figures_.all_ended;
  record(lane.job, outcome, at);
  Actor &actor = *lane.job.actor;
  if (--actor.requests_left == 0) ready_.push_back(&actor);
  if (is_closing()) give_up_at_ = at + patience;
}

void Worker::record(const Job &job, Outcome outcome, Clock::time_point at) {
  auto &counter = live_.ended[static_cast<std::size_t>(outcome)];
  counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  if (is_closing() || job.intended < options_.measure_from) return;
  const auto index = static_cast<std::size_t>(outcome);
  const std::int64_t latency = microseconds(at - job.intended);
  ++figures_.ended[job.call][index];
  figures_.timeline.record(at - options_.measure_from, outcome, latency);
  figures_.by_outcome[index].record(latency);
  if (outcome == Outcome::lost) return;
  figures_.latency.record(latency);
  figures_.raw.record(microseconds(at - job.sent));
  figures_.by_call[job.call].record(latency);
}

// ---- Time ---------------------------------------------------------------------------------------------------------

bool Worker::is_send_time_near() const {
  return options_.spins && stage_ == Stage::running && due_ && !blocked_ && *due_ - Clock::now() < spin_time;
}

/// A timer wakes its thread some 20 us late, and much later where the core slept: the last stretch before a send time
/// is waited for awake.
void Worker::run_loop() {
  for (;;) {
    if (!is_send_time_near()) {
      if (context_.run_one() == 0) return;
      continue;
    }
    context_.poll_one();
    if (const Clock::time_point now = Clock::now(); due_ && now >= *due_) dispatch(now);
  }
}

void Worker::arm_arrival() {
  if (!due_ || is_send_time_near()) return;  // run_loop sees to it
  const Clock::time_point wake = options_.spins ? *due_ - spin_time : *due_;
  if (arrival_timer_.expiry() == wake) return;
  arrival_timer_.expires_at(wake);
  arrival_timer_.async_wait([this](const boost::system::error_code &error) {
    if (!error) dispatch(Clock::now());
  });
}

void Worker::arm_sweep() {
  sweep_timer_.expires_after(sweep_interval);
  sweep_timer_.async_wait([this](const boost::system::error_code &) { sweep(); });
}

void Worker::sweep() {
  const Clock::time_point now = Clock::now();
  for (Lane &lane : lanes_) {
    lane.connection.check_deadline(now);
    if (lane.connection.is_closed() && now >= lane.reopen_at) lane.connection.open();
  }
  if (!others_.empty()) give_up_others();
  std::erase_if(waiting_, [&](const auto &entry) {
    if (entry.first > now) return false;
    ready_.push_back(entry.second);
    return true;
  });
  end_stage(now);
  if (now - published_at_ >= publish_interval) publish();
  if (stage_ == Stage::done) {
    for (Lane &lane : lanes_) lane.connection.close();
    readiness_.stop();
    arrival_timer_.cancel();
    return;
  }
  dispatch(now);
  arm_sweep();
}

void Worker::end_stage(Clock::time_point now) {
  if (stage_ == Stage::running && (now >= options_.end || options_.stop->load(std::memory_order_relaxed))) {
    stage_ = Stage::draining;
    figures_.in_flight_at_end = in_flight_ + others_.size();
    for (; due_ && *due_ <= now && *due_ < options_.end; ++figures_.never_sent) {
      const auto next = options_.schedule->next();
      due_ = next ? std::optional(options_.start + *next) : std::nullopt;
    }
    due_.reset();
  }
  if (stage_ == Stage::draining && in_flight_ == 0 && others_.empty()) begin_closing();
  if (stage_ != Stage::closing) return;
  const bool all_done = std::all_of(actors_.begin(), actors_.end(), [](const Actor &actor) { return actor.done; });
  if ((all_done && in_flight_ == 0) || (now >= give_up_at_ && in_flight_ == 0)) stage_ = Stage::done;
}

/// Where no connection can be made for what goes beside another request it is not sent.
void Worker::give_up_others() {
  const auto is_dead = [](const Lane &lane) { return lane.connection.is_closed() && lane.failures > 0; };
  if (!std::all_of(lanes_.begin(), lanes_.end(), is_dead)) return;
  for (const Job &job : others_) {
    job.actor->session->lose(job.request, Loss::connect, "no connection for a further request in flight");
    if (--job.actor->requests_left == 0) ready_.push_back(job.actor);
  }
  others_.clear();
}

void Worker::begin_closing() {
  stage_ = Stage::closing;
  give_up_at_ = Clock::now() + patience;
  ready_.clear();
  waiting_.clear();
  for (Actor &actor : actors_) {
    actor.done = false;
    ready_.push_back(&actor);
  }
}

void Worker::publish() {
  published_at_ = Clock::now();
  live_.p50_us.store(figures_.timeline.newest(50), std::memory_order_relaxed);
  live_.p99_us.store(figures_.timeline.newest(99), std::memory_order_relaxed);
}

}  // namespace pitboss::traffic
