#include "reference_impl/movements/platform.hpp"

#include <algorithm>

namespace pitboss::reference::movements {
namespace {

template <class Row, class Key>
const Row *find(const std::vector<Row> &rows, Key Row::*key, std::string_view wanted) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row &row) { return row.*key == wanted; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

const Brand *Platform::find_brand(std::string_view id) const {
  return find(brands, &Brand::id, id);
}
const Offer *Platform::find_offer(std::string_view id) const {
  return find(offers, &Offer::id, id);
}
const Click *Platform::find_click(std::string_view id) const {
  return find(clicks, &Click::id, id);
}
const Affiliate *Platform::find_affiliate(std::string_view id) const {
  return find(affiliates, &Affiliate::id, id);
}
const Metric *Platform::find_metric(std::string_view code) const {
  return find(metrics, &Metric::code, code);
}

const RevShare *Platform::revshare_of(std::string_view click, std::string_view brand) const {
  const Click *came_by = find_click(click);
  const Offer *offer = came_by == nullptr ? nullptr : find_offer(came_by->offer);
  if (offer == nullptr || offer->brand != brand || !offer->revshare) return nullptr;
  return &*offer->revshare;
}

}  // namespace pitboss::reference::movements
