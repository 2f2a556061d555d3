// Whether results are those of the shards of one run.
#include "simulator/traffic/merge_check.hpp"

#include <algorithm>
#include <charconv>

namespace pitboss::traffic {
namespace {

using results::LoadResults;

[[noreturn]] void refuse(const std::string &why) {
  throw ShardsDoNotFit(why);
}

struct Place {
  std::size_t number = 0, of = 0;
};

/// "2/4" as load writes it.
Place place_of(const Shard &shard) {
  const std::string &text = shard.results.shard;
  if (text.empty()) refuse(shard.name + ": is a run in one piece, not a shard: run `pitboss load` with --shard");
  Place place;
  const std::size_t slash = std::min(text.find('/'), text.size() - 1);
  const auto number = [&text](std::size_t begin, std::size_t end, std::size_t &value) {
    return std::from_chars(text.data() + begin, text.data() + end, value).ptr == text.data() + end;
  };
  if (!number(0, slash, place.number) || !number(slash + 1, text.size(), place.of) || place.number < 1 ||
      place.number > place.of)
    refuse(shard.name + ": shard `" + text + "` is none: 1/4 to 4/4 are four shards");
  return place;
}

/// Each number from 1 to the count of shards, once.
void check_places(const std::vector<Shard> &shards) {
  const std::size_t of = place_of(shards.front()).of;
  std::vector<const Shard *> by_number(of, nullptr);
  for (const Shard &shard : shards) {
    const Place place = place_of(shard);
    if (place.of != of)
      refuse(shard.name + ": is one of " + std::to_string(place.of) + " shards, but " + shards.front().name +
             " is one of " + std::to_string(of));
    const Shard *&known = by_number[place.number - 1];
    if (known != nullptr) refuse(shard.name + " and " + known->name + ": are both shard " + shard.results.shard);
    known = &shard;
  }
  for (std::size_t i = 0; i < of; ++i)
    if (by_number[i] == nullptr)
      refuse("shard " + std::to_string(i + 1) + "/" + std::to_string(of) + " is missing: name the results of all " +
             std::to_string(of) + " shards");
}

std::string threshold_texts(const LoadResults &results) {
  std::string text;
  for (const results::LoadThreshold &threshold : results.thresholds) text += threshold.text + " ";
  return text;
}

std::string call_names(const LoadResults &results) {
  std::string text;
  for (const results::LoadCall &call : results.calls) text += call.name + " ";
  return text;
}

void check_same_run(const Shard &first, const Shard &other) {
  const auto same = [&](const char *what, const std::string &a, const std::string &b) {
    if (a != b)
      refuse(other.name + ": has another " + what + " than " + first.name + ": `" + b + "` instead of `" + a +
             "`: all shards run with the same one");
  };
  const LoadResults &a = first.results, &b = other.results;
  same("version of Pitboss", a.version, b.version);
  same("profile", a.profile, b.profile);
  same("contract", a.contract, b.contract);
  same("shape", a.shape, b.shape);
  same("seed", std::to_string(a.seed), std::to_string(b.seed));
  same("warm-up", std::to_string(a.warm_up_ms) + " ms", std::to_string(b.warm_up_ms) + " ms");
  same("bound of the send lag", std::to_string(a.max_lag_us) + " us", std::to_string(b.max_lag_us) + " us");
  same("list of thresholds", threshold_texts(a), threshold_texts(b));
  same("list of calls", call_names(a), call_names(b));
  same("target", wire::to_text(a.target), wire::to_text(b.target));
}

/// All were measured at one time, if only for a moment: rates of runs one after the other do not add up.
void check_times(const std::vector<Shard> &shards) {
  const auto begin = [](const Shard &shard) {
    return shard.results.started_at + std::chrono::milliseconds(shard.results.warm_up_ms);
  };
  const auto end = [&](const Shard &shard) {
    return begin(shard) + std::chrono::milliseconds(shard.results.measured_ms);
  };
  const auto last = std::max_element(shards.begin(), shards.end(),
                                     [&](const Shard &a, const Shard &b) { return begin(a) < begin(b); });
  for (const Shard &shard : shards)
    if (end(shard) < begin(*last))
      refuse(shard.name + " and " + last->name + ": did not run at the same time (" +
             wire::to_iso8601(shard.results.started_at) + " and " + wire::to_iso8601(last->results.started_at) +
             "): start all shards together");
}

}  // namespace

void check_shards(const std::vector<Shard> &shards) {
  if (shards.empty()) refuse("no shards");
  check_places(shards);
  for (const Shard &shard : shards) check_same_run(shards.front(), shard);
  check_times(shards);
}

}  // namespace pitboss::traffic
