#pragma once

#include <cstddef>
#include <memory>

#include "reference_impl/store/sqlite.hpp"
#include "reference_impl/store/store.hpp"

namespace pitboss::reference::store {

/// What a store does about commits that fail. A full disk is waited out: every call that needs it is answered "the
/// outcome is unknown, send it again" until there is room. Damage is for ever: nothing is read or written any more, and
/// the server is told to end. Used by the thread that writes.
class CommitFailures {
 public:
  CommitFailures(std::shared_ptr<spdlog::logger> log, OnFatal on_fatal)
      : log_(std::move(log)), on_fatal_(std::move(on_fatal)) {}

  /// False: the file is damaged, nothing that it says is to be relied on.
  [[nodiscard]] bool may_go_on() const { return !damaged_; }
  /// `wrote`: rows were changed. A commit without any does not show that there is room again.
  void committed(std::size_t operations, bool wrote);
  /// Nothing of these operations was applied. The log tells the first failure in a row only.
  void failed(const SqliteError &error, std::size_t operations);

 private:
  std::shared_ptr<spdlog::logger> log_;
  OnFatal on_fatal_;
  bool failing_ = false, damaged_ = false;
};

}  // namespace pitboss::reference::store
