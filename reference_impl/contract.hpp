#pragma once

#include <yaml-cpp/yaml.h>

#include <memory>
#include <string>

#include "reference_impl/behaviour.hpp"
#include "reference_impl/http/router.hpp"
#include "reference_impl/server.hpp"

namespace pitboss::reference::dashboard {
class Routes;
class Sightings;
}  // namespace pitboss::reference::dashboard

namespace pitboss::reference {

/// What the server gives to each contract.
struct Host {
  const ServerOptions &options;
  const Behaviour &behaviour;
  std::shared_ptr<spdlog::logger> log;
  http::Later later;                                  ///< runs a function on the server's loop
  std::function<void(const std::string &)> on_fatal;  ///< the store cannot go on; from any thread
};

/// The setting `name` of `options`, or its default. Throws std::runtime_error that names the option where it is no
/// whole number in the range of `settings`.
std::int64_t number_setting(const ServerOptions &options, const std::vector<SettingInfo> &settings,
                            std::string_view name);
/// Likewise of a text.
std::string text_setting(const ServerOptions &options, const std::vector<SettingInfo> &settings, std::string_view name);

/// One contract as the server serves it: its store, its seed data, its endpoints. docs/contracts.md says how to add
/// one.
class Contract {
 public:
  Contract() = default;
  virtual ~Contract() = default;  ///< finishes what is in work and closes the store
  Contract(const Contract &) = delete;
  Contract &operator=(const Contract &) = delete;

  virtual void add_to(http::Router &router) = 0;
  /// Calls `done`, from any thread, when the store has done everything that was submitted so far.
  virtual void settle(std::function<void()> done) = 0;
  /// Takes up what stands in Behaviour now, where it was read at the start. Nothing is in work; add_to() follows. On
  /// the loop's thread.
  virtual void rebuild() = 0;
  /// Adds the calls with which the dashboard looks into its store.
  virtual void add_views(dashboard::Routes &routes, const dashboard::Sightings &sightings) = 0;
  /// Its section of the target file with which `pitboss check` finds this server. May hold secrets.
  virtual YAML::Node target_section(const std::string &base_url) = 0;
};

}  // namespace pitboss::reference
