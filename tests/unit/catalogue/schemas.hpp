#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

/// The published JSON Schemas, for tests: read by nlohmann, judged by valijson.
namespace pitboss::catalogue {

using nlohmann::json;

/// schemas/CONTRACT/BODY.json, with the schemas of other files that it refers to in it.
json schema_of(const std::string &contract, const std::string &body);

/// One of them, read once: for many values.
class PublishedSchema {
 public:
  PublishedSchema(const std::string &contract, const std::string &body);
  ~PublishedSchema();
  PublishedSchema(const PublishedSchema &) = delete;
  PublishedSchema &operator=(const PublishedSchema &) = delete;

  [[nodiscard]] bool accepts(const json &value) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

bool schema_accepts(const std::string &contract, const std::string &body, const json &value);

/// A copy with the value at the JSON pointer set.
json with(json value, const std::string &pointer, const json &member);
/// A copy without that member.
json without(json value, const std::string &member);

}  // namespace pitboss::catalogue
