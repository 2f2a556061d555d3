#pragma once

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

namespace pitboss::test {

/// Documents that differ from a right one in one to three places: a member is left out, set to one of `values`, or
/// added. The same seed gives the same documents.
class Mutations {
 public:
  /// `places` are JSON pointers to the members that may change; they need not be there.
  Mutations(std::uint32_t seed, nlohmann::json right, std::vector<std::string> places,
            std::vector<nlohmann::json> values)
      : random_(seed), right_(std::move(right)), places_(std::move(places)), values_(std::move(values)) {}

  nlohmann::json next() {
    nlohmann::json document = right_;
    for (std::size_t changes = draw(3) + 1; changes > 0; --changes) change(document);
    return document;
  }

 private:
  std::size_t draw(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

  void change(nlohmann::json &document) {
    const nlohmann::json::json_pointer place(places_[draw(places_.size())]);
    const auto parent = place.parent_pointer();
    if (!document.contains(parent) || !document[parent].is_object()) return;
    if (draw(4) == 0)
      document[parent].erase(place.back());
    else
      document[place] = values_[draw(values_.size())];
  }

  std::mt19937 random_;
  nlohmann::json right_;
  std::vector<std::string> places_;
  std::vector<nlohmann::json> values_;
};

}  // namespace pitboss::test
