# Compiler flags, sanitizers and ccache: what every target of the tree is built with.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # pch_defines and time_macros let ccache serve objects that were built with a precompiled header; paths are hashed as seen
  # from the parent of the tree, so that one checkout is served what another one built.
  get_filename_component(checkouts ${CMAKE_SOURCE_DIR} DIRECTORY)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${checkouts} CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

add_library(pitboss_flags INTERFACE)
target_compile_options(pitboss_flags INTERFACE -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wnon-virtual-dtor
                                               -Wold-style-cast)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(pitboss_flags INTERFACE -fpch-preprocess)
  # g++ 12 warns of code in its own headers and in Boost's when it inlines deeply (GCC bugs 105329, 105562, 105651).
  target_compile_options(pitboss_flags INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds
                                                 -Wno-stringop-overflow -Wno-stringop-overread)
else()
  target_compile_options(pitboss_flags INTERFACE -Xclang -fno-pch-timestamp)  # so that ccache serves them
endif()

if(PITBOSS_SANITIZE)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/sanitizer-reports)  # of the sanitizers, see CMakePresets.json
  target_compile_options(pitboss_flags INTERFACE -fsanitize=${PITBOSS_SANITIZE} -fno-omit-frame-pointer
                                                 -fno-sanitize-recover=all)
  target_link_options(pitboss_flags INTERFACE -fsanitize=${PITBOSS_SANITIZE})
endif()
