#pragma once

#include <string>
#include <utility>
#include <vector>

#include "schemas/formats/results.hpp"
#include "simulator/target/client.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::scenario {

/// The looks of the doctor that every contract begins with, and what they found.
class DoctorLooks {
 protected:
  /// `first_call` is what is sent first, as a person reads it: "POST /v1/authenticate".
  DoctorLooks(const target::TargetFile &target, std::string contract, std::string first_call);

  /// False where the finding is a failure, and further looks are pointless.
  bool add(std::string name, results::Verdict verdict, const std::string &detail, std::string hint = "");
  /// What the target said, fit for a report.
  [[nodiscard]] std::string said(const std::string &text, std::size_t most) const;
  /// A secret that the target file does not hold.
  void learn(const std::string &secret, const std::string &shown) { redactor_.add(secret, shown); }

  bool look_at_name();
  /// Connection and TLS, by the first exchange.
  bool look_at_connection(const target::Exchange &exchange);
  /// Whether what answers speaks JSON, at the right place: no login page, no redirect, no gateway that speaks for the
  /// target. `call` names it for a person; `hint_of_path` says where the path is set.
  bool look_at_form(const target::Exchange &exchange, const std::string &call, const std::string &hint_of_path);
  bool look_at_clock(const target::Exchange &exchange);

  [[nodiscard]] std::vector<results::Finding> take_findings() { return std::move(findings_); }

 private:
  const target::TargetFile &target_;
  std::string contract_;
  std::string base_url_;
  std::string first_call_;
  target::Redactor redactor_;
  std::vector<results::Finding> findings_;
};

}  // namespace pitboss::scenario
