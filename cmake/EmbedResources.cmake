# pitboss_embed(TARGET NAMESPACE FUNCTION FILES...)
#
# Puts the bytes of FILES (seen from the root of the tree) into TARGET, so that the program needs none of them at run time.
# Generates FUNCTION(path) in NAMESPACE: `std::optional<std::string_view> FUNCTION(std::string_view path)`, and
# `std::vector<std::string_view> FUNCTION_names()`, sorted. The paths are those from the root of the tree.

include(EmbeddedSource)

function(pitboss_embed target namespace function)
  set(files ${ARGN})
  list(SORT files)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${target}_${function}.cpp)
  list(TRANSFORM files PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE absolute)
  pitboss_embedded_source(text ${target} ${namespace} ${function} ${CMAKE_SOURCE_DIR} ${files})
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT "${text}")
  target_sources(${target} PRIVATE ${generated})
  # The compiler does not see what .incbin reads, so the build must be told; and ccache must not serve a stale object.
  set_source_files_properties(${generated} PROPERTIES OBJECT_DEPENDS "${absolute}" SKIP_PRECOMPILE_HEADERS ON)
endfunction()

# pitboss_embed_folder(TARGET NAMESPACE FUNCTION FOLDER COMMAND... DEPENDS FILES...)
#
# The same for all files that COMMAND leaves in FOLDER, an absolute path, when it is built: it runs again where one of FILES changed.
# The paths are those from FOLDER.
function(pitboss_embed_folder target namespace function folder)
  cmake_parse_arguments(arg "" "" "COMMAND;DEPENDS" ${ARGN})
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${target}_${function}.cpp)
  add_custom_command(
    OUTPUT ${generated}
    COMMAND ${arg_COMMAND}
    COMMAND ${CMAKE_COMMAND} -DTARGET=${target} -DNAMESPACE=${namespace} -DFUNCTION=${function} -DFOLDER=${folder}
            -DOUTPUT=${generated} -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFolder.cmake
    DEPENDS ${arg_DEPENDS} ${CMAKE_SOURCE_DIR}/cmake/EmbedFolder.cmake ${CMAKE_SOURCE_DIR}/cmake/EmbeddedSource.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${generated})
  set_source_files_properties(${generated} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()
