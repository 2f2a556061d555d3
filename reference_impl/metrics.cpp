#include "reference_impl/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

#include "reference_impl/store/store_counts.hpp"

namespace pitboss::reference {
namespace {

constexpr const char *other_paths = "other";
constexpr const char *malformed = "malformed";

// Seconds. A call takes tens of microseconds, and with a durable store a sync of the disk more.
const prometheus::Histogram::BucketBoundaries latency_buckets{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                                              0.025,  0.05,    0.1,    0.25,  0.5,    1,     2.5};

const char *name_of(http::CutOff reason) {
  switch (reason) {
    case http::CutOff::idle:
      return "idle";
    case http::CutOff::handshake:
      return "tls_handshake";
    case http::CutOff::slow_sender:
      return "slow_sender";
    case http::CutOff::slow_reader:
      return "slow_reader";
  }
  return "other";
}

prometheus::MetricFamily counter(const char *name, const char *help, const std::atomic<std::uint64_t> &count) {
  prometheus::MetricFamily family{name, help, prometheus::MetricType::Counter, {prometheus::ClientMetric()}};
  const std::uint64_t now = count.load(std::memory_order_relaxed);
  family.metric.front().counter.value = static_cast<double>(now);  // deliberate: Prometheus wants it, no amount
  return family;
}

/// Whether the stores have their database.
prometheus::MetricFamily store_up(const store::StoreCounts &counts) {
  prometheus::MetricFamily family{"pitboss_store_up",
                                  "1, or 0 while a store cannot reach its database.",
                                  prometheus::MetricType::Gauge,
                                  {prometheus::ClientMetric()}};
  family.metric.front().gauge.value = counts.sessions_away.load(std::memory_order_relaxed) == 0 ? 1 : 0;
  return family;
}

std::vector<prometheus::MetricFamily> store_families(const store::StoreCounts &counts) {
  return {
      counter("pitboss_store_operations_total", "Operations that the stores have committed.", counts.operations),
      counter("pitboss_store_commits_total", "Commits of the stores, each of all that had come by then.",
              counts.commits),
      counter("pitboss_store_commit_failures_total",
              "Commits of the stores that failed: what was in them was answered as to be sent again.", counts.failures),
      counter("pitboss_store_retries_total",
              "Transactions of PostgreSQL that were begun again: another server was in the way, or the connection "
              "was lost.",
              counts.retries),
      store_up(counts)};
}

/// The responses of one path. What has been seen once is found without building labels.
struct Call {
  struct Outcome {
    int status;
    std::string code;
    prometheus::Counter *count;
  };
  prometheus::Histogram *latency = nullptr;
  std::vector<Outcome> outcomes;
};

}  // namespace

struct Metrics::Impl {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter> &responses =
      prometheus::BuildCounter()
          .Name("pitboss_http_responses_total")
          .Help("Responses by path, status and the error code of the contract.")
          .Register(registry);
  prometheus::Family<prometheus::Histogram> &latency =
      prometheus::BuildHistogram()
          .Name("pitboss_http_response_seconds")
          .Help("From the last byte of the request to the response, its effect durable.")
          .Register(registry);
  prometheus::Gauge &open = prometheus::BuildGauge()
                                .Name("pitboss_http_connections")
                                .Help("Connections that are open.")
                                .Register(registry)
                                .Add({});
  prometheus::Counter &opened = prometheus::BuildCounter()
                                    .Name("pitboss_http_connections_total")
                                    .Help("Connections that were accepted.")
                                    .Register(registry)
                                    .Add({});
  prometheus::Counter &not_accepted = prometheus::BuildCounter()
                                          .Name("pitboss_http_accept_failures_total")
                                          .Help("Times that no connection could be accepted, for want of descriptors.")
                                          .Register(registry)
                                          .Add({});
  prometheus::Family<prometheus::Counter> &cut_off =
      prometheus::BuildCounter()
          .Name("pitboss_http_connections_cut_off_total")
          .Help("Connections that the server ended: idle, slow, or without a TLS handshake.")
          .Register(registry);
  std::map<std::string, Call, std::less<>> calls;

  Call &call(const std::string &path) {
    const auto found = calls.find(path);
    return found == calls.end() ? calls.at(other_paths) : found->second;
  }
  void add_call(const std::string &path) {
    if (calls.contains(path)) return;
    calls[path] = {.latency = &latency.Add({{"path", path}}, latency_buckets), .outcomes = {}};
  }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {
  know({other_paths, malformed});
  for (const auto reason :
       {http::CutOff::idle, http::CutOff::handshake, http::CutOff::slow_sender, http::CutOff::slow_reader})
    impl_->cut_off.Add({{"reason", name_of(reason)}});
  prometheus::BuildGauge()
      .Name("pitboss_build_info")
      .Help("The program's version; always 1.")
      .Register(impl_->registry)
      .Add({{"version", PITBOSS_VERSION}})
      .Set(1);
}

Metrics::~Metrics() = default;

void Metrics::know(const std::vector<std::string> &paths) {
  for (const std::string &path : paths) impl_->add_call(path);
}

http::Response Metrics::page() const {
  std::vector<prometheus::MetricFamily> families = impl_->registry.Collect();
  for (prometheus::MetricFamily &family : store_families(store::store_counts())) families.push_back(std::move(family));
  return {.status = 200,
          .body = prometheus::TextSerializer().Serialize(families),
          .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}};
}

void Metrics::connection_opened() {
  impl_->opened.Increment();
  impl_->open.Increment();
}

void Metrics::connection_closed() {
  impl_->open.Decrement();
}

void Metrics::cut_off(http::CutOff reason) {
  impl_->cut_off.Add({{"reason", name_of(reason)}}).Increment();
}

void Metrics::accept_failed() {
  impl_->not_accepted.Increment();
}

void Metrics::answered(const http::Request &request, const http::Response &response, std::chrono::nanoseconds took) {
  static const std::string no_path = malformed;
  const std::string &path = request.malformed ? no_path : request.path;
  Call &call = impl_->call(path);
  call.latency->Observe(std::chrono::duration<double>(took).count());  // deliberate: seconds, no amount
  for (const Call::Outcome &known : call.outcomes)
    if (known.status == response.status && known.code == response.code) return known.count->Increment();
  const std::string label = impl_->calls.contains(path) ? path : other_paths;
  prometheus::Counter &count = impl_->responses.Add(
      {{"path", label}, {"status", std::to_string(response.status)}, {"code", std::string(response.code)}});
  call.outcomes.push_back({response.status, std::string(response.code), &count});
  count.Increment();
}

}  // namespace pitboss::reference
