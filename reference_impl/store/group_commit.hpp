#pragma once

#include <span>
#include <vector>

#include "reference_impl/store/commit_failures.hpp"
#include "reference_impl/store/sqlite_file.hpp"

namespace pitboss::reference::store {

/// Gives `work(item)` for each item of `batch`, in its order, when what all of them did is on disk together. Where that
/// fails each is worked on again, in a transaction of its own, so that one for which the disk has no room costs the
/// others nothing. Result{} for those of which nothing was kept. Throws what `work` throws, except SqliteError.
template <class Result, class Item, class Work>
std::vector<Result> commit_group(Database &database, CommitFailures &failures, std::span<const Item> batch,
                                 const Work &work) {
  std::vector<Result> results(batch.size());
  if (!failures.may_go_on()) return results;
  try {
    const std::int64_t changes = database.changes();
    in_transaction(database, [&] {
      for (std::size_t i = 0; i < batch.size(); ++i) results[i] = work(batch[i]);
    });
    failures.committed(batch.size(), database.changes() != changes);
    return results;
  } catch (const SqliteError &error) {
    failures.failed(error, batch.size());
  }
  results.assign(batch.size(), Result{});
  if (batch.size() == 1) return results;
  for (std::size_t i = 0; i < batch.size(); ++i)
    results[i] = commit_group<Result>(database, failures, batch.subspan(i, 1), work)[0];
  return results;
}

}  // namespace pitboss::reference::store
