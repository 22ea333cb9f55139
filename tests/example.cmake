# Runs the first `whereas run …` that an example's README names, in the example's folder, and compares what it prints with statement.txt there.
#   cmake -DPROGRAM=whereas -DEXAMPLE=examples/channels -P tests/example.cmake
# The list in examples/README.md names the example.
# With WHEREAS_UPDATE=1 in the environment statement.txt is written anew: read the difference before keeping it.
file(READ "${EXAMPLE}/README.md" README)
if(NOT README MATCHES "`whereas (run [^`]*)`")
  message(FATAL_ERROR "${EXAMPLE}/README.md names no `whereas run …`")
endif()
set(COMMAND_LINE "${CMAKE_MATCH_1}")
separate_arguments(ARGUMENTS UNIX_COMMAND "${COMMAND_LINE}")

cmake_path(GET EXAMPLE FILENAME FOLDER)
file(READ "${EXAMPLE}/../README.md" LIST)
string(FIND "${LIST}" "](${FOLDER})" LISTED)
if(LISTED EQUAL -1)
  message(FATAL_ERROR "examples/README.md does not list ${FOLDER}")
endif()

set(ENV{NO_COLOR} 1)
execute_process(COMMAND "${PROGRAM}" ${ARGUMENTS} WORKING_DIRECTORY "${EXAMPLE}" OUTPUT_VARIABLE PRINTED ERROR_VARIABLE SAID RESULT_VARIABLE EXIT_CODE)
if(NOT EXIT_CODE STREQUAL "0")
  message(FATAL_ERROR "whereas ${COMMAND_LINE}: exit ${EXIT_CODE}\n${SAID}")
endif()

if(DEFINED ENV{WHEREAS_UPDATE})
  file(WRITE "${EXAMPLE}/statement.txt" "${PRINTED}")
endif()
file(READ "${EXAMPLE}/statement.txt" EXPECTED)
if(NOT PRINTED STREQUAL EXPECTED)
  message(FATAL_ERROR "whereas ${COMMAND_LINE} no longer prints statement.txt, but:\n${PRINTED}\nIf that is right: WHEREAS_UPDATE=1 ctest --preset dev -R '^examples/'")
endif()
