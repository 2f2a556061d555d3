#include "simulator/cli/command.hpp"

int main(int argc, char **argv) {
  return static_cast<int>(pitboss::cli::run_command_line(argc, argv));
}
