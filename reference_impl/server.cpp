#include "reference_impl/server.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/logger.h>

#include <stdexcept>

#include "reference_impl/contracts.hpp"
#include "reference_impl/dashboard/dashboard.hpp"
#include "reference_impl/faults/fault_switch.hpp"
#include "reference_impl/http/server.hpp"
#include "reference_impl/log.hpp"
#include "reference_impl/metrics.hpp"
#include "reference_impl/referee/referee.hpp"
#include "reference_impl/store/store_place.hpp"
#include "reference_impl/target_file.hpp"

namespace pitboss::reference {
/// The parts, in the order in which they need each other: what is below uses what is above, and goes first.
struct Server::Impl {
  explicit Impl(ServerOptions server_options);

  [[nodiscard]] Behaviour make_behaviour(const std::vector<std::string> &faults) const;
  void open_contracts();
  void make_dashboard();
  [[nodiscard]] YAML::Node section_of(const std::string &contract) const;
  void make_fault_switch();
  void settle(std::function<void()> done);
  void rebuild(const std::vector<std::string> &faults);
  [[nodiscard]] http::Handler make_router() const;
  void finish(const http::Request &request, http::Response &response);
  void listen();
  void write_target() const;
  void stop();
  void end_for(const std::string &event, const std::string &why, const std::string &message);
  [[nodiscard]] http::Later make_later();
  void install_referee(http::ServerSettings &settings);
  [[nodiscard]] std::string base_url() const;
  [[nodiscard]] bool is_https() const { return !options.tls.certificate.empty(); }

