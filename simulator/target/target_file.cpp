#include "simulator/target/target_file.hpp"

#include <cstdlib>
#include <stdexcept>

#include "schemas/formats/format_schemas.hpp"
#include "simulator/target/base_url.hpp"
#include "simulator/target/secret_fields.hpp"
#include "simulator/target/substitute.hpp"
#include "simulator/target/tls_files.hpp"

namespace pitboss::target {
namespace {

using files::FileError;
using wire::Json;

/// A variable's value that is shorter is no secret: replacing it ("2", "hex") would spoil every report.
constexpr std::size_t shortest_variable = 6;
constexpr std::size_t shortest_secret = 4;

bool is_secret(const std::string &pointer, const Json &value) {
  if (is_secret_field(pointer)) return true;
  return pointer == "/proxy" && value.string() && value.string()->find('@') != std::string::npos;  // holds a password
}

/// "/wallet/players/0/launch_token" is "<wallet.players.1.launch_token>": people count from 1.
std::string placeholder(const std::string &pointer) {
  std::string name;
  for (std::size_t at = 1; at < pointer.size();) {
    const std::size_t end = std::min(pointer.find('/', at), pointer.size());
    const std::string token = pointer.substr(at, end - at);
    const bool index = !token.empty() && token.size() < 6 && token.find_first_not_of("0123456789") == std::string::npos;
    name += (name.empty() ? "" : ".") + (index ? std::to_string(std::stoul(token) + 1) : token);
    at = end + 1;
  }
  return "<" + name + ">";
}

/// Fills the redactor, and makes the file as it stands in reports.
class Redaction {
 public:
  Redaction(const Substitution &substitution, Redactor &redactor) : substitution_(substitution), redactor_(redactor) {}

  Json run(Json json) {
    visit(json, "");
    for (const auto &variable : substitution_.variables)
      if (variable.value.size() >= shortest_variable) redactor_.add(variable.value, "${" + variable.name + "}");
    clean(json);
    return json;
  }

 private:
  void visit(Json &json, const std::string &pointer) {
    if (wire::JsonArray *array = json.array()) {
      for (std::size_t i = 0; i < array->size(); ++i)
        visit((*array)[i], files::append_pointer(pointer, std::to_string(i)));
    } else if (wire::JsonObject *object = json.object()) {
      for (auto &[name, member] : *object) visit(member, files::append_pointer(pointer, name));
    } else {
      show(json, pointer);
    }
  }

  void show(Json &json, const std::string &pointer) {
    const auto written = substitution_.written.find(pointer);
    if (is_secret(pointer, json)) {
      const bool variable = written != substitution_.written.end() && is_one_variable(written->second);
      const std::string shown = variable ? written->second : placeholder(pointer);
      const std::string secret = json.string() ? *json.string() : json.number() ? json.number()->text : "";
      if (secret.size() >= shortest_secret) redactor_.add(secret, shown);
      json = shown;
    } else if (written != substitution_.written.end()) {
      json = written->second;
    }
  }

  /// A secret may stand in another text of the file as well, a command say.
  void clean(Json &json) {
    if (wire::JsonArray *array = json.array()) {
      for (Json &element : *array) clean(element);
    } else if (wire::JsonObject *object = json.object()) {
      for (auto &[name, member] : *object) clean(member);
    } else if (const std::string *text = json.string()) {
      json = redactor_(*text);
    }
  }

  const Substitution &substitution_;
  Redactor &redactor_;
};

/// Reads the values of a file that its schema accepts; collects what the schema cannot say.
class TargetReader {
 public:
  TargetReader(const files::YamlFile &file, std::filesystem::path folder) : file_(file), folder_(std::move(folder)) {}

  void read(TargetFile &target) {
    const Json &json = file_.json;
    target.name = text(json, "name");
    if (const Json *wallet = json.find("wallet")) target.wallet = read_wallet(*wallet);
    for (const auto &[section, part] : *json.object())
      if (section != "wallet" && part.find("base_url") != nullptr)
        target.rest.push_back({section, base_url(part, "/" + section), with_defaults(part)});
    for (const Json &part : list(json, "not_offered")) target.not_offered.push_back(*part.string());
    if (const Json *tls = json.find("tls")) target.tls = read_tls(*tls);
    target.proxy = text(json, "proxy");
    if (const Json *timeouts = json.find("timeouts")) {
      target.timeouts.connect =
          std::chrono::milliseconds(integer(*timeouts, "connect_ms", target.timeouts.connect.count()));
      target.timeouts.request =
          std::chrono::milliseconds(integer(*timeouts, "request_ms", target.timeouts.request.count()));
    }
  }

  [[nodiscard]] std::vector<FileError> &errors() { return errors_; }

