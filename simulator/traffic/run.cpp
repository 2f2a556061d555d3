#include "simulator/traffic/run.hpp"

#include <algorithm>
#include <exception>
#include <thread>

#include "simulator/traffic/worker.hpp"

namespace pitboss::traffic {
namespace {

constexpr std::chrono::milliseconds watch_interval{200};
// So that every thread is there when a schedule begins. A closed loop has none: it is measured from its first request.
constexpr std::chrono::milliseconds head_start{20};

/// What runs the traffic of one flow.
struct FlowWorkers {
  const Flow *flow = nullptr;
  std::vector<std::unique_ptr<Worker>> workers;
};
using Crew = std::vector<FlowWorkers>;

int share_of(int all, int index, int of) {
  return all / of + (index < all % of ? 1 : 0);
}

int weight_of(const Flows &flows) {
  int all = 0;
  for (const Flow &each : flows) all += each.weight;
  return all;
}

/// The part of `all` that the flow gets beside the others; at least 1.
int share_of(int all, const Flow &flow, const Flows &flows) {
  return std::max(1, all * flow.weight / weight_of(flows));
}

/// The phases of a flow: its share of their rates.
std::vector<Phase> phases_of(const std::vector<Phase> &phases, const Flow &flow, const Flows &flows) {
  const int weights = weight_of(flows);
  std::vector<Phase> mine = phases;
  for (Phase &phase : mine) {
    phase.from = phase.from * flow.weight / weights;
    phase.to = phase.to * flow.weight / weights;
  }
  return mine;
}

FlowWorkers make_workers(const RunOptions &options, const Flow &flow, const Flows &flows, const std::atomic<bool> &stop,
                         Clock::time_point start) {
  const int connections = share_of(options.connections, flow, flows);
  const int threads = std::clamp(std::min(share_of(options.threads, flow, flows), connections), 1,
                                 std::max(1, static_cast<int>(flow.traffic->actors())));
  FlowWorkers crew{&flow, {}};
  for (int i = 0; i < threads; ++i) {
    WorkerOptions mine;
    mine.connections = static_cast<std::size_t>(std::max(1, share_of(connections, i, threads)));
    mine.start = start;
    mine.measure_from = start + options.warm_up;
    mine.end = mine.measure_from + options.duration;
    mine.stop = &stop;
    mine.spins = options.open_loop && options.threads < static_cast<int>(std::thread::hardware_concurrency());
    const auto count = static_cast<std::uint32_t>(threads);
    const Part part{options.shard.index * count + static_cast<std::uint32_t>(i), options.shard.of * count};
    if (options.open_loop)
      mine.schedule.emplace(phases_of(options.open_loop->phases, flow, flows), options.open_loop->arrival, options.seed,
                            part);
    crew.workers.push_back(std::make_unique<Worker>(std::move(mine), flow.endpoint, flow.traffic->calls().size()));
  }
  for (std::size_t i = 0; i < flow.traffic->actors(); ++i) {
    Worker &worker = *crew.workers[i % crew.workers.size()];
    worker.add(flow.traffic->make_session(i, worker.findings()));
  }
  return crew;
}

Progress look(const std::vector<Worker *> &workers, Clock::time_point start, bool &all_done) {
  Progress progress;
  progress.elapsed = Clock::now() - start;
  all_done = true;
  for (const Worker *worker : workers) {
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

/// Runs all workers to their end; the time at which `stop` was seen, if it was.
std::optional<Clock::time_point> run_all(const std::vector<Worker *> &workers, Clock::time_point start,
                                         std::atomic<bool> &stop, const std::function<void(const Progress &)> &watch) {
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
  return stopped_at;
}

void add(Audit &all, const Audit &one, const std::string &prefix) {
  all.actors += one.actors;
  all.right += one.right;
  all.astray += one.astray;
  all.undecided += one.undecided;
  for (const auto &[name, value] : one.books) all.books.emplace_back(prefix + name, value);
  all.unread.insert(all.unread.end(), one.unread.begin(), one.unread.end());
}

std::string prefix_of(const Flow &flow, const Flows &flows) {
  return flows.size() > 1 ? flow.contract + " " : "";
}

/// Adds what one flow came to: its figures behind those of the flows before it.
void collect(const FlowWorkers &crew, const Flows &flows, std::size_t first_call, Ran &ran) {
  std::vector<Session *> sessions;
  Findings findings;
  for (const auto &worker : crew.workers) {
    ran.figures.merge(worker->figures(), first_call);
    findings.merge(worker->findings());
    const std::vector<Session *> theirs = worker->sessions();
    sessions.insert(sessions.end(), theirs.begin(), theirs.end());
  }
  add(ran.audit, crew.flow->traffic->audit(sessions, findings), prefix_of(*crew.flow, flows));
  findings.set_flow(static_cast<std::size_t>(crew.flow - flows.data()));
  ran.findings.merge(findings);
  ran.threads += static_cast<int>(crew.workers.size());
}

}  // namespace

std::vector<std::string> call_names(const Flows &flows) {
  std::vector<std::string> names;
  for (const Flow &flow : flows)
    for (const std::string &call : flow.traffic->calls()) names.push_back(prefix_of(flow, flows) + call);
  return names;
}

Ran run(const RunOptions &options, const Flows &flows, std::atomic<bool> &stop,
        const std::function<void(const Progress &)> &watch) {
  const Clock::time_point start = Clock::now() + (options.open_loop ? head_start : std::chrono::milliseconds(0));
  Crew crew;
  for (const Flow &flow : flows) crew.push_back(make_workers(options, flow, flows, stop, start));
  std::vector<Worker *> workers;
  for (const FlowWorkers &each : crew)
    for (const auto &worker : each.workers) workers.push_back(worker.get());
  const std::optional<Clock::time_point> stopped_at = run_all(workers, start, stop, watch);
  Ran ran{Figures(call_names(flows).size()), {}, {}, 0, options.duration, false};
  const Clock::time_point end = start + options.warm_up + options.duration;
  if (stopped_at && *stopped_at < end) {
    ran.stopped = true;
    ran.measured = std::max(Nanoseconds{}, Nanoseconds(*stopped_at - (start + options.warm_up)));
  }
  std::size_t first_call = 0;
  for (const FlowWorkers &each : crew) {
    collect(each, flows, first_call, ran);
    first_call += each.flow->traffic->calls().size();
  }
  return ran;
}

}  // namespace pitboss::traffic
