#include "simulator/traffic/run.hpp"

#include <algorithm>
#include <exception>
#include <thread>

#include "simulator/traffic/worker.hpp"

namespace pitboss::traffic {
namespace {

constexpr std::chrono::milliseconds watch_interval{200};
constexpr std::chrono::milliseconds head_start{20};  // so that every thread is there when the schedule begins

using Workers = std::vector<std::unique_ptr<Worker>>;

int share_of(int all, int index, int of) {
  return all / of + (index < all % of ? 1 : 0);
}

Workers make_workers(const RunOptions &options, int threads, const Endpoint &endpoint, Traffic &traffic,
                     const std::atomic<bool> &stop, Clock::time_point start) {
  Workers workers;
  for (int i = 0; i < threads; ++i) {
    WorkerOptions mine;
    mine.connections = static_cast<std::size_t>(std::max(1, share_of(options.connections, i, threads)));
    mine.start = start;
    mine.measure_from = start + options.warm_up;
    mine.end = mine.measure_from + options.duration;
    mine.stop = &stop;
    const auto count = static_cast<std::uint32_t>(threads);
    const Part part{options.shard.index * count + static_cast<std::uint32_t>(i), options.shard.of * count};
    if (options.open_loop)
      mine.schedule.emplace(options.open_loop->phases, options.open_loop->arrival, options.seed, part);
    workers.push_back(std::make_unique<Worker>(std::move(mine), endpoint, traffic.calls().size()));
  }
  for (std::size_t i = 0; i < traffic.actors(); ++i) {
    Worker &worker = *workers[i % workers.size()];
    worker.add(traffic.make_session(i, worker.findings()));
  }
  return workers;
}

Progress look(const Workers &workers, Clock::time_point start, bool &all_done) {
  Progress progress;
  progress.elapsed = Clock::now() - start;
  all_done = true;
  for (const auto &worker : workers) {
    const Live &live = worker->live();
    for (std::size_t i = 0; i < outcomes; ++i) progress.ended[i] += live.ended[i].load(std::memory_order_relaxed);
    progress.p50_us = std::max(progress.p50_us, live.p50_us.load(std::memory_order_relaxed));
    progress.p99_us = std::max(progress.p99_us, live.p99_us.load(std::memory_order_relaxed));
    all_done = all_done && live.done;
  }
  return progress;
}

void run_one(Worker &worker, std::atomic<bool> &stop, std::exception_ptr &fault) {
  try {
    worker.run();
  } catch (...) {
    fault = std::current_exception();
    stop = true;
  }
}

/// Threads that are joined whatever happens.
class Threads {
 public:
  ~Threads() {
    for (std::thread &thread : threads_) thread.join();
  }
  template <class Work>
  void add(Work work) {
    threads_.emplace_back(std::move(work));
  }

 private:
  std::vector<std::thread> threads_;
};

}  // namespace

Ran run(const RunOptions &options, const Endpoint &endpoint, Traffic &traffic, std::atomic<bool> &stop,
        const std::function<void(const Progress &)> &watch) {
  const int threads =
      std::clamp(std::min(options.threads, options.connections), 1, std::max(1, static_cast<int>(traffic.actors())));
  const Clock::time_point start = Clock::now() + head_start;
  const Workers workers = make_workers(options, threads, endpoint, traffic, stop, start);
  std::vector<std::exception_ptr> faults(workers.size());
  std::optional<Clock::time_point> stopped_at;
  {
    Threads running;
    for (std::size_t i = 0; i < workers.size(); ++i) running.add([&, i] { run_one(*workers[i], stop, faults[i]); });
    for (bool all_done = false; !all_done;) {
      std::this_thread::sleep_for(watch_interval / 4);
      const Progress progress = look(workers, start, all_done);
      all_done =
          all_done || std::any_of(faults.begin(), faults.end(), [](const auto &fault) { return fault != nullptr; });
      if (stop && !stopped_at) stopped_at = Clock::now();
      watch(progress);
    }
  }
  for (const std::exception_ptr &fault : faults)
    if (fault) std::rethrow_exception(fault);
  Ran ran{Figures(traffic.calls().size()), {}, {}, threads, options.duration, false};
  const Clock::time_point end = start + options.warm_up + options.duration;
  if (stopped_at && *stopped_at < end) {
    ran.stopped = true;
    ran.measured = std::max(Nanoseconds{}, Nanoseconds(*stopped_at - (start + options.warm_up)));
  }
  std::vector<Session *> sessions;
  for (const auto &worker : workers) {
    ran.figures.merge(worker->figures());
    ran.findings.merge(worker->findings());
    const std::vector<Session *> theirs = worker->sessions();
    sessions.insert(sessions.end(), theirs.begin(), theirs.end());
  }
  ran.audit = traffic.audit(sessions, ran.findings);
  return ran;
}

}  // namespace pitboss::traffic
