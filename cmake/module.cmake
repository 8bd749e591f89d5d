# lintas_module(NAME SOURCES … TESTS … [LIBS …] [FUZZ …])
#
# Makes the static library lintas_<name> from the sources in src/<name>, linked to the modules that
# tools/layers.toml allows it, and with LINTAS_TESTS a test program <name>_test from the files in TESTS. TEST_LIBS are
# for the test program only. Each file in FUZZ becomes a libFuzzer program (LINTAS_FUZZ), and a test that plays its
# corpus (LINTAS_TESTS).

file(STRINGS ${PROJECT_SOURCE_DIR}/tools/layers.toml LINTAS_LAYERS REGEX "^\"[a-z0-9_/]+\" *=")
set(LINTAS_MODULES "" CACHE INTERNAL "modules defined so far, in layer order")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tools/layers.toml)

# The modules that `name` may include and that are defined already.
function(lintas_allowed name out)
  set(found)
  foreach(line IN LISTS LINTAS_LAYERS)
    if(line MATCHES "^\"${name}\" *= *\\[(.*)\\]")
      string(REGEX MATCHALL "\"[^\"]+\"" patterns "${CMAKE_MATCH_1}")
      foreach(pattern IN LISTS patterns)
        string(REPLACE "\"" "" pattern ${pattern})
        string(REPLACE "*" ".*" pattern ${pattern})
        foreach(module IN LISTS LINTAS_MODULES)
          if(module MATCHES "^${pattern}$")
            list(APPEND found ${module})
          endif()
        endforeach()
      endforeach()
      set(${out} ${found} PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "module ${name} is not listed in tools/layers.toml")
endfunction()

function(lintas_target_name module out)
  string(REPLACE "/" "_" flat ${module})
  set(${out} lintas_${flat} PARENT_SCOPE)
endfunction()

function(lintas_module name)
  cmake_parse_arguments(arg "" "" "SOURCES;TESTS;LIBS;TEST_LIBS;FUZZ" ${ARGN})
  lintas_target_name(${name} target)
  lintas_allowed(${name} allowed)

  set(linked)
  foreach(module IN LISTS allowed)
    lintas_target_name(${module} dependency)
    list(APPEND linked ${dependency})
  endforeach()

  add_library(${target} STATIC ${arg_SOURCES})
  target_link_libraries(${target} PUBLIC lintas_options ${linked} ${arg_LIBS})
  set(LINTAS_MODULES ${LINTAS_MODULES} ${name} CACHE INTERNAL "")

  if(arg_TESTS AND LINTAS_TESTS)
    lintas_test(${name} SOURCES ${arg_TESTS} LIBS ${target} ${arg_TEST_LIBS})
  endif()
  foreach(source IN LISTS arg_FUZZ)
    lintas_fuzz(${source} ${target})
  endforeach()
endfunction()

# The program may include what stands in tests, and read its files.
function(lintas_finds_tests program)
  target_include_directories(${program} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_definitions(${program} PRIVATE LINTAS_ROOT="${PROJECT_SOURCE_DIR}")
endfunction()

# lintas_test(NAME SOURCES … LIBS …): one GoogleTest program, one entry of ctest.
function(lintas_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS;ARGS" ${ARGN})
  string(REPLACE "/" "_" flat ${name})
  add_executable(${flat}_test ${arg_SOURCES})
  lintas_quick_to_build(${flat}_test -O0)
  lintas_finds_tests(${flat}_test)
  target_link_libraries(${flat}_test PRIVATE lintas_options ${arg_LIBS} GTest::gtest GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${flat}_test --gtest_brief=1 ${arg_ARGS})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600)
endfunction()

# The entry point <file>_fuzz.cpp as the libFuzzer program fuzz_<file>, a part of the target `fuzzers`, and as the
# test corpus/<file>: what once was found stays found. The corpus is tests/fuzz/<file>.
function(lintas_fuzz source)
  get_filename_component(stem ${source} NAME_WE)
  string(REGEX REPLACE "_fuzz$" "" stem ${stem})
  set(corpus ${PROJECT_SOURCE_DIR}/tests/fuzz/${stem})
  if(NOT IS_DIRECTORY ${corpus})
    message(FATAL_ERROR "${source} has no corpus: put a few inputs into tests/fuzz/${stem}")
  endif()
  if(LINTAS_FUZZ)
    add_executable(fuzz_${stem} ${source})
    target_link_libraries(fuzz_${stem} PRIVATE lintas_options ${ARGN} -fsanitize=fuzzer)
    lintas_finds_tests(fuzz_${stem})
    if(NOT TARGET fuzzers)
      add_custom_target(fuzzers)
    endif()
    add_dependencies(fuzzers fuzz_${stem})
  endif()
  if(LINTAS_TESTS)
    add_executable(replay_${stem} ${PROJECT_SOURCE_DIR}/tests/fuzz/replay.cpp ${source})
    target_link_libraries(replay_${stem} PRIVATE lintas_options ${ARGN})
    lintas_finds_tests(replay_${stem})
    add_test(NAME corpus/${stem} COMMAND replay_${stem} ${corpus})
  endif()
endfunction()
