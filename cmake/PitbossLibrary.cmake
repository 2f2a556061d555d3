# pitboss_library(NAME FOLDER [SOURCES ...] [DEPENDS ...] [PRIVATE_DEPENDS ...] [PRECOMPILE ...] [HOT])
#
# Declares the library NAME whose files lie in FOLDER (seen from the root of the tree). Its headers are included by their path
# from the root ("simulator/target/client.hpp"), and only by targets that name the library in their DEPENDS: each library has an
# include folder of its own in the build tree that holds one link, to FOLDER. So an include that the dependency arrows of the
# design forbid does not compile. HOT libraries, through which every byte goes, are optimised also where the others are not
# (PITBOSS_HOT_FLAGS): sanitizers make a build without optimisation slow, and one with it takes twice as long to compile.
#
# pitboss_executable(NAME ...) and pitboss_test(NAME ...) link in the same way.

function(_pitboss_include_root folder out)
  string(REPLACE "/" "-" flat ${folder})
  set(root ${CMAKE_BINARY_DIR}/include/${flat})
  get_filename_component(parent ${root}/${folder} DIRECTORY)
  file(MAKE_DIRECTORY ${parent})
  if(NOT IS_SYMLINK ${root}/${folder})
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${folder} ${root}/${folder} SYMBOLIC)
  endif()
  set(${out} ${root} PARENT_SCOPE)
endfunction()

function(pitboss_library name folder)
  cmake_parse_arguments(arg "HOT" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS;PRECOMPILE" ${ARGN})
  _pitboss_include_root(${folder} root)
  if(arg_SOURCES)
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name} PUBLIC ${root})
    target_link_libraries(${name} PUBLIC ${arg_DEPENDS} PRIVATE ${arg_PRIVATE_DEPENDS} pitboss_flags)
    set(hot_flags "")
    if(arg_HOT)
      set(hot_flags ${PITBOSS_HOT_FLAGS})
    endif()
    target_compile_options(${name} PRIVATE ${hot_flags})
    if(PITBOSS_SHARE_PRECOMPILED AND NOT arg_PRECOMPILE AND NOT hot_flags)  # what has flags of its own cannot share
      target_precompile_headers(${name} REUSE_FROM pitboss_precompiled)
    else()
      target_precompile_headers(${name} PRIVATE ${pitboss_common_headers} ${arg_PRECOMPILE})
    endif()
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${root})
    target_link_libraries(${name} INTERFACE ${arg_DEPENDS})
  endif()
endfunction()

# The headers that nearly every library and test includes, compiled once for each of them; with PITBOSS_SHARE_PRECOMPILED once for
# all. A library whose files have more in common names that as PRECOMPILE.
set(pitboss_common_headers <algorithm> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <optional> <string>
    <string_view> <utility> <variant> <vector>)
set(pitboss_test_headers <gmock/gmock.h> <gtest/gtest.h> <string> <vector> <optional>)
if(PITBOSS_SHARE_PRECOMPILED)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled.cpp CONTENT "" @ONLY)
  add_library(pitboss_precompiled OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
  target_link_libraries(pitboss_precompiled PRIVATE pitboss_flags)
  target_precompile_headers(pitboss_precompiled PRIVATE ${pitboss_common_headers})
  add_library(pitboss_precompiled_tests OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
  target_link_libraries(pitboss_precompiled_tests PRIVATE GTest::gmock_main pitboss_flags)
  target_precompile_headers(pitboss_precompiled_tests PRIVATE ${pitboss_common_headers} ${pitboss_test_headers})
endif()

function(pitboss_executable name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS} pitboss_flags)
endfunction()

# A GoogleTest program; every TEST in it is a ctest test of its own, so that ctest runs them in parallel. ONLY names the tests that
# ctest runs, as --gtest_filter would; all of them where it is not given. TOGETHER names those that are one test of ctest, NAME.together,
# because they share something that takes long to start. Under sanitizers, where a program takes long to start, all tests of a
# unit_* are one test of ctest.
function(pitboss_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;ONLY;TOGETHER" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS} GTest::gmock_main pitboss_flags)
  if(PITBOSS_SHARE_PRECOMPILED)
    target_precompile_headers(${name} REUSE_FROM pitboss_precompiled_tests)
  else()
    target_precompile_headers(${name} PRIVATE ${pitboss_test_headers})
  endif()
  set(filter "")
  if(arg_ONLY)
    list(JOIN arg_ONLY ":" only)
    set(filter TEST_FILTER "${only}")
    add_test(NAME ${name}.only COMMAND ${CMAKE_SOURCE_DIR}/tests/support/has_tests $<TARGET_FILE:${name}> ${arg_ONLY})
  endif()
  list(JOIN arg_TOGETHER ":" together)
  if(arg_TOGETHER)
    set(filter TEST_FILTER "-${together}")
    _pitboss_tests_together(${name} together "${together}")
  endif()
  if(PITBOSS_SANITIZE AND name MATCHES "^unit_")
    _pitboss_tests_together(${name} all "-${together}")
  else()
    gtest_discover_tests(${name} NO_PRETTY_VALUES TEST_PREFIX "${name}." ${filter} DISCOVERY_TIMEOUT ${PITBOSS_TEST_TIMEOUT}
                         PROPERTIES TIMEOUT ${PITBOSS_TEST_TIMEOUT})
  endif()
endfunction()

# What the filter leaves of a GoogleTest program as one test of ctest, NAME.LABEL.
function(_pitboss_tests_together name label filter)
  add_test(NAME ${name}.${label} COMMAND ${name} "--gtest_filter=${filter}")
  set_tests_properties(${name}.${label} PROPERTIES TIMEOUT ${PITBOSS_TEST_TIMEOUT})
endfunction()
include(GoogleTest)
