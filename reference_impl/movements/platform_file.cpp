#include "reference_impl/movements/platform_file.hpp"

#include <fmt/format.h>

#include <map>

#include "schemas/files/yaml_file.hpp"
#include "schemas/formats/format_schemas.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::movements {

std::optional<std::string_view> platform_file(std::string_view path);  // generated from reference_impl/movements

namespace {

using files::YamlFile;
using wire::Json;

constexpr std::string_view schema_path = "schemas/formats/platform.schema.json";

/// A text that the schema demands, or empty where it does not and there is none.
std::string text(const Json &row, std::string_view name) {
  const Json *member = row.find(name);
  return member == nullptr ? std::string() : *member->string();
}

/// Builds the rows of one list after the other, and gathers what the schema cannot say.
class PlatformReader {
 public:
  explicit PlatformReader(const YamlFile &file) : file_(file) {}

  Platform read() {
    read_rows("brands", "id", &PlatformReader::add_brand);
    read_rows("affiliates", "id", &PlatformReader::add_affiliate);
    read_rows("metrics", "code", &PlatformReader::add_metric);
    read_rows("offers", "id", &PlatformReader::add_offer);
    read_rows("clicks", "id", &PlatformReader::add_click);
    if (!errors_.empty()) throw files::FileErrors(std::move(errors_));
    return std::move(platform_);
  }

 private:
  using Add = void (PlatformReader::*)(const Json &row, const std::string &pointer);

  void complain(const std::string &pointer, std::string message) {
    errors_.push_back({file_.file, file_.at(pointer), std::move(message)});
  }

  void read_rows(const std::string &list, const std::string &key, Add add) {
    const Json *rows = file_.json.find(list);
    if (rows == nullptr) return;
    std::map<std::string, int> lines;  // of the ids
    for (std::size_t i = 0; i < rows->array()->size(); ++i) {
      const Json &row = (*rows->array())[i];
      const std::string pointer = "/" + list + "/" + std::to_string(i);
      const std::string id = list == "brands" ? wire::lower_case(text(row, key)) : text(row, key);
      const auto [first, is_new] = lines.emplace(id, file_.at(pointer + "/" + key).line);
      if (!is_new) {
        complain(pointer + "/" + key, fmt::format("`{}` stands in line {} already", id, first->second));
      }
      (this->*add)(row, pointer);
    }
  }

  /// The text of a member that names a row of `list`, which `found` has looked up.
  void check_reference(bool found, const Json &row, const std::string &pointer, std::string_view member,
                       std::string_view list) {
    if (found) return;
    complain(fmt::format("{}/{}", pointer, member), fmt::format("there is no `{}` in `{}`", text(row, member), list));
  }

  void add_brand(const Json &row, const std::string &) {
    platform_.brands.push_back({.id = wire::lower_case(text(row, "id")), .name = text(row, "name")});
  }

  void add_affiliate(const Json &row, const std::string &) {
    platform_.affiliates.push_back({.id = text(row, "id"), .name = text(row, "name")});
  }

  void add_metric(const Json &row, const std::string &) {
    const Json *archived = row.find("archived");
    platform_.metrics.push_back(
        {.code = text(row, "code"),
         .data_type = text(row, "data_type") == "integer" ? DataType::integer : DataType::decimal,
         .archived = archived != nullptr && *archived->boolean()});
  }

  void add_offer(const Json &row, const std::string &pointer) {
    Offer offer{.id = text(row, "id"), .brand = wire::lower_case(text(row, "brand")), .revshare = {}};
    check_reference(platform_.find_brand(offer.brand) != nullptr, row, pointer, "brand", "brands");
    if (const Json *revshare = row.find("revshare")) offer.revshare = read_revshare(*revshare, pointer + "/revshare");
    platform_.offers.push_back(std::move(offer));
  }

  RevShare read_revshare(const Json &row, const std::string &pointer) {
    RevShare revshare{.metric = text(row, "metric"), .rate = {}};
    const Metric *metric = platform_.find_metric(revshare.metric);
    check_reference(metric != nullptr, row, pointer, "metric", "metrics");
    if (metric != nullptr && (metric->archived || metric->data_type != DataType::decimal)) {
      complain(pointer + "/metric", fmt::format("`{}` is {}; RevShare needs a decimal metric that is in use",
                                                metric->code, metric->archived ? "archived" : "an integer metric"));
    }
    revshare.rate = Decimal::parse_numeric_string(text(row, "rate")).value();  // of at most 20 characters
    if (revshare.rate > Decimal(1)) complain(pointer + "/rate", "a rate is at most 1, the whole of the metric");
    return revshare;
  }

  void add_click(const Json &row, const std::string &pointer) {
    Click click{.id = text(row, "id"), .affiliate = text(row, "affiliate"), .offer = text(row, "offer")};
    check_reference(platform_.find_affiliate(click.affiliate) != nullptr, row, pointer, "affiliate", "affiliates");
    check_reference(platform_.find_offer(click.offer) != nullptr, row, pointer, "offer", "offers");
    platform_.clicks.push_back(std::move(click));
  }

  const YamlFile &file_;
  Platform platform_;
  std::vector<files::FileError> errors_;
};

Platform to_platform(const YamlFile &file) {
  std::vector<files::FileError> errors = files::validate(file, results::format_schema(schema_path).value());
  if (!errors.empty()) throw files::FileErrors(std::move(errors));
  return PlatformReader(file).read();
}

}  // namespace

Platform read_platform(const std::filesystem::path &path) {
  return to_platform(files::read_yaml(path));
}

Platform parse_platform(std::string_view text, const std::string &name) {
  return to_platform(files::parse_yaml(text, name));
}

Platform default_platform() {
  constexpr std::string_view path = "reference_impl/movements/default_platform.yaml";
  return parse_platform(platform_file(path).value(), std::string(path));
}

}  // namespace pitboss::reference::movements
