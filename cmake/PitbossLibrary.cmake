# pitboss_library(NAME FOLDER [SOURCES ...] [DEPENDS ...] [PRIVATE_DEPENDS ...])
#
# Declares the library NAME whose files lie in FOLDER (seen from the root of the tree). Its headers are included by their path
# from the root ("simulator/target/client.hpp"), and only by targets that name the library in their DEPENDS: each library has an
# include folder of its own in the build tree that holds one link, to FOLDER. So an include that the dependency arrows of the
# design forbid does not compile.
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
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  _pitboss_include_root(${folder} root)
  if(arg_SOURCES)
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name} PUBLIC ${root})
    target_link_libraries(${name} PUBLIC ${arg_DEPENDS} PRIVATE ${arg_PRIVATE_DEPENDS} pitboss_flags)
    pitboss_precompile(${name})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${root})
    target_link_libraries(${name} INTERFACE ${arg_DEPENDS})
  endif()
endfunction()

# The standard headers that nearly every file includes, compiled once for each target.
function(pitboss_precompile name)
  target_precompile_headers(${name} PRIVATE <algorithm> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <optional>
                            <string> <string_view> <utility> <variant> <vector>)
endfunction()

function(pitboss_executable name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS} pitboss_flags)
endfunction()

# A GoogleTest program; every TEST in it is a ctest test of its own, so that ctest runs them in parallel. ONLY names the tests that
# ctest runs, as --gtest_filter would; all of them where it is not given. TOGETHER names those that are one test of ctest, NAME.together,
# because they share something that takes long to start.
function(pitboss_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;ONLY;TOGETHER" ${ARGN})
  set(filter "")
  if(arg_ONLY)
    list(JOIN arg_ONLY ":" names)
    set(filter TEST_FILTER "${names}")
  endif()
  add_executable(${name} ${arg_SOURCES})
  if(arg_TOGETHER)
    list(JOIN arg_TOGETHER ":" together)
    set(filter TEST_FILTER "-${together}")
    add_test(NAME ${name}.together COMMAND ${name} --gtest_filter=${together})
    set_tests_properties(${name}.together PROPERTIES TIMEOUT ${PITBOSS_TEST_TIMEOUT})
  endif()
  if(arg_ONLY)
    # A name that is no test's would be passed over in silence.
    list(LENGTH arg_ONLY count)
    add_test(NAME ${name}.only COMMAND sh -c "test $($<TARGET_FILE:${name}> --gtest_list_tests '--gtest_filter=${names}' | grep -c '^  ') = ${count}")
  endif()
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS} GTest::gmock_main pitboss_flags)
  target_precompile_headers(${name} PRIVATE <gmock/gmock.h> <gtest/gtest.h> <string> <vector> <optional>)
  gtest_discover_tests(${name} NO_PRETTY_VALUES TEST_PREFIX "${name}." ${filter} DISCOVERY_TIMEOUT ${PITBOSS_TEST_TIMEOUT}
                       PROPERTIES TIMEOUT ${PITBOSS_TEST_TIMEOUT})
endfunction()
include(GoogleTest)
