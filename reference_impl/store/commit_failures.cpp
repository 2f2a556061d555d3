#include "reference_impl/store/commit_failures.hpp"

#include <spdlog/logger.h>
#include <sqlite3.h>

#include <utility>

#include "reference_impl/store/store_counts.hpp"

namespace pitboss::reference::store {

void CommitFailures::committed(std::size_t operations, bool wrote) {
  count_commit(operations);
  if (wrote && std::exchange(failing_, false)) log_->info("event=commits_again");
}

void CommitFailures::failed(const SqliteError &error, std::size_t operations) {
  store_counts().failures.fetch_add(1, std::memory_order_relaxed);
  if (error.is_damage()) {
    damaged_ = true;
    log_->critical(
        "event=commit_failed operations={} error=\"{}\" hint=\"the file is damaged: restore it from a copy\"",
        operations, error.what());
    if (on_fatal_) on_fatal_(error.what());
  } else if (!std::exchange(failing_, true)) {
    log_->error(
        "event=commit_failed operations={} error=\"{}\" hint=\"make room on the disk, look at quotas and ulimit -f; "
        "until "
        "then calls are answered RETRY_REQUIRED\"",
        operations, error.what());
  }
}

}  // namespace pitboss::reference::store
