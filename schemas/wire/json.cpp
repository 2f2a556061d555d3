// Reading JSON, with Boost.JSON's event parser: its DOM would turn numbers into doubles. This is the one file of the
// tree that includes Boost.JSON, and so the one that holds its code (Debian's Boost 1.81 has no library of it).
#include "schemas/wire/json.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>
#include <limits>
#include <stdexcept>

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/json_events.hpp"

namespace pitboss::wire {

namespace {

namespace bj = boost::json;
using bj::error_code;
using bj::string_view;

/// Builds the value from the parser's events. Finished values lie on a stack until the array or object that they belong
/// to ends and takes them.
class TreeBuilder {
 public:
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();

  /// The parser reads the bytes at `parsed`; the digits of numbers are taken from the same places of `original`.
  TreeBuilder(const char *parsed, const char *original, const JsonLimits &limits)
      : parsed_(parsed), original_(original), max_values_(limits.max_values) {
    values_.reserve(usual_members);
    names_.reserve(usual_members);
  }

  Json take() { return std::move(values_.back()); }

  static bool on_document_begin(error_code & /*ec*/) { return true; }
  static bool on_document_end(error_code & /*ec*/) { return true; }
  static bool on_array_begin(error_code & /*ec*/) { return true; }
  static bool on_object_begin(error_code & /*ec*/) { return true; }

  bool on_array_end(std::size_t count, error_code &ec) {
    const auto first = values_.end() - static_cast<std::ptrdiff_t>(count);
    JsonArray array(std::make_move_iterator(first), std::make_move_iterator(values_.end()));
    values_.erase(first, values_.end());
    return push(std::move(array), ec);
  }

  bool on_object_end(std::size_t count, error_code &ec) {
    const auto first = values_.end() - static_cast<std::ptrdiff_t>(count);
    const auto first_name = names_.end() - static_cast<std::ptrdiff_t>(count);
    JsonObject object;
    object.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
      object.emplace_back(std::move(first_name[static_cast<std::ptrdiff_t>(i)]),
                          std::move(first[static_cast<std::ptrdiff_t>(i)]));
    names_.erase(first_name, names_.end());
    values_.erase(first, values_.end());
    return push(std::move(object), ec);
  }

  bool on_key_part(string_view part, std::size_t /*size*/, error_code & /*ec*/) { return append(part); }
  bool on_key(string_view part, std::size_t /*size*/, error_code & /*ec*/) {
    names_.push_back(whole(part));
    return true;
  }

  bool on_string_part(string_view part, std::size_t /*size*/, error_code & /*ec*/) { return append(part); }
  bool on_string(string_view part, std::size_t /*size*/, error_code &ec) { return push(whole(part), ec); }

  bool on_number_part(string_view part, error_code & /*ec*/) { return append(digits_of(part)); }
  bool on_int64(std::int64_t /*value*/, string_view part, error_code &ec) { return end_number(part, ec); }
  bool on_uint64(std::uint64_t /*value*/, string_view part, error_code &ec) { return end_number(part, ec); }
  // Boost names the parameter so (deliberate): the value is never read, the digits are.
  bool on_double(double /*deliberate*/, string_view part, error_code &ec) { return end_number(part, ec); }

  bool on_bool(bool value, error_code &ec) { return push(value, ec); }
  bool on_null(error_code &ec) { return push(nullptr, ec); }
  static bool on_comment_part(string_view /*part*/, error_code & /*ec*/) { return true; }
  static bool on_comment(string_view /*part*/, error_code & /*ec*/) { return true; }

 private:
  static constexpr std::size_t usual_members = 16;

  template <class Value>
  bool push(Value &&value, error_code &ec) {
    if (++count_ > max_values_) {
      ec = bj::error::array_too_large;
      return false;
    }
    values_.emplace_back(std::forward<Value>(value));
    return true;
  }
  bool append(string_view part) {
    parts_.append(part.data(), part.size());
    return true;
  }
  /// What came in parts, of which this is the last; nearly always it is the only one.
  std::string whole(string_view last_part) {
    if (parts_.empty()) return {last_part.data(), last_part.size()};
    append(last_part);
    return std::exchange(parts_, {});
  }

  [[nodiscard]] string_view digits_of(string_view part) const {
    return {original_ + (part.data() - parsed_), part.size()};
  }
  bool end_number(string_view part, error_code &ec) { return push(JsonNumber{whole(digits_of(part))}, ec); }

