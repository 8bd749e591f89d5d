# lintas_precompile(TARGET SOURCES …)
#
# Most of the time of a source goes into headers that its neighbours include as well. What a third of a program's
# sources include is parsed once for all of them. The list is read from the sources when the build is configured, so
# nobody keeps it; a header that is gone since is left out.
#
# For the program that people build once, to see it (preset `quick`). Who works on the program builds without, so that a
# source has to include what it uses, and a change to a header costs only those that include it.
# Below this number of sources the headers take as long as they save.
set(LINTAS_PRECOMPILE_LEAST 10)

function(lintas_precompile target)
  list(LENGTH ARGN count)
  if(NOT LINTAS_PRECOMPILE OR count LESS LINTAS_PRECOMPILE_LEAST)
    return()
  endif()
  set(headers)
  foreach(source IN LISTS ARGN)
    get_filename_component(path ${source} ABSOLUTE)
    file(STRINGS ${path} lines REGEX "^#include [<\"][^>\"]+[>\"]$")
    list(REMOVE_DUPLICATES lines)
    foreach(line IN LISTS lines)
      string(REPLACE "#include " "" header "${line}")
      if(NOT header IN_LIST headers)
        list(APPEND headers ${header})
        set(times_${header} 0)
      endif()
      math(EXPR times_${header} "${times_${header}} + 1")
    endforeach()
  endforeach()
  list(SORT headers)
  set(often "")
  foreach(header IN LISTS headers)
    math(EXPR thrice "${times_${header}} * 3")
    if(NOT thrice LESS count)
      string(APPEND often "#if __has_include(${header})\n#include ${header}\n#endif\n")
    endif()
  endforeach()
  set(file ${CMAKE_CURRENT_BINARY_DIR}/${target}_often.hpp)
  file(CONFIGURE OUTPUT ${file} CONTENT "${often}" @ONLY)
  target_precompile_headers(${target} PRIVATE ${file})
endfunction()
