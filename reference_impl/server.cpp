#include "reference_impl/server.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>

#include <atomic>
#include <stdexcept>

#include "reference_impl/faults/deviations.hpp"
#include "reference_impl/http/server.hpp"
#include "reference_impl/log.hpp"
#include "reference_impl/store/store.hpp"
#include "reference_impl/target_file.hpp"
#include "reference_impl/wallet/endpoints.hpp"
#include "reference_impl/wallet/seed.hpp"

namespace pitboss::reference {

/// The parts, in the order in which they need each other: what is below uses what is above, and goes first.
struct Server::Impl {
  explicit Impl(const ServerOptions &options);

  void install_deviations();
  void open_store();
  [[nodiscard]] http::Handler make_handler() const;
  void listen();
  void end_for(const std::string &why);

  const ServerOptions options;
  std::shared_ptr<spdlog::logger> log;
  http::EventLoop loop;
  wallet::Behaviour behaviour;
  wallet::Settings settings;
  std::unique_ptr<wallet::Endpoints> endpoints;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<http::Server> http;
  std::uint16_t port = 0;
  std::string fatal;  // why the server ended by itself; set and read on the loop's thread
};

Server::Impl::Impl(const ServerOptions &server_options) : options(server_options), log(make_log(options.log_level)) {
  behaviour.http.limits.body_bytes = options.max_body_bytes;
  behaviour.http.limits.request = options.request_timeout;
  install_deviations();
  open_store();
  settings = wallet::set_up(*store, static_cast<std::size_t>(std::max(options.players, 0)));
  if (!options.hmac_secret.empty()) settings.hmac_secret = options.hmac_secret;
  endpoints = std::make_unique<wallet::Endpoints>(behaviour, settings, *store, log);
  listen();
}

void Server::Impl::install_deviations() {
  for (const std::string &name : options.faults) {
    faults::install(faults::all_faults(), name, "--fault", behaviour);
    log->warn("event=fault_installed name={}", name);
  }
  for (const std::string &name : options.variants) {
    faults::install(faults::all_variants(), name, "--variant", behaviour);
    log->warn("event=variant_installed name={}", name);
  }
}

void Server::Impl::open_store() {
  store = store::open_store(options.store, log, [this](const std::string &why) {
    loop.after(std::chrono::milliseconds(0), [this, why] { end_for(why); });
  });
  const wallet::Later later = [this](std::chrono::milliseconds delay, std::function<void()> function) {
    loop.after(delay, std::move(function));
  };
  for (const auto &wrap : behaviour.wrap_store) store = wrap(std::move(store), later);
}

http::Handler Server::Impl::make_handler() const {
  http::Router router(behaviour.http.error_body);
  endpoints->add_to(router);
  router.add("GET", "/healthz", [](const http::Request &, const http::Answer &answer) {
    answer({.status = 200, .body = R"({"status":"ok"})", .headers = {}});
  });
  http::Handler handler = router;
  for (const auto &wrap : behaviour.wrap_handler) handler = wrap(std::move(handler), endpoints->signer());
  return handler;
}

void Server::Impl::listen() {
  behaviour.http.address = options.address;
  behaviour.http.port = options.port;
  behaviour.http.error_body = [this](std::string_view message) {
    return behaviour.replies.write(
        behaviour.replies.error({.code = wallet::ErrorCode::invalid_request, .message = std::string(message)}));
  };
  behaviour.http.handler = make_handler();
  http = std::make_unique<http::Server>(loop, behaviour.http, log);
  port = http->port();
}

void Server::Impl::end_for(const std::string &why) {
  log->critical("event=store_damaged error=\"{}\"", why);
  fatal = why;
  http->stop();
}

Server::Server(const ServerOptions &options) : impl_(std::make_unique<Impl>(options)) {
  impl_->log->info("event=listening url={} store={}", base_url(), options.store);
  if (options.target_file.empty()) return;
  const auto players = impl_->store->list_players(static_cast<std::size_t>(std::max(options.players, 0)));
  write_target_file(options.target_file, base_url(), impl_->settings, players);
}

Server::~Server() = default;

std::uint16_t Server::port() const {
  return impl_->port;
}

std::string Server::base_url() const {
  return fmt::format("http://{}:{}", impl_->options.address, impl_->port);
}

void Server::run() {
  impl_->loop.run();
  impl_->http.reset();
  impl_->store.reset();  // what is still in work becomes durable, though nobody waits for it
  impl_->log->info("event=stopped");
  if (!impl_->fatal.empty()) {
    throw std::runtime_error(
        fmt::format("the store {} is damaged ({}); restore it from a copy, or choose another one with --store",
                    impl_->options.store, impl_->fatal));
  }
}

void Server::stop() {
  impl_->loop.after(std::chrono::milliseconds(0), [impl = impl_.get()] { impl->http->stop(); });
}

std::vector<FaultInfo> list_faults() {
  std::vector<FaultInfo> list;
  for (const auto &row : faults::all_faults()) list.push_back({row.name, row.requirement, row.sentence});
  return list;
}

std::vector<VariantInfo> list_variants() {
  std::vector<VariantInfo> list;
  for (const auto &row : faults::all_variants()) list.push_back({row.name, row.sentence});
  return list;
}

}  // namespace pitboss::reference