  const char *parsed_;
  const char *original_;
  const std::size_t max_values_;
  std::size_t count_ = 0;  // of all values so far, those that arrays and objects have taken too
  std::vector<Json> values_;
  std::vector<std::string> names_;  // of the members whose objects have not ended yet
  std::string parts_;
};

/// Hands the parser's events on. Names and texts come in parts where they hold escapes.
class EventForwarder {
 public:
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();

  EventForwarder(const char *parsed, const char *original, JsonEvents &events)
      : parsed_(parsed), original_(original), events_(events) {}

  bool on_document_begin(error_code & /*ec*/) { return tell(&JsonEvents::begin_text); }
  static bool on_document_end(error_code & /*ec*/) { return true; }
  bool on_array_begin(error_code & /*ec*/) { return tell(&JsonEvents::begin_array); }
  bool on_array_end(std::size_t /*count*/, error_code & /*ec*/) { return tell(&JsonEvents::end_array); }
  bool on_object_begin(error_code & /*ec*/) { return tell(&JsonEvents::begin_object); }
  bool on_object_end(std::size_t /*count*/, error_code & /*ec*/) { return tell(&JsonEvents::end_object); }

  bool on_key_part(string_view part, std::size_t /*size*/, error_code & /*ec*/) { return append(part); }
  bool on_key(string_view part, std::size_t /*size*/, error_code & /*ec*/) { return tell(&JsonEvents::name, part); }
  bool on_string_part(string_view part, std::size_t /*size*/, error_code & /*ec*/) { return append(part); }
  bool on_string(string_view part, std::size_t /*size*/, error_code & /*ec*/) {
    return tell(&JsonEvents::string, part);
  }

  bool on_number_part(string_view part, error_code & /*ec*/) { return append(digits_of(part)); }
  bool on_int64(std::int64_t /*value*/, string_view part, error_code & /*ec*/) { return end_number(part); }
  bool on_uint64(std::uint64_t /*value*/, string_view part, error_code & /*ec*/) { return end_number(part); }
  bool on_double(double /*deliberate*/, string_view part, error_code & /*ec*/) { return end_number(part); }

  bool on_bool(bool /*value*/, error_code & /*ec*/) { return tell(&JsonEvents::other); }
  bool on_null(error_code & /*ec*/) { return tell(&JsonEvents::other); }
  static bool on_comment_part(string_view /*part*/, error_code & /*ec*/) { return true; }
  static bool on_comment(string_view /*part*/, error_code & /*ec*/) { return true; }

 private:
  bool tell(void (JsonEvents::*event)()) {
    (events_.*event)();
    return true;
  }
  bool tell(void (JsonEvents::*event)(std::string_view), string_view last_part) {
    if (parts_.empty()) {
      (events_.*event)({last_part.data(), last_part.size()});
      return true;
    }
    append(last_part);
    (events_.*event)(parts_);
    parts_.clear();
    return true;
  }
  bool append(string_view part) {
    parts_.append(part.data(), part.size());
    return true;
  }
  [[nodiscard]] string_view digits_of(string_view part) const {
    return {original_ + (part.data() - parsed_), part.size()};
  }
  bool end_number(string_view part) { return tell(&JsonEvents::number, digits_of(part)); }

