#include "schemas/files/schema_explain.hpp"

#include <regex>
#include <set>

#include "schemas/files/yaml_file.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::files {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;
using Complaints = std::vector<Complaint>;
using Kind = Complaint::Kind;

constexpr int max_depth = 200;                   // a $ref that leads to itself ends here
constexpr std::size_t max_matched_text = 1'024;  // std::regex recurses for each character

std::string type_of(const Json &value) {
  if (value.is_null()) return "null";
  if (value.boolean() != nullptr) return "boolean";
  if (value.number() != nullptr) return "number";
  if (value.string() != nullptr) return "string";
  return value.array() != nullptr ? "array" : "object";
}

/// "the string \"abc\"", "an object".
std::string described(const Json &value) {
  std::string type = type_of(value);
  if (type == "array" || type == "object") return value == Json(JsonArray{}) ? "an empty array" : "an " + type;
  if (type == "null") return type;
  return "the " + type + " " + shortened(wire::to_text(value));
}

bool equal(const Json &a, const Json &b) {
  const auto x = a.decimal(), y = b.decimal();
  return x && y ? *x == *y : a == b;
}

bool has_type(const Json &value, std::string_view type) {
  const std::string own = type_of(value);
  if (own == type) return true;
  if (type != "integer" || own != "number") return false;
  const auto decimal = value.decimal();
  // What is beyond Decimal's range is whole unless it is written with a fraction.
  return decimal ? decimal->places() == 0 : value.number()->text.find_first_of(".eE") == std::string::npos;
}

class Explainer {
 public:
  explicit Explainer(const Json &root) : root_(root) {}

  Complaints at(const Json &schema, const Json &value, const std::string &pointer, int depth) const {
    Complaints found;
    if (depth > max_depth) return found;
    if (const bool *allowed = schema.boolean()) {
      if (!*allowed) found.push_back({Kind::other, pointer, {}, {}, "no value is allowed here; remove it"});
      return found;
    }
    if (const Json *reference = schema.find("$ref")) {  // draft 7: its neighbours do not count
      const Json *target = reference->string() ? resolve(*reference->string()) : nullptr;
      return target ? at(*target, value, pointer, depth + 1) : found;
    }
    if (!check_type(schema, value, pointer, found)) return found;
    check_values(schema, value, pointer, found);
    if (value.number() != nullptr) check_number(schema, value, pointer, found);
    if (value.string() != nullptr) check_string(schema, *value.string(), pointer, found);
    if (value.array() != nullptr) check_array(schema, *value.array(), pointer, depth, found);
    if (value.object() != nullptr) check_object(schema, value, pointer, depth, found);
    check_combinations(schema, value, pointer, depth, found);
    return found;
  }

 private:
  static void append(Complaints &to, Complaints more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }

  /// A JSON pointer as a URI fragment ("#/definitions/amount"); other references are not ours.
  const Json *resolve(std::string_view reference) const {
    if (!reference.starts_with('#')) return nullptr;
    const Json *at = &root_;
    std::string_view rest = reference.substr(1);
    while (at != nullptr && rest.starts_with('/')) {
      rest.remove_prefix(1);
      std::string token(rest.substr(0, rest.find('/')));
      rest.remove_prefix(token.size());
      for (std::size_t i = 0; (i = token.find("~1", i)) != std::string::npos; ++i) token.replace(i, 2, "/");
      for (std::size_t i = 0; (i = token.find("~0", i)) != std::string::npos; ++i) token.replace(i, 2, "~");
      at = at->array() ? element(*at->array(), token) : at->find(token);
    }
    return at;
  }

  static const Json *element(const JsonArray &array, const std::string &token) {
    const bool number =
        !token.empty() && token.size() < 6 && token.find_first_not_of("0123456789") == std::string::npos;
    const std::size_t index = number ? std::stoul(token) : array.size();
    return index < array.size() ? &array[index] : nullptr;
  }

