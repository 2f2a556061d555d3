#pragma once

#include <string>
#include <vector>

#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace pitboss::test {

/// Runs `pitboss` in a folder of its own, so that messages name files without the folder and are the same on every
/// machine.
class Program {
 public:
  [[nodiscard]] const TemporaryFolder &folder() const { return folder_; }

  Finished operator()(std::vector<std::string> arguments, ChildOptions options = {}) const {
    arguments.insert(arguments.begin(), PITBOSS_PROGRAM);
    options.folder = folder_.path();
    return run_program(arguments, options);
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace pitboss::test