 private:
  static std::string text(const Json &json, std::string_view name, const std::string &otherwise = {}) {
    const Json *value = json.find(name);
    return value && value->string() ? *value->string() : otherwise;
  }

  static std::int64_t integer(const Json &json, std::string_view name, std::int64_t otherwise) {
    const Json *value = json.find(name);
    const auto decimal = value ? value->decimal() : std::nullopt;
    return decimal ? std::stoll(decimal->to_string()) : otherwise;  // the schema bounds every integer
  }

  static const wire::JsonArray &list(const Json &json, std::string_view name) {
    static const wire::JsonArray none;
    const Json *value = json.find(name);
    return value && value->array() ? *value->array() : none;
  }

  void complain(const std::string &pointer, std::string message) {
    errors_.push_back({file_.file, file_.at(pointer), std::move(message)});
  }

  std::string base_url(const Json &section, const std::string &pointer) {
    const auto parsed = parse_base_url(text(section, "base_url"));
    if (const auto *base = std::get_if<BaseUrl>(&parsed)) return base->to_string();
    complain(pointer + "/base_url", std::get<std::string>(parsed));
    return {};
  }

  std::string file_beside(const Json &tls, const std::string &name) {
    const std::string written = text(tls, name);
    if (written.empty()) return {};
    const std::filesystem::path path = folder_ / written;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error))
      complain("/tls/" + name,
               "there is no file " + path.string() + "; paths are seen from the folder of the target file");
    return path.string();
  }

  Tls read_tls(const Json &json) {
    const std::size_t faults_before = errors_.size();
    Tls tls = {file_beside(json, "ca_file"), file_beside(json, "client_cert_file"),
               file_beside(json, "client_key_file")};
    if (errors_.size() != faults_before) return tls;
    if (!tls.ca_file.empty())
      if (const std::string fault = fault_of_ca_file(tls.ca_file); !fault.empty()) complain("/tls/ca_file", fault);
    bool is_of_key = false;
    if (!tls.client_cert_file.empty())
      if (const std::string fault = fault_of_client_certificate(tls.client_cert_file, tls.client_key_file, is_of_key);
          !fault.empty())
        complain(is_of_key ? "/tls/client_key_file" : "/tls/client_cert_file", fault);
    return tls;
  }

  Wallet read_wallet(const Json &json) {
    Wallet wallet;
    wallet.base_url = base_url(json, "/wallet");
    wallet.hmac_secret = text(json, "hmac_secret");
    if (text(json, "signature_encoding") == "base64") wallet.signature_encoding = wire::SignatureEncoding::base64;
    wallet.provider = text(json, "provider");
    wallet.game = text(json, "game");
    wallet.other_game = text(json, "other_game");
    if (!wallet.other_game.empty() && wallet.other_game == wallet.game)
      complain("/wallet/other_game",
               "`other_game` is `game` again; name a second game of the provider, or remove the key");
    wallet.max_decimals = static_cast<int>(integer(json, "max_decimals", wallet.max_decimals));
    for (const Json &player : list(json, "players")) wallet.players.push_back(read_player(player));
    if (const Json *rejected = json.find("rejected_launch_tokens"))
      for (const auto &[name, token] : *rejected->object()) wallet.rejected_launch_tokens[name] = *token.string();
    if (const Json *expired = json.find("expired_player_token")) {
      wallet.expired_player_token = {static_cast<std::size_t>(integer(*expired, "player", 1)), text(*expired, "token")};
      if (wallet.expired_player_token->player > wallet.players.size())
        complain("/wallet/expired_player_token/player",
                 "found player " + std::to_string(wallet.expired_player_token->player) + ", but the file has " +
                     std::to_string(wallet.players.size()) + "; players count from 1");
    }
    return wallet;
  }

  /// What the contract pages give where the file says nothing: the game types of the guide; the metrics that can be
  /// moved, as one list.
  static Json with_defaults(Json part) {
    if (part.find("client_id") != nullptr && part.find("game_types") == nullptr) {
      Json types;
      for (const char *type : {"slots", "live_casino", "table_games", "sportsbook", "poker"}) types.push_back(type);
      part.set("game_types", std::move(types));
    }
    if (const Json *metrics = part.find("metrics")) {
      Json usable{wire::JsonArray{}};
      for (const char *kind : {"decimal", "integer"})
        for (const Json &code : list(*metrics, kind)) usable.push_back(code);
      Json all = *metrics;
      all.set("usable", std::move(usable));
      part.set("metrics", std::move(all));
    }
    if (const Json *revshare = part.find("revshare"))
      if (const Json other = without_revshare(part, *revshare); !other.is_null()) part.set("without_revshare", other);
    return part;
  }

