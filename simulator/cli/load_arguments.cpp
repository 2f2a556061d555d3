#include "simulator/cli/load_arguments.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>
#include <thread>

#include "simulator/cli/usage_error.hpp"

namespace pitboss::cli {
namespace {

traffic::Nanoseconds duration_of(const std::string &option, const std::string &text) {
  const auto duration = traffic::parse_duration(text);
  if (!duration) throw UsageError(fmt::format("{} {}: is no time: 500ms, 30s, 5m or 1h", option, text));
  return *duration;
}

/// "2/4": the second of four.
traffic::Part shard_of(const std::string &text) {
  if (text.empty()) return {};
  const std::size_t slash = text.find('/');
  traffic::Part part{0, 0};
  const auto number = [&text](std::size_t begin, std::size_t end, std::uint32_t &value) {
    const auto result = std::from_chars(text.data() + begin, text.data() + end, value);
    return result.ec == std::errc() && result.ptr == text.data() + end;
  };
  const bool right = slash != std::string::npos && number(0, slash, part.index) &&
                     number(slash + 1, text.size(), part.of) && part.index >= 1 && part.index <= part.of &&
                     part.of <= 100'000;
  if (!right) throw UsageError(fmt::format("--shard {}: is none: 1/4 to 4/4 are four shards", text));
  --part.index;
  return part;
}

void take_times(const LoadArguments &arguments, traffic::Profile &profile) {
  if (!arguments.warm_up.empty()) profile.warm_up = duration_of("--warm-up", arguments.warm_up);
  if (!arguments.duration.empty()) {
    if (profile.open_loop && !arguments.rate && !arguments.find_limit)
      throw UsageError(
          "--duration: the phases of the profile say how long it takes; give --rate as well, or edit them");
    profile.duration = duration_of("--duration", arguments.duration);
    if (profile.duration <= traffic::Nanoseconds{}) throw UsageError("--duration: a run takes some time: 30s, say");
  }
  if (!arguments.rate && !arguments.find_limit) return;
  const double rate = arguments.rate.value_or(static_cast<double>(first_rate_of_search));
  traffic::OpenLoop loop = profile.open_loop.value_or(traffic::OpenLoop{});
  loop.phases = {{profile.warm_up + profile.duration, rate, rate}};
  profile.open_loop = loop;
}

}  // namespace

traffic::Profile profile_of(const LoadArguments &arguments) {
  traffic::Profile profile = traffic::find_profile(arguments.profile);
  take_times(arguments, profile);
  if (arguments.connections) profile.connections = *arguments.connections;
  if (arguments.seed) profile.seed = *arguments.seed;
  for (const std::string &text : arguments.thresholds) {
    try {
      profile.thresholds.push_back(traffic::parse_threshold(text));
    } catch (const std::invalid_argument &error) {
      throw UsageError(std::string("--threshold ") + error.what());
    }
  }
  return profile;
}

traffic::RunOptions run_options(const LoadArguments &arguments, const traffic::Profile &profile) {
  if (arguments.find_limit && !arguments.shard.empty())
    throw UsageError("--find-limit: the rates that it tries are not known to other shards: run it without --shard");
  if (arguments.find_limit && profile.thresholds.empty())
    throw UsageError("--find-limit: says up to which rate thresholds hold: give one, --threshold 'p99<50ms' say");
  traffic::RunOptions options;
  options.shard = shard_of(arguments.shard);
  const auto cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  // An open loop leaves a core to others, so that its threads need not sleep before they send.
  options.threads = arguments.threads.value_or(profile.open_loop ? std::max(1, cores - 1) : cores);
  options.connections = profile.connections;
  options.warm_up = profile.warm_up;
  options.duration = profile.duration;
  options.open_loop = profile.open_loop;
  options.seed = profile.seed;
  return options;
}

std::string shape_text(const traffic::RunOptions &options) {
  if (!options.open_loop) return fmt::format("closed loop, {} connections", options.connections);
  const traffic::OpenLoop &loop = *options.open_loop;
  const char *arrival = loop.arrival == traffic::Arrival::poisson ? "Poisson" : "constant";
  const std::string rate = loop.phases.size() == 1 && loop.phases[0].from == loop.phases[0].to
                               ? fmt::format("{:g} a second", loop.phases[0].from)
                               : fmt::format("{} phases", loop.phases.size());
  return fmt::format("open loop, {} ({} arrivals), up to {} connections", rate, arrival, options.connections);
}

namespace {

void add_run_options(CLI::App &command, LoadArguments &arguments) {
  command.add_option("--duration", arguments.duration, "How long, without the warm-up: 30s, 5m")
      ->type_name("TIME")
      ->group("Run");
  command
      .add_option("--warm-up", arguments.warm_up,
                  "How long before anything is measured; replies are judged all the same")
      ->type_name("TIME")
      ->group("Run");
  command.add_option("--connections", arguments.connections, "Requests at once, over all threads")
      ->type_name("N")
      ->check(CLI::Range(1, 60'000))
      ->group("Run");
  command
      .add_option("--rate", arguments.rate,
                  "Requests a second, sent at times fixed beforehand (open loop), whatever the profile says")
      ->type_name("N")
      ->check(CLI::Range(0.001, 1e7))
      ->group("Run");
  command.add_option("--threads", arguments.threads, "Threads; by default one for each core, at a rate one less")
      ->type_name("N")
      ->check(CLI::Range(1, 1'024))
      ->group("Run");
  command.add_option("--seed", arguments.seed, "What players do is drawn from it")->type_name("N")->group("Run");
  command.add_option("--shard", arguments.shard, "Only this part of the players and the rate: 1/4 to 4/4")
      ->type_name("I/N")
      ->group("Run");
  command
      .add_option("--threshold", arguments.thresholds,
                  "What must hold besides: p99<50ms, rate>=2000, errors==0 (repeatable)")
      ->type_name("TEXT")
      ->allow_extra_args(false)
      ->group("Run");
  command
      .add_flag("--abort-early", arguments.abort_early,
                "End at the first wrong reply, or when a threshold of errors can hold no longer")
      ->group("Run");
  command
      .add_flag(
          "--find-limit", arguments.find_limit,
          "Look for the highest rate that holds the thresholds, from --rate (or 100) on; each try takes --duration")
      ->group("Run");
}

}  // namespace

void add_load_options(CLI::App &command, LoadArguments &arguments) {
  command.add_option("--target", arguments.target, "The target file")->type_name("FILE")->required();
  command.add_option("--profile", arguments.profile, "A traffic profile: a file, or a name that comes along")
      ->type_name("FILE")
      ->capture_default_str();
  add_run_options(command, arguments);
  command.add_option("--report-dir", arguments.report_dir, "Folder of the report")
      ->type_name("DIR")
      ->group("Output")
      ->capture_default_str();
  command.add_option("--format", arguments.formats, "Report formats: json,html,markdown,hdr (json is always written)")
      ->type_name("LIST")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group("Output");
  command.add_flag("--no-color", arguments.no_color, "No colours (NO_COLOR=1 does the same)")->group("Output");
  command.add_flag("--quiet", arguments.quiet, "Only the verdict and where the report is")->group("Output");
}

}  // namespace pitboss::cli
