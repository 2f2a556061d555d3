#include "reference_impl/server.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>

#include <stdexcept>

#include "reference_impl/contracts.hpp"
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

  void install_deviations();
  void open_contracts();
  [[nodiscard]] http::Handler make_router() const;
  void listen();
  void write_target() const;
  void end_for(const std::string &event, const std::string &why, const std::string &message);
  [[nodiscard]] http::Later make_later();
  void install_referee();
  [[nodiscard]] std::string base_url() const;

  const ServerOptions options;
  std::shared_ptr<spdlog::logger> log;
  http::EventLoop loop;
  Behaviour behaviour;
  const std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();
  std::vector<std::unique_ptr<Contract>> contracts;  // in the order of all_contracts()
  std::unique_ptr<referee::Referee> referee;
  std::unique_ptr<http::Server> http;
  std::uint16_t port = 0;
  std::string fatal;  // why the server ended by itself, for the user; set and read on the loop's thread
};

Server::Impl::Impl(ServerOptions server_options)
    : options(std::move(server_options)), log(make_log(options.log_level)) {
  behaviour.http.limits.body_bytes = options.max_body_bytes;
  behaviour.http.limits.request = options.request_timeout;
  install_deviations();
  open_contracts();
  listen();
}

void Server::Impl::install_deviations() {
  for (const std::string &name : options.faults) {
    install(all_faults(), name, "--fault", behaviour);
    log->warn("event=fault_installed name={}", name);
  }
  for (const std::string &name : options.variants) {
    install(all_variants(), name, "--variant", behaviour);
    log->warn("event=variant_installed name={}", name);
  }
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

/// Puts the referee between HTTP and the contracts.
void Server::Impl::install_referee() {
  referee = std::make_unique<referee::Referee>(options.referee, make_later(), [this](const std::string &why) {
    loop.after(std::chrono::milliseconds(0), [this, why] {
      end_for("journal_failed", why, why + "; what was judged until then is not shown, as it might miss something");
    });
  });
  behaviour.http.handler = referee->wrap(std::move(behaviour.http.handler));
  behaviour.http.finish = [this, inner = behaviour.http.finish](const http::Request &request,
                                                                http::Response &response) {
    if (inner) inner(request, response);
    referee->finished(request, response);
  };
}

http::Handler Server::Impl::make_router() const {
  http::Router router(behaviour.http.error_body);
  for (const auto &contract : contracts) contract->add_to(router);
  router.add("GET", "/metrics", [this](const http::Request &, const http::Answer &answer) { answer(metrics->page()); });
  router.add("GET", "/healthz", [](const http::Request &, const http::Answer &answer) {
    answer({.status = 200, .body = R"({"status":"ok"})", .headers = {}});
  });
  metrics->know(router.paths());
  return router;
}

std::string Server::Impl::base_url() const {
  const bool is_ipv6 = options.address.find(':') != std::string::npos;
  return fmt::format("{}://{}:{}", behaviour.http.tls ? "https" : "http",
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
  behaviour.http.address = options.address;
  behaviour.http.port = options.port;
  behaviour.http.tls = tls_files(options.tls);
  behaviour.http.observer = metrics;
  behaviour.http.handler = make_router();
  if (!options.referee.contracts.empty()) install_referee();
  http = std::make_unique<http::Server>(loop, behaviour.http, log);
  port = http->port();
}

void Server::Impl::write_target() const {
  std::vector<std::pair<std::string, YAML::Node>> sections;
  for (std::size_t i = 0; i < contracts.size(); ++i)
    sections.emplace_back(all_contracts()[i].name, contracts[i]->target_section(base_url()));
  if (behaviour.http.tls) {
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
  http->stop();
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
  impl_->loop.after(std::chrono::milliseconds(0), [impl = impl_.get()] { impl->http->stop(); });
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
