#pragma once

#include <yaml-cpp/yaml.h>

#include <functional>
#include <map>
#include <memory>

#include "reference_impl/dashboard/hub.hpp"
#include "reference_impl/dashboard/routes.hpp"
#include "reference_impl/onboarding/onboarding.hpp"
#include "reference_impl/onboarding/runs_folder.hpp"
#include "schemas/onboarding/example.hpp"

namespace pitboss::reference::dashboard {

/// How far each partner is: watches the traffic and the folder of reports, tells the pages. Runs on the server's loop.
class OnboardingCalls : public ExchangeListener {
 public:
  struct Host {
    /// The section of a contract of the target file with which a partner finds this server.
    std::function<YAML::Node(const std::string &contract)> target_section;
    std::function<std::string()> base_url;
    std::filesystem::path reports;  ///< empty: none
    std::shared_ptr<spdlog::logger> log;
    std::shared_ptr<Hub> hub;
  };
  explicit OnboardingCalls(Host host);

  /// GET /onboarding/v1/progress. Partners to whom the server gives credentials are known from now on.
  void add_to(Routes &routes);
  void exchanged(const Seen &seen) override;
  /// Takes up what has come into the folder of reports.
  void look_at_runs();

 private:
  void know_partners();
  void tell(const std::string &contract, const std::string &partner);
  [[nodiscard]] wire::Json progress(const http::Query &query);
  [[nodiscard]] pitboss::onboarding::ExampleSetting setting(const std::string &contract) const;

  const Host host_;
  onboarding::Onboarding onboarding_;
  onboarding::RunsFolder runs_;
  std::map<std::string, YAML::Node> sections_;  ///< of the target file; they do not change
};

}  // namespace pitboss::reference::dashboard
