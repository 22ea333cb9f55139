# Runs the first `whereas run …` that an example's README names, in the example's folder, and compares what it prints with statement.txt there; and the
# first `whereas simulate …`, where there is one, with simulation.txt.
#   cmake -DPROGRAM=whereas -DEXAMPLE=examples/channels -P tests/example.cmake
# The list in examples/README.md names the example.
# With WHEREAS_UPDATE=1 in the environment both are written anew: read the difference before keeping it.
file(READ "${EXAMPLE}/README.md" README)
if(NOT README MATCHES "`whereas (run [^`]*)`")
  message(FATAL_ERROR "${EXAMPLE}/README.md names no `whereas run …`")
endif()
set(RUN "${CMAKE_MATCH_1}")

cmake_path(GET EXAMPLE FILENAME FOLDER)
file(READ "${EXAMPLE}/../README.md" LIST)
string(FIND "${LIST}" "](${FOLDER})" LISTED)
if(LISTED EQUAL -1)
  message(FATAL_ERROR "examples/README.md does not list ${FOLDER}")
endif()

set(ENV{NO_COLOR} 1)
# compare(COMMAND_LINE FILE)
function(compare COMMAND_LINE FILE)
  separate_arguments(ARGUMENTS UNIX_COMMAND "${COMMAND_LINE}")
  execute_process(COMMAND "${PROGRAM}" ${ARGUMENTS} WORKING_DIRECTORY "${EXAMPLE}" OUTPUT_VARIABLE PRINTED ERROR_VARIABLE SAID RESULT_VARIABLE EXIT_CODE)
  if(NOT EXIT_CODE STREQUAL "0")
    message(FATAL_ERROR "whereas ${COMMAND_LINE}: exit ${EXIT_CODE}\n${SAID}")
  endif()
  if(DEFINED ENV{WHEREAS_UPDATE})
    file(WRITE "${EXAMPLE}/${FILE}" "${PRINTED}")
  endif()
  file(READ "${EXAMPLE}/${FILE}" EXPECTED)
  if(NOT PRINTED STREQUAL EXPECTED)
    message(FATAL_ERROR "whereas ${COMMAND_LINE} no longer prints ${FILE}, but:\n${PRINTED}\nIf that is right: WHEREAS_UPDATE=1 ctest --preset dev -R '^examples/'")
  endif()
endfunction()

compare("${RUN}" statement.txt)
if(README MATCHES "`whereas (simulate [^`]*)`")
  compare("${CMAKE_MATCH_1}" simulation.txt)
elseif(EXISTS "${EXAMPLE}/simulation.txt")
  message(FATAL_ERROR "${EXAMPLE}/README.md names no `whereas simulate …`")
endif()
