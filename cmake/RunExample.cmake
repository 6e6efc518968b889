# Runs an example in an empty folder and compares what it prints with the text that is expected of it.
#   PROGRAM, ARGS, EXPECTED, FOLDER (emptied), SOURCE_FOLDER; in ARGS {folder} and {source} stand for the folders.
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
string(REPLACE "{folder}" "${FOLDER}" ARGS "${ARGS}")
string(REPLACE "{source}" "${SOURCE_FOLDER}" ARGS "${ARGS}")
execute_process(COMMAND ${PROGRAM} ${ARGS} WORKING_DIRECTORY ${FOLDER}
                OUTPUT_FILE ${FOLDER}.out ERROR_VARIABLE errors RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  file(READ ${FOLDER}.out printed)
  message(FATAL_ERROR "${PROGRAM} ended with ${status}\n${printed}\n${errors}")
endif()
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files --ignore-eol ${FOLDER}.out ${EXPECTED}
                RESULT_VARIABLE different)
if(different)
  file(READ ${FOLDER}.out printed)
  message(FATAL_ERROR "The output differs from ${EXPECTED}. Printed was:\n${printed}")
endif()
