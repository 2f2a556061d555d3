#pragma once

#include <string>

#include "reference_impl/http/router.hpp"
#include "reference_impl/movements/platform.hpp"
#include "reference_impl/movements/records.hpp"
#include "reference_impl/store/sql_store.hpp"

/// What the platform's administrator does; no part of the contract. The routes are there only where a key for them was
/// given, which every request carries in X-Admin-Key.
namespace pitboss::reference::movements {

class Admin {
 public:
  Admin(const Platform &platform, store::SqlStore &store, std::string key)
      : platform_(platform), store_(store), key_(std::move(key)) {}

  /// `GET /admin/movements/affiliates`: each with its open balance and its settlements.
  /// `POST /admin/movements/settlements` {"affiliate_id"}: pays what is open.
  void add_to(http::Router &router) const;

 private:
  void list_affiliates(const http::Answer &answer) const;
  void settle(const http::Request &request, const http::Answer &answer) const;
  [[nodiscard]] http::Handler guarded(std::function<void(const http::Request &, const http::Answer &)> handler) const;

  const Platform &platform_;
  store::SqlStore &store_;
  std::string key_;
};

/// Pays what is open to an affiliate, in one unit of work: a movement is in one settlement at most.
std::variant<Refusal, MadeSettlement> settle(SqlTransaction &sql, const std::string &affiliate);

}  // namespace pitboss::reference::movements
