#pragma once

namespace pitboss::cli {

/// What the process tells its caller: a shell, a pipeline. Fixed: other programs depend on these numbers.
enum class ExitCode : int {
  conformant = 0,     ///< every MUST passed; warnings may exist. Of other commands: done
  nonconformant = 1,  ///< a MUST failed
  usage = 2,          ///< wrong option, or a file that is missing, unreadable or wrong
  blocked = 3,        ///< the doctor found the target unreachable or the setup wrong
  incomplete = 4,     ///< a MUST was skipped or did not run, or nothing was selected
  harness = 5,        ///< Pitboss itself failed: says nothing about the target
};

}  // namespace pitboss::cli