  const char *parsed_;
  const char *original_;
  JsonEvents &events_;
  std::string parts_;
};

/// Why the grammar does not allow what stands at the beginning of `rest`.
std::string describe_unexpected(std::string_view rest) {
  if (rest.empty()) return "the text ends before the value does";
  const unsigned code = static_cast<unsigned char>(rest.front());
  if (code < 0x20 || code == 0x7F) return "a control character (byte " + std::to_string(code) + ") cannot stand here";
  if (code >= 0x80) return "a byte (" + std::to_string(code) + ") that is no UTF-8, or stands outside of a string";
  return std::string("'") + rest.front() + "' cannot stand here";
}

/// `rest` is the text from the place of the error on.
std::string message_of(const error_code &ec, const JsonLimits &limits, std::string_view rest) {
  if (!ec) return "something follows the value";
  if (ec == bj::error::too_deep)
    return "arrays and objects are nested more than " + std::to_string(limits.max_depth) + " deep";
  if (ec == bj::error::array_too_large) return "there are more than " + std::to_string(limits.max_values) + " values";
  if (ec == bj::error::illegal_leading_surrogate || ec == bj::error::illegal_trailing_surrogate ||
      ec == bj::error::expected_utf16_escape)
    return "a \\u escape holds half of a surrogate pair";
  if (ec == bj::error::expected_hex_digit) return "a \\u escape needs four hex digits";
  if (ec == bj::error::syntax || ec == bj::error::incomplete) return describe_unexpected(rest);
  return ec.message();
}

JsonError error_at(std::string_view text, std::size_t offset, std::string message) {
  JsonError error;
  error.offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, error.offset);
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  error.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  error.column = 1 + static_cast<int>(error.offset - line_start);
  error.message = std::move(message);
  return error;
}

/// A copy of `text` in which every exponent is 0, of the same length and with the same faults: Boost.JSON refuses
/// exponents that an int does not hold, though it need not know them here.
std::string with_exponents_zeroed(std::string_view text) {
  std::string copy(text);
  bool in_string = false;
  bool in_exponent = false;
  for (std::size_t i = 0; i < copy.size(); ++i) {
    const char c = copy[i];
    const bool digit = c >= '0' && c <= '9';
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (in_exponent && (digit || c == '+' || c == '-')) {
      if (digit) copy[i] = '0';
    } else {
      in_exponent = (c == 'e' || c == 'E') && i > 0 && copy[i - 1] >= '0' && copy[i - 1] <= '9';
      in_string = c == '"';
    }
  }
  return copy;
}

/// Parses the text with a handler that is made of the bytes to parse, those to take digits from (of the same length)
/// and `more`; gives it to `take` where the text is JSON, else returns why it is not.
template <class Handler, class Take, class... More>
std::optional<JsonError> parse_with(std::string_view text, const JsonLimits &limits, Take take, More &...more) {
  if (text.empty()) return error_at(text, 0, "the text is empty");
  bj::parse_options options;
  options.max_depth = limits.max_depth;
  error_code error;
  std::size_t offset = 0;
  const auto attempt = [&](std::string_view parsed) {
    bj::basic_parser<Handler> parser(options, parsed.data(), text.data(), more...);
    offset = parser.write_some(false, parsed.data(), parsed.size(), error);
    if (!error && offset == parsed.size()) take(parser.handler());
  };
  attempt(text);
  if (error == bj::error::exponent_overflow) attempt(with_exponents_zeroed(text));
  if (!error && offset == text.size()) return std::nullopt;
  return error_at(text, offset, message_of(error, limits, text.substr(offset)));
}

}  // namespace

std::variant<Json, JsonError> parse_json(std::string_view text, const JsonLimits &limits) {
  Json json;
  auto error = parse_with<TreeBuilder>(
      text, limits, [&json](TreeBuilder &builder) { json = builder.take(); }, limits);
  if (error) return std::move(*error);
  return json;
}

std::optional<JsonError> read_json(std::string_view text, JsonEvents &events, const JsonLimits &limits) {
  return parse_with<EventForwarder>(
      text, limits, [](EventForwarder &) {}, events);
}

std::optional<Decimal> Json::decimal() const {
  const JsonNumber *text = number();
  return text != nullptr ? Decimal::parse(text->text) : std::nullopt;
}

namespace {

template <typename Matches>
const Json *last_member(const Json &json, Matches matches) {
  const JsonObject *members = json.object();
  if (members == nullptr) return nullptr;
  const auto found =
      std::find_if(members->rbegin(), members->rend(), [&](const auto &member) { return matches(member.first); });
  return found == members->rend() ? nullptr : &found->second;
}

}  // namespace

const Json *Json::find(std::string_view name) const {
  return last_member(*this, [&](const std::string &candidate) { return candidate == name; });
}

const Json *Json::find_any_case(std::string_view name) const {
  return last_member(*this, [&](const std::string &candidate) {
    return candidate.size() == name.size() && equal_ignoring_case(candidate, name);
  });
}

Json &Json::set(std::string_view name, Json value) {
  if (is_null()) value_ = JsonObject();
  JsonObject &members = std::get<JsonObject>(value_);
  const auto found =
      std::find_if(members.rbegin(), members.rend(), [&](const auto &member) { return member.first == name; });
  if (found != members.rend()) {
    found->second = std::move(value);
  } else {
    members.emplace_back(std::string(name), std::move(value));
  }
  return *this;
}

Json &Json::push_back(Json value) {
  if (is_null()) value_ = JsonArray();
  std::get<JsonArray>(value_).push_back(std::move(value));
  return *this;
}

}  // namespace pitboss::wire
