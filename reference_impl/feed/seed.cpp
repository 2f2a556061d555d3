#include "reference_impl/feed/seed.hpp"

#include "reference_impl/fresh_key.hpp"

namespace pitboss::reference::feed {
namespace {

std::string load_or_make(store::SqlTransaction &sql, const std::string &name, const std::string &fresh) {
  if (const auto row = sql.query_one("load_setting", {name})) return row->text(0);
  sql.query("save_setting", {name, fresh});
  return fresh;
}

}  // namespace

FeedSettings set_up(store::SqlStore &store) {
  FeedSettings settings;
  store.run([&](store::SqlTransaction &sql) {
    settings.client.client_id = load_or_make(sql, "client_id", "pitboss");
    settings.client.client_secret = load_or_make(sql, "client_secret", fresh_key());
    settings.token_key = load_or_make(sql, "token_key", fresh_key());
    settings.cursor_key = load_or_make(sql, "cursor_key", fresh_key());
    for (const char *affiliate : {"AFF-1", "AFF-2"}) sql.query("add_affiliate", {affiliate});
  });
  return settings;
}

std::vector<std::string> list_affiliates(store::SqlStore &store) {
  std::vector<std::string> ids;
  store.run([&](store::SqlTransaction &sql) {
    ids.clear();
    for (const store::SqlRow &row : sql.query("list_affiliates")) ids.push_back(row.text(0));
  });
  return ids;
}

}  // namespace pitboss::reference::feed