  static bool check_type(const Json &schema, const Json &value, const std::string &pointer, Complaints &found) {
    const Json *type = schema.find("type");
    if (type == nullptr) return true;
    std::vector<std::string> expected;
    if (type->string() != nullptr) expected.push_back(*type->string());
    if (type->array() != nullptr)
      for (const Json &one : *type->array()) expected.push_back(one.string() ? *one.string() : "");
    if (std::any_of(expected.begin(), expected.end(), [&](const auto &one) { return has_type(value, one); }))
      return true;
    found.push_back({Kind::type, pointer, std::move(expected), described(value), {}});
    return false;
  }

  static void check_values(const Json &schema, const Json &value, const std::string &pointer, Complaints &found) {
    std::vector<const Json *> allowed;
    if (const Json *list = schema.find("enum"); list && list->array())
      for (const Json &one : *list->array()) allowed.push_back(&one);
    if (const Json *one = schema.find("const")) allowed.push_back(one);
    if (allowed.empty() ||
        std::any_of(allowed.begin(), allowed.end(), [&](const Json *one) { return equal(*one, value); }))
      return;
    Complaint complaint{Kind::value, pointer, {}, value.string() ? *value.string() : described(value), {}};
    for (const Json *one : allowed) complaint.expected.push_back(one->string() ? *one->string() : wire::to_text(*one));
    found.push_back(std::move(complaint));
  }

  static void check_number(const Json &schema, const Json &value, const std::string &pointer, Complaints &found) {
    const auto number = value.decimal();
    if (!number) return;
    const auto bound = [&](std::string_view keyword, auto broken, std::string_view words) {
      const Json *limit = schema.find(keyword);
      const auto decimal = limit ? limit->decimal() : std::nullopt;
      if (decimal && broken(*number, *decimal))
        found.push_back({Kind::other,
                         pointer,
                         {},
                         {},
                         "found " + value.number()->text + ", expected a number " + std::string(words) + " " +
                             decimal->to_string()});
    };
    using wire::Decimal;
    bound(
        "minimum", [](const Decimal &a, const Decimal &b) { return a < b; }, "of at least");
    bound(
        "maximum", [](const Decimal &a, const Decimal &b) { return a > b; }, "of at most");
    bound(
        "exclusiveMinimum", [](const Decimal &a, const Decimal &b) { return a <= b; }, "greater than");
    bound(
        "exclusiveMaximum", [](const Decimal &a, const Decimal &b) { return a >= b; }, "less than");
  }

  /// The number of characters, elements or members against a pair of keywords.
  static void check_count(const Json &schema, std::size_t count, std::string_view least, std::string_view most,
                          const std::string &unit, const std::string &pointer, Complaints &found) {
    const auto limit = [&](std::string_view keyword) {
      const Json *json = schema.find(keyword);
      return json ? json->decimal() : std::nullopt;
    };
    const wire::Decimal own(static_cast<std::int64_t>(count));
    const auto complain = [&](const std::string &words, const wire::Decimal &n) {
      found.push_back({Kind::other,
                       pointer,
                       {},
                       {},
                       "found " + own.to_string() + " " + unit + ", expected " + words + " " + n.to_string()});
    };
    if (const auto n = limit(least); n && own < *n) complain("at least", *n);
    if (const auto n = limit(most); n && own > *n) complain("at most", *n);
  }

  static void check_string(const Json &schema, const std::string &text, const std::string &pointer, Complaints &found) {
    check_count(schema, wire::is_valid_utf8(text) ? wire::count_code_points(text) : text.size(), "minLength",
                "maxLength", "characters", pointer, found);
    const Json *pattern = schema.find("pattern");
    if (pattern == nullptr || pattern->string() == nullptr) return;
    const std::string head = text.substr(0, max_matched_text);
    if (std::regex_search(head, std::regex(*pattern->string(), std::regex::ECMAScript))) return;
    const Json *description = schema.find("description");
    const std::string expected =
        description && description->string() ? *description->string() : "text that matches " + *pattern->string();
    found.push_back(
        {Kind::other, pointer, {}, {}, "found " + shortened(wire::to_text(text)) + ", expected: " + expected});
  }

