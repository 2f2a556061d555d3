#include "simulator/model/feed_model.hpp"

namespace pitboss::model {

std::string RecordBook::key_of(const wire::Json &record) const {
  std::string key;
  for (const std::string &field : key_) {
    const wire::Json *value = record.find(field);
    key += (value == nullptr ? "" : wire::to_text(*value)) + "\n";
  }
  return key;
}

void RecordBook::put(const wire::Json &record) {
  rows_[key_of(record)] = record;
}

}  // namespace pitboss::model