  /// The first brand and click of the file that are not those of the offer with RevShare; null where there is none.
  static Json without_revshare(const Json &part, const Json &revshare) {
    const wire::JsonArray &brands = list(part, "brands");
    const wire::JsonArray &clicks = list(part, "click_ids");
    for (std::size_t i = 0; i < std::min(brands.size(), clicks.size()); ++i)
      if (*brands[i].string() != text(revshare, "brand") && *clicks[i].string() != text(revshare, "click_id"))
        return Json(wire::JsonObject{{"brand", brands[i]}, {"click_id", clicks[i]}});
    return {};
  }

  static Player read_player(const Json &json) {
    Player player;
    player.launch_token = text(json, "launch_token");
    player.launch_token_command = text(json, "launch_token_command");
    player.ip = text(json, "ip", player.ip);
    player.platform = text(json, "platform", player.platform);
    for (const Json &game : list(json, "free_games"))
      player.free_games.push_back({integer(game, "instance_id", 0), integer(game, "offer_id", 0)});
    return player;
  }

  const files::YamlFile &file_;
  std::filesystem::path folder_;
  std::vector<FileError> errors_;
};

/// Errors of the schema, but for those at a text whose variable is not set: that was told already.
void add_schema_errors(std::vector<FileError> &errors, const files::YamlFile &file) {
  static const auto schema = results::format_schema("schemas/formats/target.schema.json");
  if (!schema) throw std::logic_error("schemas/formats/target.schema.json is not embedded");
  const std::vector<FileError> unset = errors;
  for (FileError &error : files::validate(file, *schema)) {
    const auto same_place = [&](const FileError &one) {
      return one.at.line == error.at.line && one.at.column == error.at.column;
    };
    if (std::none_of(unset.begin(), unset.end(), same_place)) errors.push_back(std::move(error));
  }
}

TargetFile read_target(files::YamlFile file, const std::filesystem::path &folder, const Environment &environment) {
  const Substitution substitution = substitute(file, environment);
  TargetFile target;
  target.redacted = Redaction(substitution, target.redactor).run(file.json);
  std::vector<FileError> errors = substitution.errors;
  add_schema_errors(errors, file);
  if (errors.empty()) {
    TargetReader reader(file, folder);
    reader.read(target);
    errors = std::move(reader.errors());
  }
  if (errors.empty()) return target;
  for (FileError &error : errors) error.message = target.redactor(error.message);
  std::stable_sort(errors.begin(), errors.end(), [](const FileError &a, const FileError &b) {
    return std::pair(a.at.line, a.at.column) < std::pair(b.at.line, b.at.column);
  });
  throw files::FileErrors(std::move(errors));
}

}  // namespace

const Json *Rest::find(std::string_view path) const {
  const Json *value = &settings;
  while (value != nullptr && !path.empty()) {
    const std::string_view name = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    if (const wire::JsonArray *array = value->array()) {
      const auto number = name.find_first_not_of("0123456789") == std::string_view::npos && name.size() < 6
                              ? std::stoul("0" + std::string(name))
                              : 0;
      value = number >= 1 && number <= array->size() ? &(*array)[number - 1] : nullptr;
    } else {
      value = value->find(name);
    }
  }
  return value;
}

std::string Rest::text(std::string_view path) const {
  const Json *value = find(path);
  return value != nullptr && value->string() != nullptr ? *value->string() : "";
}

std::vector<std::string> TargetFile::contracts() const {
  std::vector<std::string> names;
  for (const Rest &part : rest) names.push_back(part.contract);
  if (wallet) names.emplace_back("wallet");
  std::sort(names.begin(), names.end());
  return names;
}

bool TargetFile::has(std::string_view contract) const {
  const std::vector<std::string> names = contracts();
  return std::find(names.begin(), names.end(), contract) != names.end();
}

const Rest &TargetFile::rest_of(std::string_view contract) const {
  for (const Rest &part : rest)
    if (part.contract == contract) return part;
  throw std::out_of_range("the target file has no part `" + std::string(contract) + "`");
}

const std::string &TargetFile::base_url(std::string_view contract) const {
  return contract == "wallet" && wallet ? wallet->base_url : rest_of(contract).base_url;
}

Environment process_environment() {
  return [](const std::string &name) -> std::optional<std::string> {
    const char *value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): nothing writes to the environment
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

TargetFile load_target(const std::filesystem::path &path, const Environment &environment) {
  return read_target(files::read_yaml(path), path.parent_path(), environment);
}

TargetFile parse_target(std::string_view text, const std::string &name, const Environment &environment) {
  return read_target(files::parse_yaml(text, name), std::filesystem::path(name).parent_path(), environment);
}

}  // namespace pitboss::target
