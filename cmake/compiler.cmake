# Flags of every target of ours, in one interface target. Third-party headers come in as SYSTEM.

find_program(CCACHE ccache)
if(CCACHE AND NOT LINTAS_PRECOMPILE)  # what is built once is not looked for among what was built before
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

# Dev: optimised a little, so that sanitized tests stay quick; line tables are enough for stack traces.
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1" CACHE STRING "" FORCE)
set(CMAKE_C_FLAGS_DEV "-O1 -g1" CACHE STRING "" FORCE)
# g++ collects its garbage again and again from 128 MB on, an eighth of its time; the heaviest source then needs a
# quarter more memory.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(CMAKE_CXX_FLAGS_DEV "${CMAKE_CXX_FLAGS_DEV} --param ggc-min-heapsize=1000000" CACHE STRING "" FORCE)
endif()
# What takes long to compile and is no work for the processor when it runs: test and benchmark programs themselves
# (-O0), and modules that are mostly templates of JSON or of Boost.Asio (-Og). A third less to build.
function(lintas_quick_to_build target level)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Dev>:${level}>)
endfunction()
# Quick: nothing is optimised, kept for a debugger or warned of; g++ may use 3 GB before it collects its garbage.
set(CMAKE_CXX_FLAGS_QUICK "-O0 -w" CACHE STRING "" FORCE)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(CMAKE_CXX_FLAGS_QUICK "${CMAKE_CXX_FLAGS_QUICK} --param ggc-min-heapsize=3000000" CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2" CACHE STRING "" FORCE)

add_library(lintas_options INTERFACE)
target_include_directories(lintas_options INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(lintas_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wcast-align
  -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough -Wswitch-enum -Wextra-semi
  -Wunused -Wundef -Wdouble-promotion
  -fstack-protector-strong)
# A designated initialiser names what differs from the defaults; g++ 12 warns of every member left out.
target_compile_options(lintas_options INTERFACE -Wno-missing-field-initializers)
target_compile_definitions(lintas_options INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(lintas_options INTERFACE -Wl,-z,relro,-z,now)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(lintas_options INTERFACE -Wduplicated-cond -Wlogical-op)
  # False alarms of g++ with optimisation, raised inside the standard library (GCC bugs 105329, 105651, 105562; the
  # last one where two vectors of bytes are compared with <=>).
  target_compile_options(lintas_options INTERFACE
    -Wno-restrict -Wno-maybe-uninitialized -Wno-null-dereference -Wno-stringop-overread)
  if(CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
    # A value that begins with an array and is returned into a member: taken for a write beyond the array.
    target_compile_options(lintas_options INTERFACE -Wno-stringop-overflow)
  endif()
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # The stable_sort of libstdc++ 12 calls what C++17 deprecated; only clang says so of a system header.
  target_compile_options(lintas_options INTERFACE -Wno-deprecated-declarations)
endif()
if(LINTAS_WERROR)
  target_compile_options(lintas_options INTERFACE -Werror)
endif()
if(LINTAS_SANITIZE)
  target_compile_options(lintas_options INTERFACE
    -fsanitize=${LINTAS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(lintas_options INTERFACE -fsanitize=${LINTAS_SANITIZE})
  if(LINTAS_SANITIZE MATCHES "undefined")
    # A quarter of the compile time for what the address sanitizer stops as well.
    target_compile_options(lintas_options INTERFACE -fno-sanitize=null,alignment,object-size,vptr)
  endif()
  if(LINTAS_SANITIZE MATCHES "thread")
    # The thread sanitizer does not know fences, and g++ says so; Asio's locks order what it orders.
    target_compile_definitions(lintas_options INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
  endif()
endif()
if(LINTAS_FUZZ)
  target_compile_options(lintas_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(MOLD mold)
if(MOLD)
  target_link_options(lintas_options INTERFACE -fuse-ld=mold)
endif()
