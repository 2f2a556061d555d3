# A script of pitboss_embed_folder (EmbedResources.cmake): writes OUTPUT, which holds all files of FOLDER.
include(${CMAKE_CURRENT_LIST_DIR}/EmbeddedSource.cmake)
file(GLOB_RECURSE files RELATIVE ${FOLDER} ${FOLDER}/*)
list(SORT files)
if(NOT files)
  message(FATAL_ERROR "${FOLDER} holds no file to embed")
endif()
pitboss_embedded_source(text ${TARGET} ${NAMESPACE} ${FUNCTION} ${FOLDER} ${files})
file(WRITE ${OUTPUT} "${text}")