  const ServerOptions options;
  std::shared_ptr<spdlog::logger> log;
  http::EventLoop loop;
  Behaviour behaviour;
  const std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();
  std::vector<std::unique_ptr<Contract>> contracts;  // in the order of all_contracts()
  std::unique_ptr<dashboard::Dashboard> dashboard;   // nullptr: not asked for
  http::Handler router;
  std::unique_ptr<FaultSwitch> fault_switch;
  std::unique_ptr<referee::Referee> referee;
  std::unique_ptr<http::Server> http;
  std::uint16_t port = 0;
  std::string fatal;  // why the server ended by itself, for the user; set and read on the loop's thread
};

Server::Impl::Impl(ServerOptions server_options)
    : options(std::move(server_options)), log(make_log(options.log_level)) {
  // Before the store: a refusal leaves no file behind.
  if (options.dashboard.enabled) make_dashboard();
  behaviour = make_behaviour(options.faults);
  for (const std::string &name : options.faults) log->warn("event=fault_installed name={}", name);
  for (const std::string &name : options.variants) log->warn("event=variant_installed name={}", name);
  open_contracts();
  make_fault_switch();
  listen();
}

Behaviour Server::Impl::make_behaviour(const std::vector<std::string> &faults) const {
  Behaviour made;
  made.http.limits.body_bytes = options.max_body_bytes;
  made.http.limits.request = options.request_timeout;
  for (const std::string &name : faults) install(all_faults(), name, "--fault", made);
  for (const std::string &name : options.variants) install(all_variants(), name, "--variant", made);
  return made;
}

void Server::Impl::open_contracts() {
  const Host host{
      .options = options,
      .behaviour = behaviour,
      .log = log,
      .later = make_later(),
      .on_fatal =
          [this](const std::string &why) {
            loop.after(std::chrono::milliseconds(0), [this, why] {
              end_for("store_damaged", why,
                      fmt::format(
                          "the store {} is damaged ({}); restore it from a copy, or choose another one with --store",
                          store::shown_store(options.store), why));
            });
          },
  };
  for (const ContractInfo &contract : all_contracts()) contracts.push_back(contract.make(host));
}

http::Later Server::Impl::make_later() {
  return [this](std::chrono::milliseconds delay, std::function<void()> function) {
    loop.after(delay, std::move(function));
  };
}

void Server::Impl::make_dashboard() {
  dashboard = std::make_unique<dashboard::Dashboard>(dashboard::Dashboard::Host{
      .options = options,
      .loop = loop,
      .log = log,
      .base_url = [this] { return base_url(); },
      .faults = {.on = [this] { return fault_switch->on(); },
                 .turn = [this](const std::string &name, bool on,
                                std::function<void()> done) { fault_switch->turn(name, on, std::move(done)); }},
      .target_section = [this](const std::string &contract) { return section_of(contract); }});
}

YAML::Node Server::Impl::section_of(const std::string &contract) const {
  for (std::size_t i = 0; i < contracts.size(); ++i)
    if (all_contracts()[i].name == contract) return contracts[i]->target_section(base_url());
  throw std::logic_error("there is no contract " + contract);
}

void Server::Impl::make_fault_switch() {
  fault_switch = std::make_unique<FaultSwitch>(
      FaultSwitch::Parts{.later = make_later(),
                         .settle = [this](std::function<void()> done) { settle(std::move(done)); },
                         .rebuild = [this](const std::vector<std::string> &faults) { rebuild(faults); },
                         .failed =
                             [this](const http::Request &request, const std::exception &error) {
                               log->error("event=handler_failed path={} error=\"{}\"", request.path, error.what());
                               return http::Response{.status = 500,
                                                     .body = behaviour.http.error_body("the server failed"),
                                                     .headers = {}};
                             }},
      options.faults);
}

void Server::Impl::settle(std::function<void()> done) {
  const auto waiting = std::make_shared<std::size_t>(contracts.size());
  const auto one_done = [this, waiting, done = std::move(done)] {
    loop.after(std::chrono::milliseconds(0), [waiting, done] {
      if (--*waiting == 0) done();
    });
  };
  for (const auto &contract : contracts) contract->settle(one_done);
}

/// What was read at the start is read again: layers of the store, handlers, limits, and what HTTP itself does.
void Server::Impl::rebuild(const std::vector<std::string> &faults) {
  log->warn("event=faults_switched on=\"{}\"", fmt::join(faults, " "));
  behaviour = make_behaviour(faults);
  for (const auto &contract : contracts) contract->rebuild();
  router = make_router();
  http->change([this](http::ServerSettings &settings) {
    settings.limits = behaviour.http.limits;
    settings.error_body = behaviour.http.error_body;
    settings.serialise = behaviour.http.serialise;
    settings.delay = behaviour.http.delay;
  });
}

/// Puts the referee between HTTP and the contracts.
void Server::Impl::install_referee(http::ServerSettings &settings) {
  referee = std::make_unique<referee::Referee>(options.referee, make_later(), [this](const std::string &why) {
    loop.after(std::chrono::milliseconds(0), [this, why] {
      end_for("journal_failed", why, why + "; what was judged until then is not shown, as it might miss something");
    });
  });
  settings.handler = referee->wrap(std::move(settings.handler));
}

/// Every reply, as it leaves.
void Server::Impl::finish(const http::Request &request, http::Response &response) {
  if (behaviour.http.finish && !dashboard::Dashboard::owns(request)) behaviour.http.finish(request, response);
  if (referee) referee->finished(request, response);
  if (dashboard) dashboard->finished(request, response);
  fault_switch->finished(request);
}

http::Handler Server::Impl::make_router() const {
  http::Router routes(behaviour.http.error_body);
  for (std::size_t i = 0; i < contracts.size(); ++i) {
    contracts[i]->add_to(routes);
    if (dashboard) dashboard->recorder().know(all_contracts()[i].name, routes.paths());
  }
  routes.add("GET", "/metrics", [this](const http::Request &, const http::Answer &answer) { answer(metrics->page()); });
  routes.add("GET", "/healthz", [](const http::Request &, const http::Answer &answer) {
    answer({.status = 200, .body = R"({"status":"ok"})", .headers = {}});
  });
  if (dashboard) dashboard->add_to(routes, contracts);
  metrics->know(routes.paths());
  return routes;
}

std::string Server::Impl::base_url() const {
  const bool is_ipv6 = options.address.find(':') != std::string::npos;
  return fmt::format("{}://{}:{}", is_https() ? "https" : "http",
                     is_ipv6 ? "[" + options.address + "]" : options.address, port);
}

/// Throws std::runtime_error where one option lacks the other.
std::optional<http::TlsFiles> tls_files(const TlsOptions &options) {
  if (options.certificate.empty() && options.key.empty() && options.client_ca.empty()) return std::nullopt;
  if (options.certificate.empty()) throw std::runtime_error("HTTPS needs a certificate too; give --tls-cert FILE");
  if (options.key.empty())
    throw std::runtime_error("HTTPS needs the certificate's private key too; give --tls-key FILE");
  return http::TlsFiles{.certificate = options.certificate, .key = options.key, .client_ca = options.client_ca};
}

void Server::Impl::listen() {
  router = make_router();
  http::ServerSettings settings = behaviour.http;
  settings.address = options.address;
  settings.port = options.port;
  settings.tls = tls_files(options.tls);
  settings.observer = metrics;
  settings.handler = [this](const http::Request &request, http::Answer answer) { router(request, std::move(answer)); };
  if (!options.referee.contracts.empty()) install_referee(settings);
  if (dashboard) settings.handler = dashboard->wrap(settings.handler);
  settings.handler = fault_switch->wrap(std::move(settings.handler));
  settings.finish = [this](const http::Request &request, http::Response &response) { finish(request, response); };
  http = std::make_unique<http::Server>(loop, settings, log);
  port = http->port();
}

void Server::Impl::write_target() const {
  std::vector<std::pair<std::string, YAML::Node>> sections;
  for (std::size_t i = 0; i < contracts.size(); ++i)
    sections.emplace_back(all_contracts()[i].name, contracts[i]->target_section(base_url()));
  if (is_https()) {
    // Clients trust the server's own certificate, whoever signed it.
    YAML::Node tls;
    tls["ca_file"] = std::filesystem::absolute(options.tls.certificate).string();
    sections.emplace_back("tls", tls);
  }
  write_target_file(options.target_file, sections);
}

void Server::Impl::end_for(const std::string &event, const std::string &why, const std::string &message) {
  log->critical("event={} error=\"{}\"", event, why);
  fatal = message;
  stop();
}

void Server::Impl::stop() {
  http->stop();
  if (dashboard) dashboard->stop();
}

Server::Server(const ServerOptions &options) : impl_(std::make_unique<Impl>(options)) {
  impl_->log->info("event=listening url={} store={}", base_url(), store::shown_store(options.store));
  if (!options.target_file.empty()) impl_->write_target();
}

Server::~Server() = default;

std::uint16_t Server::port() const {
  return impl_->port;
}

std::string Server::base_url() const {
  return impl_->base_url();
}

void Server::run() {
  impl_->loop.run();
  impl_->http.reset();
  impl_->contracts.clear();  // what is still in work becomes durable, though nobody waits for it
  if (impl_->referee && impl_->fatal.empty()) impl_->referee->end();
  impl_->log->info("event=stopped");
  if (!impl_->fatal.empty()) throw std::runtime_error(impl_->fatal);
}

void Server::stop() {
  impl_->loop.after(std::chrono::milliseconds(0), [impl = impl_.get()] { impl->stop(); });
}

void Server::turn_fault(const std::string &name, bool on, std::function<void(const std::string &error)> done) {
  impl_->loop.after(std::chrono::milliseconds(0), [impl = impl_.get(), name, on, done = std::move(done)] {
    try {
      impl->fault_switch->turn(name, on, [done] { done({}); });
    } catch (const std::runtime_error &error) {
      done(error.what());
    }
  });
}

void Server::publish(const std::string &event, const std::string &json) {
  impl_->loop.after(std::chrono::milliseconds(0), [impl = impl_.get(), event, json] {
    if (impl->dashboard) impl->dashboard->hub().publish(event, json);
  });
}

std::string shown_store(const std::string &name) {
  return store::shown_store(name);
}

std::vector<SettingInfo> list_settings() {
  std::vector<SettingInfo> list;
  for (const ContractInfo &contract : all_contracts()) {
    const std::vector<SettingInfo> rows = contract.settings();
    list.insert(list.end(), rows.begin(), rows.end());
  }
  return list;
}

std::vector<FaultInfo> list_faults() {
  std::vector<FaultInfo> list;
  for (const Deviation &row : all_faults())
    list.push_back({row.name, row.contract, row.requirement, row.also, row.sentence});
  return list;
}

std::vector<VariantInfo> list_variants() {
  std::vector<VariantInfo> list;
  for (const Deviation &row : all_variants()) list.push_back({row.name, row.contract, row.sentence});
  return list;
}

}  // namespace pitboss::reference
