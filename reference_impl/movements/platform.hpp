#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/wire/decimal.hpp"

/// What an affiliate platform is configured with; no call of the contract changes it (movements.md, Calls).
namespace pitboss::reference::movements {

using wire::Decimal;

enum class DataType { integer, decimal };

struct Metric {
  std::string code;  ///< kebab-case; the case counts
  DataType data_type = DataType::decimal;
  bool archived = false;  ///< takes no further movement; balances stay
};

/// Where players belong: a revenue origin.
struct Brand {
  std::string id;  ///< UUID in lower case
  std::string name;
};

struct Affiliate {
  std::string id;
  std::string name;
};

/// Player RevShare: the share of an affiliate in one metric of its players.
struct RevShare {
  std::string metric;  ///< code of a decimal metric
  Decimal rate;        ///< 0.25: a quarter of each change
};

/// What an affiliate promotes.
struct Offer {
  std::string id;
  std::string brand;  ///< its players are those of this brand
  std::optional<RevShare> revshare;
};

/// How players come: by a link of one affiliate to one offer.
struct Click {
  std::string id;
  std::string affiliate;  ///< id
  std::string offer;      ///< id
};

struct Platform {
  std::vector<Brand> brands;
  std::vector<Affiliate> affiliates;
  std::vector<Offer> offers;
  std::vector<Click> clicks;
  std::vector<Metric> metrics;

  // nullptr where there is none of this id.
  [[nodiscard]] const Brand *find_brand(std::string_view id) const;
  [[nodiscard]] const Offer *find_offer(std::string_view id) const;
  [[nodiscard]] const Click *find_click(std::string_view id) const;
  [[nodiscard]] const Affiliate *find_affiliate(std::string_view id) const;
  [[nodiscard]] const Metric *find_metric(std::string_view code) const;

  /// The RevShare that a player of `brand` who came by `click` earns its affiliate; nullptr where the offer has none,
  /// or is of another brand.
  [[nodiscard]] const RevShare *revshare_of(std::string_view click, std::string_view brand) const;
};

}  // namespace pitboss::reference::movements
