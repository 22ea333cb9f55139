# A small contract is run in less time than it takes the system to bring the program into memory, so it matters how the program is put together.

# Links the static program `TARGET`, made of the objects of `TARGET_main`, for a quick start.
function(link_for_a_quick_start TARGET)
  set(FOLDER ${CMAKE_SOURCE_DIR}/interpreter/command/linking)
  set(SCRIPTS ${FOLDER}/without_questions.ld)
  set(OPTIONS -static -Wl,-T,${FOLDER}/without_questions.ld)

  if(WHEREAS_ORDERED)
    find_program(VALGRIND valgrind)
    find_package(Python3 COMPONENTS Interpreter QUIET)
    if(VALGRIND AND Python3_Interpreter_FOUND)
      # Linked once as it comes, to see what runs; then with that side by side.
      add_executable(${TARGET}_unordered EXCLUDE_FROM_ALL $<TARGET_OBJECTS:${TARGET}_main>)
      target_link_libraries(${TARGET}_unordered PRIVATE whereas_command)
      target_link_options(${TARGET}_unordered PRIVATE ${OPTIONS} -Wl,-Map,${CMAKE_BINARY_DIR}/generated/unordered.map)
      set(ORDER ${CMAKE_BINARY_DIR}/generated/order.ld)
      add_custom_command(OUTPUT ${ORDER}
        COMMAND ${Python3_EXECUTABLE} -B ${FOLDER}/order.py $<TARGET_FILE:${TARGET}_unordered> ${CMAKE_BINARY_DIR}/generated/unordered.map ${CMAKE_SOURCE_DIR}/tests/contracts ${ORDER}
        DEPENDS ${TARGET}_unordered ${FOLDER}/order.py
        COMMENT "Seeing what a run needs of the program" VERBATIM)
      add_custom_target(${TARGET}_order DEPENDS ${ORDER})
      add_dependencies(${TARGET} ${TARGET}_order)
      list(APPEND SCRIPTS ${ORDER})
      list(APPEND OPTIONS -Wl,-T,${ORDER})
    else()
      message(STATUS "Valgrind or Python is not there: the program is linked as it comes, and starts a little later")
    endif()
  endif()

  # As the linker writes a file, here and there, the system keeps it in memory by single pages; written in one go (which
  # `cmake -E copy` does not do) by larger pieces, of which one touch brings in more.
  add_custom_command(TARGET ${TARGET} POST_BUILD
    COMMAND cp $<TARGET_FILE:${TARGET}> $<TARGET_FILE:${TARGET}>.copied
    COMMAND ${CMAKE_COMMAND} -E rename $<TARGET_FILE:${TARGET}>.copied $<TARGET_FILE:${TARGET}>
    VERBATIM)

  target_link_options(${TARGET} PRIVATE ${OPTIONS})
  set_target_properties(${TARGET} PROPERTIES LINK_DEPENDS "${SCRIPTS}")
endfunction()
