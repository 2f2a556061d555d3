#pragma once

#include <memory>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "reference_impl/schema/schema.hpp"

namespace pitboss::reference {

/// A schema, read once. What it does not say it does not ask for.
struct Schema::Node {
  using Pointer = std::shared_ptr<const Node>;

  std::vector<std::string> types;  ///< empty: any
  std::optional<std::set<std::string>> allowed;
  std::string allowed_words;  ///< for messages: "one of deposit, withdrawal"
  std::vector<std::string> required;
  std::vector<std::pair<std::string, Pointer>> properties;
  std::vector<std::string> property_names;
  Pointer additional;
  Pointer items;
  std::optional<std::size_t> min_items, max_items, min_length, max_length;
  std::optional<std::regex> pattern;
  std::string pattern_text;
  std::string format;
  std::optional<wire::Decimal> minimum, maximum;
  std::optional<int> max_significant_digits, max_decimals;
  std::vector<Pointer> all_of, any_of;
  Pointer condition, then;
};

/// The text of a schema, and the folder where the files are that it refers to.
struct Schema::Source {
  std::string folder;  ///< "feed"
  wire::Json document;
};

/// schemas/NAME.json, "feed/customer". Throws std::logic_error.
Schema::Source published_source(std::string_view name);

/// Reads a schema and what it refers to. Throws std::logic_error.
Schema::Node::Pointer read_schema(const Schema::Source &source);

}  // namespace pitboss::reference
