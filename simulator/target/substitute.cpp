#include "simulator/target/substitute.hpp"

namespace pitboss::target {
namespace {

bool is_variable_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || digit(c); });
}

class Substituter {
 public:
  Substituter(files::YamlFile &file, const Environment &environment) : file_(file), environment_(environment) {}

  Substitution run() {
    visit(file_.json, "");
    return std::move(result_);
  }

 private:
  void visit(wire::Json &json, const std::string &pointer) {
    if (wire::JsonArray *array = json.array()) {
      for (std::size_t i = 0; i < array->size(); ++i)
        visit((*array)[i], files::append_pointer(pointer, std::to_string(i)));
    } else if (wire::JsonObject *object = json.object()) {
      for (auto &[name, member] : *object) visit(member, files::append_pointer(pointer, name));
    } else if (const std::string *text = json.string(); text && text->find("${") != std::string::npos) {
      if (std::optional<std::string> replaced = replace(*text, pointer)) json = *std::move(replaced);
    }
  }

  /// nullopt where the text must stay as written, because of an error.
  std::optional<std::string> replace(const std::string &text, const std::string &pointer) {
    std::string out;
    bool faulty = false;
    for (std::size_t at = 0; at < text.size();) {
      const std::string_view rest = std::string_view(text).substr(at);
      if (rest.starts_with("$${")) {
        out += "${";
        at += 3;
      } else if (rest.starts_with("${")) {
        const std::size_t end = rest.find('}');
        const std::string name(end == std::string_view::npos ? rest.substr(2) : rest.substr(2, end - 2));
        const std::optional<std::string> value = look_up(name, end != std::string_view::npos, pointer);
        faulty = faulty || !value;
        out += value.value_or("");
        result_.written[pointer] = text;
        at += end == std::string_view::npos ? rest.size() : end + 1;
      } else {
        out += text[at++];
      }
    }
    return faulty ? std::nullopt : std::optional(std::move(out));
  }

  std::optional<std::string> look_up(const std::string &name, bool closed, const std::string &pointer) {
    const auto complain = [&](std::string message) {
      result_.errors.push_back({file_.file, file_.at(pointer), std::move(message)});
      return std::nullopt;
    };
    if (!closed || !is_variable_name(name))
      return complain(
          "`${` begins the name of an environment variable, as in ${NAME}; close it with }, or write $${ for a plain "
          "${");
    std::optional<std::string> value = environment_(name);
    if (!value) return complain("the environment variable " + name + " is not set; set it: export " + name + "=…");
    if (value->empty())
      return complain("the environment variable " + name + " is empty; set it: export " + name + "=…");
    result_.variables.push_back({name, *value});
    return value;
  }

  files::YamlFile &file_;
  const Environment &environment_;
  Substitution result_;
};

}  // namespace

Substitution substitute(files::YamlFile &file, const Environment &environment) {
  return Substituter(file, environment).run();
}

bool is_one_variable(std::string_view text) {
  return text.starts_with("${") && text.ends_with('}') && is_variable_name(text.substr(2, text.size() - 3));
}

}  // namespace pitboss::target
