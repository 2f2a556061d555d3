#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "schemas/formats/load_results.hpp"
#include "tests/support/child_process.hpp"

namespace pitboss::test {

/// A run of `pitboss load`.
struct Loaded {
  Finished finished;
  results::LoadResults results;  ///< empty where none were written

  /// The kinds of findings, in one text: "balance audit ".
  [[nodiscard]] std::string kinds() const;
  /// The stories of the findings of a kind, a line each.
  [[nodiscard]] std::string stories(const std::string &kind) const;
  /// The value of a line of the books; empty where there is none.
  [[nodiscard]] std::string book(const std::string &name) const;
};

/// Reads a load.json. Throws std::bad_variant_access where it is none.
results::LoadResults read_load_results(const std::filesystem::path &file);

/// Runs the traffic of a profile, given as its text, against the target, in one thread for each contract.
Loaded load(const std::string &profile, const std::string &target_file, const std::vector<std::string> &arguments = {});

struct FaultUnderLoad {
  std::string fault;
  std::string kind;               ///< of the finding that tells it
  std::string story;              ///< a part of it
  std::optional<bool> is_astray;  ///< the audit finds it too; absent: where enough was played
};

/// Runs the traffic against the reference server with the fault, and expects that it is found and told.
void expect_found(const FaultUnderLoad &tested, const std::string &profile);

}  // namespace pitboss::test