  void check_array(const Json &schema, const JsonArray &array, const std::string &pointer, int depth,
                   Complaints &found) const {
    check_count(schema, array.size(), "minItems", "maxItems", "items", pointer, found);
    const Json *items = schema.find("items");
    const Json *additional = schema.find("additionalItems");
    for (std::size_t i = 0; items != nullptr && i < array.size(); ++i) {
      const bool tuple = items->array() != nullptr;
      const Json *own = !tuple ? items : i < items->array()->size() ? &(*items->array())[i] : additional;
      if (own != nullptr) append(found, at(*own, array[i], append_pointer(pointer, std::to_string(i)), depth + 1));
    }
    const Json *unique = schema.find("uniqueItems");
    for (std::size_t i = 1;
         unique && unique->boolean() && *unique->boolean() && i < std::min<std::size_t>(array.size(), 1000); ++i)
      if (std::any_of(array.begin(), array.begin() + static_cast<std::ptrdiff_t>(i),
                      [&](const Json &one) { return equal(one, array[i]); }))
        found.push_back({Kind::other,
                         append_pointer(pointer, std::to_string(i)),
                         {},
                         {},
                         described(array[i]) + " stands twice in the list; remove one"});
  }

  void check_object(const Json &schema, const Json &value, const std::string &pointer, int depth,
                    Complaints &found) const {
    const JsonObject &members = *value.object();
    check_count(schema, members.size(), "minProperties", "maxProperties", "keys", pointer, found);
    std::set<std::string> misspelt;  // right names that an unknown key near to them stands for
    for (const auto &[name, member] : members)
      append(found, check_member(schema, name, member, append_pointer(pointer, name), depth, misspelt));
    if (const Json *required = schema.find("required"); required && required->array())
      for (const Json &name : *required->array())
        if (name.string() && !value.find(*name.string()) && !misspelt.contains(*name.string()))
          found.push_back({Kind::missing_key, pointer, {*name.string()}, {}, {}});
    if (const Json *names = schema.find("propertyNames"))
      for (const auto &[name, member] : members)
        for (Complaint complaint : at(*names, name, append_pointer(pointer, name) + "#", depth + 1))
          found.push_back(std::move(complaint));
    check_dependencies(schema, value, pointer, depth, found);
  }

  Complaints check_member(const Json &schema, const std::string &name, const Json &member, const std::string &pointer,
                          int depth, std::set<std::string> &misspelt) const {
    bool known = false;
    Complaints found;
    std::vector<std::string> names;
    if (const Json *properties = schema.find("properties"); properties && properties->object()) {
      for (const auto &[property, unused] : *properties->object()) names.push_back(property);
      if (const Json *own = properties->find(name)) {
        known = true;
        append(found, at(*own, member, pointer, depth + 1));
      }
    }
    if (const Json *patterns = schema.find("patternProperties"); patterns && patterns->object())
      for (const auto &[pattern, own] : *patterns->object())
        if (std::regex_search(name.substr(0, max_matched_text), std::regex(pattern, std::regex::ECMAScript))) {
          known = true;
          append(found, at(own, member, pointer, depth + 1));
        }
    const Json *additional = schema.find("additionalProperties");
    if (known || additional == nullptr) return found;
    if (additional->boolean() == nullptr) return at(*additional, member, pointer, depth + 1);
    if (!*additional->boolean()) {
      if (const std::string right = nearest(name, names); !right.empty()) misspelt.insert(right);
      found.push_back({Kind::unknown_key, pointer, std::move(names), name, {}});
    }
    return found;
  }

  void check_dependencies(const Json &schema, const Json &value, const std::string &pointer, int depth,
                          Complaints &found) const {
    const Json *dependencies = schema.find("dependencies");
    if (dependencies == nullptr || dependencies->object() == nullptr) return;
    for (const auto &[name, needs] : *dependencies->object()) {
      if (value.find(name) == nullptr) continue;
      if (needs.array() == nullptr) {
        append(found, at(needs, value, pointer, depth + 1));
        continue;
      }
      for (const Json &needed : *needs.array())
        if (needed.string() && !value.find(*needed.string()))
          found.push_back(
              {Kind::other,
               pointer,
               {},
               {},
               "the key " + ticked(name) + " needs the key " + ticked(*needed.string()) + " beside it; add it"});
    }
  }

