#pragma once

#include <map>
#include <string>
#include <vector>

#include "schemas/wire/json.hpp"

namespace pitboss::model {

/// The rows of one kind of record as the contract `feed` wants a platform to keep them: one for each key, whole as it
/// was pushed last (feed.md, rules 3 and 5).
class RecordBook {
 public:
  /// `key`: the fields that records are told apart by.
  explicit RecordBook(std::vector<std::string> key) : key_(std::move(key)) {}

  /// A record that was accepted: it replaces the one under its key.
  void put(const wire::Json &record);
  /// The key of a record, as one text.
  [[nodiscard]] std::string key_of(const wire::Json &record) const;
  [[nodiscard]] const std::map<std::string, wire::Json> &rows() const { return rows_; }

 private:
  std::vector<std::string> key_;
  std::map<std::string, wire::Json> rows_;  ///< by key
};

}  // namespace pitboss::model