  void check_combinations(const Json &schema, const Json &value, const std::string &pointer, int depth,
                          Complaints &found) const {
    if (const Json *all = schema.find("allOf"); all && all->array())
      for (const Json &one : *all->array()) append(found, at(one, value, pointer, depth + 1));
    for (const std::string_view keyword : {"anyOf", "oneOf"})
      if (const Json *branches = schema.find(keyword); branches && branches->array())
        append(found, check_branches(*branches->array(), keyword == "oneOf", value, pointer, depth));
    if (const Json *condition = schema.find("if")) {
      const Json *then = schema.find(at(*condition, value, pointer, depth + 1).empty() ? "then" : "else");
      if (then != nullptr) append(found, at(*then, value, pointer, depth + 1));
    }
    if (const Json *forbidden = schema.find("not"); forbidden && at(*forbidden, value, pointer, depth + 1).empty()) {
      const Json *description = schema.find("description");
      found.push_back({Kind::other,
                       pointer,
                       {},
                       {},
                       "found " + described(value) + ", which is not allowed here" +
                           (description && description->string() ? "; expected: " + *description->string() : "")});
    }
  }

  /// Of alternatives that all fail, those that were most likely meant.
  Complaints check_branches(const JsonArray &branches, bool exactly_one, const Json &value, const std::string &pointer,
                            int depth) const {
    std::vector<Complaints> failed;
    std::size_t right = 0;
    for (const Json &branch : branches) {
      Complaints complaints = at(branch, value, pointer, depth + 1);
      if (complaints.empty()) {
        ++right;
      } else {
        failed.push_back(std::move(complaints));
      }
    }
    if (right == 1 || (right > 1 && !exactly_one)) return {};
    if (right > 1) return too_many_right(branches, value, pointer, depth);
    const auto wrong_type = [&](const Complaints &c) {
      return c.front().kind == Kind::type && c.front().pointer == pointer;
    };
    if (!std::all_of(failed.begin(), failed.end(), wrong_type)) std::erase_if(failed, wrong_type);
    if (Complaints merged = merge(failed, pointer); !merged.empty()) return merged;
    // The branch that knows more of what stands there: fewest unknown and missing keys first, then fewest complaints.
    const auto misfit = [&](const Complaints &c) {
      return std::pair(std::count_if(c.begin(), c.end(),
                                     [&](const Complaint &one) {
                                       return one.kind == Kind::unknown_key ||
                                              (one.kind == Kind::missing_key && one.pointer == pointer) ||
                                              (one.kind == Kind::value && one.pointer.size() <= pointer.size() + 12);
                                     }),
                       c.size());
    };
    return *std::min_element(failed.begin(), failed.end(),
                             [&](const auto &a, const auto &b) { return misfit(a) < misfit(b); });
  }

  Complaints too_many_right(const JsonArray &branches, const Json &value, const std::string &pointer, int depth) const {
    std::vector<std::string> keys;  // that the branches are told apart by
    for (const Json &branch : branches)
      if (const Json *required = branch.find("required");
          required && required->array() && at(branch, value, pointer, depth + 1).empty())
        for (const Json &name : *required->array())
          if (name.string()) keys.push_back(ticked(*name.string()));
    return {{Kind::other,
             pointer,
             {},
             {},
             keys.empty() ? "this fits several alternatives of which only one may hold"
                          : "only one of the keys " + list_of(keys, "and") + " may stand here; remove the others"}};
  }

  /// One complaint where every branch complains of the same thing in other words: another type, another value, another
  /// key.
  static Complaints merge(const std::vector<Complaints> &failed, const std::string &pointer) {
    Complaint merged = failed.front().front();
    for (const Complaints &complaints : failed) {
      const Complaint &one = complaints.front();
      if (complaints.size() != 1 || one.kind != merged.kind || one.pointer != pointer || one.expected.empty())
        return {};
      for (const std::string &expected : one.expected)
        if (std::find(merged.expected.begin(), merged.expected.end(), expected) == merged.expected.end())
          merged.expected.push_back(expected);
    }
    return {merged};
  }

  const Json &root_;
};

}  // namespace

std::vector<Complaint> explain(const Json &schema, const Json &value) {
  return Explainer(schema).at(schema, value, "", 0);
}

}  // namespace pitboss::files
